"""The HTTP server: the standard library's, with one thread for each request and a clean end.

SIGTERM and SIGINT stay blocked from the first line of `app.py` on, and one thread waits for them.
So no signal is lost while modules are loaded. The kernel drops every signal to process 1 that has
no handler; with this thread, process 1 ends like any other process: with status 0, after the
current requests.
"""

import os
import signal
import socket
import socketserver
import sys
import threading
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from guestbook import Problem

STOP_SIGNALS = {signal.SIGTERM, signal.SIGINT}
# Less than the 30 seconds after which Kubernetes, and the 10 after which podman, sends SIGKILL.
GRACE_SECONDS = 8


class Handler(WSGIRequestHandler):
    """Handles a request. A silent client is disconnected after some seconds."""

    timeout = 5
    server_version = "guestbook"

    def log_request(self, code="-", size="-"):
        # The probes ask every few seconds and would fill the log.
        if not self.path.startswith("/-/"):
            super().log_request(code, size)


class Server(socketserver.ThreadingMixIn, WSGIServer):
    """A server that counts its current requests."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, host, port, application):
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.under_way = 0
        self.changed = threading.Condition()
        super().__init__((host, port), Handler)
        self.set_app(application)

    def server_bind(self):
        # HTTPServer's own method asks the name service, which takes minutes without a network.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]
        self.setup_environ()

    def process_request(self, request, client_address):
        with self.changed:
            self.under_way += 1
        try:
            super().process_request(request, client_address)
        except BaseException:
            self.one_less()
            raise

    def process_request_thread(self, request, client_address):
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.one_less()

    def one_less(self):
        """Counts a request that has ended."""
        with self.changed:
            self.under_way -= 1
            self.changed.notify_all()

    def handle_error(self, request, client_address):
        print(f"guestbook: {client_address[0]}: {sys.exc_info()[1]!r}", file=sys.stderr, flush=True)


def serve(host, port, application, release):
    """Answers requests until SIGTERM or SIGINT. Does not return."""
    try:
        server = Server(host, port, application)
    except (OSError, OverflowError) as error:
        raise Problem(
            f"cannot listen on {host} port {port}: {error}; set PORT or GUESTBOOK_HOST"
        ) from error

    def stop():
        name = signal.Signals(signal.sigwait(STOP_SIGNALS)).name
        print(f"guestbook: {name}, requests under way: {server.under_way}", flush=True)
        server.shutdown()

    threading.Thread(target=stop, daemon=True).start()
    address = f"[{host}]" if ":" in host else host
    print(
        f"guestbook: listening on http://{address}:{port} (release {release}, pid {os.getpid()})",
        flush=True,
    )
    server.serve_forever(poll_interval=0.1)
    server.server_close()
    with server.changed:
        server.changed.wait_for(lambda: server.under_way == 0, GRACE_SECONDS)
    print("guestbook: stopped", flush=True)
    sys.stderr.flush()
    # Skips the interpreter's own end, which may abort because of a request that is still running.
    os._exit(0)
