"""Writing files: folders that must be writable, and files that appear whole or not at all."""

import os
import tempfile

from guestbook import Problem


def writable_folder(folder, variable):
    """Makes a folder if need be and sees that this user can write in it.

    In a container the user is any uid with group 0, and all but the volumes may be read-only: the
    error says who we are and which variable moves the folder elsewhere.
    """
    try:
        os.makedirs(folder, exist_ok=True)
        # Asking by writing is the only honest test: access() knows neither quotas nor full disks.
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise Problem(
            f"cannot write in {folder} as uid {os.getuid()}, gid {os.getgid()}: {error.strerror};"
            f" mount a volume there that this user can write, or set {variable} to another folder"
        ) from error


def replace(target, content):
    """Writes bytes to a file by way of a rename, with the mode that the umask asks for."""
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
