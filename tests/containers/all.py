"""Runs the scenarios, prints the number of checks, and removes everything at the end, also after an interruption."""

import pathlib
import shutil
import signal
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass

import bash_image
import documents
import manifests
import python_image
import scratch_image
from checks import Checks
from engine import Broken, Engine

SCENARIOS = {
    "scratch": scratch_image.run,
    "bash": bash_image.run,
    "python": python_image.run,
    "manifests": manifests.run,
    "documents": documents.run,
}


@dataclass
class Bench:
    """The tools of a scenario."""

    bin: pathlib.Path
    static_hook: pathlib.Path
    examples: pathlib.Path
    scratch: pathlib.Path
    engine: Engine
    checks: Checks

    def directory(self, name):
        """Makes and returns a directory for the files of an image."""
        directory = self.scratch / name
        directory.mkdir(parents=True)
        return directory

    def copy_programs(self, to):
        """Copies s2ibox and its links into the directory `to`."""
        shutil.copytree(self.bin, to, symlinks=True)


def perform(bench, names):
    """Runs the scenarios with these names. If one breaks, that is a failure, and the next one runs."""
    for name in names:
        bench.checks.scenario = name
        started = time.monotonic()
        try:
            SCENARIOS[name](bench)
        except Broken as broken:
            bench.checks.that("podman does its part", False, broken)
        except Exception:  # a mistake in the test is a failure of the test
            bench.checks.that("the test itself works", False, traceback.format_exc())
        print(f"     {name}: {time.monotonic() - started:.0f} s", flush=True)


def main():
    """Reads the command line and runs the scenarios. Status 0 means that all checks passed."""
    programs, static_hook, *names = sys.argv[1:]
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    try:
        engine = Engine()
    except (Broken, OSError) as error:
        sys.exit(f"ERROR: the container tests cannot run: {error}")
    examples = pathlib.Path(__file__).resolve().parents[2] / "examples"
    checks = Checks()
    with tempfile.TemporaryDirectory(prefix="s2ibox-containers-", ignore_cleanup_errors=True) as scratch:
        pathlib.Path(scratch).chmod(0o755)
        bench = Bench(
            pathlib.Path(programs).resolve(), pathlib.Path(static_hook).resolve(), examples,
            pathlib.Path(scratch), engine, checks,
        )
        try:
            perform(bench, names or SCENARIOS)
        finally:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            engine.clean_up()
    print(f"{checks.passed} passed, {checks.failed} failed")
    sys.exit(checks.failed > 0 or checks.passed == 0)


main()
