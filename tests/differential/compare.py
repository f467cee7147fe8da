"""Whether a path of the program is right.

Two correct programs differ by their rounding errors, and what those come to is a property of
the path. It is measured here by doubles that round otherwise: the *spread* of an epoch is how far
the farthest of them is from the truth. The program may be some spreads away, and 1e-12 of a number
in any case. Once a spread has grown beyond 1e-9, chance may lead the program where none of the
others went, and the comparison ends.

The truth is the path in 40 digits as long as all squares are normal doubles, and then what the
plain reference makes of them. Where a square underflows, correct programs differ in all digits,
and optimizers that divide by a root of squares are compared no farther.
"""

import numpy as np

import references
from departure import departure, end_of_truth

# The largest relative difference on a well-conditioned path.
TOLERANCE = 1e-12

# The largest difference elsewhere, in spreads.
SPREADS = 32.0

# The spread is the largest of so many epochs, the last ones: a path and the others may cross.
WINDOW = 16

# A spread of w1 or w2, of where the path is and of 1, that ends the comparison.
ILL = 1e-9

# Numbers so small are the program's to flush.
NOTHING = 1e-150

# Beyond this a cost may overflow while it is computed.
OVERFLOWS = 1e280

COLUMNS = ("learning_rate", "w1", "w2", "cost")
SQUARELESS = ("gradient_descent", "momentum", "nesterov", "asgd")


class References:
    """The paths that some runs are compared with; those of 40 digits for every so many of them."""

    def __init__(self, runs, seed, precise_every=1):
        self.runs, self.precise_every = runs, precise_every
        self.precise = references.precise(runs[::precise_every])
        self.plain = references.plain(runs)
        self.others = [self.plain, references.extended(runs), references.monte_carlo(runs, seed)]

    def truth(self, run):
        """The truth and the spread about it, each epochs × columns. NaN where there is none."""
        truth = self.numbers(self.plain, run)[:, :, 0]
        end, number = self.underflow(run), self.number_of_precise(run)
        if number is not None:
            doubtful = min(end_of_truth(self.precise, number), self.runs[run]["epochs"] + 1)
            truth[:doubtful] = self.numbers(self.precise, number)[:doubtful, :, 0]
        lanes = np.concatenate([self.numbers(paths, run) for paths in self.others], axis=2)
        spread = widened(abs(lanes - truth[..., None]).max(axis=2))
        with np.errstate(invalid="ignore"):
            ill = ~(spread[:, 1:3] <= ILL * (1 + abs(truth[:, 1:3]))).all(axis=1)
        truth[min(end, int(ill.argmax()) if ill.any() else end) :] = np.nan
        return truth, spread

    def numbers(self, paths, run):
        """Epochs × columns × lanes."""
        columns = paths.rate, paths.w[:, 0], paths.w[:, 1], paths.cost
        return np.stack([column[:, :, run] for column in columns], axis=1)

    def number_of_precise(self, run):
        """Where a run is among those of 40 digits."""
        number, rest = divmod(run, self.precise_every)
        return number if rest == 0 else None

    def underflow(self, run):
        """The first epoch at which correct programs may differ because a square underflows."""
        if self.runs[run]["optimizer"]["kind"] in SQUARELESS:
            return len(self.plain.w)
        number = self.number_of_precise(run)
        tiny = self.plain.tiny[0, run]
        return tiny if number is None else min(tiny, self.precise.tiny[0, number])

    def divergence(self, run):
        """The first and the last epoch at which one of the doubles diverged; the first at which
        a number may overflow while it is computed."""
        found = np.concatenate([paths.diverged[:, run] for paths in self.others])
        found = np.minimum(found, self.runs[run]["epochs"] + 1)
        if self.runs[run]["optimizer"]["kind"] not in SQUARELESS:
            return found.min(), found.max(), self.plain.huge[0, run]
        overflows = abs(self.plain.cost[:, 0, run]) > OVERFLOWS
        return found.min(), found.max(), overflows.argmax() if overflows.any() else np.inf

    def departure(self, run, path, size):
        """The epoch at which a path leaves the one of 40 digits, or None."""
        number = self.number_of_precise(run)
        if number is None:
            return None
        end = min(len(path), end_of_truth(self.precise, number))
        return departure(path[:end, 1:3], self.precise.w[:end, :, :, number], size)


def widened(spread):
    """The largest spread of the last epochs."""
    padded = np.pad(spread, ((WINDOW - 1, 0), (0, 0)))
    return np.lib.stride_tricks.sliding_window_view(padded, WINDOW, axis=0).max(axis=2)


class Comparison:
    """A path of the program beside the references' truth."""

    def __init__(self, run, path, of, number):
        self.run, self.path = run, path
        truth, spread = of.truth(number)
        self.truth, self.spread = truth[: len(path)], spread[: len(path)]
        with np.errstate(invalid="ignore"):
            size = abs(self.truth)
            self.far = abs(path - self.truth)
            self.floor = TOLERANCE * size + NOTHING
            self.allowed = np.maximum(self.floor, SPREADS * self.spread)
        self.judged = int(np.isfinite(self.truth).all(axis=1).sum())
        self.well = int((SPREADS * self.spread <= self.floor).all(axis=1).sum())
        self.fault = self.at_start() or self.of_numbers()
        self.fault = self.fault or self.of_divergence(*of.divergence(number))

    def at_start(self):
        if (self.path[0, 1:3] != self.run["start"]).any():
            return f"starts at {self.path[0, 1:3]}"
        return None

    def of_numbers(self):
        """The first number that is too far from the truth."""
        wrong = self.far > self.allowed
        if not wrong.any():
            return None
        epoch = int(wrong.any(axis=1).argmax())
        column = int(wrong[epoch].argmax())
        ours, true, allowed = (a[epoch, column] for a in (self.path, self.truth, self.allowed))
        return (f"epoch {epoch}: {COLUMNS[column]} is {ours:.17g} and should be {true:.17g}, "
                f"give or take {allowed:.1e}")

    def of_divergence(self, first, last, overflow):
        """Whether it diverges at another epoch than every other path."""
        never = self.run["epochs"] + 1
        ours = len(self.path)
        if first <= ours <= last or min(ours, first) > overflow:
            return None
        # Up to there the path was compared.
        if self.judged < min(ours, first):
            return None
        said = "does not diverge" if ours == never else f"diverges at epoch {ours}"
        others = "not at all" if first == never else f"at {first} to {last}"
        return f"{said}; the others do {others}"

    def worst(self):
        """The largest difference, in spreads, of those above the floor."""
        with np.errstate(invalid="ignore", divide="ignore"):
            ratio = self.far / self.spread
        return float(np.max(ratio, where=self.far > self.floor, initial=0.0))
