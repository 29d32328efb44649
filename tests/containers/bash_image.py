"""An image of a static bash and s2ibox, with every hook and both env hooks, and no other program."""

import shutil
import time

from engine import RESTRICTED

# The variables of `ENV` and of the hooks. This image has no `env`, no `cat` and no `sleep`.
CONTAINERFILE = """\
FROM scratch
COPY bin/ /bin/
COPY scripts/ /usr/libexec/s2i/
COPY --chown=1001:0 app-root/ /opt/app-root/
COPY --chown=1001:0 upload/ /tmp/src/
ENV PATH=/bin BASH_ENV=/opt/app-root/activate
WORKDIR /opt/app-root/src
USER 1001
RUN ["/bin/s2i-assemble"]
CMD ["/bin/s2i-run"]
"""
REPORT = 'echo "${0##*/} $ACTIVATED $DEPLOYED $(umask) $UID:${GROUPS[0]}"'
# Waits by reading from a pipe without a writer.
WAIT = "exec 3<> <(:); while :; do read -r -u 3 _; done"
SCRIPTS = {
    "scripts/assemble": "echo \"assemble $BUILT\"; shopt -s dotglob\nfor file in app; do echo \"has $file\"; done",
    "upload/app": "the application\n",
    "upload/.s2i/action_hooks/pre_build": 'echo "pre_build $ACTIVATED ${BUILT-unset}"',
    "upload/.s2i/action_hooks/build": 'echo "build $ACTIVATED $BUILT $TWICE"',
    "upload/.s2i/action_hooks/deploy": REPORT,
    "upload/.s2i/action_hooks/run": f"{REPORT}; trap 'echo ended; exit 5' TERM; echo \"ready $$\"; {WAIT}",
    "upload/.s2i/jobs/hourly/2-second": REPORT,
    "upload/.s2i/jobs/hourly/1-first": REPORT,
    "upload/.s2i/cron_jobs/hourly/3-third": REPORT,
    **{f"upload/.s2i/action_hooks/{name}": REPORT for name in ("verify", "ready", "setup", "migrate")},
    "upload/.s2i/action_hooks/alive": f'[[ $HANG ]] || {{ {REPORT}; exit; }}; {WAIT}',
}
TEXTS = {
    "upload/.s2i/action_hooks/build_env": "BUILT=built; TWICE=$BUILT$BUILT; trap 'echo \"trap of build_env\"' EXIT\n",
    "upload/.s2i/action_hooks/deploy_env": "DEPLOYED=deployed; umask 027\n"
    "if [[ ${SLOW-} ]]; then end=$((SECONDS + 3)); while ((SECONDS < end)); do :; done; fi\n",
    "app-root/activate": "export ACTIVATED=active\n",
}
SOURCE = "/opt/app-root/src"
HOOKS = f"{SOURCE}/.s2i/action_hooks"
ENVIRONMENT = f" -----> Running {HOOKS}/deploy_env\n"


def report(name):
    """Returns the line that a hook prints in the deploy environment."""
    return f"{name} active deployed 0027 1000680000:0\n"


def prepare(bench):
    """Writes the files of the image and returns their directory."""
    directory = bench.directory("bash")
    bench.copy_programs(directory / "bin")
    shutil.copy("/bin/bash-static", directory / "bin/bash")
    for below, text in {**SCRIPTS, **TEXTS}.items():
        file = directory / below
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/bash\n{text}\n" if below in SCRIPTS and below != "upload/app" else text)
        if below in SCRIPTS:
            file.chmod(0o755)
    (directory / "app-root/src").mkdir(parents=True)
    return directory


