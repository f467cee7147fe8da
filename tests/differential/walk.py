"""Paths of many runs at once, in any arithmetic.

All runs take their steps together: a landscape is evaluated for all runs over it, a rule is
applied to all runs of its optimizer that have the same conventions. Each run goes in some
*lanes*, which differ where the arithmetic or the nudges do.
"""

from types import SimpleNamespace

import numpy as np

from dual import gradient
from optimizers import ELSEWHERE, MEMORY, RULES
from schedules import rate

# Before the first of every so many steps the program flushes small numbers to zero: see
# docs/conventions.md, "Numbers that fade".
STRIDE = 256
SMALLEST_NORMAL = 2.0**-1022

# Beyond these the square of a double overflows or underflows, or nearly so.
TINY, HUGE = 1e-153, 1e145

SLOTS = 3


class Paths:
    """What became of runs: epochs × lanes × runs, NaN from where a number was not finite."""

    def __init__(self, epochs, lanes, runs):
        self.w = np.full((epochs + 1, 2, lanes, runs), np.nan)
        self.cost = np.full((epochs + 1, lanes, runs), np.nan)
        self.rate = np.full((epochs + 1, lanes, runs), np.nan)
        # The first epoch at which a number was not finite, and those at which the square of
        # some number was no normal double; beyond the last where there is none.
        never = epochs + 1
        self.diverged, self.tiny, self.huge = (np.full((lanes, runs), never) for _ in range(3))


def walk(m, runs, lanes=1, nudge=None, flushes=True):
    """Paths of `runs`, which are dicts as `experiments.py` makes them.

    `nudge(w)` moves the parameters after every step. `flushes` is false for numbers that do
    not underflow, so that there is nothing to flush.
    """
    paths = Paths(max(run["epochs"] for run in runs), lanes, len(runs))
    with np.errstate(all="ignore"):
        walkers = Walkers.at_start(m, runs, lanes)
        walkers.record(paths, 0)
        for epoch in range(len(paths.w) - 1):
            if flushes and epoch % STRIDE == 0:
                walkers.flush()
            walkers.step(epoch + 1, nudge)
            walkers.record(paths, epoch + 1)
            walkers = walkers.without_finished(paths, epoch + 1)
            if walkers is None:
                break
    return paths


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


class Group:
    """Members of a list that differ in their numbers alone, and where their runs are."""

    def __init__(self, m, members, places, lanes):
        self.kind, self.places = members[0]["kind"], np.array(places)
        self.fixed, self.counts, self.numbers = {}, {}, {}
        for name, value in members[0].items():
            values = [member[name] for member in members]
            if isinstance(value, float):
                self.numbers[name] = column(m, values, lanes)
            elif is_number(value):
                self.counts[name] = np.array(values)
            elif name != "kind":
                self.fixed[name] = value

    def settings(self, m):
        """Its settings, ready to be computed with. Counts are exact in any arithmetic."""
        numbers = {name: m.load(stored) for name, stored in self.numbers.items()}
        return SimpleNamespace(**self.fixed, **self.counts, **numbers)


def column(m, values, lanes):
    return m.array(np.tile(values, (lanes, 1)))


def groups(m, members, lanes):
    """Members of a list, put together where one formula serves them."""
    by_formula = {}
    for place, member in enumerate(members):
        fixed = [value for value in member.values() if not is_number(value)]
        by_formula.setdefault(tuple(fixed), []).append(place)
    return [Group(m, [members[i] for i in places], places, lanes) for places in by_formula.values()]


def slope(m, landscapes, w):
    """The cost and the gradient at w."""
    cost, g = np.empty_like(w[0]), np.empty_like(w)
    for group in landscapes:
        at, formula = group.places, m.formulas[group.kind]
        x, y = (m.load(w[k][..., at]) for k in range(2))
        found = gradient(formula, m, x, y, **vars(group.settings(m)))
        cost[..., at], g[0][..., at], g[1][..., at] = (m.store(number) for number in found)
    return cost, g


