"""The part of a kubelet that manages the probes of one container.

podman of Debian 12 gives exec probes to a shell and needs timers of systemd for them. This module takes the
arguments, the times and the thresholds from the manifest, as Kubernetes does, and runs them with `podman exec`.
"""

import time
from dataclasses import dataclass


@dataclass
class Probe:
    """A probe of a container, with its results so far."""

    kind: str
    spec: dict
    successes: int = 0
    failures: int = 0
    due: float = 0.0

    def value(self, name, default):
        """Returns a number of the manifest, else Kubernetes' default."""
        return self.spec.get(name, default)

    def begin(self, now):
        """Starts the probe."""
        self.successes = self.failures = 0
        self.due = now + self.value("initialDelaySeconds", 0)

    def ask(self, container):
        """Asks once, and returns whether the probe passed."""
        limit = self.value("timeoutSeconds", 1)
        started = time.monotonic()
        # A kubelet abandons a probe that takes too long: it ends podman exec, but not the processes of the probe.
        result = container.exec(*self.spec["exec"]["command"], timeout=limit)
        passed = result.status == 0
        self.successes, self.failures = (self.successes + 1, 0) if passed else (0, self.failures + 1)
        self.due = started + self.value("periodSeconds", 10)
        return Answer(self.kind, passed, result, time.monotonic() - started)

    @property
    def passes(self):
        """Often enough in a row."""
        return self.successes >= self.value("successThreshold", 1)

    @property
    def fails(self):
        """Often enough in a row."""
        return self.failures >= self.value("failureThreshold", 3)


@dataclass
class Answer:
    """An answer of a probe."""

    kind: str
    passed: bool
    result: object
    took: float

    def __str__(self):
        return f"{self.kind}: passed {self.passed} after {self.took:.1f} s, {self.result}"


class Kubelet:
    """Manages `container`, which was started from `spec`."""

    def __init__(self, container, spec, grace):
        self.container = container
        self.grace = grace
        self.probes = {
            kind: Probe(kind, spec[f"{kind}Probe"]) for kind in ("startup", "readiness", "liveness")
        }
        self.restarts = 0
        self.answers = []
        self.begin()

    def begin(self):
        """Resets the probes, after a start of the container."""
        self.started = self.ready = False
        self.probes["startup"].begin(time.monotonic())

    def step(self):
        """Asks the next probe, and acts on its answer."""
        asked = ("readiness", "liveness") if self.started else ("startup",)
        probe = min((self.probes[kind] for kind in asked), key=lambda probe: probe.due)
        time.sleep(max(0, probe.due - time.monotonic()))
        self.answers.append(probe.ask(self.container))
        if probe.kind == "startup" and probe.passes:
            self.started = True
            for kind in ("readiness", "liveness"):
                self.probes[kind].begin(time.monotonic())
        if probe.kind == "readiness":
            self.ready = probe.passes or self.ready and not probe.fails
        elif probe.fails:
            self.restart()

    def restart(self):
        """Stops the container as a kubelet does, and starts it again."""
        self.container.stop(self.grace)
        self.container.engine.must("start", self.container.name)
        self.restarts += 1
        self.begin()

    def until(self, condition, seconds=90):
        """Goes on until `condition` is true, and returns whether it became true in time. Forgets earlier answers."""
        self.answers = []
        end = time.monotonic() + seconds
        while not condition(self):
            if time.monotonic() > end:
                return False
            self.step()
        return True

    def report(self):
        """Returns all answers since the last wait, for the report of a failure."""
        return "\n".join(map(str, self.answers))
