"""Experiments run by torch.optim and its schedulers."""

import math

import torch
from torch.optim import lr_scheduler

from landscapes import cost_of

# What an optimizer keeps besides its parameters' mirrors, such as NAdam's running
# product, has the default precision.
torch.set_default_dtype(torch.float64)

SOURCE = f"torch {torch.__version__}, float64"


def adagrad(w, rate, *, epsilon, initial_accumulator, epsilon_placement):
    assert epsilon_placement == "outside_sqrt"
    return torch.optim.Adagrad(
        w, rate, initial_accumulator_value=initial_accumulator, eps=epsilon
    )


def momentum(w, rate, *, beta, convention):
    assert convention == "pytorch"
    return torch.optim.SGD(w, rate, momentum=beta)


def nesterov(w, rate, *, beta, convention):
    assert convention == "pytorch"
    return torch.optim.SGD(w, rate, momentum=beta, nesterov=True)


def rmsprop(w, rate, *, rho, epsilon, epsilon_placement, centered, momentum):
    assert epsilon_placement == "outside_sqrt"
    return torch.optim.RMSprop(
        w, rate, alpha=rho, eps=epsilon, centered=centered, momentum=momentum
    )


def adam(w, rate, *, beta1, beta2, epsilon, amsgrad):
    return torch.optim.Adam(w, rate, (beta1, beta2), epsilon, amsgrad=amsgrad)


def adamw(w, rate, *, beta1, beta2, epsilon, weight_decay, amsgrad):
    return torch.optim.AdamW(w, rate, (beta1, beta2), epsilon, weight_decay, amsgrad)


def adamax(w, rate, *, beta1, beta2, epsilon, convention):
    # Without ε it is the paper's.
    assert convention == "pytorch" or (convention == "paper" and epsilon == 0)
    return torch.optim.Adamax(w, rate, (beta1, beta2), epsilon)


def nadam(w, rate, *, beta1, beta2, epsilon, momentum_decay):
    return torch.optim.NAdam(
        w, rate, (beta1, beta2), epsilon, momentum_decay=momentum_decay
    )


def radam(w, rate, *, beta1, beta2, epsilon, epsilon_hat):
    assert epsilon_hat
    return torch.optim.RAdam(w, rate, (beta1, beta2), epsilon)


def adadelta(w, rate, *, rho, epsilon):
    return torch.optim.Adadelta(w, rate, rho, epsilon)


def rprop(w, rate, *, eta_minus, eta_plus, min_step, max_step, convention):
    assert convention == "pytorch"
    return torch.optim.Rprop(w, rate, (eta_minus, eta_plus), (min_step, max_step))


def asgd(w, rate, *, lambd, power, t0, convention):
    return torch.optim.ASGD(w, rate, lambd, power, t0)


OPTIMIZERS = {
    "gradient_descent": torch.optim.SGD,
    "momentum": momentum,
    "nesterov": nesterov,
    "adagrad": adagrad,
    "rmsprop": rmsprop,
    "adam": adam,
    "adamw": adamw,
    "adamax": adamax,
    "nadam": nadam,
    "radam": radam,
    "adadelta": adadelta,
    "rprop": rprop,
    "asgd": asgd,
}


def full_rate(schedule, rate):
    """The rate at which PyTorch's schedule begins to do what ours does.

    Its ExponentialLR takes the first step at the full rate, ours at e^(−k) times it.
    """
    if schedule["kind"] == "exponential":
        return rate * math.exp(-schedule["decay"])
    return rate


def scheduled(optimizer, schedule, rate):
    """PyTorch's own scheduler where it has one; its epochs are our steps less one."""
    match schedule:
        case {"kind": "constant"}:
            return lr_scheduler.ConstantLR(optimizer, factor=1)
        case {"kind": "inverse_time", "decay": k}:
            return lr_scheduler.LambdaLR(optimizer, lambda epoch: 1 / (1 + k * (epoch + 1)))
        case {"kind": "exponential", "decay": k}:
            return lr_scheduler.ExponentialLR(optimizer, math.exp(-k))
        case {"kind": "step", "factor": factor, "every": every}:
            return lr_scheduler.StepLR(optimizer, every, factor)
        case {"kind": "cosine", "period": period, "floor": floor}:
            return lr_scheduler.CosineAnnealingLR(optimizer, period, floor * rate)
        case {"kind": "plateau", "floor": floor, "threshold_mode": mode, **settings}:
            settings = {name: value for name, value in settings.items() if name != "kind"}
            mode = {"relative": "rel", "absolute": "abs"}[mode]
            return lr_scheduler.ReduceLROnPlateau(
                optimizer, threshold_mode=mode, min_lr=floor * rate, eps=0, **settings
            )
    raise ValueError(schedule)


def paced(optimizer, schedule, rate, warmup):
    """The scheduler of a run, after a linear warm-up where it has one."""
    if not warmup:
        return scheduled(optimizer, schedule, rate)
    rising = lr_scheduler.LinearLR(optimizer, 1 / warmup, 1, warmup - 1)
    after = scheduled(optimizer, schedule, rate)
    return lr_scheduler.SequentialLR(optimizer, [rising, after], [warmup])


def path(experiment):
    """(w1, w2) at every epoch from 0 on."""
    cost = cost_of(experiment["landscape"])
    (run,) = experiment["runs"]
    w = torch.tensor(experiment["start"], requires_grad=True)
    settings = dict(run["optimizer"])
    rate = full_rate(run["schedule"], run["learning_rate"])
    kind = settings.pop("kind")
    optimizer = OPTIMIZERS[kind]([w], rate, **settings)
    scheduler = paced(optimizer, run["schedule"], rate, run.get("warmup", 0))
    yield w.tolist()
    for _ in range(experiment["epochs"]):
        optimizer.zero_grad()
        cost(w[0], w[1]).backward()
        optimizer.step()
        if run["schedule"]["kind"] == "plateau":
            scheduler.step(cost(w[0], w[1]).item())
        else:
            scheduler.step()
        # The paper's w is the average, which ASGD keeps beside its iterate.
        averaged = kind == "asgd" and settings["convention"] == "paper"
        yield (optimizer.state[w]["ax"] if averaged else w).tolist()
