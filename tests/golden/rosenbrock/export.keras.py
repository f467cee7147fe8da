"""Optimizers on the landscape rosenbrock, with Keras.

Computes what Descent computes from the experiment file and prints it as CSV:
every epoch of every run, as `descent run` does. A run is a function that yields
the learning rate and the point of each epoch, from epoch 0.

Needs keras numpy, and one of tensorflow, torch, jax for Keras to compute with.
"""

import math
import os

# Over JAX, Keras would compute with single precision.
os.environ["JAX_ENABLE_X64"] = "True"

import keras
import numpy as np
from numpy import sqrt

keras.config.set_floatx("float64")
# A run may diverge: that is no error.
np.seterr(all="ignore")

start = [-1.54, -0.64]
epochs = 40


# rosenbrock
def cost(w1, w2):
    return 100 * (w2 - w1**2)**2 + (1 - w1)**2


def gradient(w1, w2):
    # Forward: the cost, line by line.
    z1 = w1**2
    z2 = w2 - z1
    z3 = z2**2
    z4 = -w1 + 1
    z5 = z4**2
    z6 = 100 * z3 + z5
    # Backward: dz says how the cost changes with z. Each comes from those that were
    # computed from its z, by the chain rule.
    dz6 = 1
    dz5 = dz6
    dz4 = 2 * z4 * dz5
    dz3 = 100 * dz6
    dz2 = 2 * z2 * dz3
    dz1 = -dz2
    dw1 = 2 * w1 * dz1 - dz4
    dw2 = dz2
    return np.array([dw1, dw2])


# Run 0: gradient_descent
def run_0():
    rate = 0.001
    w = np.array(start)
    variable = keras.Variable(w)
    optimizer = keras.optimizers.SGD(rate)
    yield rate, w
    for t in range(1, epochs + 1):
        g = keras.ops.convert_to_tensor(gradient(*w))
        optimizer.apply([g], [variable])
        w = keras.ops.convert_to_numpy(variable)
        yield rate, w


# Run 1: momentum
def run_1():
    beta = 0.9
    # convention: classical
    rate = 0.001
    w = np.array(start)
    variable = keras.Variable(w)
    optimizer = keras.optimizers.SGD(rate, momentum=beta)
    yield rate, w
    for t in range(1, epochs + 1):
        g = keras.ops.convert_to_tensor(gradient(*w))
        optimizer.apply([g], [variable])
        w = keras.ops.convert_to_numpy(variable)
        yield rate, w


# Run 2: rmsprop
def run_2():
    # Keras has no optimizer that computes exactly this.
    rho = 0.9
    epsilon = 1e-8
    # epsilon_placement: outside_sqrt
    # centered: false
    # momentum: 0
    rate = 0.01
    w = np.array(start)
    r = np.zeros(2)
    yield rate, w
    for t in range(1, epochs + 1):
        g = gradient(*w)
        r = rho * r + (1 - rho) * g**2
        w = w - rate * g / (sqrt(r) + epsilon)
        yield rate, w


# Run 3: adam
def run_3():
    # Keras has no optimizer that computes exactly this.
    beta1 = 0.9
    beta2 = 0.999
    epsilon = 1e-8
    # epsilon_hat: false
    # bias_correction: true
    # amsgrad: false
    rate = 0.05
    w = np.array(start)
    m = np.zeros(2)
    v = np.zeros(2)
    yield rate, w
    for t in range(1, epochs + 1):
        g = gradient(*w)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat = m / (1 - beta1**t)
        v_hat = v / (1 - beta2**t)
        w = w - rate * m_hat / (sqrt(v_hat) + epsilon)
        yield rate, w


# A number with 17 significant digits, enough to read back the same number.
def digits(x):
    mantissa, exponent = f"{x:.16e}".split("e")
    return f"{mantissa}e{int(exponent)}"


# Prints the path of a run, up to the last point whose numbers are finite.
def report(run, optimizer, path):
    for epoch, (rate, w) in enumerate(path):
        row = [rate, *map(float, w), float(cost(*w))]
        if not all(map(math.isfinite, row)):
            break
        print(run, optimizer, epoch, *map(digits, row), sep=",")


print("run,optimizer,epoch,learning_rate,w1,w2,cost")
report(0, "gradient_descent", run_0())
report(1, "momentum", run_1())
report(2, "rmsprop", run_2())
report(3, "adam", run_3())
