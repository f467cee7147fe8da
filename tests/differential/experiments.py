"""Experiments from a seed, over what the program says that it accepts.

*Ordinary* runs are what people choose; *extreme* ones come from all of the accepted range.
A run is a dict with everything that decides it: landscape, start, epochs, optimizer, learning
rate, schedule, warm-up. An experiment file holds runs with the first three in common.
"""

import math
import random

import optimizers
import schedules

# The program's own defaults are not asked: files leave out what these say.
DEFAULTS = {
    "quadratic": {"condition": 10.0, "angle": 0.0},
    **optimizers.DEFAULTS,
    **schedules.DEFAULTS,
}

# What people try. A setting that is not named here keeps its default in an ordinary run.
DECAYS = [0.8, 0.85, 0.95, 0.98, 0.99, 0.999]
EPSILONS = [1e-10, 1e-8, 1e-7, 1e-6, 1e-4, 1e-3]
CHOSEN = {
    "beta": [0.0, 0.5, *DECAYS],
    "beta1": [0.0, 0.5, *DECAYS],
    "beta2": [*DECAYS, 0.9, 0.9999],
    "rho": [0.5, *DECAYS],
    "momentum": [0.5, 0.9, 0.99],
    "epsilon": EPSILONS,
    "initial_accumulator": [0.01, 0.1, 1.0],
    "weight_decay": [0.0, 0.001, 0.1, 0.3],
    "momentum_decay": [0.0, 0.04, 1.0],
    "eta_minus": [0.3, 0.7, 0.9],
    "eta_plus": [1.05, 1.1, 1.5],
    "min_step": [0.0, 1e-4, 1e-3],
    "max_step": [0.03, 0.1, 1.0],
    "lambd": [0.0, 0.001, 0.01, 0.1],
    "power": [0.0, 0.5, 1.0],
    "t0": [0, 5, 20, 1_000_000],
    "condition": [2.0, 5.0, 20.0, 50.0, 100.0, 1000.0],
    "angle": [15.0, 30.0, 45.0, -30.0, 60.0],
    "decay": [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1],
    "factor": [0.1, 0.3, 0.5, 0.7, 0.9],
    "every": [10, 20, 30, 50, 100],
    "period": [50, 100, 150, 200, 300],
    "floor": [0.0, 0.01, 0.1],
}
EPOCHS = [100, 150, 200, 300, 500]
WARMUPS = [5, 10, 20, 50]

# How far from an optimizer's own learning rate people go, as factors. Adadelta's is 1.
SLOWER, FASTER, FASTEST = 0.2, 50.0, 10.0


# A plateau's rates follow from the path, where the reference has those of all runs at once: the
# cases of PyTorch hold it. Points are a table, which no setting is that is drawn here.
LEFT_OUT = ("plateau", "piecewise_linear")

# Landscapes that are what somebody makes of them.
OWN = ("formula", "quadratic_form", "model")

class Lists:
    """What there is: landscapes, optimizers, schedules, with their settings."""

    def __init__(self, program):
        self.program = program
        self.landscapes, self.optimizers, self.schedules = map(
            program.listed, ("landscapes", "optimizers", "schedules")
        )
        # What is typed or given is what it says: tests/typed_formulas.rs, tests/models.rs and
        # tests/rules.rs of the core hold that.
        self.landscapes = [it for it in self.landscapes if it["kind"] not in OWN]
        self.optimizers = [it for it in self.optimizers if it["kind"] != "custom"]
        self.schedules = [it for it in self.schedules if it["kind"] not in LEFT_OUT]
        self._ranges = None

    def range(self, field):
        """The numbers that a field of an experiment or a run takes."""
        if self._ranges is None:
            fields = self.program.listed("fields")
            self._ranges = {field["name"]: field["range"] for field in fields}
        return self._ranges[field]

    def complete(self, run):
        """A run with the default of all that it does not say."""
        landscape = entry_of(self.landscapes, run["landscape"])
        optimizer = entry_of(self.optimizers, run["optimizer"])
        rate = run.get("learning_rate", optimizer["learning_rate"])
        return {
            "landscape": complete(run["landscape"]),
            "start": [float(w) for w in run.get("start", landscape["start"])],
            "epochs": run["epochs"],
            "optimizer": complete(run["optimizer"]),
            "learning_rate": float(rate),
            "schedule": complete(run.get("schedule", schedules.DEFAULT)),
            "warmup": run.get("warmup", 0),
        }


def entry_of(listed, member):
    return next(entry for entry in listed if entry["kind"] == member["kind"])


def complete(member):
    """A member of a list with the default of every setting that it does not name."""
    settings = DEFAULTS.get(member["kind"], {})
    named = {name: type(default)(member.get(name, default)) for name, default in settings.items()}
    return {"kind": member["kind"], **named}


def default(entry, knob):
    """The default of a setting."""
    known = DEFAULTS.get(entry["kind"], {})
    if knob["name"] not in known:
        raise SystemExit(f"the reference does not know {entry['kind']}'s setting {knob['name']}")
    return known[knob["name"]]


