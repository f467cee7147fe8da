"""The learning rate of every step, from docs/conventions.md.

Counts (t, `warmup`, `every`, `period`) are plain whole numbers, which nothing rounds.
"""

import numpy as np


def constant(m, s, t):
    return 1


def inverse_time(m, s, t):
    return 1 / (1 + s.decay * t)


def exponential(m, s, t):
    return m.exp(-(s.decay * t))


def step(m, s, t):
    return m.power(s.factor, (t - 1) // s.every)


def cosine(m, s, t):
    part = m.number(np.minimum(t - 1, s.period)) / s.period
    return s.floor + (1 - s.floor) * (1 + m.cos(m.pi * part)) / 2


FACTORS = {factor.__name__: factor for factor in (constant, inverse_time, exponential, step, cosine)}

# What docs/conventions.md says of the settings where nothing is said, and of the schedule.
DEFAULTS = {
    "constant": {},
    "inverse_time": {"decay": 0.0},
    "exponential": {"decay": 0.01},
    "step": {"factor": 0.5, "every": 50},
    "cosine": {"period": 150, "floor": 0.0},
}
DEFAULT = {"kind": "inverse_time", **DEFAULTS["inverse_time"]}


def rate(m, kind, s, learning_rate, warmup, t):
    """αₜ at step t = 1, 2, …: t/N of the rate for N = `warmup` steps, then the schedule from its
    own t = 1."""
    warms = t <= warmup
    scheduled = FACTORS[kind](m, s, np.where(warms, 1, t - warmup))
    warm = m.number(np.where(warms, t, 1)) / np.where(warms, warmup, 1)
    return learning_rate * m.where(warms, warm, scheduled)
