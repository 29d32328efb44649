"""The guestbook's own tool: it does the work of hooks, jobs and probes, so that tests can reach it.

Each command takes its settings from the environment of `deploy_env`; `collect` and `stamp` take
them from that of `build_env`. By hand: `s2i-exec python3 manage.py COMMAND`.
"""

import argparse
import http.client
import os
import sqlite3
import sys
import tempfile

from guestbook import Problem, assets, database, files, settings, stamp

SOURCE = os.path.dirname(os.path.abspath(__file__))


def collect(_):
    """collect the static files, and give them names with a digest"""
    target = settings.path("GUESTBOOK_STATIC")
    manifest = assets.collect(os.path.join(SOURCE, "static"), target)
    print(f"{len(manifest)} static files in {target}: {' '.join(sorted(manifest.values()))}")


def write_stamp(_):
    """write the build stamp"""
    release = os.environ.get("GUESTBOOK_RELEASE", "")
    lines = stamp.write(settings.path("GUESTBOOK_STAMP"), SOURCE, release)
    print(f"build stamp: {' '.join(lines)}")


def prepare(_):
    """check that all files exist and are writable before the application starts"""
    assets.load(settings.path("GUESTBOOK_STATIC"))
    files.writable_directory(os.path.dirname(settings.path("GUESTBOOK_DATABASE")), "GUESTBOOK_DATA")


def verify(_):
    """check the files of the build; needs no database and leaves none"""
    count = assets.check(settings.path("GUESTBOOK_STATIC"))
    with tempfile.TemporaryDirectory() as scratch:
        applied = database.migrate(os.path.join(scratch, "empty.sqlite3"))
    print(f"{count} static files are as built, {len(applied)} migrations apply to an empty database")


def migrate(_):
    """bring the database to the schema of this release"""
    applied = database.migrate(settings.path("GUESTBOOK_DATABASE"))
    print(f"migrated: {', '.join(applied)}" if applied else "the database is up to date")


def setup(arguments):
    """create the database and write the first note; a second call does nothing"""
    migrate(arguments)
    days = settings.number("GUESTBOOK_NOTE_DAYS", 1, 36500)
    written = database.welcome(settings.path("GUESTBOOK_DATABASE"), days)
    print("wrote the welcome note" if written else "the guestbook was set up before")


def note(arguments):
    """leave a note"""
    path = settings.path("GUESTBOOK_DATABASE")
    database.add_note(path, arguments.name, arguments.text, arguments.days)


def expire(_):
    """remove the notes that have expired"""
    gone, left = database.expire(settings.path("GUESTBOOK_DATABASE"))
    print(f"{gone} notes expired, {left} left")


def backup(_):
    """copy the database, and remove the oldest copies"""
    keep = settings.number("GUESTBOOK_BACKUPS_KEPT", 1, 10000)
    path, directory = settings.path("GUESTBOOK_DATABASE"), settings.path("GUESTBOOK_BACKUPS")
    copy, removed = database.backup(path, directory, keep)
    print(f"copied the database to {copy}, removed {removed} old copies")


def compact(_):
    """check the database and release free space"""
    before, after = database.compact(settings.path("GUESTBOOK_DATABASE"))
    print(f"the database is sound; {before} bytes before, {after} now")


def probe(arguments):
    """ask the running application whether it is ready or alive"""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}
    listens = settings.text("GUESTBOOK_HOST")
    port = settings.number("PORT", 1, 65535)
    # Does not use urllib, which would go through http_proxy.
    connection = http.client.HTTPConnection(host.get(listens, listens), port, timeout=4)
    try:
        connection.request("GET", f"/-/{arguments.what}")
        answer = connection.getresponse()
        body = answer.read().decode("utf-8", "replace").strip()
    except (OSError, http.client.HTTPException) as error:
        raise Problem(f"not {arguments.what}: no answer on port {port}: {error}") from error
    if answer.status != 200:
        raise Problem(f"not {arguments.what}: {answer.status} {answer.reason}: {body}")
    print(f"{arguments.what}: {body}")


def main():
    """Runs the command that the arguments name."""
    parser = argparse.ArgumentParser(prog="manage.py", description=__doc__)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def command(name, does):
        found = commands.add_parser(name, help=does.__doc__, description=does.__doc__)
        found.set_defaults(does=does)
        return found

    for name, does in (
        ("collect", collect), ("stamp", write_stamp), ("prepare", prepare), ("verify", verify),
        ("migrate", migrate), ("setup", setup), ("expire", expire), ("backup", backup),
        ("compact", compact),
    ):
        command(name, does)
    noting = command("note", note)
    noting.add_argument("--days", type=int, default=1, help="days until it expires (default: 1)")
    noting.add_argument("name")
    noting.add_argument("text")
    command("probe", probe).add_argument("what", choices=("ready", "alive"))
    arguments = parser.parse_args()
    arguments.does(arguments)


if __name__ == "__main__":
    # A path may hold bytes that are not UTF-8, and printing it must not fail.
    sys.stdout.reconfigure(errors="backslashreplace")
    try:
        main()
    except (Problem, sqlite3.Error) as problem:
        print(f"guestbook: {problem}", file=sys.stderr)
        sys.exit(1)
