"""Landscapes as plain formulas, each as its source prints it or in an equal shorter form.

They take any numbers with + − * /: floats, torch tensors, JAX values, or those of
tests/differential. `m` has sin, cos, exp, sqrt, hypot and pi for such numbers.
"""

import math


def rosenbrock(m, x, y):
    a, b = 1 - x, y - x * x
    return a * a + 100 * b * b


def himmelblau(m, x, y):
    a, b = x * x + y - 11, x + y * y - 7
    return a * a + b * b


def beale(m, x, y):
    a, b, c = 1.5 - x + x * y, 2.25 - x + x * y * y, 2.625 - x + x * y * y * y
    return a * a + b * b + c * c


def booth(m, x, y):
    a, b = x + 2 * y - 7, 2 * x + y - 5
    return a * a + b * b


def matyas(m, x, y):
    return 0.26 * (x * x + y * y) - 0.48 * x * y


def saddle(m, x, y):
    return x * x - y * y


def quadratic(m, x, y, condition, angle):
    turn = angle * (m.pi / 180)
    cos, sin = m.cos(turn), m.sin(turn)
    u, v = x * cos + y * sin, y * cos - x * sin
    return (u * u + condition * (v * v)) / 2


def goldstein_price(m, x, y):
    # The textbook's polynomials of x and y depend on u and t alone. Written so, their
    # derivatives are not small differences of large numbers.
    u = x + y
    first = 1 + (u + 1) * (u + 1) * (19 + u * (3 * u - 14))
    return first * goldstein_price_second(2 * x - 3 * y)


def goldstein_price_notes(m, x, y):
    # 6x² stands where the textbook has 6xy.
    u = x + y
    first = 1 + (u + 1) * (u + 1) * (19 - 14 * u + 9 * x * x + 3 * y * y)
    return first * goldstein_price_second(2 * x - 3 * y)


def goldstein_price_second(t):
    return 30 + t * t * (18 + t * (3 * t - 16))


def goldstein_price_as_printed(m, x, y, first=None):
    s = x + y + 1
    if first is None:
        first = 19 - 14 * x + 3 * x * x - 14 * y + 6 * x * y + 3 * y * y
    t = 2 * x - 3 * y
    second = 18 - 32 * x + 12 * x * x + 48 * y - 36 * x * y + 27 * y * y
    return (1 + s * s * first) * (30 + t * t * second)


def goldstein_price_notes_as_printed(m, x, y):
    first = 19 - 14 * x + 3 * x * x - 14 * y + 6 * x * x + 3 * y * y
    return goldstein_price_as_printed(m, x, y, first)


def three_hump_camel(m, x, y):
    s = x * x
    return s * (2 + s * (s / 6 - 1.05)) + y * (x + y)


def six_hump_camel(m, x, y):
    s, t = x * x, y * y
    return s * (4 + s * (s / 3 - 2.1)) + x * y + t * (4 * t - 4)


def styblinski_tang(m, x, y):
    def along(z):
        return z * (5 + z * (z * z - 16))

    return (along(x) + along(y)) / 2 + 78.33233


def mccormick(m, x, y):
    a = x - y
    return m.sin(x + y) + a * a - 1.5 * x + 2.5 * y + 1


def easom(m, x, y):
    a, b = x - m.pi, y - m.pi
    return -(m.cos(x) * m.cos(y) * m.exp(-(a * a + b * b)))


def rastrigin(m, x, y):
    def along(z):
        return z * z - 10 * m.cos(2 * m.pi * z)

    return 20 + along(x) + along(y)


def ackley(m, x, y):
    # The root mean square of the coordinates, and the mean of the waves.
    distance = m.hypot(x, y) * m.sqrt(0.5)
    waves = (m.cos(2 * m.pi * x) + m.cos(2 * m.pi * y)) / 2
    return 20 - 20 * m.exp(-0.2 * distance) - m.exp(waves) + m.exp(1)


FORMULAS = {
    formula.__name__: formula
    for formula in (
        rosenbrock,
        himmelblau,
        beale,
        booth,
        matyas,
        saddle,
        quadratic,
        goldstein_price,
        goldstein_price_notes,
        three_hump_camel,
        six_hump_camel,
        styblinski_tang,
        mccormick,
        easom,
        rastrigin,
        ackley,
    )
}

# A program may also compute these as they are printed, and far away loses digits.
AS_PRINTED = {
    **FORMULAS,
    "goldstein_price": goldstein_price_as_printed,
    "goldstein_price_notes": goldstein_price_notes_as_printed,
}


def cost_of(landscape):
    """The cost as a function of (w1, w2), for a landscape as an experiment file has it."""
    settings = {name: value for name, value in landscape.items() if name != "kind"}
    formula = FORMULAS[landscape["kind"]]
    return lambda x, y: formula(math, x, y, **settings)
