"""Builds like an engine with a Dockerfile whose base image is this machine: with a layer for each line.

The layers lie on a tmpfs, because an overlay cannot have its upper directory below its lower one.
"""

import os

from engine import Broken, run


class Layers:
    """A stack of directories on top of the root of this machine."""

    def __init__(self, directory):
        self.directory = directory
        self.mounts = []
        self.layers = []
        self._mount("-t", "tmpfs", "-o", "mode=755", "s2ibox-tests", directory)

    def _mount(self, *words):
        result = run(["mount", *map(str, words)])
        if result.status != 0:
            raise Broken(f"mount {' '.join(map(str, words))}\n{result}")
        self.mounts.append(words[-1])

    def add(self):
        """Adds a layer, and returns the directory with the complete stack; writes go to the new layer."""
        lower = ":".join([*map(str, reversed(self.layers)), "/"])
        name = f"layer-{len(self.layers)}"
        upper, work, merged = (self.directory / f"{name}-{part}" for part in ("upper", "work", "merged"))
        for made in (upper, work, merged):
            made.mkdir()
        self._mount("-t", "overlay", "-o", f"lowerdir={lower},upperdir={upper},workdir={work}", "overlay", merged)
        self.layers.append(upper)
        return merged

    def own(self, path, uid, gid):
        """Changes the owner of a tree, as `COPY --chown` does."""
        for place, _, files in os.walk(path):
            for name in (place, *(os.path.join(place, file) for file in files)):
                os.chown(name, uid, gid, follow_symlinks=False)

    def clean_up(self):
        """Removes the mounts."""
        for place in reversed(self.mounts):
            run(["umount", "-l", str(place)])
