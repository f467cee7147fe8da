"""Compares the program with the reference on generated experiments.

    python tests/differential/check.py --descent target/debug/descent --runs 1200
    python tests/differential/check.py --descent target/release/descent --seconds 600 --seed 5
    python tests/differential/check.py --descent target/release/descent --file FAILED.json

Half of the runs are ordinary, half extreme. The first form takes the same ones each time, the
second goes on to fresh ones until the time is over, the third takes those of experiment files.
A run that disagrees is written to a file, and a line says how to see it again.
"""

import argparse
import collections
import itertools
import json
import multiprocessing
import sys
import time
import zlib
from pathlib import Path

from compare import SPREADS, Comparison, References
from departure import sizes
from experiments import Extreme, Lists, Ordinary, experiment_file
from precise import is_fast
from program import Program, link

MODES = {"ordinary": Ordinary, "extreme": Extreme}
RUNS_PER_EXPERIMENT = 8
CHUNK = 600

# A fixed sample is to be through soon. By mpmath, which is slow, it computes one run of so many
# in 40 digits.
LONGEST = 500
PRECISE_EVERY = 12

# How much of each formula a fixed sample must have compared where the path is well conditioned.
LEAST_EPOCHS = 100

# Which part of the ordinary runs that depend on rounding may have no badge.
MOST_MISSED = 0.01

Task = collections.namedtuple("Task", "descent mode seed runs longest precise_every")
Result = collections.namedtuple("Result", "mode run fault epochs judged well worst left badge")


def compared(program, experiments, seed, precise_every=1):
    """A comparison for each run of these experiments, and whether the run leaves the path of 40
    digits with and without a badge that says so."""
    runs = [run for experiment in experiments for run in experiment]
    told = [pair for each in experiments for pair in program.run(experiment_file(each))]
    of, size_of = References(runs, seed, precise_every), sizes(Lists(program))
    for number, (run, (path, badge)) in enumerate(zip(runs, told)):
        left = of.departure(number, path, size_of[run["landscape"]["kind"]])
        yield Comparison(run, path, of, number), left is not None, badge is not None


def results(task):
    """The results of generated runs."""
    program = Program(task.descent)
    generator = MODES[task.mode](Lists(program), f"{task.mode} {task.seed}", task.longest)
    counts = range(0, task.runs, RUNS_PER_EXPERIMENT)
    experiments = [generator.experiment(RUNS_PER_EXPERIMENT) for _ in counts]
    found = compared(program, experiments, zlib.crc32(task.seed.encode()), task.precise_every)
    return [
        Result(task.mode, c.run, c.fault, len(c.path), c.judged, c.well, c.worst(), left, badge)
        for c, left, badge in found
    ]


def rounds(asked):
    """Lists of tasks to be done at once: a single one, or fresh ones as long as there is time."""
    if asked.runs:
        every = 1 if is_fast() else PRECISE_EVERY
        how = asked.runs // len(MODES), LONGEST, every
        yield [Task(asked.descent, mode, asked.seed, *how) for mode in MODES]
        return
    begun, chunks = time.monotonic(), itertools.count()
    while time.monotonic() - begun < asked.seconds:
        seeds = [f"{asked.seed}/{next(chunks)}" for _ in range(asked.jobs)]
        yield [Task(asked.descent, mode, seed, CHUNK, 2000, 1) for seed in seeds for mode in MODES]


def summary(mode, found):
    epochs, judged, well = (sum(getattr(r, name) for r in found) for name in ("epochs", "judged", "well"))
    left = [result for result in found if result.left]
    return (f"{mode}: {len(found)} runs, {epochs} epochs, {percent(judged, epochs)} compared, "
            f"{percent(well, epochs)} well conditioned and to 1e-12; elsewhere at most "
            f"{max(r.worst for r in found):.1f} of {SPREADS:.0f} spreads; {len(left)} leave the path "
            f"of 40 digits, {len(missed(left))} of them without a badge")


