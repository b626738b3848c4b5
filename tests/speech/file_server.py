"""A server on this machine that gives out files, and does whatever a bad one does."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType


@dataclass(slots=True)
class FileServer:
    """A context manager; `fault` says what goes wrong, and `asked` what was asked for."""

    files: dict[str, bytes]
    fault: str = ""
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    """Path, and the range where one was asked for."""
    go_on: threading.Event = field(default_factory=threading.Event)
    _server: ThreadingHTTPServer | None = None

    def __enter__(self) -> FileServer:
        outer = self

        class Handler(_Handler):
            server_of_test = outer

        self._server = _Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.go_on.set()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    @property
    def address(self) -> str:
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.server_address[1]}"


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever asks may hang up."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_of_test: FileServer

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as its base
        """Not on the terminal."""

    def do_GET(self) -> None:
        server = self.server_of_test
        wanted = self.headers.get("Range")
        server.asked.append((self.path, wanted))
        fault, content = server.fault, server.files.get(self.path)
        if content is None or fault == "missing":
            self._answer(404, b"no such file")
        elif fault == "busy":
            self._answer(503, b"later")
        elif fault == "page":
            self._answer(200, b"<html>Log in</html>", {"Content-Type": "text/html; charset=utf-8"})
        elif fault == "gzip":
            self._answer(200, content, {"Content-Encoding": "gzip"})
        elif fault.startswith("to ") and fault != f"to ADDRESS{self.path}":
            self._answer(302, b"", {"Location": fault[3:].replace("ADDRESS", server.address)})
        elif fault == "round in circles":
            self._answer(302, b"", {"Location": f"{server.address}{self.path}"})
        elif fault == "another length":
            self._answer(200, content + b"more")
        elif fault == "no end":
            self._answer(200, content + b"more", {"Content-Length": None})
        elif fault == "altered":
            self._answer(200, bytes([content[0] ^ 1]) + content[1:])
        elif fault == "no such range" and wanted:
            self._answer(416, b"")
        else:
            self._give(content, wanted, fault)

    def _give(self, content: bytes, wanted: str | None, fault: str) -> None:
        start, headers = 0, {}
        if wanted and fault != "no ranges":
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            told = start + 1 if fault == "another place" else start
            headers["Content-Range"] = f"bytes {told}-{len(content) - 1}/{len(content)}"
        part = content[start:]
        if fault in ("breaks off", "falls silent"):
            self._answer(206 if headers else 200, part[: len(part) // 2], headers | {
                "Content-Length": str(len(part))
            })  # fmt: skip
            self.wfile.flush()
            if fault == "falls silent":
                self.server_of_test.go_on.wait(20)
            self.close_connection = True
        else:
            self._answer(206 if headers else 200, part, headers)

    def _answer(
        self,
        status: int,
        body: bytes,
        headers: Mapping[str, str | None] | None = None,
    ) -> None:
        own: dict[str, str | None] = {
            "Content-Length": str(len(body)),
            "Content-Type": "application/octet-stream",
        }
        self.send_response(status)
        for name, value in (own | dict(headers or {})).items():
            if value is not None:
                self.send_header(name, value)
        if (headers or {}).get("Content-Length", "") is None:
            self.close_connection = True
        self.end_headers()
        self.wfile.write(body)
