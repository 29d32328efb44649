"""Tests of the guestbook. The verify hook runs them in every image before it is pushed."""

import io
import json
import os
import tempfile
import unittest
import urllib.parse
from wsgiref.util import setup_testing_defaults

from guestbook import Problem, assets, database, stamp, web

SOURCE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Scratch(unittest.TestCase):
    """A test with a directory of its own."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="a space ")
        self.addCleanup(directory.cleanup)
        self.directory = directory.name
        self.database = self.inside("data", "notes.sqlite3")

    def inside(self, *names):
        return os.path.join(self.directory, *names)


class DatabaseTest(Scratch):
    def test_migrating_again_does_nothing(self):
        self.assertEqual(len(database.migrate(self.database)), len(database.migrations()))
        self.assertEqual(database.migrate(self.database), [])

    def test_the_database_is_group_writable_as_the_umask_says(self):
        before = os.umask(0o007)
        self.addCleanup(os.umask, before)
        database.migrate(self.database)
        self.assertEqual(os.stat(self.database).st_mode & 0o777, 0o660)

    def test_a_failing_migration_takes_back_those_before_it(self):
        os.mkdir(self.inside("data"))
        with database.opened(self.database, create=True) as connection:
            connection.execute("CREATE TABLE in_the_way (name)")
            connection.execute("CREATE INDEX notes_by_expiry ON in_the_way (name)")
        with self.assertRaisesRegex(Problem, "notes_by_expiry already exists"):
            database.migrate(self.database)
        with database.opened(self.database) as connection:
            self.assertEqual(database.version(connection), 0)
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            self.assertEqual(tables.fetchall(), [("in_the_way",)])

    def test_a_newer_schema_is_refused(self):
        database.migrate(self.database)
        with database.opened(self.database) as connection:
            connection.execute("PRAGMA user_version = 99")
        with self.assertRaisesRegex(Problem, "schema 99"):
            database.migrate(self.database)

    def test_expiring_removes_only_expired_notes(self):
        database.migrate(self.database)
        database.add_note(self.database, "a", "stays", 1)
        database.add_note(self.database, "b", "goes", 0)
        self.assertEqual(database.expire(self.database), (1, 1))
        self.assertEqual(database.expire(self.database), (0, 1))

    def test_the_welcome_is_written_once_even_after_it_expired(self):
        database.migrate(self.database)
        self.assertTrue(database.welcome(self.database, 0))
        database.expire(self.database)
        self.assertFalse(database.welcome(self.database, 1))

    def test_old_backups_go_and_other_files_stay(self):
        database.migrate(self.database)
        backups = self.inside("backups")
        os.mkdir(backups)
        for name in ("guestbook-20010101T000000Z.sqlite3", "mine.sqlite3"):
            with open(os.path.join(backups, name), "wb"):
                pass
        copy, removed = database.backup(self.database, backups, 1)
        self.assertEqual(removed, 1)
        self.assertEqual(sorted(os.listdir(backups)), [os.path.basename(copy), "mine.sqlite3"])
        self.assertEqual(database.state(copy), {"schema": 3, "notes": 0})

    def test_a_missing_database_is_not_created_by_reading(self):
        with self.assertRaises(Problem):
            database.state(self.inside("none.sqlite3"))
        self.assertFalse(os.path.exists(self.inside("none.sqlite3")))


class AssetsTest(Scratch):
    def test_changed_files_get_new_names_and_the_old_ones_go(self):
        source, target = self.inside("source"), self.inside("target")
        os.mkdir(source)
        names = []
        for content in ("old", "new"):
            with open(os.path.join(source, "a.css"), "w", encoding="utf-8") as file:
                file.write(content)
            names.append(assets.collect(source, target)["a.css"])
        self.assertNotEqual(*names)
        self.assertEqual(sorted(os.listdir(target)), sorted([names[1], assets.MANIFEST]))

    def test_a_changed_file_is_noticed(self):
        target = self.inside("target")
        name = assets.collect(os.path.join(SOURCE, "static"), target)["style.css"]
        self.assertEqual(assets.check(target), 2)
        with open(os.path.join(target, name), "a", encoding="utf-8") as file:
            file.write("body { display: none }")
        with self.assertRaisesRegex(Problem, "not what was built"):
            assets.check(target)


class StampTest(Scratch):
    def test_equal_sources_are_equal_releases(self):
        first, second = (stamp.write(self.inside(name), SOURCE, "") for name in "ab")
        self.assertEqual(first[0], second[0])

    def test_a_given_release_stays_on_one_line(self):
        self.assertEqual(stamp.write(self.inside("a"), SOURCE, "1.2\nx=y ")[0], "release=1.2-x=y")


class WebTest(Scratch):
    def setUp(self):
        super().setUp()
        static = self.inside("static")
        self.manifest = assets.collect(os.path.join(SOURCE, "static"), static)
        self.application = web.Application(self.database, static, "A & B", "1", 30)

    def request(self, method, path, form=None):
        """Returns the status, the headers and the body of one request."""
        content = urllib.parse.urlencode(form or {}).encode()
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "CONTENT_LENGTH": str(len(content)),
            "wsgi.input": io.BytesIO(content),
            "wsgi.errors": io.StringIO(),
        }
        setup_testing_defaults(environ)
        answer = {}

        def start_response(status, headers):
            answer.update(status=int(status.split()[0]), headers=dict(headers))

        body = b"".join(self.application(environ, start_response))
        return answer["status"], answer["headers"], body.decode()

    def test_a_note_appears_escaped(self):
        database.migrate(self.database)
        status, headers, _ = self.request("POST", "/notes", {"name": "<b>", "text": "1 & 2"})
        self.assertEqual((status, headers["Location"]), (303, "/"))
        page = self.request("GET", "/")[2]
        self.assertIn("&lt;b&gt;", page)
        self.assertIn("A &amp; B", page)
        self.assertEqual(json.loads(self.request("GET", "/notes")[2])[0]["text"], "1 & 2")

    def test_bad_forms_are_refused(self):
        database.migrate(self.database)
        self.assertEqual(self.request("POST", "/notes", {"name": " ", "text": "x"})[0], 400)
        self.assertEqual(self.request("POST", "/notes", {"name": "x" * 9000})[0], 413)
        self.assertEqual(self.request("DELETE", "/notes")[0], 405)

    def test_ready_needs_the_right_schema_and_alive_does_not(self):
        self.assertEqual(self.request("GET", "/-/ready")[0], 503)
        self.assertEqual(self.request("GET", "/-/alive")[0], 200)
        database.migrate(self.database)
        self.assertEqual(self.request("GET", "/-/ready")[0], 200)

    def test_static_files_are_served_only_from_the_manifest(self):
        status, headers, _ = self.request("GET", "/static/" + self.manifest["style.css"])
        self.assertEqual((status, headers["Content-Type"]), (200, "text/css"))
        for name in ("style.css", "manifest.json", "../data/notes.sqlite3"):
            self.assertEqual(self.request("GET", "/static/" + name)[0], 404)


if __name__ == "__main__":
    unittest.main()
