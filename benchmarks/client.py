"""A client that measures: one kept connection to a server on this machine, and little of its own.

It speaks as much HTTP as our servers do, and to no other machine.
"""

import gzip
import socket
import time
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import urlencode

SECONDS_TO_ANSWER = 30
TOKEN_COOKIE = "csrftoken"  # noqa: S105 - a cookie's name


@dataclass(frozen=True)
class Answer:
    """`seconds` run from the request's first byte to the answer's last; `wire` counts its bytes."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float
    wire: int

    @property
    def plain(self) -> bytes:
        """The body as it was before it was compressed for the way."""
        packed = self.headers.get("content-encoding") == "gzip"
        return gzip.decompress(self.body) if packed else self.body


class IdleTooLong(ConnectionError):
    """The server closed a connection that nobody had used for a while, as it may."""


class Connection:
    """A connection to 127.0.0.1, opened when first needed and again when the server closed it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._socket: socket.socket | None = None

    def send(self, request: bytes) -> Answer:
        """Raises OSError where no whole answer comes."""
        started = time.perf_counter()
        kept = self._socket is not None
        try:
            head, body = self._exchange(request)
        except IdleTooLong:
            if not kept:
                raise
            started = time.perf_counter()
            head, body = self._exchange(request)
        seconds = time.perf_counter() - started
        first, *lines = head.decode("latin-1").split("\r\n")
        pairs = [line.split(": ", 1) for line in lines]
        headers: dict[str, str] = {}
        for name, value in pairs:
            key = name.lower()
            headers[key] = f"{headers[key]}\n{value}" if key in headers else value
        if headers.get("connection", "").lower() == "close":
            self.close()
        wire = len(head) + len(b"\r\n\r\n") + len(body)
        return Answer(int(first.split(" ", 2)[1]), headers, body, seconds, wire)

    def _exchange(self, request: bytes) -> tuple[bytes, bytes]:
        """The head and the body of the answer to a request."""
        if self._socket is None:
            self._socket = socket.create_connection(
                ("127.0.0.1", self.port), timeout=SECONDS_TO_ANSWER
            )
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            self._socket.sendall(request)
            return self._receive(self._socket)
        except OSError:
            self.close()
            raise

    def _receive(self, from_server: socket.socket) -> tuple[bytes, bytes]:
        buffer = bytearray()
        while (end := buffer.find(b"\r\n\r\n")) < 0:
            _receive_more(from_server, buffer)
        head = bytes(buffer[:end])
        length = _content_length(head)
        while len(buffer) < end + 4 + length:
            _receive_more(from_server, buffer)
        return head, bytes(buffer[end + 4 :])

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def _receive_more(from_server: socket.socket, buffer: bytearray) -> None:
    try:
        data = from_server.recv(1 << 18)
    except ConnectionResetError:
        data = b""
    if not data:
        raise ConnectionError("closed inside an answer") if buffer else IdleTooLong
    buffer += data


def _content_length(head: bytes) -> int:
    """How long the body is. Every answer of ours says so, or has none."""
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            return int(value)
    if head.split(b" ", 2)[1] in (b"204", b"304"):
        return 0
    raise ConnectionError(f"an answer without a length: {head[:200]!r}")


class Visitor:
    """Somebody signed in: a connection, a session, and the token that forms carry."""

    def __init__(self, port: int, session: str = "") -> None:
        self.connection = Connection(port)
        self.port = port
        self.cookies = {"sessionid": session} if session else {}

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        return self._send(self.request("GET", path, headers=headers))

    def post(self, path: str, fields: dict[str, str], **headers: str) -> Answer:
        """Sends a form as htmx does; the token comes from a page that was fetched before."""
        return self._send(self.form(path, fields, **headers))

    def form(self, path: str, fields: dict[str, str], **headers: str) -> bytes:
        """The bytes of a form that htmx sends."""
        token = {"X-CSRFToken": self.cookies[TOKEN_COOKIE], "HX-Request": "true"}
        return self.request("POST", path, urlencode(fields).encode(), headers=token | headers)

    def request(
        self, method: str, path: str, body: bytes = b"", *, headers: dict[str, str]
    ) -> bytes:
        named = {
            "Host": f"127.0.0.1:{self.port}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Accept-Language": "en",
            "Accept-Encoding": "gzip",
        }
        if body:
            named["Content-Type"] = "application/x-www-form-urlencoded"
            named["Content-Length"] = str(len(body))
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = "".join(f"{name}: {value}\r\n" for name, value in named.items() if value)
        return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body

    def _send(self, request: bytes) -> Answer:
        answer = self.connection.send(request)
        for line in filter(None, answer.headers.get("set-cookie", "").split("\n")):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name.strip()] = value
        return answer
