from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.errors import BadFiles
from voiceguide.session_options import Option, SessionOptions, declared
from voiceguide.settings import (
    Folders,
    load_settings,
    parse_settings,
)


def problems(text: str) -> list[str]:
    with pytest.raises(BadFiles) as caught:
        parse_settings(text, "config.toml")
    return [str(problem) for problem in caught.value.problems]


def test_without_a_file_everything_is_left_to_the_routine(tmp_path: Path) -> None:
    settings = load_settings(tmp_path / "config.toml")
    assert settings == SessionOptions()
    assert settings.said() == {}


def test_all_settings_are_read(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(
        "\N{BOM}# mine\n"
        'voice = "pyttsx3:en-us+Annie"\npace = "calm"\nlevel = "steady"\ndetail = "brief"\n'
        'countdown = "soft"\nencourage = "rarely"\ncues = "every"\nseed = 7\nvolume = 150\n'
        'output = "silent"\nscreen = "lines"\n'
        'tones = "explained"\ntones_volume = 0\n'
        "pause_on_new_output = true\n",
        encoding="utf-8",
    )
    assert load_settings(file) == SessionOptions(
        voice="pyttsx3:en-us+Annie",
        pace="calm",
        level="steady",
        detail="brief",
        countdown="soft",
        encourage="rarely",
        cues="every",
        seed=7,
        volume_percent=150,
        tones="explained",
        tones_percent=0,
        output="silent",
        screen="lines",
        pause_on_new_output=True,
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            'levle = "gentle"',
            "config.toml:2:1: unknown setting 'levle'\n"
            "  hint: did you mean 'level'?",
        ),
        (
            'level = "genle"',
            "config.toml:2:1: 'level' cannot be 'genle'\n"
            "  hint: did you mean 'gentle'?",
        ),
        (
            "level = 2",
            "config.toml:2:1: 'level' cannot be 2\n"
            '  hint: one of "gentle", "steady", "strong"',
        ),
        (
            "  volume = 151",
            "config.toml:2:3: 'volume' cannot be 151\n"
            "  hint: a whole number from 10 to 150, as in volume = 100",
        ),
        (
            "volume = true",
            "config.toml:2:1: 'volume' cannot be true\n"
            "  hint: a whole number from 10 to 150, as in volume = 100",
        ),
        (
            'voice = ""',
            "config.toml:2:1: 'voice' cannot be ''\n"
            '  hint: a name in quotes, as in voice = "pyttsx3"',
        ),
        (
            "[voice]",
            "config.toml:2:2: 'voice' cannot be a table\n"
            '  hint: a name in quotes, as in voice = "pyttsx3"',
        ),
        (
            "level = strong",
            "config.toml:2:9: invalid value\n"
            '  hint: settings are written NAME = "value" or NAME = 100',
        ),
        (
            "level: strong",
            "config.toml:2:6: expected '=' after a key in a key/value pair\n"
            '  hint: settings are written NAME = "value" or NAME = 100',
        ),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place_and_what_to_do(line: str, said: str) -> None:
    assert problems(f"# mine\n{line}\n") == [said]


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ('[say_as]\n"psoas" = ""\n', "2:1", "in 'say_as', 'psoas' cannot be said as ''"),
        ('[say_as]\na = "b"\n\n  psoas = 3\n', "4:3", "'psoas' cannot be said as 3"),
        ('say_as = {"" = "so az"}\n', "1:11", "in 'say_as', '' cannot be said as 'so az'"),
        ('level = "gentle"\n[say_as]\n"a.b" = " "\n', "3:1", "'a.b' cannot be said as ' '"),
    ],
)
def test_a_word_that_cannot_be_said_is_told_at_its_line_with_a_hint_that_works(
    text: str, place: str, said: str
) -> None:
    (problem,) = problems(text)
    assert problem.startswith(f"config.toml:{place}: ")
    assert said in problem
    assert 'hint: write how it sounds, as in "psoas" = "so az"' in problem
    assert parse_settings('[say_as]\n"psoas" = "so az"\n', "config.toml").say_as


@pytest.mark.parametrize(
    ("text", "place", "name"),
    [
        ('level = "gentle"\nlevel = "strong"\n', "2:1", "level"),
        ('level = "gentle"\npace = "calm"\n  level = "strong"', "3:3", "level"),
        ('[say_as]\n"psoas" = "so az"\n"psoas" = "so as"\nq = "r"\n', "3:2", "psoas"),
        ('[say_as]\na = "b"\n\n[say_as]\nc = "d"\n', "4:2", "say_as"),
    ],
)
def test_a_setting_that_stands_twice_is_told_at_the_second(
    text: str, place: str, name: str
) -> None:
    assert problems(text) == [
        f"config.toml:{place}: '{name}' stands here for the second time\n"
        "  hint: keep one of the two, and take the other out"
    ]


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file() -> None:
    said = problems('seed = -1\npace = "slow"\nvoise = "x"\n')
    assert [text.partition(": ")[0] for text in said] == [
        "config.toml:1:1",
        "config.toml:2:1",
        "config.toml:3:1",
    ]


def test_an_unclosed_text_is_told_at_its_line() -> None:
    assert problems('seed = 1\nvoice = "pytt')[0].startswith("config.toml:2:")


