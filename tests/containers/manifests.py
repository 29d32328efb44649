"""The manifests of `examples/kubernetes`: checks them and runs them."""

import copy
import json
import shutil
import time

import kubernetes_validate
import yaml

import python_base
from engine import ARBITRARY_USER, Container
from kubelet import Kubelet
from python_image import SOURCE, free_port

# The image of examples/builder/Containerfile, on a base image that is made here.
BUILDER_IMAGE = """\
FROM scratch
COPY root/ /
COPY bin/ /usr/local/bin/
COPY builder/ /usr/libexec/s2i/
ENV PATH=/usr/local/bin:/usr/bin:/bin HOME=/opt/app-root/src S2I_SCRIPTS_PATH=/usr/libexec/s2i
RUN mkdir -p /opt/app-root/src /opt/app-root/data && busybox chown -R 1001:0 /opt/app-root && chmod -R g=u /opt/app-root
WORKDIR /opt/app-root/src
USER 1001
"""
# The lines of S2I's Dockerfile mode.
APPLICATION_IMAGE = """\
FROM {builder}
ENV {environment}
COPY --chown=1001:0 upload/scripts /tmp/scripts
COPY --chown=1001:0 upload/src /tmp/src
USER 1001
RUN /tmp/scripts/assemble
CMD /tmp/scripts/run
"""
# An alive hook that a file on the volume controls, so that a test can make it fail or hang.
TROUBLED_IMAGE = """\
FROM {application}
COPY --chown=1001:0 --chmod=0775 alive {source}/.s2i/action_hooks/alive
"""
TROUBLED_ALIVE = """\
#!/bin/bash
cd -- "$GUESTBOOK_DATA"
[[ ! -e failing ]] || exit 1
[[ ! -e hanging ]] || { sleep 600 & trap '' TERM; sleep 600; wait; }
exec python3 "$S2I_SOURCE_PATH/manage.py" probe alive
"""


def run(bench):
    """Runs the scenario."""
    documents = {
        file.name: list(yaml.safe_load_all(file.read_text())) for file in (bench.examples / "kubernetes").glob("*.yaml")
    }
    validate(bench.checks, documents)
    openshift(bench, documents["openshift.yaml"])
    if images(bench):
        cluster = Cluster(bench)
        try:
            deployment(bench, cluster, documents["deployment.yaml"])
            cron_job(bench, cluster, documents["cronjob.yaml"])
        finally:
            cluster.down()


def validate(checks, documents):
    """Checks the manifests against the schemas of Kubernetes, which do not have the kinds of OpenShift."""
    for file, contents in sorted(documents.items()):
        for document in contents:
            name = f"{document['kind']} {document['metadata']['name']} ({file})"
            if "openshift.io" in document["apiVersion"]:
                continue
            try:
                kubernetes_validate.validate(document, "1.29", strict=True)
                checks.that(f"{name} is valid", True)
            except kubernetes_validate.ValidationError as error:
                checks.that(f"{name} is valid", False, f"{error.path}: {error.message}")


def openshift(bench, documents):
    """Checks the kinds of OpenShift without a schema: the references, and the command of postCommit."""
    checks = bench.checks
    kinds = {document["kind"]: document for document in documents}
    checks.equal("the kinds for OpenShift", {kind: it["apiVersion"] for kind, it in kinds.items()}, {
        "ImageStream": "image.openshift.io/v1", "BuildConfig": "build.openshift.io/v1",
    })
    spec = kinds["BuildConfig"]["spec"]
    known = {"source", "strategy", "postCommit", "output", "triggers", "runPolicy", "resources", "nodeSelector",
             "successfulBuildsHistoryLimit", "failedBuildsHistoryLimit", "revision", "serviceAccount",
             "completionDeadlineSeconds", "mountTrustedCA"}
    checks.equal("the BuildConfig has no field that there is not", set(spec) - known, set())
    checks.equal("it builds from source", spec["strategy"]["type"], "Source")
    checks.equal("into the ImageStream", spec["output"]["to"],
                 {"kind": "ImageStreamTag", "name": kinds["ImageStream"]["metadata"]["name"] + ":latest"})
    program, *options = spec["postCommit"]["command"]
    checks.that("postCommit is a command of ours", (bench.bin / program).exists(), program)
    hook = bench.examples / "hello-python/.s2i/action_hooks" / program.removeprefix("s2i-")
    checks.that("whose hook the example has", hook.is_file(), hook)
    checks.that("with options that it knows", options == ["--require", "--timeout", "300"], options)


