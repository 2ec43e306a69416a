"""HTTP/1.1 on loopback: a port that can be closed and opened again, and answers that can be cut, dripped or dropped."""

import contextlib
import os
import selectors
import socket
import socketserver
import struct
import sys
import threading
import time
import traceback
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from postdesk.sandbox.exchange import BodyMode, Request, Response, error_response
from postdesk.sandbox.faults import Faults, Kind, Subject
from postdesk.sandbox.moments import Clock
from postdesk.sandbox.site import Serve, guarded

MAX_BODY: Final = 1024 * 1024
HOST: Final = "127.0.0.1"


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    timeout = 75
    server: "LoopbackServer"

    def do_GET(self) -> None:
        self._send(self._read())

    def __getattr__(self, name: str) -> Callable[[], None]:
        """Handle any other HTTP method in the same way: the path decides the response."""
        if name.startswith("do_"):
            return self.do_GET
        raise AttributeError(name)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse invalid HTTP in the same form as everything else: JSON, not a page."""
        self.close_connection = True
        self._send(error_response(code, "bad_request", message or HTTPStatus(code).phrase))

    def _read(self) -> Response:
        """Read the request and return its response. An unread body ends the connection."""
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not (length.isascii() and length.isdigit()):
            self.close_connection = True
            return error_response(411, "length_required", "A body needs a Content-Length.")
        if len(length) > 10 or int(length) > MAX_BODY:
            self.close_connection = True
            return error_response(413, "payload_too_large", f"The body is larger than {MAX_BODY} bytes.")
        body = self.rfile.read(int(length))
        headers = {name.lower(): value for name, value in self.headers.items()}
        return self.server.serve(Request(self.command, self.path, headers, body))

    def _send(self, response: Response) -> None:
        if response.body_mode is not BodyMode.WHOLE:
            self.close_connection = True
        if response.body_mode is BodyMode.DROPPED:
            return
        self.send_response(response.status)
        for name, value in response.headers:
            self.send_header(name, value)
        if response.status != 204:
            self.send_header("Content-Type", response.content_type)
            self.send_header("Content-Length", str(len(response.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self._send_body(response)

    def _send_body(self, response: Response) -> None:
        if self.command == "HEAD":
            return
        match response.body_mode:
            case BodyMode.CUT:
                self.wfile.write(response.body[: len(response.body) // 2])
            case BodyMode.DRIPPED:
                for byte in response.body:
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                    time.sleep(response.pace)
            case _:
                self.wfile.write(response.body)

    def version_string(self) -> str:
        return "MyPostShare-Sandbox"

    def date_time_string(self, timestamp: float | None = None) -> str:
        return super().date_time_string(self.server.clock.now().timestamp() if timestamp is None else timestamp)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Write no access log."""


class LoopbackServer(ThreadingHTTPServer):
    """An HTTP server that knows its open connections, so that closing the port can end them, too."""

    daemon_threads = True
    request_queue_size = 128
    # On Windows the option would let two programs share a port.
    allow_reuse_address = os.name == "posix"

    def __init__(self, port: int, serve: Serve, clock: Clock, resets: Callable[[], bool]) -> None:
        self.serve = guarded(serve)
        self.clock = clock
        self.timeout = 0
        self._resets = resets
        self._open: set[socket.socket] = set()
        super().__init__((HOST, port), Handler)

    def server_bind(self) -> None:
        """Bind without the look-up of a host name that HTTPServer adds."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.socket.getsockname()[1]

    def verify_request(self, request: Any, client_address: Any) -> bool:
        if not self._resets():
            self._open.add(request)
            return True
        request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return False

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore clients that close the connection."""
        if not isinstance(sys.exception(), OSError):
            traceback.print_exc(file=sys.stderr)

    def end_connections(self) -> None:
        for connection in tuple(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class Port:
    """A loopback port that serves while it is open, and refuses connections while it is closed."""

    def __init__(self, wanted: int, serve: Serve, clock: Clock, faults: Faults | None = None) -> None:
        """Open the port (0: any free one). With `faults`, connections can be reset and refused. Raises OSError."""
        self._serve, self._clock, self._faults = serve, clock, faults
        self._lock = threading.Lock()
        self._server = self._listen(wanted)
        self.number = self._server.server_port
        self._start()
        if faults:
            faults.when_changed(self._follow)

    @property
    def origin(self) -> str:
        return f"http://{HOST}:{self.number}"

    def close(self) -> None:
        """Stop listening, and end all connections."""
        with self._lock:
            if self._thread.is_alive():
                self._bell.send(b"!")
                self._thread.join()
                self._server.server_close()
                self._server.end_connections()
                self._bell.close()

    def open(self) -> None:
        with self._lock:
            if not self._thread.is_alive():
                self._server = self._listen_again()
                self._start()

    def _follow(self) -> None:
        if self._faults and self._faults.refusing:
            self.close()
        else:
            self.open()

    def _listen(self, number: int) -> LoopbackServer:
        return LoopbackServer(number, self._serve, self._clock, self._resets)

    def _listen_again(self) -> LoopbackServer:
        """Listen on the same number again, which an outgoing connection may hold for a moment."""
        for _ in range(50):
            with contextlib.suppress(OSError):
                return self._listen(self.number)
            time.sleep(0.1)
        return self._listen(self.number)

    def _resets(self) -> bool:
        return bool(self._faults and self._faults.take({Kind.RESET_CONNECTION}, Subject("connection")))

    def _start(self) -> None:
        self._bell, heard = socket.socketpair()
        self._thread = threading.Thread(target=self._accept, args=(self._server, heard), name="sandbox-port", daemon=True)
        self._thread.start()

    @staticmethod
    def _accept(server: LoopbackServer, heard: socket.socket) -> None:
        """Accept until the bell rings; `serve_forever` would poll twice a second."""
        with heard, selectors.DefaultSelector() as selector:
            selector.register(server, selectors.EVENT_READ)
            selector.register(heard, selectors.EVENT_READ)
            while True:
                ready = [key.fileobj for key, _ in selector.select()]
                if heard in ready:
                    return
                server.handle_request()
