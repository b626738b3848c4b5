"""Each text format, read by programs that are not ours: the same lines at the same times."""

import csv
import io
import json
import re
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import srt as srt_reader
from jsonschema import Draft202012Validator

from tests.exporting.reading import NASTY, probed, tool
from voiceguide.exporting import FORMATS, joined_chapters, write
from voiceguide.exporting.formats import cue
from voiceguide.exporting.script.captions import WORD_JOINER
from voiceguide.rendering import Rendering
from voiceguide.session_options import SessionOptions
from voiceguide.structs import replace
from voiceguide.text import clean
from voiceguide.timeline import Segment, Timeline, VoiceCue, VoiceInfo
from voiceguide.units import Ms

HERE = Path(__file__).parent
SESSIONS = pytest.mark.parametrize("which", ["timeline", "nasty", "hostile"])

Lines = list[tuple[int, int, str]]


@pytest.fixture
def session(request: pytest.FixtureRequest, which: str) -> Timeline:
    made: Timeline = request.getfixturevalue(which)
    return made


@pytest.fixture
def spoken(session: Timeline) -> Lines:
    """What the timeline says: start and end in milliseconds, and the line."""
    return [(line.at_ms, line.end_ms, clean(line.text)) for line in session.voices]


def by_node(kind: str, path: Path) -> dict[str, Any]:
    if not (HERE / "node" / "node_modules").is_dir():
        tool("the readers of tests/exporting/node (npm ci)")
    done = subprocess.run(
        [tool("node"), str(HERE / "node" / "read.js"), kind, str(path)],
        check=True,
        capture_output=True,
    )
    read: dict[str, Any] = json.loads(done.stdout)
    return read


@SESSIONS
def test_webvtt_parser_finds_no_fault_and_every_line(
    tmp_path: Path, session: Timeline, spoken: Lines
) -> None:
    write(session, tmp_path / "a.vtt")
    found = by_node("vtt", tmp_path / "a.vtt")
    assert found["errors"] == []
    assert [(round(a * 1000), round(b * 1000), text) for a, b, text in found["cues"]] == spoken


@SESSIONS
def test_ffprobe_reads_the_webvtt_captions(
    tmp_path: Path, session: Timeline, spoken: Lines
) -> None:
    write(session, tmp_path / "a.vtt")
    packets = probed(tmp_path / "a.vtt", "-show_packets")["packets"]
    assert [round(float(each["pts_time"]) * 1000) for each in packets] == [at for at, *_ in spoken]