def builder(bench):
    """Builds the builder image."""
    directory = bench.directory("builder")
    python_base.fill(directory / "root")
    bench.copy_programs(directory / "bin")
    shutil.copytree(bench.examples / "builder", directory / "builder")
    return bench.checks.ended("the builder image can be built", bench.engine.build("builder", directory, BUILDER_IMAGE))


def images(bench):
    """Builds the builder image, the example on it, and the example with an alive hook that can fail."""
    engine, checks = bench.engine, bench.checks
    builder(bench)
    directory = bench.directory("application")
    upload = directory / "upload/src"
    shutil.copytree(bench.examples / "hello-python", upload)
    shutil.move(upload / ".s2i/bin", directory / "upload/scripts")
    lines = (upload / ".s2i/environment").read_text().splitlines()
    environment = " ".join(f'{name}="{value}"' for name, value in (line.split("=", 1) for line in lines))
    containerfile = APPLICATION_IMAGE.format(builder=engine.image("builder"), environment=environment)
    checks.ended("an S2I build of the example works on it", engine.build("application", directory, containerfile))
    directory = bench.directory("troubled")
    (directory / "alive").write_text(TROUBLED_ALIVE)
    containerfile = TROUBLED_IMAGE.format(application=engine.image("application"), source=SOURCE)
    return checks.ended("its alive hook can be replaced", engine.build("troubled", directory, containerfile))


class Cluster:
    """Runs manifests, with the changes of a cluster: image, user, volume, network."""

    def __init__(self, bench):
        self.bench = bench
        self.engine = bench.engine
        self.volume = f"{self.engine.name}-data"
        self.played = []

    def changed(self, pod, name, port):
        """Returns the spec of a pod for this machine."""
        pod = copy.deepcopy(pod)
        pod["hostNetwork"] = True
        user, group = map(int, ARBITRARY_USER.split(":"))
        for container in pod.get("initContainers", []) + pod["containers"]:
            container["image"] = self.engine.image("troubled")
            # OpenShift assigns these.
            container["securityContext"].update(runAsUser=user, runAsGroup=group)
            container.setdefault("env", []).extend([
                {"name": "PORT", "value": str(port)}, {"name": "GUESTBOOK_HOST", "value": "127.0.0.1"},
            ])
            container.pop("ports", None)
            # podman would start systemd timers for them; the kubelet of the test reads them from the manifest.
            for kind in ("startupProbe", "readinessProbe", "livenessProbe"):
                container.pop(kind, None)
        for volume in pod["volumes"]:
            volume["persistentVolumeClaim"]["claimName"] = self.volume
        # An init container stays after its end, to keep its log. podman 4.3 fails to remove it at once, and takes 20 s
        # to notice its end.
        metadata = {
            "name": f"{self.engine.name}-{name}",
            "annotations": {"io.podman.annotations.init.container.type": "always"},
        }
        return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": pod}

    def play(self, name, *documents):
        """Runs `podman kube play`."""
        file = self.bench.scratch / f"{name}.json.yaml"
        file.write_text("\n---\n".join(map(json.dumps, documents)))
        self.played.append(file)
        return self.engine.podman("kube", "play", str(file), timeout=120)

    def down(self):
        """Removes everything that was started."""
        for file in reversed(self.played):
            self.engine.podman("kube", "down", str(file), timeout=60)
        self.engine.podman("volume", "rm", "-f", self.volume)


