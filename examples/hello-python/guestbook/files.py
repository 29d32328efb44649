"""Writing files: directories that must be writable, and files that are complete or absent."""

import os
import tempfile

from guestbook import Problem


def writable_directory(directory, variable):
    """Makes a directory if it does not exist, and checks that this user can write in it.

    In a container the user is an arbitrary uid with group 0, and everything but the volumes may be
    read-only. The error names the user, and the variable that sets the directory.
    """
    try:
        os.makedirs(directory, exist_ok=True)
        # Writes a file, because access() knows neither quotas nor full disks.
        with tempfile.TemporaryFile(dir=directory):
            pass
    except OSError as error:
        raise Problem(
            f"cannot write in {directory} as uid {os.getuid()}, gid {os.getgid()}:"
            f" {error.strerror}; mount a volume there that this user can write, or set {variable}"
            " to another directory"
        ) from error


def replace(target, content):
    """Writes bytes to a file by a rename, with the mode that the umask allows."""
    scratch = f"{target}.new-{os.getpid()}"
    try:
        with open(scratch, "xb") as file:
            file.write(content)
        os.replace(scratch, target)
    except OSError as error:
        try:
            os.unlink(scratch)
        except OSError:
            pass
        raise Problem(f"cannot write {target}: {error.strerror}") from error
