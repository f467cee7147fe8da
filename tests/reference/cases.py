"""What is run: experiments in the form of their files, one run each."""

ROSENBROCK = ({"kind": "rosenbrock"}, [-1.2, 1.0])
HIMMELBLAU = ({"kind": "himmelblau"}, [-1.0, -1.0])
BEALE = ({"kind": "beale"}, [1.0, 1.5])
GOLDSTEIN_PRICE = ({"kind": "goldstein_price"}, [-0.3, -0.7])
BOWL = ({"kind": "quadratic", "condition": 20.0, "angle": 30.0}, [-1.7, 1.0])

CONSTANT = {"kind": "constant"}
FALLING = {"kind": "inverse_time", "decay": 0.01}

# Four landscapes with a rate for each, at which a path leads somewhere and nothing blows
# up; the fifth rate is the bowl's, where all schedules are met.
STEEP = (0.001, 0.002, 0.001, 1e-5, 0.04)
VELOCITY = (1e-4, 2e-4, 1e-4, 1e-6, 0.004)
RATES = {
    "gradient_descent": STEEP,
    "momentum": VELOCITY,
    "nesterov": VELOCITY,
    "adagrad": (0.3, 0.6, 0.3, 0.003, 0.5),
    "rmsprop": (0.01, 0.02, 0.01, 1e-4, 0.05),
    "adam": (0.03, 0.06, 0.03, 3e-4, 0.1),
    "adamw": (0.03, 0.06, 0.03, 3e-4, 0.1),
    "adamax": (0.03, 0.06, 0.03, 3e-4, 0.1),
    "adabelief": (0.01, 0.02, 0.01, 1e-4, 0.05),
    "nadam": (0.03, 0.06, 0.03, 3e-4, 0.1),
    "radam": (2e-4, 0.06, 1e-4, 3e-4, 0.02),
    "adadelta": (1.0, 2.0, 1.0, 0.01, 1.0),
    "rprop": (0.01, 0.02, 0.01, 1e-4, 0.05),
    "lion": (0.005, 0.01, 0.005, 1e-4, 0.03),
    "asgd": STEEP,
}

PLAIN_SCHEDULES = [
    (CONSTANT, 0),
    ({"kind": "inverse_time", "decay": 0.05}, 0),
    ({"kind": "exponential", "decay": 0.02}, 0),
    ({"kind": "step", "factor": 0.5, "every": 30}, 0),
]
COSINE = [({"kind": "cosine", "period": 100, "floor": 0.1}, 0)]
# PyTorch's cosine climbs again after its period, where Optax's stays, as ours does.
SHORT_COSINE = [({"kind": "cosine", "period": 60, "floor": 0.0}, 0)]
PLATEAUS = [
    {"factor": 0.5, "patience": 5, "threshold": 1e-3, "threshold_mode": "relative", "cooldown": 0},
    {"factor": 0.3, "patience": 2, "threshold": 0.01, "threshold_mode": "absolute", "cooldown": 7},
]
WARM_UPS = [
    (CONSTANT, 10),
    ({"kind": "inverse_time", "decay": 0.05}, 10),
    ({"kind": "step", "factor": 0.5, "every": 30}, 10),
    ({"kind": "cosine", "period": 90, "floor": 0.1}, 10),
]


def experiment(spot, epochs, optimizer, rate, schedule, warmup=0):
    landscape, start = spot
    run = {"optimizer": optimizer, "learning_rate": rate, "schedule": schedule}
    if warmup:
        run["warmup"] = warmup
    return {"landscape": landscape, "start": start, "epochs": epochs, "runs": [run]}


def met(optimizer, schedules):
    """An optimizer on every landscape, and on the bowl with every schedule."""
    *rates, on_bowl = RATES[optimizer["kind"]]
    if optimizer.get("convention") == "averaged":
        *rates, on_bowl = STEEP
    falling = FALLING if schedules[1:] else CONSTANT
    spots = zip(
        (ROSENBROCK, HIMMELBLAU, BEALE, GOLDSTEIN_PRICE),
        rates,
        (CONSTANT, falling, CONSTANT, falling),
    )
    for spot, rate, schedule in spots:
        yield experiment(spot, 200, optimizer, rate, schedule)
    for schedule, warmup in schedules:
        yield experiment(BOWL, 100, optimizer, on_bowl, schedule, warmup)