def deployment(bench, cluster, documents):
    """Runs the Deployment and its claim: the start, the probes, a failing and a hanging hook."""
    checks, engine = bench.checks, bench.engine
    claim, deployed = documents
    claim["metadata"]["name"] = cluster.volume
    pod = deployed["spec"]["template"]["spec"]
    spec = pod["containers"][0]
    port = free_port()
    result = cluster.play("app", claim, cluster.changed(pod, "app", port))
    if not checks.ended("kube play starts the Deployment's pod", result):
        return
    name = f"{engine.name}-app"
    migrate = Container(engine, f"{name}-{pod['initContainers'][0]['name']}")
    checks.that("the init container has migrated before", migrate.state("ExitCode") == "0" and
                f" -----> Running {SOURCE}/.s2i/action_hooks/migrate\n" in migrate.log(), migrate.log())
    app = Container(engine, f"{name}-{spec['name']}")

    kubelet = Kubelet(app, spec, pod["terminationGracePeriodSeconds"])
    checks.that("the startup probe turns green", kubelet.until(lambda it: it.started), kubelet.report() + app.log())
    green = kubelet.until(lambda it: it.ready and it.probes["liveness"].passes)
    checks.that("then readiness and liveness", green and kubelet.restarts == 0, kubelet.report())
    checks.that("with the environment of process 1, nothing evaluated",
                kubelet.answers and not any("deploy_env" in str(answer) for answer in kubelet.answers), kubelet.report())
    checks.equal("the application is process 1, alone", app.processes(), ["python3"])
    checks.ended("it is a real one: setup works", app.exec("s2i-setup"))

    first, restarts = app.state("Pid"), kubelet.restarts
    trouble(app, "touch", "failing")
    checks.that("an alive hook that starts to fail leads to a restart", kubelet.until(lambda it: it.restarts > restarts),
                kubelet.report())
    failures = [answer for answer in kubelet.answers if answer.kind == "liveness" and not answer.passed]
    checks.equal("after as many failures as the manifest says", len(failures), spec["livenessProbe"]["failureThreshold"])
    checks.that("it is another process", app.state("Pid") not in (first, "0"), first)
    trouble(app, "rm", "failing")
    checks.that("and turns green again", kubelet.until(lambda it: it.ready and it.probes["liveness"].passes),
                kubelet.report())

    hanging(checks, app, kubelet, spec)


def trouble(app, *words):
    """Changes the file on the volume that controls the hook."""
    app.exec("s2i-exec", "sh", "-c", f"{words[0]} \"$GUESTBOOK_DATA/{words[1]}\"")


def hanging(checks, app, kubelet, spec):
    """Checks a hook that hangs and ignores TERM."""
    before, restarts = app.processes(), kubelet.restarts
    trouble(app, "touch", "hanging")
    hung = kubelet.until(lambda it: any(answer.kind == "liveness" and not answer.passed for answer in it.answers))
    answer = kubelet.answers[-1] if kubelet.answers else None
    checks.that("an alive hook that hangs is cut off, by us before the kubelet does it",
                hung and answer.result.status == 124 and answer.took < spec["livenessProbe"]["timeoutSeconds"],
                kubelet.report())
    time.sleep(0.2)
    checks.equal("and leaves no process behind", app.processes(), before)
    checks.that("the application stays ready meanwhile", kubelet.ready, kubelet.report())
    checks.that("it leads to a restart in the end", kubelet.until(lambda it: it.restarts > restarts), kubelet.report())
    trouble(app, "rm", "hanging")
    checks.that("after which it turns green again", kubelet.until(lambda it: it.ready), kubelet.report())


def cron_job(bench, cluster, documents):
    """Runs the pod of the CronJob once, on the same volume, because podman has no schedule for it."""
    checks, engine = bench.checks, bench.engine
    pod = documents[0]["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    checks.ended("kube play starts the CronJob's pod", cluster.play("jobs", cluster.changed(pod, "jobs", free_port())))
    jobs = Container(engine, f"{engine.name}-jobs-{pod['containers'][0]['name']}")
    jobs.becomes(lambda: False)
    checks.equal("its jobs succeed", jobs.state("ExitCode"), "0")
    checks.that("they ran on the volume of the application", (
        " -----> Executing jobs (hourly)\n"
        f" -----> Running {SOURCE}/.s2i/jobs/hourly/expire-notes\n"
    ) in jobs.log(), jobs.log())
