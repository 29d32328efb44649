"""The application of the documentation: answers on $PORT (8080), and is ready when its data was migrated.

With $ONCE it ends at once, for a test that only checks the start.
"""

import http.server
import os
import pathlib

DATA = pathlib.Path(os.environ.get("S2I_APPLICATION_PATH", "/opt/app-root"), "data", "version")


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers a request. `/ready` needs the data, all other paths only the application."""

    def do_GET(self):
        """Answers a request."""
        fine = self.path != "/ready" or DATA.exists()
        body = os.environ.get("LOGLEVEL", "hello").encode() + b"\n"
        self.send_response(200 if fine else 503)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Prints nothing."""


if "ONCE" not in os.environ:
    http.server.ThreadingHTTPServer(("", int(os.environ.get("PORT", "8080"))), Handler).serve_forever()
