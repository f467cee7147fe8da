"""What the comparison itself rests on.

    python -m unittest discover --start-directory tests/differential --pattern selftest.py
"""

import os
import unittest

import numpy as np

import references
from compare import Comparison, References
from dual import gradient
from experiments import Lists, Ordinary
from landscapes import AS_PRINTED, FORMULAS
from precise import Precise
from program import Program
from report import judged, sizes
from walk import walk

PROGRAM = Program(os.environ["DESCENT"])
LISTS = Lists(PROGRAM)

# Runs that leave the path of 40 digits although their start, moved, makes no difference.
DEPENDENT = [
    {"landscape": {"kind": "three_hump_camel"}, "optimizer": {"kind": "nadam"}, "learning_rate": 0.3},
    {
        "landscape": {"kind": "goldstein_price"},
        "start": [1, 1],
        "optimizer": {"kind": "rmsprop"},
        "learning_rate": 0.5,
    },
    {"landscape": {"kind": "styblinski_tang"}, "optimizer": {"kind": "rmsprop"}, "learning_rate": 0.5},
    {
        "landscape": {"kind": "mccormick"},
        "start": [-0.5, 2.5],
        "optimizer": {"kind": "rmsprop"},
        "learning_rate": 0.1,
        "schedule": {"kind": "exponential", "decay": 0.005},
    },
]


def sample(count, epochs):
    generator = Ordinary(LISTS, "selftest")
    runs = [generator.experiment(1)[0] for _ in range(count)]
    return [{**run, "epochs": min(run["epochs"], epochs)} for run in runs]


class Formulas(unittest.TestCase):
    def test_gradients_are_difference_quotients(self):
        m, step = Precise(), 1e-12
        at = m.array(np.random.default_rng(1).uniform(-2, 2, (2, 5)))
        settings = {"quadratic": {"condition": m.array([7.0]), "angle": m.array([20.0])}}
        for name, formula in [*FORMULAS.items(), *AS_PRINTED.items()]:
            of = settings.get(name, {})
            cost = lambda x, y: formula(m, x, y, **of)
            _, *found = gradient(formula, m, *at, **of)
            for k, move in enumerate(np.eye(2) * step):
                there, back = (cost(*(at + sign * move[:, None])) for sign in (1, -1))
                expected = (there - back) / (2 * m.array(step))
                close = np.allclose(m.doubles(found[k]), m.doubles(expected), rtol=1e-15, atol=1e-15)
                self.assertTrue(close, name)

    def test_a_formula_is_what_is_printed(self):
        at = Precise().array(np.random.default_rng(2).uniform(-2, 2, (2, 5)))
        for name, formula in FORMULAS.items():
            if name != "quadratic":
                values = [f(Precise(), *at) for f in (formula, AS_PRINTED[name])]
                self.assertTrue((abs(values[0] - values[1]) < 1e-30).all(), name)


class Arithmetics(unittest.TestCase):
    def test_gmpy2_and_mpmath_agree(self):
        try:
            gmpy2 = Precise("gmpy2")
        except ImportError:
            self.skipTest("gmpy2 is not installed")
        runs = sample(60, 10)
        ours, theirs = (walk(m, runs, flushes=False).w for m in (gmpy2, Precise("mpmath")))
        np.testing.assert_allclose(ours, theirs, rtol=1e-14)


class Comparisons(unittest.TestCase):
    def test_runs_that_depend_on_rounding_are_seen(self):
        runs = [LISTS.complete({**run, "epochs": 300}) for run in DEPENDENT]
        for run in runs:
            (verdict,) = judged(PROGRAM, [run], 1, sizes(LISTS))
            self.assertIsNotNone(verdict.departures["40 digits"], run)

    def test_a_path_that_is_a_little_off_disagrees(self):
        runs = [{**run, "learning_rate": run["learning_rate"] / 100} for run in sample(40, 60)]
        of, paths, disagree = References(runs, 1), references.plain(runs), 0
        for number, run in enumerate(runs):
            last = min(run["epochs"], paths.diverged[0, number] - 1)
            path = of.numbers(paths, number)[: last + 1, :, 0]
            whole = Comparison(run, path, of, number)
            self.assertIsNone(whole.fault)
            path[-1, 1 + number % 2] += 1e-9 * (1 + abs(path[-1, 1 + number % 2]))
            if whole.judged == len(path):
                self.assertIn(f"epoch {last}: w", Comparison(run, path, of, number).fault)
                disagree += 1
        self.assertGreater(disagree, 20)


if __name__ == "__main__":
    unittest.main()
