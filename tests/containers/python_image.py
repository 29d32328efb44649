"""The example on a builder image that is the root of this machine, built like S2I's Dockerfile mode."""

import json
import shutil
import socket

from engine import ARBITRARY_USER, RESTRICTED
from layers import Layers

SOURCE = "/opt/app-root/src"
VENV = "/opt/app-root/venv"
ENVIRONMENT = f" -----> Running {SOURCE}/.s2i/action_hooks/deploy_env\n"
# The `ENV` of the builder image. It activates its runtime with BASH_ENV, like several builder images.
BUILDER = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "HOME": SOURCE,
    "S2I_APPLICATION_PATH": "/opt/app-root",
    "S2I_SCRIPTS_PATH": "/usr/libexec/s2i",
    "BASH_ENV": f"{VENV}/bin/activate",
}


def free_port():
    """Returns a free port, because the containers share the network of the machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Image:
    """An image under construction: its layers and its variables."""

    def __init__(self, bench, layers):
        self.bench = bench
        self.layers = layers
        self.variables = {}
        self.root = None

    def options(self, **more):
        """Returns the options of `podman run` that replace the configuration of an image."""
        given = {**self.variables, **more}
        return [f"--workdir={SOURCE}", *(f"--env={name}={value}" for name, value in given.items())]

    def line_run(self, line):
        """Runs a `RUN` line in shell form, as user 1001."""
        self.root = self.layers.add()
        return self.bench.engine.once(
            str(self.root), "/bin/sh", "-c", line, options=[*self.options(), "--user=1001:0", "--rootfs"], timeout=120,
        )

    def builder(self):
        """Makes the base image: the machine, s2ibox, the builder's scripts, an application root."""
        self.root = self.layers.add()
        for program in self.bench.bin.iterdir():
            shutil.copy(program, self.root / "usr/local/bin", follow_symlinks=False)
        shutil.copytree(self.bench.examples / "builder", self.root / "usr/libexec/s2i", dirs_exist_ok=True)
        for name in ("src", "data"):
            directory = self.root / "opt/app-root" / name
            directory.mkdir(parents=True)
            directory.chmod(0o775)
        self.layers.own(self.root / "opt/app-root", 1001, 0)
        self.variables = {**BUILDER, "BASH_ENV": ""}
        result = self.line_run(f"/usr/bin/python3 -m venv --without-pip {VENV}")
        self.variables = dict(BUILDER)
        return result

    def upload(self):
        """Copies the source and the scripts with `--chown=1001:0`, and takes `ENV` from `.s2i/environment`."""
        self.root = self.layers.add()
        scripts, source = self.root / "tmp/scripts", self.root / "tmp/src"
        shutil.copytree(self.bench.examples / "hello-python", source)
        shutil.move(source / ".s2i/bin", scripts)
        for copied in (scripts, source):
            self.layers.own(copied, 1001, 0)
        lines = (source / ".s2i/environment").read_text().splitlines()
        self.variables.update(line.split("=", 1) for line in lines)

    def start(self, name, *words, **variables):
        """Starts the image as another user than that of the build. Only the volume is writable."""
        restricted = [*RESTRICTED, "--tmpfs=/opt/app-root/data:mode=0775", "--rootfs"]
        options = [*self.options(**variables), *restricted]
        return self.bench.engine.start(name, f"{self.root}:O", *words, options=options)


def run(bench):
    """Runs the scenario."""
    layers = Layers(bench.directory("layers"))
    try:
        image = Image(bench, layers)
        if assembled(bench, image):
            verified(bench, image)
            commands(bench, image)
            shell_in_front(bench, image)
    finally:
        bench.engine.clean_up_containers()
        layers.clean_up()


