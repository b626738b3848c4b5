"""The person's own folders, and config.toml in them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from voiceguide.errors import BadFiles, Missing, Place, Problem, did_you_mean
from voiceguide.files import NotPlain, decoded, given_folder, read_plain
from voiceguide.reader.toml_text import as_written, place_in_table, place_of_setting, read_toml
from voiceguide.session_options import Option, SessionOptions, declared

APP = "voiceguide"
CONFIG_FILE = "config.toml"
CONFIG_BYTES_AT_MOST = 64 * 1024


class Folders(Struct, frozen=True):
    """Where a person's things lie; none of them need exist.

    `config` holds what the person writes: config.toml, library/ and sounds/. `data` holds
    what the program keeps for them, `state` what it may lose, `cache` what it can make anew.
    """

    config: Path
    data: Path
    cache: Path
    state: Path

    @classmethod
    def of_user(cls, environ: Mapping[str, str] | None = None) -> Folders:
        """The system's folders for this person.

        VOICEGUIDE_CONFIG_DIR, VOICEGUIDE_DATA_DIR, VOICEGUIDE_CACHE_DIR and
        VOICEGUIDE_STATE_DIR come before them, for tests and for a portable voiceguide.
        """
        from platformdirs import PlatformDirs

        environ = os.environ if environ is None else environ
        system = PlatformDirs(APP, appauthor=False)

        def folder(kind: str, usual: Callable[[], Path]) -> Path:
            name = f"VOICEGUIDE_{kind}_DIR"
            given = environ.get(name)
            return given_folder(name, given) if given else _usual_folder(usual)

        return cls(
            config=folder("CONFIG", lambda: system.user_config_path),
            data=folder("DATA", lambda: system.user_data_path),
            cache=folder("CACHE", lambda: system.user_cache_path),
            state=folder("STATE", lambda: system.user_state_path),
        )

    @property
    def config_file(self) -> Path:
        """The person's settings."""
        return self.config / CONFIG_FILE

    @property
    def library(self) -> Path:
        """The person's own routines/, exercises/ and advice/; they win over the built-in ones."""
        return self.config / "library"

    @property
    def sounds(self) -> Path:
        """The person's own tones, NAME.wav; they win over the built-in ones."""
        return self.config / "sounds"


def _usual_folder(usual: Callable[[], Path]) -> Path:
    """A folder in the person's home; where they have none the path would begin with a bare ~."""
    try:
        folder = usual()
    except RuntimeError:  # newer releases of platformdirs
        folder = Path("~")
    if not folder.is_absolute():
        raise Missing(
            "you have no home folder, where your settings and your log would lie",
            hint="set HOME to a folder of yours, as in: HOME=/home/me voiceguide list",
        )
    return folder


