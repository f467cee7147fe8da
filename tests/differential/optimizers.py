"""The optimizers, from their papers' formulas and docs/conventions.md.

A rule takes one step: `rule(m, s, memory, w, gradient, rate, t)` gives the new w. `m` is an
arithmetic, `s` has the settings by name, `memory` keeps what is remembered under names of its
own, zero (or what `MEMORY` says) before the first step.
"""

import numpy as np

# A product of momenta that is less becomes zero.
NOTHING = 2.0**-64


def quotient(m, step, divisor):
    """step / divisor, and no step where the divisor is zero."""
    nothing = divisor == 0
    return m.where(nothing, 0 * step, step / m.where(nothing, 1, divisor))


def mean(weight, old, new):
    """The exponential moving average."""
    return weight * old + (1 - weight) * new


def divisor(m, s, square):
    """The root of a mean square with ε beside or beneath it."""
    if s.epsilon_placement == "inside_sqrt":
        return m.sqrt(square + s.epsilon)
    return m.sqrt(square) + s.epsilon


def gradient_descent(m, s, memory, w, gradient, rate, t):
    return w - rate * gradient(w)


def momentum(m, s, memory, w, gradient, rate, t):
    g, v = gradient(w), memory.v
    if s.convention == "classical":
        memory.v = s.beta * v - rate * g
        return w + memory.v
    memory.v = mean(s.beta, v, g) if s.convention == "averaged" else s.beta * v + g
    return w - rate * memory.v


def nesterov(m, s, memory, w, gradient, rate, t):
    if s.convention == "look_ahead":
        memory.v = s.beta * memory.v - rate * gradient(w + s.beta * memory.v)
        return w + memory.v
    g = gradient(w)
    memory.v = s.beta * memory.v + g
    return w - rate * (g + s.beta * memory.v)


def adagrad(m, s, memory, w, gradient, rate, t):
    g = gradient(w)
    memory.sum = memory.sum + g * g
    return w - quotient(m, rate * g, divisor(m, s, memory.sum))


def rmsprop(m, s, memory, w, gradient, rate, t):
    g = gradient(w)
    memory.r = square = mean(s.rho, memory.r, g * g)
    if s.centered:
        memory.mean = mean(s.rho, memory.mean, g)
        square = m.maximum(square - memory.mean * memory.mean, 0)
    memory.velocity = s.momentum * memory.velocity + quotient(m, g, divisor(m, s, square))
    return w - rate * memory.velocity


def adam_step(m, s, memory, g, rate, t, corrects):
    """What Adam subtracts from w, with bias correction where `corrects`."""
    memory.m = first = mean(s.beta1, memory.m, g)
    memory.v = second = mean(s.beta2, memory.v, g * g)
    if s.amsgrad:
        memory.largest = second = m.maximum(memory.largest, second)
    if not corrects:
        return quotient(m, rate * first, m.sqrt(second) + s.epsilon)
    first = first / (1 - m.power(s.beta1, t))
    seen = 1 - m.power(s.beta2, t)
    if s.epsilon_hat:
        return quotient(m, rate * first * m.sqrt(seen), m.sqrt(second) + s.epsilon)
    return quotient(m, rate * first, m.sqrt(second / seen) + s.epsilon)


def adam(m, s, memory, w, gradient, rate, t):
    return w - adam_step(m, s, memory, gradient(w), rate, t, s.bias_correction)


def adamw(m, s, memory, w, gradient, rate, t):
    # The step is for the gradient before the decay.
    step = adam_step(m, s, memory, gradient(w), rate, t, corrects=True)
    return w - rate * s.weight_decay * w - step


def adamax(m, s, memory, w, gradient, rate, t):
    g = gradient(w)
    memory.m = mean(s.beta1, memory.m, g)
    new = abs(g) + s.epsilon if s.convention == "pytorch" else abs(g)
    memory.u = m.maximum(s.beta2 * memory.u, new)
    below = memory.u + s.epsilon if s.convention == "keras" else memory.u
    return w - quotient(m, rate * (memory.m / (1 - m.power(s.beta1, t))), below)


def adabelief(m, s, memory, w, gradient, rate, t):
    g = gradient(w)
    memory.m = mean(s.beta1, memory.m, g)
    error = g - memory.m
    memory.s = mean(s.beta2, memory.s, error * error) + s.epsilon
    first = memory.m / (1 - m.power(s.beta1, t))
    second = memory.s / (1 - m.power(s.beta2, t))
    return w - quotient(m, rate * first, m.sqrt(second) + s.epsilon)


def nadam(m, s, memory, w, gradient, rate, t):
    def momentum_at(t):
        return s.beta1 * (1 - 0.5 * m.power(0.96, t * s.momentum_decay))

    g, now, then = gradient(w), momentum_at(t), momentum_at(t + 1)
    memory.m = mean(s.beta1, memory.m, g)
    memory.v = mean(s.beta2, memory.v, g * g)
    product = memory.product * now
    memory.product = product = m.where(product < NOTHING, 0, product)
    ahead = then * memory.m / (1 - product * then)
    step = ahead + (1 - now) * g / (1 - product)
    second = memory.v / (1 - m.power(s.beta2, t))
    return w - quotient(m, rate * step, m.sqrt(second) + s.epsilon)


