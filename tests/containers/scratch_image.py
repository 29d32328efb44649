"""An image of static programs: s2ibox and one application, without a shell or a C library."""

import shutil

from engine import RESTRICTED

CONTAINERFILE = """\
FROM scratch
COPY bin/ /bin/
COPY --chown=1001:0 src/ /opt/app-root/src/
ENV PATH=/bin HOOK_deploy="say deploying" HOOK_run="ids; pid; trap; ready; until SIGTERM; exit 4" \\
    HOOK_ready="env S2I_MARKERS_ENVIRON" HOOK_alive="ids; exit 3" HOOK_setup="sleep" HOOK_tool="env OWN; pid" \\
    HOOK_job="say job"
WORKDIR /opt/app-root/src
USER 1001
ENTRYPOINT ["/bin/s2i-entrypoint"]
CMD /bin/s2i-run
"""
HOOKS = "/opt/app-root/src/.s2i/action_hooks"


def run(bench):
    """Runs the scenario."""
    engine, checks = bench.engine, bench.checks
    directory = bench.directory("scratch")
    bench.copy_programs(directory / "bin")
    shutil.copy(bench.static_hook, directory / "bin/tool")
    hooks = directory / "src/.s2i/action_hooks"
    jobs = directory / "src/.s2i/jobs/hourly"
    for place in (hooks, jobs):
        place.mkdir(parents=True)
    for name in ("deploy", "run", "ready", "alive", "setup"):
        shutil.copy(bench.static_hook, hooks / name)
    shutil.copy(bench.static_hook, jobs / "job")
    if not checks.ended("the image can be built", result := engine.build("scratch", directory, CONTAINERFILE)):
        return
    image = engine.image("scratch")

    app = engine.start("scratch", image, options=[*RESTRICTED, "-e", "OWN=application"])
    checks.that("run becomes ready", app.says("ready (pid: 1)"), app.log())
    checks.equal("run is process 1, of an arbitrary user, through the entry point without a shell", app.log(), (
        " -----> Running application run script.\n"
        f" -----> Running {HOOKS}/deploy\n"
        "deploying\n"
        f" -----> Running {HOOKS}/run\n"
        "run runs as 1000680000:0\nrun is process 1\nready (pid: 1)\n"
    ))
    checks.equal("nothing else runs", app.processes(), ["run"])
    result = app.exec("s2i-ready")
    checks.that("exec ready passes, in the deploy environment",
                result.status == 0 and result.out.startswith("S2I_MARKERS_ENVIRON=") and "unset" not in result.out, result)
    own = app.exec("s2i-ready", "--env-of", "1")
    again = app.exec("s2i-ready", "--env-of", "1")
    checks.that("--env-of 1 gives the application's own marker, each time",
                own.status == 0 and own.out == again.out and own.out.startswith("S2I_MARKERS_ENVIRON="), own)
    checks.ended("exec alive gives the hook's status", app.exec("s2i-alive"), 3, "alive runs as 1000680000:0\n", "")
    result = app.exec("s2i-exec", "tool", options=["-e", "OWN=caller"])
    checks.that("exec runs a command", result.status == 0 and result.out.startswith("OWN=caller\n"), result)
    result = app.exec("s2i-exec", "--env-of", "1", "tool", options=["-e", "OWN=caller"])
    checks.that("with --env-of 1 the application's value wins", result.out.startswith("OWN=application\n"), result)
    checks.ended("a missing hook passes", app.exec("s2i-verify"), 0, "", "")
    checks.ended("a missing hook fails with --require", app.exec("s2i-verify", "--require"), 1, "", (
        f"ERROR: hook {HOOKS}/verify is missing, and --require (or S2I_REQUIRE_HOOKS) asks for it; "
        "add it to the image, or do without --require\n"
    ))
    checks.ended("jobs runs them", app.exec("s2i-jobs", "hourly"), 0, (
        " -----> Executing jobs (hourly)\n"
        " -----> Running /opt/app-root/src/.s2i/jobs/hourly/job\njob\n"
    ), "")
    checks.ended("there is no shell", app.exec("s2i-shell"), 127)
    result = app.exec("s2i-alive", "--timeout", "0.5", options=["-e", "HOOK_alive=sleep"])
    checks.that("a hanging probe is cut off", result.status == 124 and "was stopped after 0.5 s" in result.err, result)
    checks.equal("and leaves no process behind", app.processes(), ["run"])
    took, status = app.stop()
    checks.that(f"stop takes less than a second ({took:.2f} s)", took < 1, took)
    checks.equal("with the application's status", status, 4)
    checks.that("which got TERM once", app.log().endswith("ready (pid: 1)\nrun got SIGTERM\n"), app.log())

    stubborn = ["-e", "HOOK_run=ready; sleep", "-e", "S2I_INIT=1"]
    app = engine.start("scratch-init", image, options=[*RESTRICTED, *stubborn])
    checks.that("with S2I_INIT=1 the application is a child", app.says("ready (pid: "), app.log())
    took, status = app.stop()
    checks.equal("and TERM ends one that handles nothing", status, 143)
    checks.that(f"in less than a second ({took:.2f} s)", took < 1, took)

    directory = bench.directory("scratch-env")
    (directory / "deploy_env").write_text("A=1\n")
    engine.build("scratch-env", directory, f"FROM {image}\nCOPY deploy_env {HOOKS}/deploy_env\n")
    checks.ended(
        "a deploy_env without bash is an error",
        engine.once(engine.image("scratch-env"), options=RESTRICTED), 127,
        " -----> Running application run script.\n",
        f"ERROR: env hook {HOOKS}/deploy_env must be sourced by bash, but there is neither "
        "/bin/bash nor a bash on PATH; add bash to the image, or set S2I_BASH to where it is\n",
    )