def run(bench):
    """Runs the scenario."""
    engine, checks = bench.engine, bench.checks
    directory = prepare(bench)
    built = engine.build("bash", directory, CONTAINERFILE)
    if not checks.ended("assemble works in a build", built):
        return
    lines = [line for line in built.out.splitlines() if not line.startswith(("STEP", "COMMIT", "-->"))]
    checks.that("its hooks run in order, in the build environment", "\n".join([
        " -----> Running application assemble script.",
        f" -----> Running {HOOKS}/pre_build",
        "pre_build active unset",
        f" -----> Running {HOOKS}/build_env",
        " -----> Running builder assemble script (/usr/libexec/s2i/assemble)",
        "assemble built",
        "has app",
        f" -----> Running {HOOKS}/build",
        "build active built builtbuilt",
        "trap of build_env",
    ]) in "\n".join(lines), built)
    image = engine.image("bash")

    app = engine.start("bash", image, options=RESTRICTED)
    checks.that("run becomes ready, as process 1", app.says("ready 1"), app.log())
    checks.equal("deploy and run have the deploy environment", app.log(), (
        " -----> Running application run script.\n" + ENVIRONMENT
        + f" -----> Running {HOOKS}/deploy\n" + report("deploy")
        + f" -----> Running {HOOKS}/run\n" + report("run") + "ready 1\n"
    ))
    for name in ("verify", "setup", "migrate"):
        checks.ended(f"exec {name}", app.exec(f"s2i-{name}"), 0,
                     f"{ENVIRONMENT} -----> Running {HOOKS}/{name}\n{report(name)}", "")
    for name in ("ready", "alive"):
        checks.ended(f"exec {name}", app.exec(f"s2i-{name}"), 0, ENVIRONMENT + report(name), "")
    jobs = [("cron_jobs", "3-third"), ("jobs", "1-first"), ("jobs", "2-second")]
    checks.ended("exec jobs, in their order", app.exec("s2i-jobs", "hourly"), 0, (
        ENVIRONMENT + " -----> Executing jobs (hourly)\n"
        + "".join(f" -----> Running {SOURCE}/.s2i/{kind}/hourly/{job}\n{report(job)}" for kind, job in jobs)
    ), "")
    show = 'echo "$DEPLOYED $(umask) $HOME_MADE"'
    checks.ended("exec exec", app.exec("s2i-exec", "bash", "-c", show), 0, "deployed 0027 \n", "")
    checks.ended("exec shell", app.exec("s2i-shell", options=["-i"], text=f"{show}; exit 6\n"), 6, "deployed 0027 \n")
    checks.ended("powershift image exec", app.exec("powershift", "image", "exec", "bash", "-c", show), 0,
                 "deployed 0027 \n", "")

    checks.ended("--env-of 1 evaluates nothing; umask does not come", app.exec("s2i-ready", "--env-of", "1"), 0,
                 "ready active deployed 0022 1000680000:0\n", "")
    other = app.exec("s2i-ready", "--env-of", "1", options=["--user=1001:0"])
    checks.ended("another user may not read it: the environment is set up as usual, with a note", other, 0,
                 ENVIRONMENT + "ready active deployed 0027 1001:0\n",
                 "NOTE: the environment of process 1 is not taken: /proc/1/environ: Permission denied (os error 13); "
                 "it is set up anew\n")
    checks.ended("a name that only the caller has is added, and can be overridden",
                 app.exec("s2i-exec", "--env-of", "1", "bash", "-c", show, options=["-e", "HOME_MADE=yes"]), 0,
                 "deployed 0022 yes\n", "")
    slow = ["-e", "SLOW=1"]
    costs = {}
    for option in ((), ("--env-of", "1")):
        started = time.monotonic()
        app.exec("s2i-ready", *option, options=slow)
        costs[option] = time.monotonic() - started
    plain, taken = costs.values()
    checks.that(f"--env-of 1 does not pay for a slow deploy_env ({taken:.2f} s instead of {plain:.2f} s)",
                plain > 2 > 1.5 > taken, costs)

    before = app.processes()
    result = app.exec("s2i-alive", "--timeout", "0.5", options=["-e", "HANG=1"])
    checks.that("a hanging hook is cut off", result.status == 124 and "while its hook was running" in result.err, result)
    result = app.exec("s2i-alive", "--timeout", "0.5", options=["-e", "SLOW=1"])
    checks.that("a hanging environment is cut off",
                result.status == 124 and "while its environment was being set up" in result.err, result)
    checks.equal("they leave no process behind", app.processes(), before)
    took, status = app.stop()
    checks.that(f"stop takes less than a second ({took:.2f} s)", took < 1, took)
    checks.equal("with the application's status", status, 5)

    init(bench, image)
    container_user(bench, image)


def init(bench, image):
    """Checks orphans, with and without an init."""
    checks = bench.checks
    # Its children lose their parents and die.
    orphans = f'for i in {{1..5}}; do bash -c "bash -c : & :"; done; echo orphaned; {WAIT}'
    app = bench.engine.start("bash-init", image, "s2i-exec", "--init=group", "bash", "-c", orphans, options=RESTRICTED)
    checks.that("a program that makes orphans runs", app.says("orphaned"), app.log())
    checks.equal("--init reaps them", app.processes(), ["s2i-exec", "bash"])
    took, status = app.stop()
    checks.that(f"--init passes TERM on ({took:.2f} s)", took < 1, took)
    checks.equal("and ends with 128+15", status, 143)


def container_user(bench, image):
    """Checks a builder's script that gives the user a name, which needs a writable root."""
    engine, checks = bench.engine, bench.checks
    script = "/opt/app-root/etc/generate_container_user"
    directory = bench.directory("bash-user")
    (directory / "script").write_text('echo "default:x:$UID:0::/:/bin/bash" >>/etc/passwd\n')
    engine.build("bash-user", directory, f"FROM {image}\nCOPY --chown=1001:0 script {script}\n")
    app = engine.start("bash-user", engine.image("bash-user"), options=RESTRICTED)
    checks.that("where the container user script fails, the application starts", app.says("ready 1"), app.log())
    warned = app.exec("s2i-ready")
    checks.that("with a warning", warned.status == 0 and "WARNING: " in warned.err and script in warned.err, warned)
    checks.ended("--env-of 1 does not try it again", app.exec("s2i-ready", "--env-of", "1"), 0,
                 "ready active deployed 0022 1000680000:0\n", "")
