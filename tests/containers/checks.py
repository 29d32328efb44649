"""One line a check, and how many there were of each kind."""


class Checks:
    """Counts what passed and what failed; a failure does not end the run."""

    def __init__(self):
        self.passed = 0
        self.failed = 0
        self.scenario = ""

    def that(self, what, holds, seen=""):
        """`what` must hold; if not, `seen` is shown."""
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
        """`seen` must be what was wanted."""
        return self.that(what, seen == wanted, f"wanted {wanted!r}\nseen   {seen!r}")

    def ended(self, what, result, status=0, out=None, err=None):
        """A program must have ended so; what is not named is not looked at."""
        holds = (
            result.status == status
            and (out is None or result.out == out)
            and (err is None or result.err == err)
        )
        wanted = f"wanted status {status}" + "".join(
            f", {name} {text!r}" for name, text in (("stdout", out), ("stderr", err)) if text is not None
        )
        return self.that(what, holds, f"{wanted}\n{result}")
