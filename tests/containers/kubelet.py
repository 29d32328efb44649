"""The part of a kubelet that looks after one container: its probes, and what follows from them.

podman of Debian 12 hands exec probes to a shell and wants systemd's timers for them. This takes the
argv, the times and the thresholds from the manifest, as Kubernetes does, and runs them by `podman exec`.
"""

import time
from dataclasses import dataclass


@dataclass
class Probe:
    """One of the probes of a container, and how it went so far."""

    kind: str
    spec: dict
    successes: int = 0
    failures: int = 0
    due: float = 0.0

    def value(self, name, default):
        """A number of the manifest, else Kubernetes' default."""
        return self.spec.get(name, default)

    def begin(self, now):
        """From here on it is asked."""
        self.successes = self.failures = 0
        self.due = now + self.value("initialDelaySeconds", 0)

    def ask(self, container):
        """Asks once; whether it passed."""
        limit = self.value("timeoutSeconds", 1)
        started = time.monotonic()
        # A kubelet abandons a probe that takes too long: podman exec is ended, what it started is not.
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
    """What a probe said."""

    kind: str
    passed: bool
    result: object
    took: float

    def __str__(self):
        return f"{self.kind}: passed {self.passed} after {self.took:.1f} s, {self.result}"


class Kubelet:
    """Looks after `container`, which was started from `spec`."""

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
        """The container has just started."""
        self.started = self.ready = False
        self.probes["startup"].begin(time.monotonic())

    def step(self):
        """Asks the probe that is due next, and does what follows."""
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
        """Ends the container as a kubelet does, and starts it anew."""
        self.container.stop(self.grace)
        self.container.engine.must("start", self.container.name)
        self.restarts += 1
        self.begin()

    def until(self, condition, seconds=90):
        """Goes on until `condition` holds; whether it did in time. Forgets earlier answers."""
        self.answers = []
        end = time.monotonic() + seconds
        while not condition(self):
            if time.monotonic() > end:
                return False
            self.step()
        return True

    def said(self):
        """All answers since the last wait, for a failure's report."""
        return "\n".join(map(str, self.answers))
