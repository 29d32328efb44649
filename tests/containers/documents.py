"""Builds the Containerfiles of the documentation, and checks its manifests against the schemas of Kubernetes.

`tests/tests/documents` runs all other blocks, and the commands in the manifests.
"""

import re
import shutil

import kubernetes_validate
import yaml

import manifests

# The base images of the documentation, and their replacements here.
BASES = {
    "registry.access.redhat.com/ubi9/python-312": "bare",
    "registry.access.redhat.com/ubi9/nodejs-22": "bare",
    "registry.access.redhat.com/ubi9/openjdk-21": "java",
    "localhost/python-builder": "builder",
    "localhost/s2ibox": "s2ibox",
}
# A builder image without s2ibox, and one with its scripts and source in other directories.
BARE_IMAGE = "FROM {builder}\nUSER 0\nRUN rm /usr/local/bin/s2ibox /usr/local/bin/s2i-* /usr/local/bin/powershift\nUSER 1001\n"
JAVA_IMAGE = """\
FROM {bare}
USER 0
RUN mkdir -p /usr/local/s2i /home/jboss /deployments && mv /usr/libexec/s2i/assemble /usr/libexec/s2i/run /usr/local/s2i/
WORKDIR /home/jboss
USER 185
"""
S2IBOX_IMAGE = "FROM scratch\nCOPY bin/ /bin/\n"
# The allowed fields of a BuildConfig, for which there is no schema.
BUILD_FIELDS = {"postCommit": {"command", "args", "script"}}
CONTAINER = {"name": "app", "image": "my-app"}


def run(bench):
    """Runs the scenario."""
    found = {"Dockerfile": [], "yaml": []}
    top = bench.examples.parent
    for page in [top / "README.md", *sorted(top.glob("docs/*.md")), *sorted(top.glob("examples/*/README.md"))]:
        for block in re.finditer(r"^```(Dockerfile|yaml)\n(.*?)^```$", page.read_text(), re.M | re.S):
            line = page.read_text()[: block.start()].count("\n") + 1
            found[block[1]].append((f"{page.relative_to(top)}:{line}", block[2]))
    bench.checks.that("there are Containerfiles and manifests in the documents", all(found.values()), found)
    for where, text in found["yaml"]:
        bench.checks.equal(f"the manifest of {where} is valid", manifest_fault(text), None)
    planted = "readinessProbe:\n  exec: {comand: [s2i-ready]}\n"
    bench.checks.that("a wrong field would be found", manifest_fault(planted) is not None)
    if images(bench):
        directory = context(bench)
        planted = f"FROM {bench.engine.image('builder')}\nRUN s2ibox install --bilder /tmp\n"
        bench.checks.that("a wrong option would be found", bench.engine.build("planted", directory, planted).status != 0)
        for number, (where, text) in enumerate(found["Dockerfile"]):
            containerfile(bench, directory, f"document-{number}", where, text)


def manifest_fault(text):
    """Returns the fault of a manifest or of a part of one; None if there is none."""
    document = yaml.safe_load(text)
    if isinstance(document, list):
        return None if all(set(step) == {"run"} for step in document) else "no steps of a workflow"
    if "apiVersion" not in document:
        spec = document.get("spec", {})
        if set(spec) & set(BUILD_FIELDS):
            wrong = [field for name, fields in spec.items() for field in set(fields) - BUILD_FIELDS[name]]
            return wrong or None
        document = deployment(spec["template"]["spec"] if spec else {"containers": [{**CONTAINER, **document}]})
    try:
        kubernetes_validate.validate(document, "1.29", strict=True)
    except kubernetes_validate.ValidationError as error:
        return f"{list(error.path)}: {error.message}"
    return None


def deployment(pod):
    """Returns a Deployment of this pod."""
    return {
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "my-app"},
        "spec": {
            "selector": {"matchLabels": {"app": "my-app"}},
            "template": {"metadata": {"labels": {"app": "my-app"}}, "spec": pod},
        },
    }


def images(bench):
    """Builds the base images of the documentation."""
    engine = bench.engine
    if not engine.images(engine.image("builder")) and not manifests.builder(bench):
        return False
    directory = bench.directory("s2ibox")
    bench.copy_programs(directory / "bin")
    built = [
        engine.build("s2ibox", directory, S2IBOX_IMAGE),
        engine.build("bare", bench.directory("bare"), BARE_IMAGE.format(builder=engine.image("builder"))),
        engine.build("java", bench.directory("java"), JAVA_IMAGE.format(bare=engine.image("bare"))),
    ]
    return all([bench.checks.ended("an image to build on", result) for result in built])


def context(bench):
    """Makes and returns the build context: the necessary part of this repository, after `make build`."""
    directory = bench.directory("documents")
    (directory / "dist").mkdir()
    bench.copy_programs(directory / "dist/bin")
    shutil.copy(bench.bin / "s2ibox", directory / "dist")
    shutil.copytree(bench.examples / "hello-python", directory / "examples/hello-python")
    hooks = directory / "src/.s2i/action_hooks"
    hooks.mkdir(parents=True)
    for name in ("run", "ready"):
        shutil.copy(bench.static_hook, hooks / name)
    return directory


def containerfile(bench, directory, name, where, text):
    """Builds a Containerfile on the replacement of its base image, and runs a command of s2ibox in the image."""
    engine, checks = bench.engine, bench.checks
    if not re.search("^FROM ", text, re.M):
        text = f"FROM localhost/python-builder\n{text}"
    used = re.findall(r"^FROM (\S+)", text, re.M) + re.findall(r"--from=(\S+)", text)
    unknown = set(used) - set(BASES) - {"scratch"}
    if not checks.equal(f"{where} is built on what is known here", unknown, set()):
        return
    image_of = {base: engine.image(name) for base, name in BASES.items()}
    text = re.sub(r"(^FROM |--from=)(\S+)", lambda found: found[1] + image_of.get(found[2], found[2]), text, flags=re.M)
    if not checks.ended(f"{where} can be built", engine.build(name, directory, text)):
        return
    image = engine.image(name)
    checks.ended(f"{where}: s2i-setup works in it", engine.once("--entrypoint=[\"s2i-setup\"]", image))
    if "--builder" in text:
        scripts = "/usr/local/s2i" if "/usr/local/s2i" in text else "/usr/libexec/s2i"
        result = engine.once(f"--entrypoint=[\"{scripts}/assemble\", \"--version\"]", image)
        checks.that(f"{where}: s2ibox stands in front of the builder's scripts", result.out.startswith("s2i"), result)
