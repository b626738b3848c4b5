"""`voiceguide voices script`, `record` and `check`, without a microphone."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest

from tests.cli.conftest import SHORT, Ask
from tests.speech.pack_kit import TOML, encoded, pack, spoken, wav

REFUSES = TOML.replace("estimate", "refuse")


@pytest.fixture
def short(tmp_path: Path) -> str:
    file = tmp_path / "short.yaml"
    file.write_text(SHORT)
    return str(file)


def session_lines(ask: Ask, routine: str) -> list[str]:
    answer = ask("voices", "script", routine, "--part", "session", "--json")
    assert answer.code == 0, answer.err
    return [line["text"] for line in json.loads(answer.out)]


def test_every_line_is_listed_with_its_file_and_place(ask: Ask, short: str, tmp_path: Path) -> None:
    out = tmp_path / "lines.csv"
    answer = ask("voices", "script", short, "-o", str(out))
    assert answer.code == 0
    assert answer.out == ""
    assert " lines (" in answer.err
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    by_text = {row["text"]: row for row in rows}
    assert by_text["Sit up."] == {
        "file": "sit-up.wav", "text": "Sit up.", "where": "short", "part": "session"
    }  # fmt: skip
    assert {"Hello.", "The end.", "Stop here, and breathe calmly."} <= by_text.keys()
    again = ask("voices", "script", short, "-o", str(out))
    assert (again.code, "exists already" in again.err) == (2, True)


def test_parts_and_routines_are_chosen(ask: Ask, short: str) -> None:
    assert "Going on." not in session_lines(ask, short)
    assert ask("voices", "script").code == 2
    wrong = ask("voices", "script", short, "--part", "sesion")
    assert (wrong.code, "there are: session, live" in wrong.err) == (2, True)
    mixed = ask("voices", "script", "six-minute", "--language", "de")
    assert mixed.code == 2


def test_a_script_of_ones_own_is_listed_too(ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "calm.txt"
    file.write_text("Lie down.\n[pause 10 s]\nRest now.\n")
    assert session_lines(ask, str(file)) == ["Lie down.", "Rest now."]


def test_a_good_pack_is_good(ask: Ask, short: str, tmp_path: Path) -> None:
    folder = pack(tmp_path / "anna", REFUSES)
    for row in json.loads(ask("voices", "script", short, "--json").out):
        words = len(row["text"].split())
        (folder / row["file"]).write_bytes(wav(spoken(0.4 * words)))
    answer = ask("voices", "check", str(folder), short)
    assert (answer.code, answer.out) == (0, ""), answer.err
    assert "0 problems, 0 missing." in answer.err


def test_what_is_wrong_with_a_pack_is_told_and_ends_with_2(
    ask: Ask, short: str, tmp_path: Path
) -> None:
    folder = pack(tmp_path / "anna", REFUSES, hello=wav(spoken()), sit_up=encoded(spoken(), "mp3"))
    (folder / "rest-for-one-second.wav").write_bytes(b"")
    answer = ask("voices", "check", str(folder), short)
    assert answer.code == 2
    assert "sit-up.wav (Sit up.): it is an MP3 file\n  hint: call it sit-up.mp3" in answer.out
    assert "rest-for-one-second.wav (Rest for one second.): it is empty" in answer.out
    assert "the-end.wav is missing: The end. (short)" in answer.out
    assert "hello.wav" not in answer.out
    assert "the pack refuses them" in answer.err


def test_each_fault_of_a_recording_is_told(ask: Ask, short: str, tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    sound = spoken(1.2)
    folder = pack(
        tmp_path / "anna",
        hello=wav(np.clip(sound * 8, -1, 1)),
        sit_up=wav(sound + rng.normal(0, 0.02, len(sound))),
        the_end=wav(sound)[:-40_000],
        rest_for_one_second=wav(sound * 0.03),
        going_on=wav(spoken(9.0)),
        nearly_done=wav(np.zeros(44_100)),
    )
    told = json.loads(ask("voices", "check", str(folder), short, "--json").out)
    kinds: dict[str, list[str]] = {}
    for each in told["problems"]:
        kinds.setdefault(each["file"], []).append(each["kind"])
    assert kinds == {
        "going-on.wav": ["long"],
        "hello.wav": ["clipped"],
        "nearly-done.wav": ["silent"],
        "rest-for-one-second.wav": ["soft"],
        "sit-up.wav": ["noisy"],
        "the-end.wav": ["cut"],
    }


@pytest.mark.whole
def test_a_recording_of_no_line_is_told(ask: Ask, short: str, tmp_path: Path) -> None:
    folder = pack(tmp_path / "anna", REFUSES, sit_upp=wav(spoken()), breathe_in=wav(spoken()))
    answer = ask("voices", "check", str(folder), short, "--json")
    assert answer.code == 2
    told = json.loads(answer.out)
    assert [(each["file"], each["kind"]) for each in told["problems"]] == [
        ("sit-upp.wav", "unknown")
    ]
    assert "The end." in [each["text"] for each in told["missing"]]


def test_a_pack_that_cannot_be_read_is_refused_with_its_place(ask: Ask, tmp_path: Path) -> None:
    folder = pack(tmp_path / "anna", "name = 3\n")
    answer = ask("voices", "check", str(folder))
    assert answer.code == 2
    assert "voice.toml:1:1: 'name' cannot be 3" in answer.err
    gone = ask("voices", "check", str(tmp_path / "gone"))
    assert (gone.code, "is no folder with a voice pack" in gone.err) == (2, True)


def test_a_session_is_spoken_by_a_pack(ask: Ask, short: str, tmp_path: Path) -> None:
    folder = pack(tmp_path / "anna", TOML, hello=wav(spoken(2.0)))
    answer = ask("script", short, "--voice", f"recorded:{folder}", "--format", "json")
    assert answer.code == 0, answer.err
    timeline = json.loads(answer.out)
    hello = next(cue for cue in timeline["cues"] if cue.get("text") == "Hello.")
    assert 1950 < hello["length_ms"] < 2100
    assert "3 lines that Anna has not recorded: left to estimate" in answer.err


def test_a_pack_that_refuses_plays_no_session_with_a_hole(
    ask: Ask, short: str, tmp_path: Path
) -> None:
    folder = pack(tmp_path / "anna", REFUSES, hello=wav(spoken()))
    answer = ask("script", short, "--voice", f"recorded:{folder}")
    assert answer.code == 4
    assert "3 lines are not recorded by Anna: 'Sit up.', " in answer.err
    assert "voiceguide voices script" in answer.err


def test_recording_needs_lines(ask: Ask, tmp_path: Path) -> None:
    answer = ask("voices", "record", str(tmp_path / "anna"))
    assert (answer.code, "nothing says what is to be read" in answer.err) == (2, True)
    table = tmp_path / "lines.csv"
    table.write_text("file,line\na.wav,Hello.\n")
    wrong = ask("voices", "record", str(tmp_path / "anna"), "--lines", str(table))
    assert (wrong.code, "no column 'text'" in wrong.err) == (2, True)
    assert not (tmp_path / "anna").exists()
    here = ask("voices", "record", str(tmp_path), "six-minute")
    assert (here.code, "is no voice pack, and not empty" in here.err) == (2, True)
