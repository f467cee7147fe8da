"""The program under test, as a process."""

import io
import json
import re
import subprocess
import tempfile
from pathlib import Path

import numpy as np

BADGE = re.compile(r"^run (\d+) depends on .* from epoch (\d+) on$", re.MULTILINE)


class Program:
    """A built `descent`."""

    def __init__(self, path):
        self.path = str(path)

    def listed(self, name):
        """One of the program's lists."""
        return json.loads(self.output("list", name)[0])

    def run(self, experiment):
        """The path of each run of an experiment, and the epoch that its badge names, or None."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "experiment.json")
            file.write_text(json.dumps(experiment))
            table, told = self.output("run", file)
        badges = {int(run): int(epoch) for run, epoch in BADGE.findall(told)}
        # All columns but the optimizer's name are numbers.
        rows = np.loadtxt(io.StringIO(table), delimiter=",", skiprows=1, usecols=(0, 3, 4, 5, 6))
        numbers = range(len(experiment["runs"]))
        return [(rows[rows[:, 0] == run, 1:], badges.get(run)) for run in numbers]

    def output(self, *arguments):
        done = subprocess.run([self.path, *map(str, arguments)], capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"descent {' '.join(map(str, arguments))} failed: {done.stderr}")
        return done.stdout, done.stderr


def link(run):
    """A run as a link that `descent run` and the page take."""

    def member(name, prefix=""):
        settings = {**run[name]}
        kind = settings.pop("kind")
        return kind, [f"{prefix}{key}:{text(value)}" for key, value in settings.items()]

    landscape, optimizer = member("landscape"), member("optimizer")
    schedule, of_schedule = member("schedule", "schedule.")
    pace = [f"learning_rate:{text(run['learning_rate'])}", f"warmup:{run['warmup']}"]
    parts = {
        "landscape": [landscape[0], *landscape[1]],
        "start": map(text, run["start"]),
        "epochs": [str(run["epochs"])],
        "run": [optimizer[0], *optimizer[1], *pace, f"schedule:{schedule}", *of_schedule],
    }
    return "#" + "&".join(f"{key}={','.join(values)}" for key, values in parts.items())


def text(value):
    return json.dumps(value).strip('"')
