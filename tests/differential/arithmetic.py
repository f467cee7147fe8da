"""The numbers that the reference computes with, many at once.

`Double` rounds as the processor does, `Extended` keeps eleven more bits within a step,
`MonteCarlo` adds a random rounding error to every operation (Monte Carlo arithmetic:
D. S. Parker, 1997), `Precise` has 40 digits and no overflow or underflow.

Each stores its numbers in plain arrays. `load` makes numbers with operators from such an
array and `store` is its inverse; formulas see only the former.
"""

import math
import sys
from pathlib import Path

import numpy as np

# The landscapes stand beside the libraries' reference paths, which need them too.
sys.path.append(str(Path(__file__).parents[1] / "reference"))

from dual import Dual
from landscapes import AS_PRINTED, FORMULAS

DIGITS = 40
UNIT = 2.0**-53


class Double:
    """IEEE 754 double precision, each operation rounded to nearest."""

    dtype = np.float64
    formulas = FORMULAS
    pi = np.pi
    sin, cos, exp, sqrt, hypot = np.sin, np.cos, np.exp, np.sqrt, np.hypot
    maximum, where = np.maximum, staticmethod(np.where)

    def array(self, doubles):
        """Storage for these doubles, exactly."""
        return np.array(doubles, dtype=self.dtype)

    def load(self, stored):
        return stored

    def number(self, counts):
        """Whole numbers as numbers, to divide them."""
        return self.load(self.array(counts))

    def store(self, numbers):
        return numbers

    def doubles(self, stored):
        """Storage rounded to doubles."""
        return np.asarray(stored, dtype=np.float64)

    def end_of_step(self, stored):
        """What a program that keeps its variables like this has after a step."""
        return stored

    def power(self, base, count):
        """base^count for a whole count."""
        return base**count


class Extended(Double):
    """80 bits where the processor has them; variables are doubles from step to step."""

    dtype = np.longdouble
    pi = np.arctan2(np.longdouble(0), np.longdouble(-1))

    def end_of_step(self, stored):
        return stored.astype(np.float64).astype(np.longdouble)


class MonteCarlo(Double):
    """Doubles whose every operation is off at random by about a unit in the last place, where
    its result has to be rounded at all."""

    LISTED = 1 << 22
    formulas = AS_PRINTED

    def __init__(self, seed):
        self._random = np.random.default_rng(seed)
        # 1.25 half units move every significand by one unit, and rarely by two.
        errors = [-1.25 * UNIT, 0.0, 1.25 * UNIT]
        self._errors = self._random.choice(errors, self.LISTED, p=[0.25, 0.5, 0.25])
        self._places = []

    def load(self, stored):
        return Noisy(self, stored)

    def store(self, numbers):
        return numbers.value

    def errors(self, shape):
        """Relative errors, from a random place in a long list of them."""
        size = math.prod(shape)
        if size > self.LISTED // 2:
            return self._random.choice(self._errors, shape)
        if not self._places:
            self._places = self._random.integers(0, self.LISTED // 2, 4096).tolist()
        place = self._places.pop()
        return self._errors[place : place + size].reshape(shape)

    def rounded(self, result, is_exact=False, units=None):
        """A result that is off, where it is not exact, by up to about so many units."""
        error = result * self.errors(np.shape(result))
        if is_exact is not False:
            error = error * ~is_exact
        return Noisy(self, result + (error if units is None else error * units))

    def sum(self, a, b):
        # D. E. Knuth's exact error of a sum.
        result = a + b
        of_b = result - a
        error = (a - (result - of_b)) + (b - of_b)
        return self.rounded(result, error == 0)

    def product(self, a, b):
        result = a * b
        if is_power_of_two(b):
            return Noisy(self, result)
        return self.rounded(result, (result == a) | (result == b))

    def quotient(self, a, b):
        result = a / b
        if is_power_of_two(b):
            return Noisy(self, result)
        return self.rounded(result, result == a)

    def sin(self, x):
        return self.rounded(np.sin(plain(x)))

    def cos(self, x):
        return self.rounded(np.cos(plain(x)))

    def exp(self, x):
        return self.rounded(np.exp(plain(x)))

    def sqrt(self, x):
        return self.rounded(np.sqrt(plain(x)))

    def hypot(self, x, y):
        return self.rounded(np.hypot(plain(x), plain(y)))

    def power(self, base, count):
        # A program may multiply `count` times, and each time round the same way.
        base, count = plain(base), plain(count)
        result = base**count
        return self.rounded(result, result == base, np.maximum(count, 1))

    def maximum(self, x, y):
        return Noisy(self, np.maximum(plain(x), plain(y)))

    def where(self, condition, x, y):
        return Noisy(self, np.where(condition, plain(x), plain(y)))


def is_power_of_two(number):
    """Whether a number that stands in a formula multiplies and divides without rounding."""
    return isinstance(number, (int, float)) and math.frexp(number)[0] in (0.5, -0.5)


def plain(number):
    return number.value if isinstance(number, Noisy) else number


def operator(operation):
    """An operator of `Noisy`; one with a dual number is left to that."""

    def apply(self, other):
        if isinstance(other, Dual):
            return NotImplemented
        return operation(self.arithmetic, self.value, plain(other))

    return apply


class Noisy:
    """An array of `MonteCarlo` numbers."""

    __slots__ = ("arithmetic", "value")
    # An array on the left leaves the operation to this class.
    __array_ufunc__ = None
    __hash__ = None

    def __init__(self, arithmetic, value):
        self.arithmetic, self.value = arithmetic, value

    __add__ = __radd__ = operator(lambda m, a, b: m.sum(a, b))
    __sub__ = operator(lambda m, a, b: m.sum(a, -b))
    __rsub__ = operator(lambda m, a, b: m.sum(-a, b))
    __mul__ = __rmul__ = operator(lambda m, a, b: m.product(a, b))
    __truediv__ = operator(lambda m, a, b: m.quotient(a, b))
    __rtruediv__ = operator(lambda m, a, b: m.quotient(b, a))

    def __neg__(self):
        return Noisy(self.arithmetic, -self.value)

    def __abs__(self):
        return Noisy(self.arithmetic, abs(self.value))

    def __eq__(self, other):
        return self.value == plain(other)

    def __lt__(self, other):
        return self.value < plain(other)

    def __gt__(self, other):
        return self.value > plain(other)
