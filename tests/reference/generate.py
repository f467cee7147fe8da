"""Runs experiments with outside libraries and writes torch.json, keras.json, optax.json.

    python3 -m venv venv
    venv/bin/pip install torch==2.15.0 keras==3.15.1 jax==0.10.2 optax==0.2.8 numpy==2.4.6
    venv/bin/python tests/reference/generate.py [--new] [torch] [keras] [optax]

Without a name it writes all three. With --new it runs only the cases that a file does not have
yet and keeps the others: another processor may round otherwise. Any build of PyTorch will do, the
one for CPUs included; this was Python 3.11. Everything is in double precision. `source` in each
file says what wrote it.

A case is an experiment file with one run, and `rows`: [epoch, w1, w2, cost] at some
epochs, as the library goes. Where a number was not finite, `diverges` is its epoch, and
the last row is the one before. crates/core/tests/parity.rs runs the experiments again.
"""

import argparse
import importlib
import json
import math
import pathlib

import cases
from landscapes import cost_of

LIBRARIES = {
    "torch": cases.torch_cases,
    "keras": cases.keras_cases,
    "optax": cases.optax_cases,
}
EPOCHS = {0, 1, 2, 3, 5, 7, 10, 20, 50, 100, 150, 200, 350, 500, 1000}


def rows_of(experiment, path):
    """The rows that are kept, and the epoch at which a number was not finite."""
    cost = cost_of(experiment["landscape"])
    rows = []
    for epoch, (w1, w2) in enumerate(path):
        try:
            row = [epoch, w1, w2, cost(w1, w2)]
        except OverflowError:
            return rows, epoch
        if not all(map(math.isfinite, row)):
            return rows, epoch
        rows.append(row)
    return rows, None


def case(experiment, library):
    rows, diverges = rows_of(experiment, library.path(experiment))
    kept = [row for row in rows if row[0] in EPOCHS or row is rows[-1]]
    outcome = {} if diverges is None else {"diverges": diverges}
    return {**experiment, **outcome}, kept


def text(source, found):
    """A file with a line for every experiment and for every row."""
    blocks = []
    for experiment, rows in found:
        lines = ",\n".join(json.dumps(row) for row in rows)
        blocks.append(f'{json.dumps(experiment)[:-1]}, "rows": [\n{lines}\n]}}')
    listed = ",\n".join(blocks)
    return f'{{"source": {json.dumps(source)}, "cases": [\n{listed}\n]}}\n'


def key(experiment):
    return json.dumps({k: v for k, v in experiment.items() if k not in ("diverges", "rows")})


def known(file):
    """The cases that a file has, by their experiments."""
    cases = json.loads(file.read_text())["cases"]
    return {key(case): (case, case.pop("rows")) for case in cases}


def main(names, only_new):
    for name in names or LIBRARIES:
        library = importlib.import_module(f"with_{name}")
        file = pathlib.Path(__file__).with_name(f"{name}.json")
        kept = known(file) if only_new else {}
        experiments = LIBRARIES[name]()
        found = [kept.get(key(it)) or case(it, library) for it in experiments]
        file.write_text(text(library.SOURCE, found))
        print(f"{file.name}: {len(found)} cases, {library.SOURCE}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*", metavar="torch, keras or optax")
    parser.add_argument("--new", action="store_true", help="keep the cases that are there")
    asked = parser.parse_args()
    main(asked.names, asked.new)