@SESSIONS
def test_srt_reads_every_line(tmp_path: Path, session: Timeline, spoken: Lines) -> None:
    write(session, tmp_path / "a.srt")
    found = list(srt_reader.parse((tmp_path / "a.srt").read_text(encoding="utf-8")))
    millisecond = timedelta(milliseconds=1)
    assert [
        (each.start // millisecond, each.end // millisecond, each.content.replace(WORD_JOINER, ""))
        for each in found
    ] == spoken


def test_a_video_player_takes_nothing_in_srt_for_markup(tmp_path: Path, nasty: Timeline) -> None:
    """FFmpeg turns SubRip into styled text; brackets that it kept are not in braces there."""
    write(nasty, tmp_path / "a.srt")
    done = subprocess.run(
        [tool("ffmpeg"), "-v", "error", "-i", str(tmp_path / "a.srt"), "-f", "ass", "-"],
        check=True,
        capture_output=True,
    )
    styled = done.stdout.decode().replace(WORD_JOINER, "")
    assert "+1 <b>bold</b>" in styled
    assert "{\\b1}" not in styled


@SESSIONS
def test_ffprobe_reads_the_lyrics_to_the_hundredth(
    tmp_path: Path, session: Timeline, spoken: Lines
) -> None:
    write(session, tmp_path / "a.lrc")
    found = probed(tmp_path / "a.lrc", "-show_packets", "-show_format")
    times = [round(float(each["pts_time"]) * 1000) for each in found["packets"]]
    assert len(times) == len(spoken)
    assert all(abs(time - line[0]) <= 5 for time, line in zip(times, spoken, strict=True))
    assert found["format"]["tags"]["title"] == clean(session.name).replace("]", ")")


@SESSIONS
def test_lyrics_hold_every_line(tmp_path: Path, session: Timeline, spoken: Lines) -> None:
    write(session, tmp_path / "a.lrc")
    rows = (tmp_path / "a.lrc").read_text(encoding="utf-8").splitlines()
    said = [re.sub(r"^\[\d+:\d\d\.\d\d\] ?", "", row) for row in rows if re.match(r"\[\d", row)]
    assert said == [line[2] for line in spoken]


@SESSIONS
def test_labels_are_three_columns(tmp_path: Path, session: Timeline, spoken: Lines) -> None:
    write(session, tmp_path / "a.labels.txt")
    rows = [row.split("\t") for row in lines_of(tmp_path / "a.labels.txt")]
    assert all(len(row) == 3 for row in rows)
    read = [(to_ms(start), to_ms(end), text) for start, end, text in rows]
    assert [row for row in read if row in spoken] == spoken
    assert len(read) == len(session.cues)


def lines_of(path: Path) -> list[str]:
    return path.read_bytes().decode().removesuffix("\n").split("\n")


def to_ms(seconds: str) -> int:
    return round(float(seconds) * 1000)


@SESSIONS
def test_csv_holds_every_line_and_no_formula(
    tmp_path: Path, session: Timeline, spoken: Lines
) -> None:
    write(session, tmp_path / "a.csv")
    content = (tmp_path / "a.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    said = [
        (to_ms(row["start_s"]), to_ms(row["end_s"]), re.sub("^'(?=[=+@-])", "", row["text"]))
        for row in rows
        if row["what"] == "voice"
    ]
    assert said == spoken
    assert len(rows) == len(session.segments) + len(session.cues)


@SESSIONS
def test_chapters_keep_the_schema_and_lie_end_to_end(tmp_path: Path, session: Timeline) -> None:
    write(session, tmp_path / "a.chapters.json")
    found = json.loads((tmp_path / "a.chapters.json").read_text(encoding="utf-8"))
    schema = json.loads((HERE / "chapters.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert [error.message for error in Draft202012Validator(schema).iter_errors(found)] == []
    chapters = found["chapters"]
    edges = [(each["startTime"], each["endTime"]) for each in chapters]
    assert [0, *(end for _, end in edges)] == [*(start for start, _ in edges), edges[-1][1]]
    assert edges[-1][1] == session.length_ms / 1000


@SESSIONS
def test_cueprint_reads_the_tracks(tmp_path: Path, session: Timeline) -> None:
    write(session, tmp_path / "a.cue", sound='so "a" so.mp3')
    write(session, tmp_path / "a.chapters.json")
    chapters = json.loads((tmp_path / "a.chapters.json").read_text(encoding="utf-8"))["chapters"]
    done = subprocess.run(
        [tool("cueprint"), "-d", "%T\\n%N\\n", "-t", "%t\\n", str(tmp_path / "a.cue")],
        check=True,
        capture_output=True,
    )
    assert done.stderr == b""
    title, tracks, *titles = done.stdout.decode().splitlines()
    assert title == clean(session.name).replace('"', "'")
    assert int(tracks) == len(chapters)
    assert titles == [each["title"].replace('"', "'") for each in chapters]


def test_track_times_are_in_frames_of_a_cd(tmp_path: Path) -> None:
    made = many_chapters(3, 70 * 60_000 + 20)
    write(made, tmp_path / "a.cue")
    found = re.findall(r"INDEX 01 (\S+)", (tmp_path / "a.cue").read_text(encoding="utf-8"))
    assert found == ["00:00:00", "70:00:02", "140:00:03"]
    done = subprocess.run(
        [tool("cuebreakpoints"), str(tmp_path / "a.cue")], check=True, capture_output=True
    )
    assert done.stdout.decode().split() == ["70:00.02", "140:00.03"]


def many_chapters(count: int, length_ms: int) -> Timeline:
    segments = tuple(
        Segment(Ms(at * length_ms), Ms((at + 1) * length_ms), "hold", f"Part {at}", None, at + 1)
        for at in range(count)
    )
    return Timeline(
        routine="long",
        name="Long",
        length_ms=Ms(count * length_ms),
        voice=VoiceInfo("estimate", "estimate", 140, measured=False),
        options=SessionOptions("gentle", "normal", "calm", "tones", "normal", "fade", (), 0),
        segments=segments,
        cues=(),
    )


def test_a_session_of_three_hours_keeps_its_times(tmp_path: Path) -> None:
    line = VoiceCue(Ms(10_799_000), Ms(500), "The end.", "closing")
    made = replace(many_chapters(90, 120_000), cues=(line,))
    for suffix in (".lrc", ".vtt", ".srt"):
        write(made, tmp_path / f"a{suffix}")
        (packet,) = probed(tmp_path / f"a{suffix}", "-show_packets")["packets"]
        assert float(packet["pts_time"]) == 10_799


def test_a_track_list_of_many_chapters_has_no_more_tracks_than_a_disc() -> None:
    sheet = cue.text(many_chapters(120, 30_000), "a.wav")
    assert sheet.count("TRACK ") == 99
    assert 'TITLE "Part 0 – Part 1"' in sheet
    assert 'TITLE "Part 119"' in sheet


@pytest.mark.parametrize(
    ("suffix", "count", "kept"),
    [(".mp3", 302, 255), (".m4a", 302, 255), (".flac", 1100, 999), (".opus", 1100, 999)],
)
def test_a_file_counts_its_chapters_right_however_many_there_are(
    suffix: str, count: int, kept: int, tmp_path: Path
) -> None:
    made = many_chapters(count, 50)
    path = tmp_path / f"a{suffix}"
    write(Rendering(made, {}, {}), path)
    found = probed(path, "-show_chapters")["chapters"]
    assert len(found) == kept
    assert float(found[0]["start_time"]) == 0
    assert float(found[-1]["end_time"]) == pytest.approx(count * 0.05, abs=0.08)
    if suffix == ".mp3":
        contents = path.read_bytes()
        at = contents.index(b"CTOC") + 10  # a frame's head
        at = contents.index(b"\0", at) + 1  # its name
        assert contents[at + 1] == kept  # after the flags
    said = joined_chapters(made, path)
    assert said is not None
    assert f"{kept} chapters at most, and the session has {count}" in said


def test_few_chapters_are_joined_nowhere(tmp_path: Path) -> None:
    for suffix in FORMATS:
        assert joined_chapters(many_chapters(99, 1000), tmp_path / f"a{suffix}") is None


@SESSIONS
def test_ssml_check_finds_no_fault(tmp_path: Path, session: Timeline) -> None:
    write(session, tmp_path / "a.ssml")
    assert by_node("ssml", tmp_path / "a.ssml")["errors"] == []


@SESSIONS
def test_ssml_says_every_line_with_breaks_that_engines_know(
    tmp_path: Path, session: Timeline, spoken: Lines
) -> None:
    write(session, tmp_path / "a.ssml")
    root = ElementTree.parse(tmp_path / "a.ssml").getroot()  # noqa: S314 # it is our own
    space = "{http://www.w3.org/2001/10/synthesis}"
    assert root.tag == f"{space}speak"
    assert root.get("version") == "1.1"
    assert [each.text for each in root.iter(f"{space}s")] == [line[2] for line in spoken]
    breaks = [each.attrib["time"] for each in root.iter(f"{space}break")]
    assert all(re.fullmatch(r"[1-9]\d*ms", each) for each in breaks)
    assert all(int(each.removesuffix("ms")) <= 10_000 for each in breaks)
    after_first = spoken[0][1]
    assert sum(int(each.removesuffix("ms")) for each in breaks) == (
        session.length_ms - after_first - sum(end - at for at, end, _ in spoken[1:])
    )


def test_espeak_speaks_the_ssml_as_words(tmp_path: Path, nasty: Timeline) -> None:
    write(nasty, tmp_path / "a.ssml")
    done = subprocess.run(
        [tool("espeak-ng"), "-m", "-q", "-x", "-f", str(tmp_path / "a.ssml")],
        check=True,
        capture_output=True,
    )
    assert done.stderr == b""
    assert len(done.stdout.splitlines()) >= len(NASTY)


@pytest.mark.parametrize("suffix", [s for s, form in FORMATS.items() if form.kind == "text"])
def test_a_session_of_nothing_is_written_too(tmp_path: Path, suffix: str) -> None:
    nothing = Timeline(
        routine="none",
        name="None",
        length_ms=Ms(0),
        voice=VoiceInfo("estimate", "estimate", 140, measured=False),
        options=SessionOptions("gentle", "normal", "calm", "tones", "normal", "fade", (), 0),
        segments=(),
        cues=(),
    )
    write(nothing, tmp_path / f"a{suffix}")
    assert (tmp_path / f"a{suffix}").exists()
