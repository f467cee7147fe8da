"""The paths that a program is compared with."""

import numpy as np

from arithmetic import Double, Extended, MonteCarlo
from precise import Precise
from walk import walk

# Lanes of the two references that draw random numbers.
DRAWS = 8


class Nudge:
    """Moves w by a unit in its last place after every step, either way at random."""

    def __init__(self, seed):
        self.random = np.random.default_rng(seed)

    def __call__(self, w):
        up = self.random.random(w.shape) < 0.5
        moved = np.nextafter(w, np.where(up, np.inf, -np.inf))
        # A parameter that is exactly zero has not been rounded.
        return np.where((w == 0.0) | ~np.isfinite(w), w, moved)


def precise(runs):
    return walk(Precise(), runs, flushes=False)


def plain(runs):
    return walk(Double(), runs)


def extended(runs):
    return walk(Extended(), runs)


def nudged(runs, seed):
    return walk(Double(), runs, DRAWS, Nudge(seed))


def monte_carlo(runs, seed):
    return walk(MonteCarlo(seed), runs, DRAWS)
