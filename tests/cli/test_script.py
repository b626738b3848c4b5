import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.cli.conftest import Ask
from voiceguide.cli.program import app
from voiceguide.exporting import SCRIPTS

ESTIMATE = ("--voice", "estimate")


def test_the_script_is_the_whole_answer(ask: Ask, short: Path) -> None:
    answer = ask("script", str(short), *ESTIMATE)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("Short one\n=========\nLength: 0:08.1\n")
    assert "  0:01.2  say   Hello.\n" in answer.out


def test_it_comes_as_a_sheet_or_for_programs_too(ask: Ask, short: Path) -> None:
    assert ask("script", str(short), "-f", "md", *ESTIMATE).out.startswith("# Short one\n")
    told = json.loads(ask("script", str(short), "--format", "json", *ESTIMATE).out)
    assert told["voice"]["measured"] is False


@pytest.mark.parametrize("form", [name for name in SCRIPTS if name != "text"])
def test_what_programs_read_is_utf_8_on_a_terminal_of_any_encoding(
    form: str, tmp_path: Path
) -> None:
    routine = tmp_path / "yoga.yaml"
    routine.write_text("name: Йога\nitems:\n  - note: Привет, мир.\n")
    words = ["script", str(routine), "--format", form, *ESTIMATE]
    result = CliRunner(charset="latin-1").invoke(app, words)
    assert result.exit_code == 0
    written = result.stdout_bytes.decode("utf-8")
    if form == "json":
        assert json.loads(written)["name"] == "Йога"
    assert "?" not in written.replace("<?xml", "").replace("?>", "")


def test_options_of_the_session_change_it(ask: Ask) -> None:
    options = ("--level", "strong", "--detail", "brief", "--pace", "brisk", "--seed", "7")
    told = json.loads(ask("script", "back-relief", "-f", "json", *options, *ESTIMATE).out)
    assert told["options"]["level"] == "strong"
    assert told["options"]["detail"] == "brief"
    assert told["voice"]["words_a_minute"] == 160
    assert told["options"]["seed"] == 7


def test_all_script_formats_can_be_asked_for(ask: Ask) -> None:
    assert f"<{'|'.join(SCRIPTS)}>" in "".join(ask("script", "--help").out.split())


def test_an_unknown_format_is_refused_before_anything_is_spoken(ask: Ask, cache: Path) -> None:
    answer = ask("script", "morning", "--format", "xml")
    assert answer.code == 2
    assert "'xml' is not one of 'text', 'md', " in answer.err
    assert not cache.exists()


def test_a_voice_or_an_item_that_is_not_there_is_refused(ask: Ask, short: Path) -> None:
    answer = ask("script", str(short), "--voice", "pyttsx4")
    assert answer.code == 2
    assert "did you mean 'pyttsx3'?" in answer.err
    assert ask("script", str(short), "--from", "9", *ESTIMATE).code == 2


def test_a_bad_file_is_told_with_every_place_and_never_a_traceback(
    ask: Ask, tmp_path: Path
) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("name: A\nitems:\n  - rest: 0 s\n  - do: cat-stretch\n    repz: 3\n")
    answer = ask("script", str(path))
    assert (answer.code, answer.out) == (2, "")
    assert [line.split(":")[1] for line in answer.err.splitlines() if ".yaml:" in line] == [
        "3",
        "5",
    ]


def test_nothing_a_file_says_reaches_the_terminal_raw(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "evil.yaml"
    path.write_text('name: "A\\e[2JB\\u202eC"\nitems: ["\\e[31mred"]\n')
    answer = ask("script", str(path))
    assert answer.code == 2
    assert answer.err
    assert not set("\x1b\u202e\x07") & set(answer.err + answer.out)


def test_as_spoken_prints_each_line_as_the_voice_gets_it(ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "knee.yaml"
    lines = ["name: Knee", "say_as: {psoas: so az}", "items:"]
    lines += [f'  - note: "{line}"' for line in ("Keep pain <3/10.", "The psoas.", "Breathe.")]
    file.write_text("\n".join(lines), encoding="utf-8")
    rows = ask("script", str(file), "--as-spoken", *ESTIMATE).out.splitlines()
    told = [row.split(maxsplit=1)[1] for row in rows]
    at = told.index("Keep pain less than three out of ten.")
    assert told[at : at + 5] == [
        "Keep pain less than three out of ten.",
        "Keep pain <3/10.",
        "The so az.",
        "The psoas.",
        "Breathe.",
    ]