def all_met(optimizers, schedules):
    return [case for optimizer in optimizers for case in met(optimizer, schedules)]


def adam_like(kind, epsilon=1e-8, **settings):
    return {"kind": kind, "beta1": 0.9, "beta2": 0.999, "epsilon": epsilon, **settings}


def velocity(kind, convention):
    return {"kind": kind, "beta": 0.9, "convention": convention}


def adagrad(epsilon, placement, accumulator):
    placed = {"epsilon_placement": placement, "initial_accumulator": accumulator}
    return {"kind": "adagrad", "epsilon": epsilon, **placed}


def rmsprop(rho, epsilon, placement, centered=False, momentum=0.0):
    placed = {"epsilon_placement": placement, "centered": centered, "momentum": momentum}
    return {"kind": "rmsprop", "rho": rho, "epsilon": epsilon, **placed}


def rprop(eta_minus=0.5, eta_plus=1.2, min_step=1e-6, max_step=50.0):
    factors = {"eta_minus": eta_minus, "eta_plus": eta_plus}
    sizes = {"min_step": min_step, "max_step": max_step}
    return {"kind": "rprop", **factors, **sizes, "convention": "pytorch"}


def lion(beta1=0.9, beta2=0.99, weight_decay=0.0):
    return {"kind": "lion", "beta1": beta1, "beta2": beta2, "weight_decay": weight_decay}


def asgd(convention, t0, lambd=1e-4, power=0.75):
    return {"kind": "asgd", "lambd": lambd, "power": power, "t0": t0, "convention": convention}


PLAIN = {"kind": "gradient_descent"}
OUTSIDE, INSIDE = "outside_sqrt", "inside_sqrt"

# The two experiments of the course's assignment, experiments/assignment_a.json and _b.
A = ({"kind": "rosenbrock"}, [-1.54, -0.64])
B = ({"kind": "goldstein_price"}, [-0.67, 0.46])


def inverse_time(decay):
    return {"kind": "inverse_time", "decay": decay}


def torch_cases():
    optimizers = [
        PLAIN,
        velocity("momentum", "pytorch"),
        velocity("nesterov", "pytorch"),
        adagrad(1e-10, OUTSIDE, 0.0),
        adagrad(1e-3, OUTSIDE, 0.5),
        rmsprop(0.9, 1e-8, OUTSIDE),
        rmsprop(0.99, 1e-8, OUTSIDE),
        rmsprop(0.9, 1e-8, OUTSIDE, centered=True),
        rmsprop(0.9, 1e-8, OUTSIDE, momentum=0.5),
        rmsprop(0.99, 1e-3, OUTSIDE, centered=True, momentum=0.5),
        adam_like("adam", amsgrad=False),
        adam_like("adam", epsilon=1e-3, amsgrad=False),
        adam_like("adam", amsgrad=True),
        adam_like("adamw", weight_decay=0.01, amsgrad=False),
        adam_like("adamw", weight_decay=0.1, amsgrad=True),
        adam_like("adamax", convention="pytorch"),
        adam_like("adamax", epsilon=0.0, convention="paper"),
        adam_like("nadam", momentum_decay=0.004),
        adam_like("radam", epsilon_hat=True),
        {"kind": "adadelta", "rho": 0.9, "epsilon": 1e-6},
    ]
    later = [
        rprop(),
        rprop(eta_minus=0.7, eta_plus=1.05, min_step=1e-5, max_step=0.06),
    ]
    # Its rate lags a step behind a schedule.
    at_constant_rate = [
        asgd("pytorch", 1_000_000),
        asgd("pytorch", 20, lambd=0.05, power=0.5),
        asgd("paper", 50),
        asgd("paper", 20, lambd=0.05, power=0.5),
    ]
    adam = adam_like("adam", amsgrad=False)
    rms = rmsprop(0.9, 1e-8, OUTSIDE)
    schedules = PLAIN_SCHEDULES + COSINE + WARM_UPS
    assignment = [
        experiment(A, 150, PLAIN, 0.001, CONSTANT),
        experiment(A, 150, velocity("momentum", "pytorch"), 0.001, CONSTANT),
        experiment(A, 150, rms, 0.001, CONSTANT),
        experiment(A, 150, adam, 0.001, CONSTANT),
        experiment(B, 1000, PLAIN, 3.2e-5, CONSTANT),
        experiment(B, 1000, rms, 0.5, inverse_time(0.1)),
        experiment(B, 1000, adam, 0.2, inverse_time(0.02)),
    ]
    return (
        all_met(optimizers, schedules)
        + assignment
        + all_met(later, schedules)
        + all_met(at_constant_rate, [(CONSTANT, 0)])
        + list(plateaus([velocity("momentum", "pytorch"), rms, adam]))
    )


