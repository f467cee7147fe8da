"""Which runs depend on rounding, and what the program's badge says of them.

    python tests/differential/report.py --descent target/release/descent --runs 4000 --seed 7

Each run is computed by the program, in 40 digits, and in double precision by other ways: by the
reference as it is written, with the intermediate results of a step in 80 bits, with w moved by
a unit in the last place after every step (8 draws), and in Monte Carlo arithmetic, where every
operation is off at random by about such a unit (8 draws). A run depends on rounding where one
of these leaves the program's path by more than six digits show, before the path diverges.
"""

import argparse
import collections
import multiprocessing
import time
import zlib

import references
from departure import departure, end_of_truth, sizes
from experiments import Lists, Ordinary, experiment_file
from program import Program, link

CHUNK = 500
RUNS_PER_EXPERIMENT = 8

CRITERIA = ("40 digits", "plain", "80 bits", "nudged", "Monte Carlo")

Verdict = collections.namedtuple("Verdict", "run badge departures underflow")


def departures(path, run, paths, size):
    """The epoch of departure by each criterion, and whether the one of 40 digits was cut short
    because numbers became too small or too large for doubles."""
    found = {}
    for name, of in paths.items():
        end = len(path)
        if name == "40 digits":
            end = min(end, end_of_truth(of, run))
        found[name] = departure(path[:end], of.w[:end, :, :, run], size)
    return found, end_of_truth(paths["40 digits"], run) < len(path)


def judged(program, runs, seed, size_of):
    """Each run with its badge and its departures."""
    ours = []
    for first in range(0, len(runs), RUNS_PER_EXPERIMENT):
        ours += program.run(experiment_file(runs[first : first + RUNS_PER_EXPERIMENT]))
    ways = (
        references.precise(runs),
        references.plain(runs),
        references.extended(runs),
        references.nudged(runs, seed),
        references.monte_carlo(runs, seed),
    )
    paths = dict(zip(CRITERIA, ways))
    for number, (run, (path, badge)) in enumerate(zip(runs, ours)):
        size = size_of[run["landscape"]["kind"]]
        yield Verdict(run, badge, *departures(path[:, 1:3], number, paths, size))


def chunk(task):
    path, seed, count = task
    program = Program(path)
    lists = Lists(program)
    ordinary, runs = Ordinary(lists, seed), []
    while len(runs) < count:
        runs += ordinary.experiment(RUNS_PER_EXPERIMENT)
    return list(judged(program, runs, zlib.crc32(seed.encode()), sizes(lists)))


class Row:
    """The counts of an optimizer, or of all."""

    def __init__(self, name, verdicts):
        depends = [any(e is not None for e in verdict.departures.values()) for verdict in verdicts]
        badge = [verdict.badge is not None for verdict in verdicts]
        pairs = collections.Counter(zip(depends, badge))
        self.name, self.runs = name, len(verdicts)
        self.dependent = pairs[True, True] + pairs[True, False]
        self.found, self.missed, self.false = pairs[True, True], pairs[True, False], pairs[False, True]
        self.late = sum(is_late(verdict) for verdict in verdicts)
        self.by = [
            sum(verdict.departures[name] is not None for verdict in verdicts) for name in CRITERIA
        ]
        self.alone = [
            sum(only(verdict) == name for verdict in verdicts) for name in CRITERIA
        ]

    def __str__(self):
        missed = percent(self.missed, self.dependent)
        false = percent(self.false, self.runs - self.dependent)
        cells = [self.runs, self.dependent, self.found, self.late, self.missed, missed, self.false, false]
        by = [f"{all_} ({alone})" for all_, alone in zip(self.by, self.alone)]
        return f"| {self.name} | " + " | ".join(map(str, cells + by)) + " |"


def only(verdict):
    """The one criterion by which a run depends on rounding, where it is one alone."""
    names = [name for name, epoch in verdict.departures.items() if epoch is not None]
    return names[0] if len(names) == 1 else None


def is_late(verdict):
    """Whether a badge begins after the program's path has left the one of 40 digits."""
    left = verdict.departures["40 digits"]
    return verdict.badge is not None and left is not None and verdict.badge > left


def percent(part, whole):
    return f"{100 * part / whole:.2f} %" if whole else "–"


HEADER = ["optimizer", "runs", "dependent", "found", "late", "missed", "%", "false", "%", *CRITERIA]


def print_table(verdicts):
    print("| " + " | ".join(HEADER) + " |")
    print("|---" * len(HEADER) + "|")
    by_kind = collections.defaultdict(list)
    for verdict in verdicts:
        by_kind[verdict.run["optimizer"]["kind"]].append(verdict)
    for kind in sorted(by_kind):
        print(Row(kind, by_kind[kind]))
    print(Row("all", verdicts))
    print(f"\n(…): by this criterion alone. Late: the badge begins after the path has left the one "
          f"of 40 digits.\nUnderflow or overflow ended the comparison with 40 digits in "
          f"{sum(verdict.underflow for verdict in verdicts)} runs.")


def print_list(title, verdicts):
    print(f"\n{title}: {len(verdicts)}")
    for verdict in verdicts:
        left = [f"{k} {e}" for k, e in verdict.departures.items() if e is not None]
        told = "no badge" if verdict.badge is None else f"badge {verdict.badge}"
        print(f"  descent run '{link(verdict.run)}'  # {told}; left: {', '.join(left) or 'never'}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--descent", required=True, help="the built program")
    parser.add_argument("--runs", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=multiprocessing.cpu_count())
    asked = parser.parse_args()
    begun = time.monotonic()
    sizes_ = [min(CHUNK, asked.runs - first) for first in range(0, asked.runs, CHUNK)]
    tasks = [(asked.descent, f"{asked.seed}/{i}", size) for i, size in enumerate(sizes_)]
    with multiprocessing.Pool(asked.jobs) as pool:
        verdicts = [verdict for part in pool.imap(chunk, tasks) for verdict in part]
    print_table(verdicts)
    depends = lambda verdict: any(e is not None for e in verdict.departures.values())
    print_list("Missed", [v for v in verdicts if depends(v) and v.badge is None])
    print_list("False", [v for v in verdicts if not depends(v) and v.badge is not None])
    print(f"\n{len(verdicts)} runs, seed {asked.seed}, {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
