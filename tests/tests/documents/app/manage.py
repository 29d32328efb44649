"""The tool of an application, with the commands that the documentation calls."""

import argparse
import os
import pathlib
import sys

DATA = pathlib.Path(os.environ.get("S2I_APPLICATION_PATH", "/opt/app-root"), "data")
VERSION = DATA / "version"
LATEST = "2"

parser = argparse.ArgumentParser()
commands = parser.add_subparsers(dest="command", required=True)
for name in ("migrate", "clearsessions", "check", "shell", "report"):
    commands.add_parser(name)
commands.choices["migrate"].add_argument("--check", action="store_true")
asked = parser.parse_args()

if asked.command == "migrate":
    current = VERSION.read_text() if VERSION.exists() else "0"
    if asked.check:
        sys.exit(current != LATEST)
    print("nothing to migrate" if current == LATEST else f"migrated from {current} to {LATEST}")
    DATA.mkdir(exist_ok=True)
    VERSION.write_text(LATEST)
elif asked.command == "report":
    print("3 visitors")
