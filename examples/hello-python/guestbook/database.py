"""The database: opening it, its numbered migrations, and the queries of the application and jobs.

The number of the last migration that was applied is SQLite's own `user_version`, which belongs to
the transaction: a migration and its number are both there or both not.
"""

import contextlib
import os
import pathlib
import re
import sqlite3
import time

from guestbook import Problem, files

MIGRATIONS = pathlib.Path(__file__).resolve().parent.parent / "migrations"
BACKUP_NAME = re.compile(r"guestbook-\d{8}T\d{6}Z\.sqlite3")


@contextlib.contextmanager
def opened(path, create=False):
    """Opens a connection without implicit transactions. Creates a missing database only on request:
    a web request must fail if there is no database, and must not find an empty one."""
    try:
        if create:
            # SQLite itself creates files that group 0 cannot write, whatever the umask; its
            # journals then get the mode of the database.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o666))
        # Waits up to five seconds, because jobs in another container write to the same file.
        connection = sqlite3.connect(
            f"{pathlib.Path(path).as_uri()}?mode=rw", uri=True, timeout=5, isolation_level=None
        )
    except (OSError, sqlite3.Error) as error:
        raise unusable(path, error) from error
    try:
        yield connection
    except sqlite3.DatabaseError as error:
        raise unusable(path, error) from error
    finally:
        connection.close()


def unusable(path, error):
    """Returns the problem of a database that cannot be opened, read or written."""
    return Problem(
        f"database {path}: {error} (uid {os.getuid()}, gid {os.getgid()}); s2i-setup creates it,"
        " GUESTBOOK_DATA says in which directory, and this user must be able to write there"
    )


def migrations():
    """Returns number and file of every migration, in order. Refuses gaps and duplicates, which
    appear when two branches are merged carelessly."""
    known = {}
    for file in sorted(MIGRATIONS.glob("*.sql")):
        number = file.name.split("_", 1)[0]
        if not number.isdigit() or int(number) != len(known) + 1:
            raise Problem(f"migration {file}: expected number {len(known) + 1:04d} here")
        known[int(number)] = file
    return known


def version(connection):
    """Returns the number of the last migration that was applied; 0 for an empty database."""
    return connection.execute("PRAGMA user_version").fetchone()[0]


def migrate(path):
    """Applies all missing migrations or none, and returns their names."""
    files.writable_directory(os.path.dirname(path), "GUESTBOOK_DATA")
    known = migrations()
    with opened(path, create=True) as connection:
        # Takes the lock first: if two processes migrate at once, the second finds nothing to do.
        connection.execute("BEGIN IMMEDIATE")
        current = version(connection)
        if current > len(known):
            raise Problem(
                f"database {path} is at schema {current}, this release knows {len(known)};"
                " start the newer release, or restore a backup"
            )
        applied = []
        for number in range(current + 1, len(known) + 1):
            for statement in statements(known[number].read_text(encoding="utf-8")):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
            applied.append(known[number].stem)
        connection.execute("COMMIT")
        return applied


def statements(script):
    """Yields the statements of an SQL script, because `executescript` would commit on its own."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        raise Problem(f"migration ends in the middle of a statement: {statement.strip()}")


def state(path):
    """Returns the state for readiness: the database answers and has the schema of this release."""
    with opened(path) as connection:
        current, wanted = version(connection), len(migrations())
        if current != wanted:
            raise Problem(f"database {path} is at schema {current}, not {wanted}; run s2i-migrate")
        notes = connection.execute("SELECT count(*) FROM notes").fetchone()[0]
        return {"schema": current, "notes": notes}


def add_note(path, name, text, days):
    """Keeps a note for the given number of days."""
    with opened(path) as connection:
        connection.execute(
            "INSERT INTO notes (name, text, expires_at) VALUES (?, ?, datetime('now', ?))",
            (name, text, f"+{days} days"),
        )


def latest_notes(path, most):
    """Returns the newest notes that have not expired, newest first."""
    with opened(path) as connection:
        rows = connection.execute(
            "SELECT name, text, created_at FROM notes WHERE expires_at > datetime('now')"
            " ORDER BY id DESC LIMIT ?",
            (most,),
        )
        return [{"name": name, "text": text, "created_at": at} for name, text, at in rows]


def welcome(path, days):
    """Writes the first note into a guestbook that never had one. Returns whether it did."""
    with opened(path) as connection:
        return connection.execute(
            "INSERT INTO notes (id, name, text, expires_at)"
            " SELECT 1, 'The house', 'Welcome! Leave a note below.', datetime('now', ?)"
            " WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'notes')",
            (f"+{days} days",),
        ).rowcount == 1


def expire(path):
    """Removes the notes that have expired. Returns their number, and the number of the rest."""
    with opened(path) as connection:
        connection.execute("BEGIN IMMEDIATE")
        gone = connection.execute(
            "DELETE FROM notes WHERE expires_at <= datetime('now')"
        ).rowcount
        left = connection.execute("SELECT count(*) FROM notes").fetchone()[0]
        connection.execute("COMMIT")
        return gone, left


def backup(path, directory, keep):
    """Copies the database while it is in use. Returns the copy and the number of removed copies."""
    files.writable_directory(directory, "GUESTBOOK_BACKUPS")
    name = time.strftime("guestbook-%Y%m%dT%H%M%SZ.sqlite3", time.gmtime())
    target = os.path.join(directory, name)
    scratch = f"{target}.new-{os.getpid()}"
    try:
        with opened(path) as connection, opened(scratch, create=True) as copy:
            connection.backup(copy)
        os.replace(scratch, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(scratch)
        raise
    copies = sorted(name for name in os.listdir(directory) if BACKUP_NAME.fullmatch(name))
    for name in copies[:-keep]:
        os.unlink(os.path.join(directory, name))
    return target, len(copies[:-keep])


def compact(path):
    """Checks the whole file and releases free pages. Returns the size before and after."""
    before = os.stat(path).st_size if os.path.exists(path) else 0
    with opened(path) as connection:
        verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            raise Problem(f"database {path} is damaged: {verdict}; restore a backup")
        connection.execute("VACUUM")
    return before, os.stat(path).st_size
