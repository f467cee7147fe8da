"""Experiments run by keras.optimizers and its schedules."""

import math
import os

# On JAX the optimizers run as Keras writes them; its PyTorch backend brings formulas of
# its own, and on NumPy a product of doubles is rounded to single precision.
os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_ENABLE_X64"] = "1"

import jax
import keras
from keras import optimizers
from keras.optimizers import schedules

from landscapes import cost_of

keras.config.set_floatx("float64")

SOURCE = f"keras {keras.__version__} with jax {jax.__version__}, float64"


def momentum(rate, *, beta, convention):
    assert convention == "classical"
    return optimizers.SGD(rate, momentum=beta)


def nesterov(rate, *, beta, convention):
    # Its parameters stand where the look-ahead looks, as PyTorch's do; path() takes them
    # back. PyTorch's velocity is without the rate: the same path while that is constant.
    assert convention == "look_ahead" or isinstance(rate, float)
    return optimizers.SGD(rate, momentum=beta, nesterov=True)


def adagrad(rate, *, epsilon, initial_accumulator, epsilon_placement):
    assert epsilon_placement == "inside_sqrt"
    return optimizers.Adagrad(rate, initial_accumulator, epsilon)


def rmsprop(rate, *, rho, epsilon, epsilon_placement, centered, momentum):
    # The rate is in its velocity: the same path as ours while it is constant.
    assert epsilon_placement == "inside_sqrt" and (momentum == 0 or isinstance(rate, float))
    return optimizers.RMSprop(rate, rho, momentum, epsilon, centered)


def adam(rate, *, beta1, beta2, epsilon, amsgrad, epsilon_hat):
    assert epsilon_hat
    return optimizers.Adam(rate, beta1, beta2, epsilon, amsgrad)


def adamw(rate, *, beta1, beta2, epsilon, weight_decay, amsgrad, epsilon_hat):
    assert epsilon_hat
    return optimizers.AdamW(rate, weight_decay, beta1, beta2, epsilon, amsgrad)


def adamax(rate, *, beta1, beta2, epsilon, convention):
    # Without ε it is the paper's.
    assert convention == "keras" or (convention == "paper" and epsilon == 0)
    return optimizers.Adamax(rate, beta1, beta2, epsilon)


def nadam(rate, *, beta1, beta2, epsilon, momentum_decay):
    assert momentum_decay == 1
    return optimizers.Nadam(rate, beta1, beta2, epsilon)


def adadelta(rate, *, rho, epsilon):
    return optimizers.Adadelta(rate, rho, epsilon)


def lion(rate, *, beta1, beta2, weight_decay):
    return optimizers.Lion(rate, beta1, beta2, weight_decay=weight_decay)


OPTIMIZERS = {
    "gradient_descent": optimizers.SGD,
    "momentum": momentum,
    "nesterov": nesterov,
    "adagrad": adagrad,
    "rmsprop": rmsprop,
    "adam": adam,
    "adamw": adamw,
    "adamax": adamax,
    "nadam": nadam,
    "adadelta": adadelta,
    "lion": lion,
}


def paced(rate, schedule):
    """Keras's schedules, which count steps from 0 where ours count from 1.

    Its CosineDecay is left out: on JAX it takes its cosine in single precision.
    """
    match schedule:
        case {"kind": "constant"}:
            return rate
        case {"kind": "inverse_time", "decay": k}:
            # 1/(1 + kt) = 1/(1 + k) · 1/(1 + (t − 1)k/(1 + k))
            return schedules.InverseTimeDecay(rate / (1 + k), 1, k / (1 + k))
        case {"kind": "exponential", "decay": k}:
            return schedules.ExponentialDecay(rate * math.exp(-k), 1, math.exp(-k))
        case {"kind": "step", "factor": factor, "every": every}:
            return schedules.ExponentialDecay(rate, every, factor, staircase=True)
    raise ValueError(schedule)


def path(experiment):
    """(w1, w2) at every epoch from 0 on."""
    cost = cost_of(experiment["landscape"])
    (run,) = experiment["runs"]
    assert not run.get("warmup")
    settings = dict(run["optimizer"])
    rate = paced(run["learning_rate"], run["schedule"])
    optimizer = OPTIMIZERS[settings.pop("kind")](rate, **settings)
    w = keras.Variable(experiment["start"], dtype="float64")
    optimizer.build([w])
    gradient = jax.jit(jax.grad(lambda w: cost(w[0], w[1])))
    yield experiment["start"]
    for _ in range(experiment["epochs"]):
        optimizer.apply([gradient(w.value)], [w])
        place = w.numpy()
        if settings.get("convention") == "look_ahead":
            place = place - settings["beta"] * optimizer.momentums[0].numpy()
        yield place.tolist()
