"""40 digits, by MPFR where gmpy2 is installed and by mpmath otherwise, twenty times as slowly."""

import math

import numpy as np

from arithmetic import DIGITS, Double

BITS = math.ceil(DIGITS * math.log2(10))


def with_gmpy2():
    import gmpy2

    gmpy2.get_context().precision = BITS
    return gmpy2.mpfr, gmpy2.const_pi(), gmpy2.sin, gmpy2.cos, gmpy2.exp, gmpy2.sqrt


def with_mpmath():
    import mpmath

    mpmath.mp.prec = BITS

    def exp(x):
        # Beyond this a double has long been 0 or infinite, and mpmath takes no end of time.
        return mpmath.exp(x if abs(x) < 1e6 else mpmath.sign(x) * 1e6)

    return mpmath.mpf, +mpmath.pi, mpmath.sin, mpmath.cos, exp, mpmath.sqrt


def is_fast():
    """Whether gmpy2 is there."""
    return functions()[0].__module__.startswith("gmpy2")


def functions(library=None):
    """The functions of gmpy2 or mpmath, or of the better one that is there."""
    if library is not None:
        return {"gmpy2": with_gmpy2, "mpmath": with_mpmath}[library]()
    try:
        return with_gmpy2()
    except ImportError:
        return with_mpmath()


class Precise(Double):
    """Real numbers as far as 40 digits go. There is no overflow and no underflow."""

    dtype = object

    def __init__(self, library=None):
        number, self.pi, *others = functions(library)
        each = [np.frompyfunc(function, 1, 1) for function in (number, *others)]
        self._number, self.sin, self.cos, self.exp, self.sqrt = each

    def array(self, doubles):
        # An array of no dimension would come back as a plain number.
        return np.asarray(self._number(np.asarray(doubles, dtype=object)), dtype=object)

    def doubles(self, stored):
        return np.asarray(stored, dtype=np.float64)

    def hypot(self, x, y):
        return self.sqrt(x * x + y * y)
