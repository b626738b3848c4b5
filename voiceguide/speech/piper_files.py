"""The two files of a voice of Piper, which anybody may have made, looked at before it is kept."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, TypeGuard

from msgspec import Struct

from voiceguide.errors import UsageError, refusal_of
from voiceguide.files import NotPlain, open_plain, read_plain
from voiceguide.speech.onnx_file import NotOnnx, read_onnx

MODEL_BYTES_AT_MOST = 512 * 1024 * 1024
"""The largest voices that Piper publishes have some 140 MB."""
CONFIG_BYTES_AT_MOST = 1024 * 1024
SLOWEST_HZ, FASTEST_HZ = 8000, 48_000

_INPUTS = {"input", "input_lengths", "scales"}
_MORE_INPUTS = {"sid", "lid"}
_MOST_SYMBOLS = 10_000
_PHONEMES = ("espeak", "text")
"""Where a voice's sounds come from, as Piper knows it for the coach's languages."""
_LANGUAGE = re.compile(r"(?P<language>[a-z]{2,3})(?:[-_](?P<region>[a-z]{2}|[0-9]{3}))?(?:[-_].*)?")
_PUBLISHED = re.compile(r"[a-z]{2,3}_[A-Z]{2}-(?P<name>.+)-(?P<quality>x_low|low|medium|high)")
"""How Piper calls the files of its voices."""


class PiperFiles(Struct, frozen=True):
    """What the files of a voice say of it."""

    language: str
    """Like "en-us"."""
    rate_hz: int
    quality: str
    """x_low, low, medium, high, or empty."""
    name: str
    """The short one of a published voice, else that of the file."""
    speakers: int = 1


def read_piper_files(model: Path, config: Path) -> PiperFiles:
    """Look at a voice's model and at its JSON, without running it.

    Raises UsageError that says what is wrong with which of them.
    """
    _check_model(model)
    return _read_config(config, model.stem)


def _check_model(model: Path) -> None:
    try:
        size = model.stat().st_size
        if size > MODEL_BYTES_AT_MOST:
            raise UsageError(
                f"{model} has {size // 1_000_000} MB, more than any voice of Piper",
                hint=f"up to {MODEL_BYTES_AT_MOST // 1_000_000} MB are taken",
            )
        with open_plain(model) as file:
            found = read_onnx(file, size)
    except NotPlain as refused:
        raise UsageError(f"{model} {refused}", hint=refused.hint or "name a file") from None
    except NotOnnx as wrong:
        raise UsageError(f"{model} {wrong}", hint=wrong.hint) from None
    except OSError as error:
        raise refusal_of(error) or UsageError(f"{model}: {error.strerror}") from error
    inputs = set(found.inputs)
    if not inputs >= _INPUTS or not inputs <= _INPUTS | _MORE_INPUTS:
        takes = ", ".join(sorted(inputs)[:6]) or "nothing"
        raise UsageError(
            f"{model} is a model, but no voice of Piper: it takes {takes}",
            hint="voices of Piper come as NAME.onnx, with NAME.onnx.json",
        )


def _read_config(file: Path, stem: str) -> PiperFiles:
    config = _json(file)
    _check_symbols(file, config)
    rate = _part(config, "audio").get("sample_rate")
    if not _is_number(rate) or not SLOWEST_HZ <= rate <= FASTEST_HZ:
        raise _wrong(
            file,
            f"'audio.sample_rate' is {_shown(rate)}",
            f"a voice has {SLOWEST_HZ} to {FASTEST_HZ} samples a second",
        )
    kind = config.get("phoneme_type", "espeak")
    if kind not in _PHONEMES:
        raise _wrong(
            file,
            f"'phoneme_type' is {_shown(kind)}",
            f"voices with {' or '.join(_PHONEMES)} can be added",
        )
    for name, value in _part(config, "inference").items():
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 10:
            raise _wrong(file, f"'inference.{name}' is {_shown(value)}", "a number from 0 to 10")
    speakers = config.get("num_speakers", 1)
    if not _is_number(speakers) or not 1 <= speakers <= _MOST_SYMBOLS:
        raise _wrong(file, f"'num_speakers' is {_shown(speakers)}", "1 or more")
    published = _PUBLISHED.fullmatch(stem)
    quality = _part(config, "audio").get("quality")
    if not isinstance(quality, str):
        quality = published["quality"] if published else ""
    name = published["name"] if published else stem
    return PiperFiles(_language(file, config), rate, quality[:20], name, speakers)


def _json(file: Path) -> dict[str, Any]:
    try:
        raw = read_plain(file, CONFIG_BYTES_AT_MOST)
    except NotPlain as refused:
        raise UsageError(f"{file} {refused}", hint=refused.hint or "put the file there") from None
    except FileNotFoundError:
        raise UsageError(
            f"{file} is missing: the model alone does not say how it is used",
            hint="put it beside the model; both come from the same place",
        ) from None
    except OSError as error:
        raise refusal_of(error) or UsageError(f"{file}: {error.strerror}") from error
    if len(raw) > CONFIG_BYTES_AT_MOST:
        raise _wrong(file, "it is longer than 1 MB", "this is not the JSON of a voice")
    try:
        config = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise _wrong(file, "this is not JSON, or only a part of it", "download it again") from None
    if not isinstance(config, dict):
        raise _wrong(file, "this is not the JSON of a voice", "download it again")
    return config


def _check_symbols(file: Path, config: dict[str, Any]) -> None:
    """Every sound has its numbers, and they are of the table of the model."""
    known, sounds = config.get("num_symbols"), config.get("phoneme_id_map")
    if not isinstance(sounds, dict) or not sounds:
        raise _wrong(file, "the table of sounds, 'phoneme_id_map', is missing", "download it again")
    if not _is_number(known) or not 1 <= known <= _MOST_SYMBOLS:
        raise _wrong(file, f"'num_symbols' is {_shown(known)}", "download it again")
    for sound, numbers in sounds.items():
        listed = numbers if isinstance(numbers, list) else [None]
        if not all(_is_number(number) and 0 <= number < known for number in listed):
            raise _wrong(
                file,
                f"the sound {_shown(sound)} has the numbers {_shown(numbers)}",
                f"whole numbers from 0 to {known - 1}, as 'num_symbols' says",
            )


def _language(file: Path, config: dict[str, Any]) -> str:
    """What the JSON says of it: "en_US", else the name of espeak-ng's voice, "en-us"."""
    for part, key in (("language", "code"), ("espeak", "voice")):
        said = _part(config, part).get(key)
        if isinstance(said, str) and (found := _LANGUAGE.fullmatch(said.lower())):
            return "-".join(filter(None, (found["language"], found["region"])))
    raise _wrong(file, "it does not say which language the voice speaks", "download it again")


def _part(config: dict[str, Any], name: str) -> dict[str, Any]:
    part = config.get(name)
    return part if isinstance(part, dict) else {}


def _is_number(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _shown(value: object) -> str:
    if value is None:
        return "missing"
    written = repr(value)
    return written if len(written) <= 40 else f"{written[:40]} and so on"


def _wrong(file: Path, what: str, hint: str) -> UsageError:
    return UsageError(f"{file}: {what}", hint=hint)
