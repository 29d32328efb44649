"""What a build engine does with a Dockerfile whose base image is this machine: a layer for each line.

The layers lie on a tmpfs, for an overlay cannot have its upper folder below its lower one.
"""

import os

from engine import Broken, run


class Layers:
    """A stack of folders over this machine's root."""

    def __init__(self, folder):
        self.folder = folder
        self.mounts = []
        self.layers = []
        self._mount("-t", "tmpfs", "-o", "mode=755", "s2ibox-tests", folder)

    def _mount(self, *words):
        result = run(["mount", *map(str, words)])
        if result.status != 0:
            raise Broken(f"mount {' '.join(map(str, words))}\n{result}")
        self.mounts.append(words[-1])

    def add(self):
        """A new layer on top; the folder in which the whole stack is seen, and written to that layer."""
        lower = ":".join([*map(str, reversed(self.layers)), "/"])
        name = f"layer-{len(self.layers)}"
        upper, work, merged = (self.folder / f"{name}-{part}" for part in ("upper", "work", "merged"))
        for made in (upper, work, merged):
            made.mkdir()
        self._mount("-t", "overlay", "-o", f"lowerdir={lower},upperdir={upper},workdir={work}", "overlay", merged)
        self.layers.append(upper)
        return merged

    def own(self, path, uid, gid):
        """Gives a tree away, as `COPY --chown` does."""
        for place, _, files in os.walk(path):
            for name in (place, *(os.path.join(place, file) for file in files)):
                os.chown(name, uid, gid, follow_symlinks=False)

    def clean_up(self):
        """Takes the mounts down again."""
        for place in reversed(self.mounts):
            run(["umount", "-l", str(place)])
