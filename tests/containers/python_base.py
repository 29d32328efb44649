"""A small image with the Python of this machine, its libraries, a static bash and busybox."""

import pathlib
import re
import shutil
import subprocess

# Modules that no server needs. The caches stay, because without them each probe would compile its modules.
LEFT_OUT = shutil.ignore_patterns("test", "tests", "idlelib", "lib2to3", "tkinter", "turtledemo", "config-*")
APPLETS = ["cat", "cp", "grep", "ls", "mkdir", "mktemp", "mv", "rm", "sleep", "chmod", "touch"]


def fill(directory):
    """Writes the root of the image into `directory`."""
    python = pathlib.Path(shutil.which("python3", path="/usr/bin")).resolve()
    library = pathlib.Path("/usr/lib") / python.name
    copy(python, directory)
    (directory / "usr/bin/python3").symlink_to(python.name)
    shutil.copytree(library, directory / str(library)[1:], ignore=LEFT_OUT)
    for needed in libraries([python, *library.glob("lib-dynload/*.so")]):
        copy(needed, directory)
    (directory / "bin").mkdir()
    shutil.copy("/bin/bash-static", directory / "bin/bash")
    (directory / "bin/sh").symlink_to("bash")
    shutil.copy("/bin/busybox", directory / "bin/busybox")
    for applet in APPLETS:
        (directory / "bin" / applet).symlink_to("busybox")
    (directory / "tmp").mkdir(mode=0o777)
    (directory / "tmp").chmod(0o1777)


def copy(file, directory):
    """Copies a file to the same path below `directory`."""
    place = directory / str(file)[1:]
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(file, place)


def libraries(programs):
    """Returns the shared libraries of these programs, with the loader."""
    # ldd reports the missing libraries of some modules in lines without a path.
    output = subprocess.run(["ldd", *map(str, programs)], capture_output=True, text=True, check=False).stdout
    return sorted({pathlib.Path(path) for path in re.findall(r"(/\S+) \(0x", output)})
