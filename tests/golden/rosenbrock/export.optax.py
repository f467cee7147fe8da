"""Optimizers on the landscape rosenbrock, with Optax.

Computes what Descent computes from the experiment file and prints it as CSV:
every epoch of every run, as `descent run` does. A run is a function that yields
the learning rate and the point of each epoch, from epoch 0.

Needs optax.
"""

import math

import jax
import jax.numpy as jnp
import optax

jax.config.update("jax_enable_x64", True)

start = [-1.54, -0.64]
epochs = 40


# rosenbrock
@jax.jit
def cost(w1, w2):
    return 100 * (w2 - w1**2)**2 + (1 - w1)**2


@jax.jit
def gradient(w1, w2):
    return jnp.array(jax.grad(cost, argnums=(0, 1))(w1, w2))


# Run 0: gradient_descent
def run_0():
    rate = 0.001
    w = jnp.array(start)
    optimizer = optax.sgd(rate)
    state = optimizer.init(w)
    yield rate, w
    for t in range(1, epochs + 1):
        g = gradient(*w)
        updates, state = optimizer.update(g, state, w)
        w = optax.apply_updates(w, updates)
        yield rate, w


# Run 1: momentum
def run_1():
    beta = 0.9
    # convention: classical
    rate = 0.001
    w = jnp.array(start)
    optimizer = optax.sgd(rate, momentum=beta)
    state = optimizer.init(w)
    yield rate, w
    for t in range(1, epochs + 1):
        g = gradient(*w)
        updates, state = optimizer.update(g, state, w)
        w = optax.apply_updates(w, updates)
        yield rate, w


# Run 2: rmsprop
def run_2():
    rho = 0.9
    epsilon = 1e-8
    # epsilon_placement: outside_sqrt
    # centered: false
    # momentum: 0
    rate = 0.01
    w = jnp.array(start)
    optimizer = optax.rmsprop(rate, decay=rho, eps=epsilon, eps_in_sqrt=False)
    state = optimizer.init(w)
    yield rate, w
    for t in range(1, epochs + 1):
        g = gradient(*w)
        updates, state = optimizer.update(g, state, w)
        w = optax.apply_updates(w, updates)
        yield rate, w


# Run 3: adam
def run_3():
    beta1 = 0.9
    beta2 = 0.999
    epsilon = 1e-8
    # epsilon_hat: false
    # bias_correction: true
    # amsgrad: false
    rate = 0.05
    w = jnp.array(start)
    optimizer = optax.adam(rate, b1=beta1, b2=beta2, eps=epsilon)
    state = optimizer.init(w)
    yield rate, w
    for t in range(1, epochs + 1):
        g = gradient(*w)
        updates, state = optimizer.update(g, state, w)
        w = optax.apply_updates(w, updates)
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
