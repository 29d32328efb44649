"""Starts the guestbook. The `run` hook does this, and so does a builder that looks for `app.py`."""

import signal

# Comes before everything else: see guestbook/server.py.
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})

import sys  # noqa: E402

from guestbook import Problem, server, settings, web  # noqa: E402


def main():
    """Reads the settings and serves."""
    release = settings.text("GUESTBOOK_RELEASE")
    application = web.Application(
        database_path=settings.path("GUESTBOOK_DATABASE"),
        static=settings.path("GUESTBOOK_STATIC"),
        title=settings.text("GUESTBOOK_TITLE"),
        release=release,
        days=settings.number("GUESTBOOK_NOTE_DAYS", 1, 36500),
    )
    host, port = settings.text("GUESTBOOK_HOST"), settings.number("PORT", 1, 65535)
    server.serve(host, port, application, release)


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")
    try:
        main()
    except Problem as problem:
        print(f"guestbook: {problem}", file=sys.stderr)
        sys.exit(1)
