"""The application of the documents: answers on $PORT (8080), and is ready when its data has been migrated.

With $ONCE it ends at once: where a test only wants to see that it is started.
"""

import http.server
import os
import pathlib

DATA = pathlib.Path(os.environ.get("S2I_APPLICATION_PATH", "/opt/app-root"), "data", "version")


class Handler(http.server.BaseHTTPRequestHandler):
    """`/ready` needs the data, everything else only the application."""

    def do_GET(self):
        """One request."""
        fine = self.path != "/ready" or DATA.exists()
        body = os.environ.get("LOGLEVEL", "hello").encode() + b"\n"
        self.send_response(200 if fine else 503)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Says nothing."""


if "ONCE" not in os.environ:
    http.server.ThreadingHTTPServer(("", int(os.environ.get("PORT", "8080"))), Handler).serve_forever()
