"""Numbers with their derivatives by w1 and w2: forward-mode differentiation of a formula."""


class Dual:
    """v + a dw1 + b dw2. A derivative that is zero for all w is the integer 0."""

    __slots__ = ("v", "a", "b")
    # An array on the left leaves the operation to this class.
    __array_ufunc__ = None

    def __init__(self, v, a=0, b=0):
        self.v, self.a, self.b = v, a, b

    def __add__(self, other):
        if isinstance(other, Dual):
            return Dual(self.v + other.v, total(self.a, other.a), total(self.b, other.b))
        return Dual(self.v + other, self.a, self.b)

    def __neg__(self):
        return Dual(-self.v, times(-1, self.a), times(-1, self.b))

    def __sub__(self, other):
        return self + -other

    def __rsub__(self, other):
        return -self + other

    def __mul__(self, other):
        if not isinstance(other, Dual):
            return Dual(self.v * other, times(other, self.a), times(other, self.b))
        by_a = total(times(other.v, self.a), times(self.v, other.a))
        by_b = total(times(other.v, self.b), times(self.v, other.b))
        return Dual(self.v * other.v, by_a, by_b)

    def __truediv__(self, number):
        return Dual(self.v / number, over(self.a, number), over(self.b, number))

    __radd__, __rmul__ = __add__, __mul__

    def chain(self, value, slope):
        """f(self), given f and f′ there."""
        return Dual(value, times(slope, self.a), times(slope, self.b))


def is_zero(derivative):
    return isinstance(derivative, int) and derivative == 0


def total(a, b):
    return b if is_zero(a) else a if is_zero(b) else a + b


def times(factor, derivative):
    return 0 if is_zero(derivative) else factor * derivative


def over(derivative, number):
    return 0 if is_zero(derivative) else derivative / number


class Derivatives:
    """The functions of an arithmetic for dual numbers; a plain number stays one."""

    def __init__(self, arithmetic):
        self.plain, self.pi = arithmetic, arithmetic.pi

    def sin(self, x):
        if not isinstance(x, Dual):
            return self.plain.sin(x)
        return x.chain(self.plain.sin(x.v), self.plain.cos(x.v))

    def cos(self, x):
        if not isinstance(x, Dual):
            return self.plain.cos(x)
        return x.chain(self.plain.cos(x.v), -self.plain.sin(x.v))

    def exp(self, x):
        value = self.plain.exp(x.v if isinstance(x, Dual) else x)
        return x.chain(value, value) if isinstance(x, Dual) else value

    def sqrt(self, number):
        return self.plain.sqrt(number)

    def hypot(self, x, y):
        """√(x² + y²). Where both are 0 its derivatives are taken as 0."""
        value = self.plain.hypot(x.v, y.v)
        at_zero = value == 0
        divisor = self.plain.where(at_zero, 1, value)
        by_x, by_y = (self.plain.where(at_zero, 0, z.v) / divisor for z in (x, y))
        by_a = total(times(by_x, x.a), times(by_y, y.a))
        return Dual(value, by_a, total(times(by_x, x.b), times(by_y, y.b)))


def gradient(formula, arithmetic, x, y, **settings):
    """The value of a formula and its two derivatives."""
    j = formula(Derivatives(arithmetic), Dual(x, a=1), Dual(y, b=1), **settings)
    return j.v, j.a, j.b
