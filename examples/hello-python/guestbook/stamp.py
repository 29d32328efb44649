"""The build stamp: lines of `key=value` that say what this image holds.

`deploy_env` reads it line by line with bash alone, so a probe pays no process for it.
"""

import hashlib
import os
import platform
import time

from guestbook import files

SOURCES = (".py", ".sql", ".html", ".css", ".js")


def write(target, source, release):
    """Writes the stamp and returns its lines. Without a given release the digest of the sources is
    the release, so that equal sources are equal releases."""
    release = "-".join(release.split()) or "source-" + sources_digest(source)
    # SOURCE_DATE_EPOCH is how reproducible builds settle the date.
    moment = int(os.environ.get("SOURCE_DATE_EPOCH") or time.time())
    lines = [
        f"release={release}",
        "built=" + time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment)),
        f"python={platform.python_version()}",
    ]
    files.replace(target, ("\n".join(lines) + "\n").encode("utf-8", "surrogateescape"))
    return lines


def sources_digest(source):
    """A digest over names and contents of the sources below a folder."""
    total = hashlib.sha256()
    for folder, folders, names in os.walk(source):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.endswith(SOURCES):
                location = os.path.join(folder, name)
                total.update(os.fsencode(os.path.relpath(location, source)) + b"\0")
                with open(location, "rb") as file:
                    total.update(hashlib.sha256(file.read()).digest())
    return total.hexdigest()[:12]
