"""Experiments run by Optax and its schedules."""

import math

import jax

jax.config.update("jax_enable_x64", True)

import jax.numpy as jnp
import optax

from landscapes import cost_of

SOURCE = f"optax {optax.__version__} with jax {jax.__version__}, float64"


def momentum(rate, *, beta, convention):
    by_rate = optax.scale_by_learning_rate(rate)
    match convention:
        case "pytorch":
            return optax.sgd(rate, momentum=beta)
        case "classical":
            return optax.chain(by_rate, optax.trace(beta))
        case "averaged":
            return optax.chain(optax.ema(beta, debias=False), by_rate)
    raise ValueError(convention)


def nesterov(rate, *, beta, convention):
    assert convention == "pytorch"
    return optax.sgd(rate, momentum=beta, nesterov=True)


def adagrad(rate, *, epsilon, initial_accumulator, epsilon_placement):
    assert epsilon_placement == "inside_sqrt"
    return optax.adagrad(rate, initial_accumulator, epsilon)


def rmsprop(rate, *, rho, epsilon, epsilon_placement, centered, momentum):
    # The rate is in its velocity: the same path as ours while it is constant.
    assert momentum == 0 or isinstance(rate, float)
    inside = epsilon_placement == "inside_sqrt"
    return optax.rmsprop(
        rate, rho, epsilon, eps_in_sqrt=inside, centered=centered, momentum=momentum or None
    )


def adam(rate, *, beta1, beta2, epsilon, amsgrad, bias_correction):
    if not amsgrad:
        assert bias_correction
        return optax.adam(rate, beta1, beta2, epsilon)
    # With correction it takes the maximum after it, ours and PyTorch's before.
    assert not bias_correction
    plain = {"bias_correction_mu": False, "bias_correction_nu": False}
    return optax.amsgrad(rate, beta1, beta2, epsilon, **plain)


def adamw(rate, *, beta1, beta2, epsilon, weight_decay):
    return optax.adamw(rate, beta1, beta2, epsilon, weight_decay=weight_decay)


def adamax(rate, *, beta1, beta2, epsilon, convention):
    # Without ε it is the paper's.
    assert convention == "pytorch" or (convention == "paper" and epsilon == 0)
    return optax.adamax(rate, beta1, beta2, epsilon)


def adabelief(rate, *, beta1, beta2, epsilon):
    return optax.adabelief(rate, beta1, beta2, eps=epsilon, eps_root=epsilon)


def nadam(rate, *, beta1, beta2, epsilon, momentum_decay):
    # Its momentum is β₁ from the start, which ours is to the last digit at ψ = 1000.
    assert momentum_decay == 1000
    return optax.nadam(rate, beta1, beta2, epsilon)


def radam(rate, *, beta1, beta2, epsilon, epsilon_hat):
    assert not epsilon_hat
    return optax.radam(rate, beta1, beta2, epsilon)


def adadelta(rate, *, rho, epsilon):
    return optax.adadelta(rate, rho, epsilon)


def lion(rate, *, beta1, beta2, weight_decay):
    return optax.lion(rate, beta1, beta2, weight_decay=weight_decay)


OPTIMIZERS = {
    "gradient_descent": optax.sgd,
    "momentum": momentum,
    "nesterov": nesterov,
    "adagrad": adagrad,
    "rmsprop": rmsprop,
    "adam": adam,
    "adamw": adamw,
    "adamax": adamax,
    "adabelief": adabelief,
    "nadam": nadam,
    "radam": radam,
    "adadelta": adadelta,
    "lion": lion,
}


def scheduled(rate, schedule):
    """Optax's schedules, which count steps from 0 where ours count from 1."""
    match schedule:
        case {"kind": "constant"}:
            return rate
        case {"kind": "inverse_time", "decay": k}:
            return lambda count: rate / (1 + k * (count + 1))
        case {"kind": "exponential", "decay": k}:
            return optax.exponential_decay(rate * math.exp(-k), 1, math.exp(-k))
        case {"kind": "step", "factor": factor, "every": every}:
            return optax.exponential_decay(rate, every, factor, staircase=True)
        case {"kind": "cosine", "period": period, "floor": floor}:
            return optax.cosine_decay_schedule(rate, period, floor)
    raise ValueError(schedule)


def paced(rate, schedule, warmup):
    """The learning rate of a run, after a linear warm-up where it has one."""
    after = scheduled(rate, schedule)
    if not warmup:
        return after
    rising = optax.linear_schedule(rate / warmup, rate, warmup - 1)
    after = after if callable(after) else optax.constant_schedule(after)
    return optax.join_schedules([rising, after], [warmup])


def in_double(rate):
    """A schedule whose step is a double: a whole number divided is in single precision."""
    return (lambda count: rate(count.astype(jnp.float64))) if callable(rate) else rate


def path(experiment):
    """(w1, w2) at every epoch from 0 on."""
    cost = cost_of(experiment["landscape"])
    (run,) = experiment["runs"]
    settings = dict(run["optimizer"])
    rate = in_double(paced(run["learning_rate"], run["schedule"], run.get("warmup", 0)))
    optimizer = OPTIMIZERS[settings.pop("kind")](rate, **settings)
    gradient = jax.grad(lambda w: cost(w[0], w[1]))

    def step(carried, _):
        w, state = carried
        updates, state = optimizer.update(gradient(w), state, w)
        w = optax.apply_updates(w, updates)
        return (w, state), w

    start = jnp.asarray(experiment["start"], dtype=jnp.float64)
    begin = (start, optimizer.init(start))
    _, places = jax.jit(lambda b: jax.lax.scan(step, b, length=experiment["epochs"]))(begin)
    return [experiment["start"], *places.tolist()]