def plateaus(optimizers):
    """At rates at which a path goes to and fro until the rate falls."""
    for optimizer in optimizers:
        for spot, part in [(BOWL, 5), (HIMMELBLAU, 4), (ROSENBROCK, 3), (BEALE, 2)]:
            rate = part * RATES[optimizer["kind"]][4 if spot is BOWL else 1]
            for number, settings in enumerate(PLATEAUS):
                schedule = {"kind": "plateau", "floor": 0.01 * number, **settings}
                yield experiment(spot, 200, optimizer, rate, schedule)


def keras_cases():
    optimizers = [
        PLAIN,
        velocity("momentum", "classical"),
        velocity("nesterov", "look_ahead"),
        adagrad(1e-7, INSIDE, 0.1),
        rmsprop(0.9, 1e-7, INSIDE),
        rmsprop(0.9, 1e-7, INSIDE, centered=True),
        adam_like("adam", epsilon=1e-7, amsgrad=False, epsilon_hat=True),
        adam_like("adam", epsilon=1e-3, amsgrad=True, epsilon_hat=True),
        adam_like("adamw", 1e-7, weight_decay=0.004, amsgrad=False, epsilon_hat=True),
        adam_like("adamax", epsilon=1e-7, convention="keras"),
        adam_like("adamax", epsilon=0.0, convention="paper"),
        adam_like("nadam", epsilon=1e-7, momentum_decay=1.0),
        {"kind": "adadelta", "rho": 0.95, "epsilon": 1e-7},
    ]
    at_constant_rate = [
        velocity("nesterov", "pytorch"),
        rmsprop(0.9, 1e-7, INSIDE, momentum=0.5),
        rmsprop(0.9, 1e-3, INSIDE, centered=True, momentum=0.5),
    ]
    momentum = velocity("momentum", "classical")
    return (
        all_met(optimizers, PLAIN_SCHEDULES)
        + all_met(at_constant_rate, [(CONSTANT, 0)])
        + [
            experiment(A, 150, momentum, 0.001, CONSTANT),
            experiment(B, 1000, momentum, 2.5e-6, inverse_time(0.01)),
        ]
        + all_met([lion(), lion(0.95, 0.98, 0.1)], PLAIN_SCHEDULES)
    )


def optax_cases():
    optimizers = [
        PLAIN,
        velocity("momentum", "pytorch"),
        velocity("momentum", "classical"),
        velocity("momentum", "averaged"),
        velocity("nesterov", "pytorch"),
        adagrad(1e-7, INSIDE, 0.1),
        rmsprop(0.9, 1e-8, INSIDE),
        rmsprop(0.9, 1e-8, OUTSIDE),
        adam_like("adam", amsgrad=False, bias_correction=True),
        adam_like("adam", amsgrad=True, bias_correction=False),
        adam_like("adamw", weight_decay=1e-4),
        adam_like("adamax", convention="pytorch"),
        adam_like("adamax", epsilon=0.0, convention="paper"),
        adam_like("adabelief"),
        adam_like("adabelief", epsilon=1e-16),
        adam_like("nadam", momentum_decay=1000.0),
        adam_like("radam", epsilon_hat=False),
        {"kind": "adadelta", "rho": 0.9, "epsilon": 1e-6},
    ]
    at_constant_rate = [
        rmsprop(0.9, 1e-8, INSIDE, momentum=0.5),
        rmsprop(0.9, 1e-3, OUTSIDE, centered=True, momentum=0.5),
    ]
    momentum = velocity("momentum", "classical")
    schedules = PLAIN_SCHEDULES + COSINE + SHORT_COSINE + WARM_UPS
    return (
        all_met(optimizers, schedules)
        + all_met(at_constant_rate, [(CONSTANT, 0)])
        + [experiment(A, 150, momentum, 0.001, CONSTANT)]
        + all_met([lion(weight_decay=1e-3), lion(0.95, 0.98, 0.1)], schedules)
    )
