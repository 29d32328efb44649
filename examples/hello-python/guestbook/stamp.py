"""The build stamp: lines of `key=value` that describe this image.

`deploy_env` reads it line by line in bash, so a probe needs no process for it.
"""

import hashlib
import os
import platform
import time

from guestbook import files

SOURCES = (".py", ".sql", ".html", ".css", ".js")


def write(target, source, release):
    """Writes the stamp and returns its lines. If no release is given, the digest of the sources is
    the release, so that equal sources are equal releases."""
    release = "-".join(release.split()) or "source-" + sources_digest(source)
    # Reproducible builds set the date in SOURCE_DATE_EPOCH.
    moment = int(os.environ.get("SOURCE_DATE_EPOCH") or time.time())
    lines = [
        f"release={release}",
        "built=" + time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment)),
        f"python={platform.python_version()}",
    ]
    files.replace(target, ("\n".join(lines) + "\n").encode("utf-8", "surrogateescape"))
    return lines


def sources_digest(source):
    """Returns a digest of names and contents of the sources below a directory."""
    total = hashlib.sha256()
    for directory, directories, names in os.walk(source):
        directories[:] = sorted(name for name in directories if not name.startswith("."))
        for name in sorted(names):
            if name.endswith(SOURCES):
                location = os.path.join(directory, name)
                total.update(os.fsencode(os.path.relpath(location, source)) + b"\0")
                with open(location, "rb") as file:
                    total.update(hashlib.sha256(file.read()).digest())
    return total.hexdigest()[:12]
