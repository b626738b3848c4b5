"""Files are whole or absent, whatever happens; those of strangers are read safely."""

import errno
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import voiceguide
from voiceguide.errors import BadFiles, DiskProblem, UsageError, VoiceguideError
from voiceguide.files import NotPlain, decoded, open_plain, read_plain, whole_file


def write(
    path: Path, content: bytes, *, force: bool = False, failure: BaseException | None = None
) -> None:
    with whole_file(path, force=force) as file:
        file.write(content)
        if failure is not None:
            raise failure


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_has_its_content_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    with whole_file(tmp_path / "a.wav") as file:
        file.write(b"sound")
        assert not (tmp_path / "a.wav").exists()
    assert (tmp_path / "a.wav").read_bytes() == b"sound"
    assert left(tmp_path) == ["a.wav"]


def test_the_file_can_be_written_again_from_its_beginning(tmp_path: Path) -> None:
    with whole_file(tmp_path / "a.wav") as file:
        file.write(b"?ound")
        file.seek(0)
        file.write(b"s")
    assert (tmp_path / "a.wav").read_bytes() == b"sound"


@pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX has them")
def test_others_may_read_it_as_far_as_the_umask_allows(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        with whole_file(tmp_path / "a.wav"):
            pass
    finally:
        os.umask(before)
    assert (tmp_path / "a.wav").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("failure", [KeyboardInterrupt, SystemExit, RuntimeError, ValueError])
@pytest.mark.parametrize("force", [False, True])
def test_a_failure_leaves_nothing_and_keeps_what_was_there(
    tmp_path: Path, failure: type[BaseException], force: bool
) -> None:
    if force:
        (tmp_path / "a.wav").write_bytes(b"older")
    with pytest.raises(failure):
        write(tmp_path / "a.wav", b"half", force=force, failure=failure())
    assert left(tmp_path) == (["a.wav"] if force else [])
    assert not force or (tmp_path / "a.wav").read_bytes() == b"older"


def test_an_existing_file_is_replaced_only_by_force(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"older")
    with (
        pytest.raises(UsageError, match="exists already") as refused,
        whole_file(tmp_path / "a.wav"),
    ):
        pytest.fail("never begun")
    assert "--force" in str(refused.value.hint)
    write(tmp_path / "a.wav", b"newer", force=True)
    assert (tmp_path / "a.wav").read_bytes() == b"newer"


def test_a_file_that_appears_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="exists already"), whole_file(tmp_path / "a.wav"):
        (tmp_path / "a.wav").write_bytes(b"theirs")
    assert (tmp_path / "a.wav").read_bytes() == b"theirs"
    assert left(tmp_path) == ["a.wav"]


def refusal(path: Path, *, force: bool = True) -> VoiceguideError:
    with pytest.raises(VoiceguideError) as refused, whole_file(path, force=force):
        pytest.fail("never begun")
    assert refused.value.hint
    return refused.value


def test_folders_missing_folders_and_impossible_names_are_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "folder.wav").mkdir()
    (tmp_path / "file").touch()
    assert "is a folder" in refusal(tmp_path / "folder.wav").message
    assert "there is no folder" in refusal(tmp_path / "none" / "a.wav").message
    assert "there is no folder" in refusal(tmp_path / "file" / "a.wav").message
    assert "is no file name" in refusal(tmp_path / "a\0.wav").message
    assert "name" in str(refusal(tmp_path / f"{'a' * 300}.wav"))
    assert left(tmp_path) == ["file", "folder.wav"]


@pytest.mark.skipif(os.name != "posix", reason="pipes and links as POSIX has them")
def test_a_pipe_is_refused_and_a_link_is_followed(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.wav")
    assert "is not a regular file" in refusal(tmp_path / "pipe.wav").message
    (tmp_path / "inner").mkdir()
    (tmp_path / "a.wav").symlink_to(tmp_path / "inner" / "real.wav")
    write(tmp_path / "a.wav", b"sound")
    assert (tmp_path / "a.wav").is_symlink()
    assert (tmp_path / "inner" / "real.wav").read_bytes() == b"sound"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_refused_in_words(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert "not allowed" in refusal(tmp_path / "a.wav").message


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "your share of the disk is full"),
        (errno.EROFS, "may only be read"),
        (errno.EIO, "reports a fault"),
    ],
)
def test_a_disk_that_refuses_is_a_message_with_a_remedy(
    tmp_path: Path, code: int, said: str
) -> None:
    with pytest.raises(DiskProblem, match=said) as refused:
        write(tmp_path / "a.wav", b"half", failure=OSError(code, os.strerror(code)))
    assert str(tmp_path / "a.wav") in refused.value.message
    assert refused.value.hint
    assert left(tmp_path) == []


