"""podman, as far as the tests need it. Every object has the name of this run, and is removed at its end."""

import os
import subprocess
import time
from dataclasses import dataclass
from datetime import datetime

# The time limit of a step, in seconds.
DEADLINE = 60
# The user that OpenShift assigns, and the options of a restricted container.
ARBITRARY_USER = "1000680000:0"
RESTRICTED = [
    f"--user={ARBITRARY_USER}",
    "--read-only",
    "--read-only-tmpfs=false",
    "--cap-drop=all",
    "--security-opt=no-new-privileges",
]


class Broken(Exception):
    """podman fails in a step that every test needs."""


@dataclass
class Result:
    """The result of a program."""

    status: int
    out: str
    err: str

    def __str__(self):
        return f"status {self.status}\n--- stdout\n{self.out}\n--- stderr\n{self.err}"


def run(words, timeout=DEADLINE, text=None):
    """Runs a program to its end or to the time limit. Signals of a terminal do not reach it."""
    stdin = subprocess.DEVNULL if text is None else subprocess.PIPE
    with subprocess.Popen(
        words, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="backslashreplace",
        start_new_session=True,
    ) as process:
        try:
            out, err = process.communicate(text, timeout)
            return Result(process.returncode, out, err)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            return Result(-1, out, f"{err}not ended after {timeout} s")
        except BaseException:
            # A build takes seconds, and leaves its working container behind if it is killed.
            if "build" not in words:
                process.terminate()
            process.communicate()
            raise


def wait_until(condition, seconds=DEADLINE):
    """Returns whether `condition` became true within the time limit."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


class Engine:
    """podman, with a list of the objects that it has made."""

    def __init__(self):
        self.name = f"s2ibox-tests-{os.getpid()}"
        self.undo = []
        self.had_pause = bool(self.images("localhost/podman-pause"))

    def podman(self, *words, **how):
        """Runs `podman WORDS`."""
        return run(["podman", *words], **how)

    def must(self, *words, **how):
        """Runs `podman WORDS`, and raises an error if it fails."""
        result = self.podman(*words, **how)
        if result.status != 0:
            raise Broken(f"podman {' '.join(words)}\n{result}")
        return result

    def images(self, reference):
        """Returns the images of this name."""
        return self.must("images", "-q", "-f", f"reference={reference}").out.split()

    def image(self, name):
        """Returns the full name of an image of this run."""
        return f"localhost/{self.name}/{name}:latest"

    def build(self, name, directory, containerfile):
        """Builds an image of the files in `directory`."""
        (directory / "Containerfile").write_text(containerfile)
        return self.podman(
            "build", "--layers=false", "--force-rm", "--network=host", "-t", self.image(name),
            "-f", str(directory / "Containerfile"), str(directory), timeout=180,
        )

    def start(self, name, *words, options=()):
        """Starts a container in the background; `words` are its image and command."""
        full = f"{self.name}-{name}"
        self.undo.append(("rm", "-f", "-t", "0", full))
        self.must("run", "-d", f"--name={full}", *options, *words)
        return Container(self, full)

    def once(self, *words, options=(), **how):
        """Runs a container to its end."""
        return self.podman("run", "--rm", f"--name={self.name}-once", *options, *words, **how)

    def clean_up_containers(self):
        """Removes every container, pod and volume of this run."""
        self.podman("rm", "-f", "-t", "0", "-i", f"{self.name}-once")
        while self.undo:
            self.podman(*self.undo.pop())

    def clean_up(self):
        """Removes every container, pod, volume and image of this run."""
        self.clean_up_containers()
        for image in self.images(f"localhost/{self.name}/*"):
            self.podman("rmi", "-f", image)
        if not self.had_pause:
            for image in self.images("localhost/podman-pause"):
                self.podman("rmi", image)


class Container:
    """A container that was started."""

    def __init__(self, engine, name):
        self.engine = engine
        self.name = name

    def exec(self, *words, options=(), **how):
        """Runs `podman exec`."""
        return self.engine.podman("exec", *options, self.name, *words, **how)

    def state(self, field):
        """Returns a field of the container's state, such as `Pid`."""
        return self.engine.must("inspect", "-f", "{{.State." + field + "}}", self.name).out.strip()

    def log(self):
        """Returns the output of its process 1."""
        result = self.engine.must("logs", self.name)
        return result.out + result.err

    def runs(self):
        """Returns whether it still runs."""
        return self.state("Status") == "running"

    def becomes(self, condition):
        """Returns whether `condition` became true within the time limit, while the container ran."""
        return wait_until(lambda: condition() or not self.runs()) and condition()

    def says(self, text):
        """Returns whether this text appeared in the log."""
        return self.becomes(lambda: text in self.log())

    def stop(self, grace=10):
        """Stops it, and returns the number of seconds and its exit status."""
        before = time.time()
        self.engine.must("stop", "-t", str(grace), self.name)
        ended = self.engine.must("inspect", "-f", "{{json .State.FinishedAt}}", self.name).out.strip().strip('"')
        # Python cannot parse nanoseconds.
        seconds, _, fraction = ended.partition(".")
        digits = fraction.rstrip("Z").partition("+")[0].partition("-")[0]
        zone = fraction[len(digits):].replace("Z", "+00:00")
        ended = datetime.fromisoformat(f"{seconds}.{digits[:6].ljust(6, '0')}{zone}").timestamp()
        return ended - before, int(self.state("ExitCode"))

    def processes(self):
        """Returns the names of its processes in the order of their ids; `name dead` is a zombie."""
        if not self.runs():
            return []
        namespace = os.readlink(f"/proc/{self.state('Pid')}/ns/pid")
        found = []
        for process in sorted(int(name) for name in os.listdir("/proc") if name.isdigit()):
            try:
                if os.readlink(f"/proc/{process}/ns/pid") == namespace:
                    with open(f"/proc/{process}/stat", errors="replace", encoding="utf-8") as stat:
                        name, _, rest = stat.read().partition("(")[2].rpartition(")")
                    found.append(f"{name} dead" if rest.split()[0] == "Z" else name)
            except OSError:
                continue  # it has ended meanwhile
        return found
