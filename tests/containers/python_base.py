"""A small image with a Python: the machine's own, with the libraries it needs, a static bash and busybox."""

import pathlib
import re
import shutil
import subprocess

# What no server needs. The caches stay: without them each probe would compile what it imports.
LEFT_OUT = shutil.ignore_patterns("test", "tests", "idlelib", "lib2to3", "tkinter", "turtledemo", "config-*")
APPLETS = ["cat", "cp", "grep", "ls", "mkdir", "mktemp", "mv", "rm", "sleep", "chmod", "touch"]


def fill(folder):
    """Puts it into `folder`, as the root of an image."""
    python = pathlib.Path(shutil.which("python3", path="/usr/bin")).resolve()
    library = pathlib.Path("/usr/lib") / python.name
    copy(python, folder)
    (folder / "usr/bin/python3").symlink_to(python.name)
    shutil.copytree(library, folder / str(library)[1:], ignore=LEFT_OUT)
    for needed in libraries([python, *library.glob("lib-dynload/*.so")]):
        copy(needed, folder)
    (folder / "bin").mkdir()
    shutil.copy("/bin/bash-static", folder / "bin/bash")
    (folder / "bin/sh").symlink_to("bash")
    shutil.copy("/bin/busybox", folder / "bin/busybox")
    for applet in APPLETS:
        (folder / "bin" / applet).symlink_to("busybox")
    (folder / "tmp").mkdir(mode=0o777)
    (folder / "tmp").chmod(0o1777)


def copy(file, folder):
    """A file to the same place below `folder`."""
    place = folder / str(file)[1:]
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(file, place)


def libraries(programs):
    """The shared libraries that these are linked with, the loader included."""
    # Some modules lack optional libraries; that is said in words, which hold no path.
    said = subprocess.run(["ldd", *map(str, programs)], capture_output=True, text=True, check=False).stdout
    return sorted({pathlib.Path(path) for path in re.findall(r"(/\S+) \(0x", said)})