def radam(m, s, memory, w, gradient, rate, t):
    g = gradient(w)
    memory.m = mean(s.beta1, memory.m, g)
    memory.v = mean(s.beta2, memory.v, g * g)
    first = memory.m / (1 - m.power(s.beta1, t))
    power = m.power(s.beta2, t)
    seen = 1 - power
    limit = 2 / (1 - s.beta2) - 1
    length = limit - 2 * t * power / seen
    trusted = length > 5
    # Where the step is not rectified, any length does: its result is not taken.
    length = m.where(trusted, length, 6)
    limit = m.where(trusted, limit, 6)
    r = m.sqrt((length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length))
    if s.epsilon_hat:
        rectified = quotient(m, r * first * m.sqrt(seen), m.sqrt(memory.v) + s.epsilon)
    else:
        rectified = quotient(m, r * first, m.sqrt(memory.v / seen) + s.epsilon)
    return w - rate * m.where(trusted, rectified, first)


def adadelta(m, s, memory, w, gradient, rate, t):
    g = gradient(w)
    memory.r = mean(s.rho, memory.r, g * g)
    ratio = quotient(m, m.sqrt(memory.d + s.epsilon), m.sqrt(memory.r + s.epsilon))
    delta = ratio * g
    memory.d = mean(s.rho, memory.d, delta * delta)
    return w - rate * delta


def sign(m, x):
    """-1, 0 or 1; NaN of NaN."""
    return m.where(x > 0, 1, m.where(x < 0, -1, x))


def rprop(m, s, memory, w, gradient, rate, t):
    g = gradient(w)
    size = rate if t == 1 else memory.size
    sign_of_both = sign(m, g) * sign(m, memory.g)
    turned = sign_of_both < 0
    grown, shrunk = s.eta_plus * size, s.eta_minus * size
    grown = m.where(grown > s.max_step, s.max_step, grown)
    shrunk = m.where(shrunk < s.min_step, s.min_step, shrunk)
    memory.size = m.where(turned, shrunk, m.where(sign_of_both > 0, grown, size))
    step = -memory.size * sign(m, g)
    # Where the sign has changed: back to where the last step came from, or no step.
    instead = -memory.step if s.convention == "paper" else 0 * step
    memory.step = m.where(turned, instead, step)
    memory.g = m.where(turned, 0, g)
    return w + memory.step


def lion(m, s, memory, w, gradient, rate, t):
    g = gradient(w)
    update = sign(m, mean(s.beta1, memory.m, g))
    memory.m = mean(s.beta2, memory.m, g)
    return w - rate * update - rate * s.weight_decay * w


def asgd(m, s, memory, w, gradient, rate, t):
    of_paper = s.convention == "paper"
    # Before the first step both are the start.
    iterate = w if not of_paper or t == 1 else memory.other
    average = w if of_paper else memory.other
    eta = rate / m.power(1 + s.lambd * rate * (t - 1), s.power)
    iterate = iterate - eta * (gradient(iterate) + s.lambd * iterate)
    averaged = t - 1 - s.t0
    averaged = m.number(np.where(averaged < 1, 1, averaged))
    average = m.where(averaged == 1, iterate, average + (iterate - average) / averaged)
    memory.other = iterate if of_paper else average
    return average if of_paper else iterate


RULES = {
    rule.__name__: rule
    for rule in (
        gradient_descent,
        momentum,
        nesterov,
        adagrad,
        rmsprop,
        adam,
        adamax,
        adabelief,
        adamw,
        nadam,
        radam,
        adadelta,
        rprop,
        lion,
        asgd,
    )
}

# What each remembers per parameter: its number before the first step, or the setting that has it.
MEMORY = {
    "gradient_descent": {},
    "momentum": {"v": 0},
    "nesterov": {"v": 0},
    "adagrad": {"sum": "initial_accumulator"},
    "rmsprop": {"r": 0, "mean": 0, "velocity": 0},
    "adam": {"m": 0, "v": 0, "largest": 0},
    "adamax": {"m": 0, "u": 0},
    "adabelief": {"m": 0, "s": 0},
    "adamw": {"m": 0, "v": 0, "largest": 0},
    "nadam": {"m": 0, "v": 0, "product": 1},
    "radam": {"m": 0, "v": 0},
    "adadelta": {"r": 0, "d": 0},
    "rprop": {"size": 0, "g": 0, "step": 0},
    "lion": {"m": 0},
    "asgd": {"other": 0},
}

# Those that take the gradient elsewhere than at w.
ELSEWHERE = ("nesterov", "asgd")

ADAM = {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}

# What docs/conventions.md has in bold: the settings where nothing is said.
DEFAULTS = {
    "gradient_descent": {},
    "momentum": {"beta": 0.9, "convention": "classical"},
    "nesterov": {"beta": 0.9, "convention": "look_ahead"},
    "adagrad": {
        "epsilon": 1e-10,
        "epsilon_placement": "outside_sqrt",
        "initial_accumulator": 0.0,
    },
    "rmsprop": {
        "rho": 0.9,
        "epsilon": 1e-8,
        "epsilon_placement": "outside_sqrt",
        "centered": False,
        "momentum": 0.0,
    },
    "adam": {**ADAM, "epsilon_hat": False, "bias_correction": True, "amsgrad": False},
    "adamax": {**ADAM, "convention": "pytorch"},
    "adabelief": ADAM,
    "adamw": {**ADAM, "weight_decay": 0.01, "epsilon_hat": False, "amsgrad": False},
    "nadam": {**ADAM, "momentum_decay": 0.004},
    "radam": {**ADAM, "epsilon_hat": True},
    "adadelta": {"rho": 0.9, "epsilon": 1e-6},
    "rprop": {
        "eta_minus": 0.5,
        "eta_plus": 1.2,
        "min_step": 1e-6,
        "max_step": 50.0,
        "convention": "pytorch",
    },
    "lion": {"beta1": 0.9, "beta2": 0.99, "weight_decay": 0.0},
    "asgd": {"lambd": 1e-4, "power": 0.75, "t0": 50, "convention": "paper"},
}