def assembled(bench, image):
    """Checks the build."""
    checks = bench.checks
    checks.ended("the builder image has a virtual environment", image.builder())
    image.upload()
    result = image.line_run("/tmp/scripts/assemble")
    if not checks.ended("RUN /tmp/scripts/assemble", result):
        return False
    progress = [line for line in result.out.splitlines() if line.startswith(" ----->")]
    hooks = f"{SOURCE}/.s2i/action_hooks"
    checks.equal("its progress lines", progress, [
        " -----> Running application assemble script.",
        f" -----> Running {hooks}/pre_build",
        f" -----> Running {hooks}/build_env",
        " -----> Running builder assemble script (/usr/libexec/s2i/assemble)",
        f" -----> Running {hooks}/build",
    ])
    source = image.root / "opt/app-root/src"
    checks.that("the hooks of the lower layer were taken over", (source / ".s2i/action_hooks/run").is_file()
                and not (image.root / "tmp/src/.s2i").exists())
    # The umask of 022 in the container would not let the group write.
    modes = {oct((source / name).stat().st_mode & 0o070) for name in (".", "app.py", "guestbook", ".s2i/action_hooks")}
    checks.equal("group 0 may do what the owner may", modes, {"0o70", "0o60"})
    return True


def verified(bench, image):
    """Runs `postCommit` in a new container of the image."""
    result = bench.engine.once(
        f"{image.root}:O", "s2i-verify", "--require", "--timeout", "100",
        options=[*image.options(), f"--user={ARBITRARY_USER}", "--rootfs"], timeout=120,
    )
    bench.checks.that("verify passes in a container of its own", result.status == 0 and "OK" in result.err, result)


def commands(bench, image):
    """Runs every command with `podman exec`, in an application that the entry point has started."""
    checks = bench.checks
    app = image.start("python", "s2i-entrypoint", "/bin/sh", "-c", "/tmp/scripts/run",
                      PORT=free_port(), GUESTBOOK_HOST="127.0.0.1")
    ready = app.becomes(lambda: app.exec("s2i-ready").status == 0)
    checks.that("the application becomes ready", ready, app.log())
    checks.equal("the entry point leaves no shell: it is process 1, alone", app.processes(), ["python3"])
    checks.ended("alive", result := app.exec("s2i-alive"))
    checks.that("it answers from process 1", '"pid": 1}' in result.out, result)
    checks.ended("verify, with its scratch files on the volume",
                 app.exec("s2i-verify", options=["--env=TMPDIR=/opt/app-root/data"]))
    checks.ended("setup", app.exec("s2i-setup"))
    checks.ended("migrate", app.exec("s2i-migrate"))
    checks.ended("jobs", result := app.exec("s2i-jobs", "hourly"))
    checks.that("jobs says what it runs", " -----> Executing jobs (hourly)\n" in result.out, result)
    show = "import json, os, sys; print(json.dumps([sys.prefix, os.environ['GUESTBOOK_RELEASE'], os.getuid()]))"
    result = app.exec("s2i-exec", "python3", "-c", show)
    checks.ended("exec runs the Python that BASH_ENV activates", result)
    prefix, release, user = json.loads(result.out or "[0, 0, 0]")
    checks.equal("of the virtual environment", prefix, VENV)
    checks.equal("as the arbitrary user", user, int(ARBITRARY_USER.split(":")[0]))
    checks.that("in the deploy environment", release not in ("", "unknown", 0), release)
    checks.ended("shell", app.exec("s2i-shell", options=["-i"], text='echo "$VIRTUAL_ENV"; exit 3\n'), 3, f"{VENV}\n")
    for name in ("s2i-ready", "s2i-alive"):
        result = app.exec(name, "--env-of", "1", "--timeout", "10", "--require")
        checks.that(f"{name} with --env-of 1 evaluates nothing",
                    result.status == 0 and ENVIRONMENT not in result.out, result)
    took, status = app.stop()
    checks.that(f"stop takes less than a second ({took:.2f} s)", took < 1, took)
    checks.equal("and the application ends properly", status, 0)


def shell_in_front(bench, image):
    """Runs the shell form of S2I without an entry point, to show why an entry point is needed."""
    checks = bench.checks
    app = image.start("python-shell", "/bin/sh", "-c", "/tmp/scripts/run",
                      PORT=free_port(), GUESTBOOK_HOST="127.0.0.1")
    ready = app.becomes(lambda: app.exec("s2i-ready").status == 0)
    checks.that("in shell form alone it starts as well", ready, app.log())
    checks.that("whatever /bin/sh makes of itself, nothing of s2ibox is left",
                app.processes()[-1:] == ["python3"] and not any("s2i" in it for it in app.processes()), app.processes())
