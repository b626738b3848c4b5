"""Downloading a file of a voice: only what was asked for, by https, and never more than announced.

What came before a connection broke off is kept, and the next try goes on behind it. A file that is
not, to the last bit, what the catalogue says is thrown away.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import os
import socket
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import Message
from pathlib import Path
from typing import IO, Any, BinaryIO

from msgspec import Struct

from voiceguide.errors import Missing
from voiceguide.files import refusals_in_words
from voiceguide.speech.voice_catalogue import CatalogueFile
from voiceguide.speech.voice_store import check_room
from voiceguide.text import file_size

DONE = Callable[[int], None]
"""Called with how many bytes of the file are there."""

_CHUNK_BYTES = 256 * 1024
_MOST_REDIRECTS = 5
_HERE = frozenset({"127.0.0.1", "localhost", "::1"})
"""Where http will do: it never leaves this machine."""
_TRY_AGAIN = "what came is kept: the same command goes on with it"
_KINDS_OF_PAGES = ("text/html", "application/xhtml+xml")
_SAID = {
    401: "asks for a password",
    403: "does not give it out",
    404: "has no such file any more",
    410: "has no such file any more",
    429: "has too much to do",
    503: "has too much to do",
}


class DownloadLimits(Struct, frozen=True):
    """How long a download may take, in seconds."""

    silence_s: float = 30.0
    """Without a byte."""
    whole_s: float = 3600.0
    """From its beginning to its end."""


def download(
    file: CatalogueFile, part: Path, done: DONE, limits: DownloadLimits | None = None
) -> None:
    """Have `part` become the whole file, going on behind what is there of it.

    Raises Missing where the server, the connection or the content is not as it should be, and
    DiskProblem. Then `part` keeps what may be gone on with, and nothing else.
    """
    _check_address(file.address, local=_is_local(file.address))
    limits = limits or DownloadLimits()
    until = time.monotonic() + limits.whole_s
    there = _bytes_of(part, file.size)
    if there < file.size:
        _fetch(file, part, there, done, limits.silence_s, until)
    if _sha256(part) == file.sha256:
        return
    part.unlink()
    if there:  # begun long ago, or by a server that had another file
        _fetch(file, part, 0, done, limits.silence_s, until)
        if _sha256(part) == file.sha256:
            return
        part.unlink()
    raise Missing(
        f"what {_host(file.address)} gave is not the file of the catalogue: its SHA-256 differs",
        hint="nothing of it was kept; try again another day, and report it if it stays so",
    )


def _bytes_of(part: Path, most: int) -> int:
    """How much of a file is there; what cannot be its beginning is removed."""
    try:
        size = part.stat().st_size
    except OSError:
        return 0
    if size > most:
        part.unlink()
        return 0
    return size


def _fetch(
    file: CatalogueFile, part: Path, there: int, done: DONE, silence_s: float, until: float
) -> None:
    check_room(file.size - there, part.parent)
    with _network_in_words(file.address):
        with _answered(file.address, there, silence_s) as answer:
            start = _start(answer, file, there)
            with _opened(part, start) as out:
                got = _copy(answer, out, start, file.size, done, until)
        if got > file.size:
            part.unlink(missing_ok=True)
            raise Missing(
                f"{_host(file.address)} gives more than the {file.size} bytes of the catalogue",
                hint="nothing of it was kept; it is not the file that was meant",
            )
        if got < file.size:
            raise Missing(
                f"the connection broke off after {file_size(got)} of {file_size(file.size)}",
                hint=_TRY_AGAIN,
            )


def _answered(address: str, there: int, silence_s: float) -> Any:
    """The answer of the server, asked for what is not `there`; for all where it cannot do that."""
    headers = {"User-Agent": _user_agent(), "Accept-Encoding": "identity"}
    if there:
        headers["Range"] = f"bytes={there}-"
    # S310: `_check_address` lets nothing but https pass, also of what redirects lead to.
    request = urllib.request.Request(address, headers=headers)  # noqa: S310
    try:
        return _opener(address).open(request, timeout=silence_s)
    except urllib.error.HTTPError as error:
        if not there or error.code != http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
            raise
        error.close()
        return _answered(address, 0, silence_s)


def _copy(answer: Any, out: BinaryIO, start: int, size: int, done: DONE, until: float) -> int:
    """Bytes of the answer into the file, never more than one too many; how many are there then."""
    got = start
    done(got)
    while got <= size:
        if time.monotonic() > until:
            raise Missing("the download takes too long", hint=_TRY_AGAIN)
        chunk = answer.read1(min(_CHUNK_BYTES, size + 1 - got))
        if not chunk:
            break
        got += len(chunk)
        if got > size:
            break
        _write(out, chunk)
        done(got)
    return got


def _write(out: BinaryIO, chunk: bytes) -> None:
    left = memoryview(chunk)
    try:
        while left:
            left = left[out.write(left) :]
    except OSError as error:  # told from what the network raises
        raise _DiskRefused(error) from error


class _DiskRefused(Exception):
    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.error = error


@contextmanager
def _opened(part: Path, start: int) -> Iterator[BinaryIO]:
    """The file, to be written from `start` on; a full disk is given back what was written."""
    flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with refusals_in_words(part):
        out = os.fdopen(os.open(part, flags, 0o666), "wb", buffering=0)
    try:
        with out:
            with refusals_in_words(part):
                out.truncate(start)
                out.seek(start)
            yield out
    except _DiskRefused as refused:
        part.unlink(missing_ok=True)
        with refusals_in_words(part):
            raise refused.error from None


def _start(answer: Any, file: CatalogueFile, there: int) -> int:
    """Where in the file the answer begins. Raises Missing where it cannot be the file."""
    headers, host = answer.headers, _host(file.address)
    if headers.get_content_type() in _KINDS_OF_PAGES:
        raise Missing(
            f"{host} answered with a page, not with the file",
            hint="look at it in a browser: the network here may want you to log in first",
        )
    if (packed := headers.get("Content-Encoding", "identity").lower()) != "identity":
        raise Missing(f"{host} gives the file in another form: {packed}", hint="try again later")
    start = there if answer.status == http.client.PARTIAL_CONTENT else 0
    if start and not _begins_at(headers, start):
        raise Missing(f"{host} goes on at another place than was asked for", hint="try again")
    announced = headers.get("Content-Length")
    if announced is not None and announced.strip() != str(file.size - start):
        raise Missing(
            f"{host} has a file of another length: {announced.strip()[:20]} bytes,"
            f" not {file.size - start}",
            hint="nothing of it was taken; it is not the file that was meant",
        )
    return start


def _begins_at(headers: Message, start: int) -> bool:
    return headers.get("Content-Range", "").replace(" ", "").lower().startswith(f"bytes{start}-")


@contextmanager
def _network_in_words(address: str) -> Iterator[None]:
    """Turn what a network may do into messages for people."""
    host = _host(address)
    try:
        yield
    except urllib.error.HTTPError as error:
        with contextlib.closing(error):
            what = _SAID.get(error.code, f"answered with the error {error.code}")
            if error.code // 100 == 3:
                what = "leads on to what is not an address by https, or round in circles"
        raise Missing(f"{host} {what}", hint="try again later") from None
    except TimeoutError:
        raise Missing(f"{host} says nothing any more", hint=_TRY_AGAIN) from None
    except urllib.error.URLError as error:
        raise _unreachable(host, error.reason) from None
    except (http.client.HTTPException, ssl.SSLError, ConnectionError) as error:
        why = str(error) or type(error).__name__
        raise Missing(f"the connection to {host} broke off: {why}", hint=_TRY_AGAIN) from None


def _unreachable(host: str, why: object) -> Missing:
    if isinstance(why, ssl.SSLError):
        return Missing(
            f"{host} cannot prove who it is: {why.reason or why}",
            hint="is the clock of this machine right? The network here may read what passes",
        )
    if isinstance(why, TimeoutError):
        return Missing(f"{host} does not answer", hint=_TRY_AGAIN)
    if isinstance(why, socket.gaierror):
        why = "there is no network, or it does not know that name"
    elif isinstance(why, OSError):
        why = why.strerror or str(why)
    return Missing(f"{host} cannot be reached: {why}", hint="try again with a network")


class _SafeRedirects(urllib.request.HTTPRedirectHandler):
    max_redirections = _MOST_REDIRECTS

    def __init__(self, *, local: bool) -> None:
        self._local = local

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str,
        headers: Any, newurl: str,
    ) -> urllib.request.Request | None:  # fmt: skip
        try:
            _check_address(newurl, local=self._local)
        except Missing:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener(address: str) -> urllib.request.OpenerDirector:
    """What opens an address; the proxy of the system is used, but for this machine itself."""
    local = _is_local(address)
    handlers: list[urllib.request.BaseHandler] = [_SafeRedirects(local=local)]
    if local:
        handlers.append(urllib.request.ProxyHandler({}))
    return urllib.request.build_opener(*handlers)


def _is_local(address: str) -> bool:
    try:
        return urllib.parse.urlsplit(address).hostname in _HERE
    except ValueError:
        return False


def _check_address(address: str, *, local: bool) -> None:
    """Raises Missing for what is not https; on this machine, http from here to here will do."""
    try:
        split = urllib.parse.urlsplit(address)
        plain = split.scheme == "http" and local and split.hostname in _HERE
        if (split.scheme == "https" or plain) and split.hostname:
            return
    except ValueError:
        pass
    raise Missing(
        f"the file is at {address[:200]}, which is not an address by https",
        hint="nothing was downloaded",
    )


def _host(address: str) -> str:
    return urllib.parse.urlsplit(address).hostname or address


def _user_agent() -> str:
    from voiceguide.program_version import program_version

    return f"voiceguide/{program_version()}"


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