def test_nothing_in_the_file_reaches_the_terminal_raw() -> None:
    said = "".join(problems('"\\u001b[2J\\u202e" = 1\nvoice = "\\u001b[2J"\nlevel = "\\u0000"\n'))
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "\x00" not in said


def test_a_file_that_is_not_utf_8_is_told_with_the_place(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b"seed = 1\n# \xff\n")
    with pytest.raises(
        BadFiles, match=r"config\.toml:2:3: the file is not UTF-8 text\n  hint: save it as UTF-8"
    ):
        load_settings(file)


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("#" * 70_000)
    with pytest.raises(BadFiles, match="longer than 64 kB"):
        load_settings(file)


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFiles, match="this is no file"):
        load_settings(tmp_path)


def test_a_pipe_in_place_of_the_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "config.toml"
    os.mkfifo(pipe)
    with pytest.raises(BadFiles, match="this is no file"):
        load_settings(pipe)


def test_a_file_that_has_nothing_to_read_yet_is_refused_and_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe = tmp_path / "config.toml"
    os.mkfifo(pipe)
    writer = os.open(pipe, os.O_RDWR)
    # As /proc/kmsg does, it passes for a regular file.
    monkeypatch.setattr(stat, "S_ISREG", lambda _: True)
    with pytest.raises(BadFiles, match="this gives nothing to read"):
        load_settings(pipe)
    os.close(writer)


@pytest.mark.parametrize("word", ["3", "<3", "5 %", "pain < three", "+"])
def test_a_number_or_a_sign_is_no_word_to_be_said_in_another_way(word: str) -> None:
    with pytest.raises(BadFiles, match="begin with a letter"):
        parse_settings(f'[say_as]\n"{word}" = "three"\n', "config.toml")


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_text_is_settings_or_problems_with_places(text: str) -> None:
    try:
        parse_settings(text, "config.toml")
    except BadFiles as bad:
        assert all(problem.place.line >= 1 for problem in bad.problems)


def test_the_environment_chooses_the_folders(tmp_path: Path) -> None:
    folders = Folders.of_user(
        {
            "VOICEGUIDE_CONFIG_DIR": str(tmp_path / "c"),
            "VOICEGUIDE_DATA_DIR": str(tmp_path / "d"),
            "VOICEGUIDE_CACHE_DIR": str(tmp_path / "k"),
            "VOICEGUIDE_STATE_DIR": str(tmp_path / "s"),
        }
    )
    assert folders == Folders(tmp_path / "c", tmp_path / "d", tmp_path / "k", tmp_path / "s")
    assert folders.config_file == tmp_path / "c" / "config.toml"
    assert folders.library == tmp_path / "c" / "library"
    assert folders.sounds == tmp_path / "c" / "sounds"


def test_without_it_they_are_the_systems_and_nothing_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    folders = Folders.of_user({})
    kinds = (folders.config, folders.data, folders.cache, folders.state)
    assert all(folder.is_absolute() and "voiceguide" in folder.parts for folder in kinds)
    assert not any(folder.exists() for folder in kinds if folder.is_relative_to(tmp_path))


def test_an_empty_variable_counts_as_none() -> None:
    assert Folders.of_user({"VOICEGUIDE_DATA_DIR": ""}) == Folders.of_user({})


@pytest.mark.parametrize(
    "text", ["seed = " + "9" * 5000, "seed = 0x" + "f" * 5000, "say_as = " + "[" * 900 + "]" * 900]
)
def test_a_number_too_long_and_lists_too_deep_are_told_in_words(text: str) -> None:
    with pytest.raises(BadFiles) as refused:
        parse_settings(text + "\n", "config.toml")
    assert str(refused.value).startswith("config.toml:1:")


def test_the_table_of_settings_is_what_is_declared_of_the_options() -> None:
    page = (Path(__file__).parents[1] / "docs" / "settings.md").read_text(encoding="utf-8")
    rows = [line for line in page.partition("## Folders")[0].splitlines() if line.startswith("| `")]
    assert rows == [
        row_of(type_, option) for type_, option in declared().values() if option.setting is not None
    ]


def row_of(type_: Any, option: Option) -> str:
    """A setting's row: its name, values, default, and what it does."""
    if words := option.words:
        values = ", ".join(f'`"{word}"`' for word in words)
    elif option.most is not None:
        values = f"{option.least} to {option.most}"
    else:
        kinds = {
            bool: "`true`, `false`",
            Mapping[str, str]: "a table of words",
            tuple[str, ...]: "a list of names",
        }
        values = kinds.get(type_, '`"ENGINE"` or `"ENGINE:NAME"`')
    usual = option.usually or ("false" if type_ is bool else option.usual)
    about = f"{option.about[0].lower()}{option.about[1:].removesuffix('.')}"
    return f"| `{option.setting}` | {values} | {usual} | {about} |"


def test_every_folder_is_documented_with_its_variable() -> None:
    page = (Path(__file__).parents[1] / "docs" / "settings.md").read_text(encoding="utf-8")
    for kind in ("CONFIG", "DATA", "CACHE", "STATE", "RUNTIME"):
        assert f"`VOICEGUIDE_{kind}_DIR`" in page