def test_a_refusal_to_sync_is_one_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_file: int) -> None:
        raise OSError(errno.EIO, "injected")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(DiskProblem, match="reports a fault"), whole_file(tmp_path / "a.wav"):
        pass
    assert left(tmp_path) == []


def test_denied_writing_is_a_message(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not allowed here"), whole_file(tmp_path / "a.wav"):
        raise PermissionError(errno.EACCES, "injected")


def test_other_faults_of_the_system_stay_what_they_are(tmp_path: Path) -> None:
    with pytest.raises(BrokenPipeError), whole_file(tmp_path / "a.wav"):
        raise BrokenPipeError(errno.EPIPE, "injected")
    assert left(tmp_path) == []


WRITES_AND_WAITS = """
import sys, pathlib
from voiceguide.files import whole_file
with whole_file(pathlib.Path(sys.argv[1])) as file:
    file.write(b"half")
    print("begun", flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_the_program_and_leaves_nothing(tmp_path: Path, number: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WRITES_AND_WAITS, str(tmp_path / "a.wav")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as child:
        assert child.stdout
        assert child.stdout.readline() == b"begun\n"
        assert len(left(tmp_path)) == 1
        child.send_signal(number)
        assert child.wait(10) in (128 + number, -number)
    assert left(tmp_path) == []


def test_signal_handlers_are_put_back(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGTERM)
    with whole_file(tmp_path / "a.wav"):
        pass
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root on Linux")
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)],
        check=False,
        capture_output=True,
    )
    if mounted.returncode != 0:
        pytest.skip(f"mounting is not allowed here: {mounted.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.device
def test_a_disk_that_is_really_full(small_disk: Path) -> None:
    (small_disk / "a.wav").write_bytes(b"older")
    with pytest.raises(DiskProblem, match="the disk is full"):
        write(small_disk / "a.wav", bytes(400_000), force=True)
    assert left(small_disk) == ["a.wav"]
    assert (small_disk / "a.wav").read_bytes() == b"older"
    assert os.statvfs(small_disk).f_bavail * 4096 > 50_000, "its room is free again"


@pytest.mark.device
def test_a_disk_that_is_really_read_only(small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(DiskProblem, match="may only be read"), whole_file(small_disk / "a.wav"):
        pytest.fail("never begun")


needs_posix = pytest.mark.skipif(os.name != "posix", reason="locks and rights of POSIX")
KILLED = """
import os, sys
from pathlib import Path
from voiceguide.files import whole_file
with whole_file(Path(sys.argv[1])) as file:
    file.write(b"half")
    file.flush()
    print("written", flush=True)
    sys.stdin.read()
"""


def old(part: Path) -> None:
    os.utime(part, (1_000_000, 1_000_000))


@needs_posix
def test_what_a_killed_process_left_is_removed_by_the_next_and_a_live_ones_is_not(
    tmp_path: Path,
) -> None:
    command = [sys.executable, "-c", KILLED, str(tmp_path / "other.wav")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as live:
        assert live.stdout is not None
        live.stdout.readline()
        (part,) = left(tmp_path)
        old(tmp_path / part)
        write(tmp_path / "a.wav", b"whole")
        assert left(tmp_path) == [part, "a.wav"]
        live.kill()
        live.wait()
        write(tmp_path / "b.wav", b"whole")
        assert left(tmp_path) == ["a.wav", "b.wav"]


@needs_posix
def test_what_was_begun_just_now_and_what_is_no_file_of_ours_stays(tmp_path: Path) -> None:
    (tmp_path / ".voiceguide-0.part").touch()
    (tmp_path / "notes.part").touch()
    (tmp_path / "elsewhere").touch()
    (tmp_path / ".voiceguide-1.part").symlink_to(tmp_path / "elsewhere")
    for each in tmp_path.iterdir():
        old(each)
    (tmp_path / ".voiceguide-0.part").touch()
    before = left(tmp_path)
    write(tmp_path / "a.wav", b"whole")
    assert left(tmp_path) == sorted([*before, "a.wav"])


@needs_posix
@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_a_private_file_is_its_owners_alone_from_the_beginning(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        with whole_file(tmp_path / "log.csv", private=True) as file:
            assert os.fstat(file.fileno()).st_mode & 0o777 == 0o600
        assert (tmp_path / "log.csv").stat().st_mode & 0o777 == 0o600
        with whole_file(tmp_path / "a.wav") as file:
            assert os.fstat(file.fileno()).st_mode & 0o777 == 0o666 & ~mask
    finally:
        os.umask(before)


def test_a_file_of_the_folder_is_read_up_to_a_limit(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"0123456789")
    (tmp_path / "b").symlink_to("a")
    assert read_plain(tmp_path / "b", 10, tmp_path) == b"0123456789"
    assert read_plain(tmp_path / "a", 4) == b"01234", "one more, so that too much is seen"


def test_what_is_no_plain_file_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    for name in (tmp_path, tmp_path / "pipe", tmp_path / "zero"):
        with pytest.raises(NotPlain, match="is no file"):
            open_plain(name)


def test_a_file_that_becomes_a_pipe_meanwhile_is_refused_and_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe, plain = tmp_path / "pipe", tmp_path / "plain"
    os.mkfifo(pipe)
    plain.touch()
    before, looks = opened_files(), plain.stat()
    monkeypatch.setattr(Path, "stat", lambda _: looks)
    with pytest.raises(NotPlain, match="is no file"):
        open_plain(pipe)
    assert opened_files() == before


def opened_files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


@pytest.mark.parametrize(
    ("raw", "place"),
    [(b"\xff", "1:1"), ("é\nä".encode() + b"\xe9", "2:2"), (b"\xef\xbb\xbfa\r\n\xe9", "2:1")],
)
def test_what_is_not_utf_8_is_told_with_line_and_column(raw: bytes, place: str) -> None:
    with pytest.raises(BadFiles, match=f"a.txt:{place}: the file is not UTF-8 text"):
        decoded(raw, "a.txt")


def test_a_byte_order_mark_is_no_part_of_a_text() -> None:
    assert decoded(b"\xef\xbb\xbfa", "a.txt") == "a"


OPENS_ITSELF = {
    "files": "it is the place for it",
    "app/listing_index": "its own cache",
    "cli/terminal/console": "the null device, in place of an output that is gone",
    "exporting/formats/encoded": "its own unfinished file, which MP4 reads again",
    "exporting/formats/html": "its own style sheet",
    "exporting/formats/pdf": "what its browser printed, in a folder of its own",
    "app/own_files": "a built-in file, of which a person gets a copy",
    "install_command": "what pip wrote beside the program",
    "person/lock": "locks are opened to be locked, and not read",
    "person/log_reader": "copies of its own log",
    "person/salvage": "copies of its own log",
    "person/store": "its own log",
    "phrases/languages": "the registry of languages",
    "phrases/phrases": "the program's own phrases",
    "playback/outputs/simpleaudio_process": "the tape that its parent made",
    "playback/outputs/simpleaudio_tape": "the system's list of processes",
    "playback/outputs/stderr_filter": "pipes of its own",
    "diagnostics": "its own file",
    "playback/outputs/alsa_plugins": "the system's list of what the process has loaded",
    "playback/system_output_watch": "the system's list of processes",
    "speech/clip_cache": "its own cache",
    "speech/engines/espeak": "the system's list of libraries, and espeak-ng's own voices",
    "speech/engines/onnx_models": "a model, once it was looked through",
    "speech/engines/piper_model": "the JSON of a voice, once it was looked through",
    "speech/engines/system_voices": "what the system's voice wrote, in a folder of its own",
    "speech/known_voices": "its own cache",
    "speech/recordings/pack_import": "the copies that it keeps",
    "speech/spoken_voice": "what the system tells of its memory",
    "speech/voice_download": "what it downloads, into its own folder",
    "speech/voice_store": "the copies that it keeps",
    "speech/worker": "its own outputs",
    "audio/decoding": "music, by FFmpeg: only what is a file, `music_files` says",
    "audio/tones": "the program's own tones",
}
_OPENED = re.compile(r"(?<![\w.])(?<!def )open\(|\.(?:open|fdopen|read_text|read_bytes)\(")


def test_nobody_else_opens_what_strangers_wrote() -> None:
    package = Path(voiceguide.__file__).parent
    opening = {
        str(path.relative_to(package).with_suffix(""))
        for path in package.rglob("*.py")
        if _OPENED.search(path.read_text(encoding="utf-8"))
    }
    assert opening == set(OPENS_ITSELF)
