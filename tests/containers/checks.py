"""Prints one line for each check, and counts them."""


class Checks:
    """Counts the checks that passed and failed. A failure does not end the run."""

    def __init__(self):
        self.passed = 0
        self.failed = 0
        self.scenario = ""

    def that(self, what, holds, seen=""):
        """Checks a condition. If it is false, `seen` is printed."""
        if holds:
            self.passed += 1
            print(f"ok   {self.scenario}: {what}", flush=True)
        else:
            self.failed += 1
            print(f"FAIL {self.scenario}: {what}", flush=True)
            for line in str(seen).splitlines():
                print(f"     | {line}", flush=True)
        return holds

    def equal(self, what, seen, wanted):
        """Checks that `seen` is the expected value."""
        return self.that(what, seen == wanted, f"wanted {wanted!r}\nseen   {seen!r}")

    def ended(self, what, result, status=0, out=None, err=None):
        """Checks how a program has ended. Values that are not given are not checked."""
        holds = (
            result.status == status
            and (out is None or result.out == out)
            and (err is None or result.err == err)
        )
        wanted = f"wanted status {status}" + "".join(
            f", {name} {text!r}" for name, text in (("stdout", out), ("stderr", err)) if text is not None
        )
        return self.that(what, holds, f"{wanted}\n{result}")