class Ordinary:
    """What people choose."""

    def __init__(self, lists, seed, longest=EPOCHS[-1]):
        self.lists, self.random, self.longest = lists, random.Random(seed), longest

    def experiment(self, count):
        """Some runs with a landscape, a start and a number of epochs in common."""
        entry = self.random.choice(self.lists.landscapes)
        common = {
            "landscape": self.member(entry),
            "start": self.start(entry),
            "epochs": min(self.random.choice(EPOCHS), self.longest),
        }
        return [{**common, **self.run()} for _ in range(count)]

    def start(self, entry):
        pick = self.random
        if pick.random() < 0.3:
            return entry["start"]
        places = [pick.uniform(low, high) for low, high in entry["region"]]
        # Typed, or put where the pointer was.
        digits = pick.choice([1, 2, None])
        return places if digits is None else [round(place, digits) for place in places]

    def run(self):
        pick = self.random
        entry = pick.choice(self.lists.optimizers)
        constant = {"kind": "constant"}
        schedule = constant if pick.random() < 0.5 else self.member(pick.choice(self.lists.schedules))
        return {
            "optimizer": self.member(entry),
            "learning_rate": self.rate(entry),
            "schedule": schedule,
            "warmup": pick.choice(WARMUPS) if pick.random() < 0.15 else 0,
        }

    def member(self, entry):
        """Half of all settings at their defaults, in half of the members all of them."""
        settings, pick = {"kind": entry["kind"]}, self.random
        plain = pick.random() < 0.5
        for knob in entry["knobs"]:
            keeps = plain or pick.random() < 0.5
            usual = default(entry, knob)
            settings[knob["name"]] = usual if keeps else pick.choice(self.choices(knob))
        return settings

    def choices(self, knob):
        if isinstance(knob["default"], bool):
            return [False, True]
        return knob.get("choices") or CHOSEN.get(knob["name"], [knob["default"]])

    def rate(self, entry):
        usual = entry["learning_rate"]
        fastest = usual * (FASTER if usual < 1 else FASTEST)
        steps = [
            float(f"{digit}e{power}")
            for power in range(-6, 3)
            for digit in (1, 2, 3, 5)
            if usual * SLOWER <= float(f"{digit}e{power}") <= fastest * 1.001
        ]
        return self.random.choice(steps)


class Extreme(Ordinary):
    """All of the accepted range, its ends and what is next to nothing included."""

    def experiment(self, count):
        runs = super().experiment(count)
        epochs = self.whole([1, self.longest])
        return [{**run, "epochs": epochs} for run in runs]

    def start(self, entry):
        if self.random.random() < 0.3:
            return super().start(entry)
        return [self.coordinate(self.lists.range(f"start[{k}]"), entry["region"][k]) for k in (0, 1)]

    def coordinate(self, accepted, region):
        if self.random.random() < 0.5:
            return self.random.uniform(*region)
        size = self.number([0.0, accepted[1]], 0.0)
        return self.random.choice([-size, size])

    def run(self):
        run, pick = super().run(), self.random
        if pick.random() < 0.5:
            usual = entry_of(self.lists.optimizers, run["optimizer"])["learning_rate"]
            run["learning_rate"] = self.number(self.lists.range("learning_rate"), usual)
        run["warmup"] = self.whole(self.lists.range("warmup")) if pick.random() < 0.3 else 0
        return run

    def member(self, entry):
        settings, pick = {"kind": entry["kind"]}, self.random
        for knob in entry["knobs"]:
            name, usual = knob["name"], default(entry, knob)
            if pick.random() < 0.3:
                settings[name] = usual
            elif "range" not in knob:
                settings[name] = pick.choice(self.choices(knob))
            elif isinstance(usual, int):
                settings[name] = self.whole(knob["range"])
            else:
                settings[name] = self.number(knob["range"], usual)
        return settings

    def number(self, accepted, usual):
        """Anything in a range: its ends, even, by orders of magnitude, next to an end."""
        low, high = accepted
        pick = self.random
        kind = pick.randrange(10)
        if kind == 0:
            return float(pick.choice([low, high, usual]))
        if kind == 1:
            return min(max(pick.choice([5e-324, 2.0**-1022, 1e-200, 1e-155]), low), high)
        if kind <= 4:
            return pick.uniform(low, high)
        if kind <= 6 and high <= 1.0:
            return high - high * 10 ** pick.uniform(-6, 0)
        least = low if low > 0 else min(1e-12, high)
        size = math.exp(pick.uniform(math.log(least), math.log(high)))
        return min(max(size, low), high)

    def whole(self, accepted):
        low, high = accepted
        size = math.exp(self.random.uniform(math.log(low or 1), math.log(high)))
        return int(min(max(round(size), low), high))


def experiment_file(runs):
    """Runs as an experiment of the program. What has its default is not said."""
    common = {name: runs[0][name] for name in ("start", "epochs")}
    common["landscape"] = said(runs[0]["landscape"])
    return {"version": 1, **common, "runs": [run_of_file(run) for run in runs]}


def run_of_file(run):
    own = {name: run[name] for name in ("learning_rate", "warmup")}
    own["optimizer"] = said(run["optimizer"])
    if run["schedule"] != schedules.DEFAULT:
        own["schedule"] = said(run["schedule"])
    return own


def said(member):
    """A member of a list without the settings that have their default."""
    usual = DEFAULTS.get(member["kind"], {})
    return {name: value for name, value in member.items() if name == "kind" or value != usual[name]}
