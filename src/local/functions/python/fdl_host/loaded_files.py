"""Which files the function has loaded, and how they were."""

import os
import sys
import time

MAX_FILES = 5000
stat, stdlib = os.stat, os.path.dirname(os.__file__)
own = os.path.dirname(__file__)


class LoadedFiles:
    def __init__(self):
        self.since = time.time() * 1000
        self.modules = 0
        self.known = set()

    def news(self):
        """Rows of path, time of change in milliseconds and size, of what was loaded since this was last asked."""
        if len(sys.modules) == self.modules:
            return []
        self.modules = len(sys.modules)
        files = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
        new = [file for file in files - self.known if is_code(file)]
        self.known |= files
        rows = [self.row(file) for file in new[:MAX_FILES]]
        self.since = time.time() * 1000
        return [row for row in rows if row]

    def row(self, file):
        try:
            found = stat(file)
        except OSError:
            return None
        # As Node computes it.
        modified = found.st_mtime_ns // 10**9 * 1e3 + found.st_mtime_ns % 10**9 / 1e6
        # Changed while it was being loaded: which of the two was loaded is not known, so it counts as changed.
        return [file, 0 if modified > self.since else modified, found.st_size]


def is_code(file):
    return isinstance(file, str) and os.path.isabs(file) and not file.startswith((stdlib + os.sep, own + os.sep))
