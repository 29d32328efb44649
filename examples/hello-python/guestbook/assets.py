"""The static files: collected at build time under names that hold a digest of their content.

A browser may keep such a file for ever, because other content has another name. `manifest.json`
maps the plain names, which pages use, to the names with a digest.
"""

import hashlib
import json
import os

from guestbook import Problem, files

MANIFEST = "manifest.json"


def collect(source, target):
    """Copies the files of a directory into `target`, removes the files of an earlier build, and
    returns the manifest. It removes only files that an earlier manifest lists."""
    files.writable_directory(target, "GUESTBOOK_STATIC")
    try:
        outdated = set(load(target).values())
    except Problem:
        outdated = set()
    manifest = {}
    for name in sorted(os.listdir(source)):
        with open(os.path.join(source, name), "rb") as file:
            content = file.read()
        stem, extension = os.path.splitext(name)
        manifest[name] = f"{stem}.{digest(content)}{extension}"
        files.replace(os.path.join(target, manifest[name]), content)
    listing = json.dumps(manifest, indent=1, sort_keys=True) + "\n"
    files.replace(os.path.join(target, MANIFEST), listing.encode())
    for name in outdated - set(manifest.values()):
        try:
            os.unlink(os.path.join(target, name))
        except FileNotFoundError:
            pass
    return manifest


def load(directory):
    """Returns the manifest of a directory, which maps plain names to names with a digest."""
    listing = os.path.join(directory, MANIFEST)
    try:
        with open(listing, encoding="utf-8") as file:
            manifest = json.load(file)
    except FileNotFoundError as error:
        raise Problem(
            f"no static files at {directory}; the build hook collects them: build again, and give"
            " GUESTBOOK_STATIC the same value as in the build"
        ) from error
    except (OSError, ValueError) as error:
        raise Problem(f"cannot read {listing}: {error}") from error
    if not all(name == os.path.basename(name) for name in manifest.values()):
        raise Problem(f"{listing} names a file outside its directory; build again")
    return manifest


def check(directory):
    """Checks that every file of the manifest exists and has the content that its name promises.
    Returns the number of files."""
    manifest = load(directory)
    for name in manifest.values():
        location = os.path.join(directory, name)
        try:
            with open(location, "rb") as file:
                content = file.read()
        except OSError as error:
            raise Problem(f"cannot read {location}: {error.strerror}; build again") from error
        if f".{digest(content)}." not in name:
            raise Problem(f"{location} is not what was built; build again")
    return len(manifest)


def digest(content):
    """Returns the digest for the name of a file with this content."""
    return hashlib.sha256(content).hexdigest()[:12]