class Walkers:
    """Runs under way."""

    def __init__(self, m, runs, numbers, lanes, state):
        self.m, self.runs, self.numbers, self.lanes = m, runs, numbers, lanes
        self.w, self.slots, self.cost, self.g = state
        listed = lambda name: groups(m, [run[name] for run in runs], lanes)
        self.landscapes, self.optimizers, self.schedules = map(
            listed, ("landscape", "optimizer", "schedule")
        )
        self.ahead = {
            id(group): groups(m, [runs[i]["landscape"] for i in group.places], lanes)
            for group in self.optimizers
            if group.kind in ELSEWHERE
        }
        self.learning_rate = column(m, [run["learning_rate"] for run in runs], lanes)
        self.warmup = np.array([run["warmup"] for run in runs])

    @classmethod
    def at_start(cls, m, runs, lanes):
        starts = np.array([run["start"] for run in runs]).T
        w = m.array(np.repeat(starts[:, None, :], lanes, axis=1))
        slots = [m.array(np.zeros(w.shape)) for _ in range(SLOTS)]
        walkers = cls(m, runs, np.arange(len(runs)), lanes, (w, slots, None, None))
        for group in walkers.optimizers:
            for slot, first in zip(slots, MEMORY[group.kind].values()):
                value = group.numbers[first] if isinstance(first, str) else first
                slot[..., group.places] = value
        walkers.cost, walkers.g = slope(m, walkers.landscapes, w)
        walkers.rate = walkers.rates(1)
        return walkers

    def rates(self, t):
        m, rates = self.m, np.empty_like(self.learning_rate)
        for group in self.schedules:
            at = group.places
            base, warmup = m.load(self.learning_rate[..., at]), self.warmup[at]
            rates[..., at] = m.store(rate(m, group.kind, group.settings(m), base, warmup, t))
        return rates

    def step(self, t, nudge):
        w, self.rate = np.empty_like(self.w), self.rates(t)
        for group in self.optimizers:
            w[..., group.places] = self.stepped(group, t)
        self.w = w if nudge is None else nudge(w)
        self.cost, self.g = slope(self.m, self.landscapes, self.w)

    def stepped(self, group, t):
        """Where one step takes the runs of a group; their slots change."""
        m, at, names = self.m, group.places, MEMORY[group.kind]
        slots = {name: m.load(slot[..., at]) for name, slot in zip(names, self.slots)}
        memory, w = SimpleNamespace(**slots), m.load(self.w[..., at])

        def gradient_at(point):
            if point is w:
                return m.load(self.g[..., at])
            return m.load(slope(m, self.ahead[id(group)], m.store(point))[1])

        rule, rates = RULES[group.kind], m.load(self.rate[..., at])
        new = rule(m, group.settings(m), memory, w, gradient_at, rates, t)
        for name, slot in zip(names, self.slots):
            slot[..., at] = m.end_of_step(m.store(getattr(memory, name)))
        return m.end_of_step(m.store(new))

    def flush(self):
        """Small numbers become zero where the program says that it flushes them."""
        w = self.w
        small = (w != 0) & (w * w < SMALLEST_NORMAL)
        if small.any():
            w[small] = 0.0
            self.cost, self.g = slope(self.m, self.landscapes, w)
        still = self.g * self.g == 0.0
        for slot in self.slots:
            small = np.where(w == 0.0, slot * slot, abs(slot)) < SMALLEST_NORMAL
            slot[still & small] = 0.0

    def record(self, paths, epoch):
        m, at = self.m, self.numbers
        w, cost = m.doubles(self.w), m.doubles(self.cost)
        lost = ~(np.isfinite(w).all(axis=0) & np.isfinite(cost))
        lost |= paths.diverged[:, at] < epoch
        paths.w[epoch][..., at] = np.where(lost, np.nan, w)
        paths.cost[epoch][..., at] = np.where(lost, np.nan, cost)
        paths.rate[epoch][..., at] = m.doubles(self.rate)
        tiny, huge = self.out_of_range(w, cost)
        for firsts, found in ((paths.diverged, lost), (paths.tiny, tiny), (paths.huge, huge)):
            firsts[:, at] = np.where(found, np.minimum(firsts[:, at], epoch), firsts[:, at])
        if m.dtype is object:
            # Numbers that grow without bound grow slow.
            self.w[:, lost] = m.array(np.nan)

    def out_of_range(self, w, cost):
        """Where the square of some number is no normal double, or nearly so."""
        m = self.m
        sizes = [(self.w, w, 1), (self.g, m.doubles(self.g), 1)]
        sizes += [(slot, m.doubles(slot), 2) for slot in self.slots]
        tiny, huge = False, abs(cost) > HUGE**2
        for stored, size, power in sizes:
            size = abs(size)
            tiny = tiny | ((size < TINY**power) & (stored != 0)).any(axis=0)
            huge = huge | (size > HUGE**power).any(axis=0)
        return tiny, huge

    def without_finished(self, paths, epoch):
        """These, or what is left of them once many have reached their end; none, nothing."""
        ends = np.array([run["epochs"] for run in self.runs])
        alive = (ends > epoch) & (paths.diverged[:, self.numbers] > epoch).any(axis=0)
        left = np.flatnonzero(alive)
        if len(left) > 0.9 * len(alive):
            return self
        if len(left) == 0:
            return None
        runs, slots = [self.runs[i] for i in left], [slot[..., left] for slot in self.slots]
        state = self.w[..., left], slots, self.cost[..., left], self.g[..., left]
        return Walkers(self.m, runs, self.numbers[left], self.lanes, state)