class _Unfit(ValueError):
    """A value of the wrong kind: what is wrong, and what would be right as a hint.

    `key` is the entry of a table that it is about.
    """

    def __init__(self, message: str, hint: str, key: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.key = key


Check = Callable[[str, object], Any]
"""Gives the value of a setting, by its name and what is written; raises _Unfit."""


def _one_of(*choices: str) -> Callable[[str, object], str]:
    def check(name: str, value: object) -> str:
        if isinstance(value, str) and value in choices:
            return value
        close = did_you_mean(value, choices) if isinstance(value, str) else None
        listed = ", ".join(f'"{choice}"' for choice in choices)
        raise _Unfit(f"'{name}' cannot be {as_written(value)}", close or f"one of {listed}")

    return check


def _whole_number(low: int, high: int) -> Callable[[str, object], int]:
    def check(name: str, value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        hint = f"a whole number from {low} to {high}, as in {name} = {min(high, 100)}"
        raise _Unfit(f"'{name}' cannot be {as_written(value)}", hint)

    return check


def _yes_no(name: str, value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise _Unfit(f"'{name}' cannot be {as_written(value)}", f"{name} = true, or false")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and value.isprintable()


def _text(name: str, value: object) -> str:
    if _is_text(value):
        return str(value).strip()
    raise _Unfit(
        f"'{name}' cannot be {as_written(value)}", f'a name in quotes, as in {name} = "pyttsx3"'
    )


def _one_of_words(option: Option) -> Check:
    def check(name: str, value: object) -> str:
        known = option.words
        if option.added is not None and value not in known:
            from voiceguide import extensions

            known = (*known, *extensions.names(option.added))
        return _one_of(*known)(name, value)

    return check


def _remotes(name: str, value: object) -> tuple[str, ...]:
    from voiceguide import extensions

    known = extensions.names("remotes")
    there_are = (
        f"installed are: {', '.join(known)}" if known else "no package that adds one is installed"
    )
    if not isinstance(value, list):
        raise _Unfit(f"'{name}' cannot be {as_written(value)}", f'a list, as in {name} = ["pedal"]')
    for remote in value:
        if remote not in known:
            raise _Unfit(f"'{name}' cannot hold {as_written(remote)}", there_are)
    return tuple(value)


def _words(name: str, value: object) -> Mapping[str, str]:
    from voiceguide.phrases.say_as import IN_WORDS_ONLY, is_word

    if not isinstance(value, dict):
        hint = 'a table, as in  [say_as]  and below it  "psoas" = "so az"'
        raise _Unfit(f"'{name}' cannot be {as_written(value)}", hint)
    for word, said in value.items():
        if not _is_text(word) or not _is_text(said):
            message = f"in '{name}', {as_written(word)} cannot be said as {as_written(said)}"
            hint = 'write how it sounds, as in "psoas" = "so az", or leave the line out'
            raise _Unfit(message, hint, word)
        if not is_word(word.strip()):
            raise _Unfit(f"'{name}' cannot hold {as_written(word)}", IN_WORDS_ONLY, word)
    return {word.strip(): said.strip() for word, said in value.items()}


def _check_of(type_: Any, option: Option) -> Check:
    """The check of what may be written for an option."""
    if option.added == "remotes":
        return _remotes
    if option.words:
        return _one_of_words(option)
    if option.least is not None and option.most is not None:
        return _whole_number(option.least, option.most)
    if type_ is bool:
        return _yes_no
    return _words if option.setting == "say_as" else _text


@cache
def _checks() -> Mapping[str, tuple[str, Check]]:
    """A setting's name -> the option it says, and the check of its value."""
    return {
        option.setting: (name, _check_of(type_, option))
        for name, (type_, option) in declared().items()
        if option.setting is not None
    }


def load_settings(file: Path) -> SessionOptions:
    """Read config.toml; a missing file says nothing.

    Raises BadFiles with every problem at once: what TOML does not allow, unknown settings,
    values that cannot be.
    """
    try:
        text = _read(file)
    except FileNotFoundError:
        return SessionOptions()
    return parse_settings(text, str(file))


def parse_settings(text: str, file: str) -> SessionOptions:
    """Read the text of a config.toml; `file` is its name in problems. Raises BadFiles."""
    table = read_toml(text, file)
    said: dict[str, Any] = {}
    checks = _checks()
    problems: list[Problem] = []
    for name, value in table.items():
        place = place_of_setting(name, text, file)
        if name not in checks:
            hint = did_you_mean(name, checks) or f"known: {', '.join(checks)}"
            problems.append(Problem(place, f"unknown setting {name!r}", hint))
            continue
        option, check = checks[name]
        try:
            said[option] = check(name, value)
        except _Unfit as unfit:
            if unfit.key is not None:
                place = place_in_table(place, unfit.key, text)
            problems.append(Problem(place, unfit.message, unfit.hint))
    if problems:
        raise BadFiles(problems)
    return SessionOptions(**said)


def _read(file: Path) -> str:
    """The text of a plain, small UTF-8 file; a pipe or a device is never opened."""
    start = Place(str(file), 1, 1)
    try:
        raw = read_plain(file, CONFIG_BYTES_AT_MOST)
    except NotPlain as refused:
        hint = "put a text file in its place"
        raise BadFiles([Problem(start, f"this {refused}", hint)]) from None
    except FileNotFoundError:
        raise
    except OSError as error:
        raise BadFiles(
            [Problem(start, f"cannot be read: {error.strerror}", "look who may read it")]
        ) from None
    if len(raw) > CONFIG_BYTES_AT_MOST:
        raise BadFiles([Problem(start, "longer than 64 kB", "keep only the settings in it")])
    return decoded(raw, str(file))
