import hashlib
import os
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.speech.file_server import FileServer
from voiceguide.errors import DiskProblem, Missing
from voiceguide.speech import voice_store
from voiceguide.speech.voice_catalogue import CatalogueFile
from voiceguide.speech.voice_download import DownloadLimits, download

CONTENT = os.urandom(1_000_000)
PATIENT = DownloadLimits(silence_s=5, whole_s=20)


@pytest.fixture
def server() -> Iterator[FileServer]:
    with FileServer({"/voice": CONTENT}) as running:
        yield running


@pytest.fixture
def part(tmp_path: Path) -> Path:
    return tmp_path / "voice.onnx"


def offered(server: FileServer, content: bytes = CONTENT) -> CatalogueFile:
    return CatalogueFile(
        f"{server.address}/voice", len(content), hashlib.sha256(content).hexdigest()
    )


def fetched(server: FileServer, part: Path, limits: DownloadLimits = PATIENT) -> list[int]:
    """What was told of its progress."""
    told: list[int] = []
    download(offered(server), part, told.append, limits)
    return told


def refusal(server: FileServer, part: Path, limits: DownloadLimits = PATIENT) -> str:
    with pytest.raises(Missing) as refused:
        download(offered(server), part, lambda _: None, limits)
    return str(refused.value)


def test_a_file_comes_whole_and_its_progress_is_told(server: FileServer, part: Path) -> None:
    told = fetched(server, part)
    assert part.read_bytes() == CONTENT
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, len(CONTENT))
    assert server.asked == [("/voice", None)]


def test_what_is_whole_is_not_asked_for_again(server: FileServer, part: Path) -> None:
    part.write_bytes(CONTENT)
    assert fetched(server, part) == []
    assert server.asked == []


def test_a_download_that_broke_off_goes_on_behind_what_came(server: FileServer, part: Path) -> None:
    server.fault = "breaks off"
    assert "the connection broke off after 500 kB of 1 MB" in refusal(server, part)
    assert part.stat().st_size == 500_000
    server.fault = ""
    fetched(server, part)
    assert part.read_bytes() == CONTENT
    assert server.asked[-1] == ("/voice", "bytes=500000-")


@pytest.mark.parametrize("fault", ["no ranges", "no such range"])
def test_a_server_that_cannot_go_on_begins_anew(server: FileServer, part: Path, fault: str) -> None:
    part.write_bytes(CONTENT[:1000])
    server.fault = fault
    fetched(server, part)
    assert part.read_bytes() == CONTENT


def test_a_server_that_goes_on_elsewhere_is_refused(server: FileServer, part: Path) -> None:
    part.write_bytes(CONTENT[:1000])
    server.fault = "another place"
    assert "goes on at another place" in refusal(server, part)
    assert part.read_bytes() == CONTENT[:1000]


def test_a_beginning_that_is_not_of_this_file_is_fetched_once_more(
    server: FileServer, part: Path
) -> None:
    part.write_bytes(b"of an older file")
    fetched(server, part)
    assert part.read_bytes() == CONTENT
    assert [asked for _, asked in server.asked] == ["bytes=16-", None]


def test_more_than_the_file_can_have_is_no_beginning_of_it(server: FileServer, part: Path) -> None:
    part.write_bytes(CONTENT + b"more")
    fetched(server, part)
    assert part.read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("missing", "127.0.0.1 has no such file any more"),
        ("busy", "127.0.0.1 has too much to do"),
        ("page", "answered with a page, not with the file"),
        ("gzip", "gives the file in another form: gzip"),
        ("another length", "has a file of another length: 1000004 bytes, not 1000000"),
        ("no end", "gives more than the 1000000 bytes of the catalogue"),
        ("altered", "is not the file of the catalogue: its SHA-256 differs"),
        (
            "round in circles",
            "127.0.0.1 leads on to what is not an address by https, or round",
        ),
    ],
)
def test_what_is_not_the_file_is_told_and_leaves_nothing(
    server: FileServer, part: Path, fault: str, words: str
) -> None:
    server.fault = fault
    said = refusal(server, part)
    assert words in said
    assert "\n  hint: " in said
    assert not part.exists()


@pytest.mark.parametrize(
    "to", ["http://example.org/voice", "ftp://127.0.0.1/voice", "file:///etc/passwd"]
)
def test_a_redirect_leads_to_nothing_but_https(server: FileServer, part: Path, to: str) -> None:
    server.fault = f"to {to}"
    said = refusal(server, part)
    assert "not an address by https" in said
    assert len(server.asked) == 1
    assert not part.exists()


def test_a_redirect_on_this_machine_is_followed(server: FileServer, part: Path) -> None:
    server.files["/there"] = CONTENT
    server.fault = "to ADDRESS/there"
    fetched(server, part)
    assert part.read_bytes() == CONTENT
    assert server.asked == [("/voice", None), ("/there", None)]


@pytest.mark.parametrize(
    "address", ["http://example.org/a", "ftp://example.org/a", "file:///etc/passwd", "https:///a"]
)
def test_an_address_without_https_is_not_even_asked(part: Path, address: str) -> None:
    with pytest.raises(Missing, match="not an address by https"):
        download(CatalogueFile(address, 10, "0" * 64), part, lambda _: None)
    assert not part.exists()


def test_a_server_that_falls_silent_is_given_up_and_what_came_is_kept(
    server: FileServer, part: Path
) -> None:
    server.fault = "falls silent"
    said = refusal(server, part, DownloadLimits(silence_s=0.3, whole_s=20))
    assert "says nothing any more" in said
    assert "the same command goes on" in said
    assert part.stat().st_size == 500_000


def test_a_download_that_takes_too_long_is_given_up(server: FileServer, part: Path) -> None:
    said = refusal(server, part, DownloadLimits(silence_s=5, whole_s=0))
    assert "takes too long" in said


def test_nobody_who_listens_is_told(part: Path) -> None:
    with FileServer({}) as gone:
        file = offered(gone)
    with pytest.raises(Missing, match="cannot be reached: Connection refused"):
        download(file, part, lambda _: None, PATIENT)


def test_an_unknown_host_means_no_network(part: Path) -> None:
    file = CatalogueFile("https://voices.invalid/a.onnx", 10, "0" * 64)
    with pytest.raises(Missing, match=r"voices\.invalid cannot be reached") as refused:
        download(file, part, lambda _: None, PATIENT)
    assert refused.value.hint == "try again with a network"


def test_a_server_without_a_certificate_is_not_trusted(server: FileServer, part: Path) -> None:
    address = server.address.replace("http://", "https://")
    file = CatalogueFile(f"{address}/voice", 10, "0" * 64)
    with pytest.raises(Missing, match="cannot prove who it is"):
        download(file, part, lambda _: None, PATIENT)


def test_a_disk_without_room_is_told_before_anything_comes(
    server: FileServer, part: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voice_store, "SPARE_BYTES", 10**18)
    with pytest.raises(DiskProblem, match="1 MB are to come, and the disk has"):
        fetched(server, part)
    assert server.asked == []


def test_an_interruption_keeps_what_came(server: FileServer, part: Path) -> None:
    server.fault = "falls silent"
    told: list[int] = []

    def done(got: int) -> None:
        told.append(got)
        if got >= 400_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        download(offered(server), part, done, PATIENT)
    assert part.read_bytes() == CONTENT[: told[-1]]


def test_a_disk_that_takes_no_more_is_given_back_what_was_written(
    server: FileServer, part: Path
) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, before[1]))
    try:
        with pytest.raises(DiskProblem, match="cannot be written: the file is too large"):
            fetched(server, part)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not part.exists()