def missed(found):
    """Runs that leave the path of 40 digits and do not say so."""
    return [result for result in found if result.left and not result.badge]


def percent(part, whole):
    return f"{100 * part / whole:.0f} %"


def report(fault, run, asked, number):
    """Writes a failing run to a file and says what is wrong and how to see it again."""
    folder = Path(asked.failures)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{asked.seed}-{number}.json"
    file.write_text(json.dumps(experiment_file([run]), indent=2) + "\n")
    print(f"\nDISAGREES {fault}\n  {link(run)}\n  python tests/differential/check.py "
          f"--descent {asked.descent} --file {file}", flush=True)


def uncovered(lists, found):
    """The formulas of which too little was compared on well-conditioned paths."""
    epochs = collections.Counter()
    for result in found:
        for formula in formulas(result.run):
            epochs[formula] += result.well
    every = set()
    for name in ("landscapes", "optimizers", "schedules"):
        for entry in getattr(lists, name):
            every |= {(entry["kind"], *choice) for choice in choices(entry)}
    return sorted(str(formula) for formula in every if epochs[formula] < LEAST_EPOCHS)


def choices(entry):
    """() for a member itself, and (setting, choice) for each choice that it has."""
    yield ()
    for knob in entry["knobs"]:
        options = [False, True] if isinstance(knob["default"], bool) else knob.get("choices", [])
        yield from ((knob["name"], option) for option in options)


def formulas(run):
    for name in ("landscape", "optimizer", "schedule"):
        kind = run[name]["kind"]
        yield (kind,)
        for setting, value in run[name].items():
            yield (kind, setting, value)


def check_files(asked):
    program = Program(asked.descent)
    lists, failed = Lists(program), 0
    for file in asked.file:
        experiment = json.loads(Path(file).read_text())
        common = {k: experiment[k] for k in ("landscape", "start", "epochs") if k in experiment}
        runs = [lists.complete({**common, **run}) for run in experiment["runs"]]
        for comparison, *_ in compared(program, [runs], 1):
            failed += comparison.fault is not None
            print(link(comparison.run), comparison.fault or "agrees", sep="\n  ")
    return failed


def check_generated(asked):
    """Compares generated runs and gives the number of those that disagree."""
    begun, found, failed = time.monotonic(), [], 0
    with multiprocessing.Pool(asked.jobs) as pool:
        parts = (part for tasks in rounds(asked) for part in pool.imap(results, tasks))
        for result in itertools.chain.from_iterable(parts):
            found.append(result)
            if result.fault is not None:
                report(result.fault, result.run, asked, failed)
                failed += 1
    for mode in MODES:
        print(summary(mode, [result for result in found if result.mode == mode]))
    print(f"seed {asked.seed}, {time.monotonic() - begun:.0f} s, {failed} runs disagree")
    ordinary = [result for result in found if result.mode == "ordinary"]
    too_many = len(missed(ordinary)) > MOST_MISSED * sum(result.left for result in ordinary)
    if too_many:
        print("Too many runs that depend on rounding have no badge.")
    missing = uncovered(Lists(Program(asked.descent)), found) if asked.runs else []
    if missing:
        print(f"Too little was compared of {', '.join(missing)}.")
    return failed + too_many + len(missing)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--descent", required=True, help="the built program")
    how = parser.add_mutually_exclusive_group(required=True)
    how.add_argument("--runs", type=int, help="compare so many runs, the same ones each time")
    how.add_argument("--seconds", type=int, help="compare fresh runs for so long")
    how.add_argument("--file", nargs="+", help="compare the runs of these experiment files")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--jobs", type=int, default=multiprocessing.cpu_count())
    parser.add_argument("--failures", default="target/differential", help="where failing runs go")
    asked = parser.parse_args()
    sys.exit(1 if (check_files if asked.file else check_generated)(asked) else 0)


if __name__ == "__main__":
    main()
