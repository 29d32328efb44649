"""The WSGI application: a page, notes as JSON, static files, and two addresses for the probes.

| address        | answer                                                                    |
|----------------|---------------------------------------------------------------------------|
| `GET /`        | the page                                                                  |
| `POST /notes`  | keeps a note, and sends the browser back to the page                      |
| `GET /notes`   | the notes as JSON                                                         |
| `GET /static/` | files that a browser may cache for ever                                   |
| `GET /-/ready` | 200 if the database answers with the right schema, else 503               |
| `GET /-/alive` | 200 as long as the server answers, even if the database fails             |
"""

import html
import json
import mimetypes
import os
import pathlib
import sqlite3
import string
import urllib.parse

from guestbook import Problem, assets, database

PAGE = pathlib.Path(__file__).with_name("page.html")
LONGEST_FORM = 8192


class Application:
    """One guestbook, with its database, static files and title."""

    def __init__(self, database_path, static, title, release, days):
        self.database = database_path
        self.static = static
        self.title = title
        self.release = release
        self.days = days
        self.manifest = assets.load(static)
        self.files = set(self.manifest.values())
        self.page = string.Template(PAGE.read_text(encoding="utf-8"))

    def __call__(self, environ, start_response):
        method = environ["REQUEST_METHOD"]
        try:
            status, headers, body = self.answer(environ, method, environ.get("PATH_INFO", ""))
        except (Problem, sqlite3.Error) as error:
            # The details go to the log, because a visitor must not see paths.
            print(f"guestbook: {error}", file=environ["wsgi.errors"], flush=True)
            status, headers, body = plain("503 Service Unavailable", "not available just now")
        headers = [
            ("Content-Length", str(len(body))),
            ("Content-Security-Policy", "default-src 'self'"),
            ("X-Content-Type-Options", "nosniff"),
            *headers,
        ]
        start_response(status, headers)
        return [] if method == "HEAD" else [body]

    def answer(self, environ, method, path):
        """Returns status, headers and body for one request."""
        if method == "POST" and path == "/notes":
            return self.leave_note(environ)
        if method not in ("GET", "HEAD"):
            return plain("405 Method Not Allowed", "not possible here")
        if path == "/":
            return "200 OK", [("Content-Type", "text/html; charset=utf-8")], self.render()
        if path == "/notes":
            return as_json(database.latest_notes(self.database, 50))
        if path == "/-/alive":
            return as_json({"alive": True, "release": self.release, "pid": os.getpid()})
        if path == "/-/ready":
            return as_json({"ready": True, **database.state(self.database)})
        if path.startswith("/static/"):
            return self.static_file(path[len("/static/"):])
        return plain("404 Not Found", "nothing here")

    def render(self):
        """Returns the page with the latest notes; all text of visitors is escaped."""
        notes = "\n".join(
            f"<li><b>{html.escape(note['name'])}</b> <time>{note['created_at']} UTC</time>"
            f"<p>{html.escape(note['text'])}</p></li>"
            for note in database.latest_notes(self.database, 50)
        )
        return self.page.substitute(
            title=html.escape(self.title),
            style="/static/" + self.manifest["style.css"],
            script="/static/" + self.manifest["count.js"],
            release=html.escape(self.release),
            notes=notes,
        ).encode("utf-8", "backslashreplace")

    def leave_note(self, environ):
        """Reads the form and keeps its note."""
        length = environ.get("CONTENT_LENGTH") or ""
        if not (length.isascii() and length.isdigit()):
            return plain("411 Length Required", "how long is the form?")
        if int(length) > LONGEST_FORM:
            return plain("413 Payload Too Large", "too long")
        try:
            content = environ["wsgi.input"].read(int(length))
        except OSError:
            return plain("408 Request Timeout", "the form did not arrive")
        form = urllib.parse.parse_qs(content.decode("utf-8", "replace"))
        name = form.get("name", [""])[0].strip()[:80]
        text = form.get("text", [""])[0].strip()[:500]
        if not name or not text:
            return plain("400 Bad Request", "a note needs name and text")
        database.add_note(self.database, name, text, self.days)
        return "303 See Other", [("Location", "/")], b""

    def static_file(self, name):
        """Returns a static file. Only names from the manifest are looked up in the file system."""
        if name not in self.files:
            return plain("404 Not Found", "nothing here")
        try:
            content = pathlib.Path(self.static, name).read_bytes()
        except OSError as error:
            raise Problem(f"static file {name}: {error}") from error
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        forever = ("Cache-Control", "public, max-age=31536000, immutable")
        return "200 OK", [("Content-Type", kind), forever], content


def plain(status, text):
    """Returns an answer of one line of text."""
    return status, [("Content-Type", "text/plain; charset=utf-8")], f"{text}\n".encode()


def as_json(value):
    """Returns an answer for programs, which is never cached."""
    headers = [("Content-Type", "application/json"), ("Cache-Control", "no-store")]
    return "200 OK", headers, (json.dumps(value) + "\n").encode()
