"""Landscapes as plain formulas: they take floats, torch tensors or JAX values alike."""

import math


def rosenbrock(x, y):
    a, b = 1 - x, y - x * x
    return a * a + 100 * b * b


def himmelblau(x, y):
    a, b = x * x + y - 11, x + y * y - 7
    return a * a + b * b


def beale(x, y):
    a, b, c = 1.5 - x + x * y, 2.25 - x + x * y * y, 2.625 - x + x * y * y * y
    return a * a + b * b + c * c


def goldstein_price(x, y):
    # The textbook's polynomials of x and y depend on u and t alone. Written so, their
    # derivatives are not small differences of large numbers.
    u, t = x + y, 2 * x - 3 * y
    first = 1 + (u + 1) * (u + 1) * (19 + u * (3 * u - 14))
    second = 30 + t * t * (18 + t * (3 * t - 16))
    return first * second


def quadratic(x, y, condition, angle):
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    u, v = x * cos + y * sin, y * cos - x * sin
    return (u * u + condition * (v * v)) / 2


FORMULAS = {
    formula.__name__: formula
    for formula in (rosenbrock, himmelblau, beale, goldstein_price, quadratic)
}


def cost_of(landscape):
    """The cost as a function of (w1, w2), for a landscape as an experiment file has it."""
    settings = {name: value for name, value in landscape.items() if name != "kind"}
    formula = FORMULAS[landscape["kind"]]
    return lambda x, y: formula(x, y, **settings)
