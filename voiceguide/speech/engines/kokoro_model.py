"""Kokoro's model in memory with one of its voices, in a worker process."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from voiceguide.audio.clip import Samples
from voiceguide.errors import UsageError, did_you_mean, refusal_of
from voiceguide.files import NotPlain, open_plain
from voiceguide.speech.engines.onnx_models import checked_digest, session_of, sound_of
from voiceguide.speech.natural_paces import KOKORO_PACE, KOKORO_PACES
from voiceguide.speech.onnx_file import NotOnnx, read_onnx
from voiceguide.speech.phrasing import delivery_at, spoken_in_phrases

RATE_HZ: Final = 24_000
MODEL_BYTES_AT_MOST: Final = 1 << 30
STYLES_BYTES_AT_MOST: Final = 256 << 20
_TOKENS: Final = ("tokens", "input_ids")
_SLOWEST_SPEED, _FASTEST_SPEED = 0.9, 2.0
"""Slower, the breath before a phrase grows into a word ("a three"): of 75 words a recogniser got 10
wrong at 0.67, 2 at 0.9, 1 at 1.0. So a calm pace comes from pauses alone, and stays above the one
that is asked for."""
_STYLE_SHAPE: Final = (510, 1, 256)
"""A style has a row for each number of phonemes."""
LANGUAGES: Final = {
    "a": "en-us", "b": "en-gb", "e": "es", "f": "fr-fr", "h": "hi", "i": "it", "p": "pt-br",
}  # fmt: skip
"""The first letter of a voice's name, as in af_heart, and what espeak-ng calls its language.
Japanese (j) and Chinese (z) need other packages for their phonemes."""

_BOTH_FILES: Final = "get the model and its voices.bin from one place"


class OpenedKokoro:
    """The model in memory, with one of its styles. Raises NoVoice or UsageError."""

    def __init__(
        self, name: str, style: str, versions: str, model: Path, styles: Path, sha256: str = ""
    ) -> None:
        self.name = name
        self.files: Sequence[Path] = (model.absolute(), styles.absolute())
        language = LANGUAGES.get(style[:1])
        if language is None:
            raise UsageError(
                f"no voice of Kokoro that is spoken here is called '{style}'",
                hint="their names begin with the letter of a language: af_heart, bm_george",
            )
        self._language = language
        self._natural = KOKORO_PACES.get(style, KOKORO_PACE)
        check_model(model)
        self._style, digest_of_style = style_of(styles, style)
        digest = checked_digest(model, sha256)
        self.version = f"{versions}, model {digest}, style {digest_of_style}"
        from kokoro_onnx import Kokoro

        # By its session, so that it runs with one thread, and on no graphics card.
        self._kokoro: Any = Kokoro.from_session(session_of(model), str(styles))

    def synthesise(self, text: str, rate: int) -> tuple[Samples, int]:
        """As the contract says; pauses grow before words are stretched."""
        delivery = delivery_at(rate, self._natural)
        return spoken_in_phrases(text, delivery, RATE_HZ, self._said), RATE_HZ

    def _said(self, text: str, stretch: float) -> Samples:
        speed = min(max(1 / stretch, _SLOWEST_SPEED), _FASTEST_SPEED)
        return sound_of(
            lambda: self._kokoro.create(
                text, self._style, speed=speed, lang=self._language, trim=False
            )[0]
        )


def is_kokoro(inputs: Iterable[str]) -> bool:
    """Whether a model that takes these is Kokoro."""
    takes = set(inputs)
    return takes >= {"style", "speed"} and bool(takes & set(_TOKENS))


def check_model(model: Path) -> None:
    """Look at it without running it. Raises UsageError."""
    try:
        size = model.stat().st_size
        if size > MODEL_BYTES_AT_MOST:
            raise UsageError(f"{model} has {size >> 20} MB, more than any Kokoro", hint=_BOTH_FILES)
        with open_plain(model) as file:
            takes = set(read_onnx(file, size).inputs)
    except (NotPlain, NotOnnx) as refused:
        raise UsageError(f"{model} {refused}", hint=refused.hint or _BOTH_FILES) from None
    except OSError as error:
        raise refusal_of(error) or UsageError(f"{model}: {error.strerror}") from error
    if not is_kokoro(takes):
        raise UsageError(
            f"{model} is a model, but no Kokoro: it takes {', '.join(sorted(takes)[:6])}",
            hint=_BOTH_FILES,
        )


def style_of(styles: Path, style: str) -> tuple[Any, str]:
    """The numbers of a style, and their digest. Raises UsageError."""
    try:
        with open_plain(styles) as file:
            if styles.stat().st_size > STYLES_BYTES_AT_MOST:
                raise UsageError(f"{styles} is too large for styles of Kokoro", hint=_BOTH_FILES)
            archive = np.load(file)  # never runs what is in it
            if not hasattr(archive, "files"):
                raise ValueError("one table only")
            if style not in archive.files:
                raise UsageError(
                    f"{styles} has no voice '{style}'",
                    hint=did_you_mean(style, archive.files)
                    or f"it has {', '.join(sorted(archive.files)[:8])}",
                )
            numbers = archive[style]
    except NotPlain as refused:
        raise UsageError(f"{styles} {refused}", hint=refused.hint or _BOTH_FILES) from None
    except OSError as error:
        raise refusal_of(error) or UsageError(f"{styles}: {error}", hint=_BOTH_FILES) from error
    except (ValueError, EOFError, KeyError, zipfile.BadZipFile) as problem:
        raise UsageError(f"{styles}: these are no styles of Kokoro", hint=_BOTH_FILES) from problem
    if numbers.shape[1:] != _STYLE_SHAPE[1:] or not np.issubdtype(numbers.dtype, np.floating):
        raise UsageError(f"{styles}: '{style}' is no style of Kokoro", hint=_BOTH_FILES)
    return numbers, hashlib.sha256(np.ascontiguousarray(numbers).tobytes()).hexdigest()


def style_names(styles: Path) -> list[str]:
    """The voices in a file of styles that can be spoken here, sorted. Raises UsageError."""
    try:
        with open_plain(styles) as file, zipfile.ZipFile(file) as archive:
            names = [name.removesuffix(".npy") for name in archive.namelist()]
    except NotPlain as refused:
        raise UsageError(f"{styles} {refused}", hint=refused.hint or _BOTH_FILES) from None
    except OSError as error:
        raise refusal_of(error) or UsageError(f"{styles}: {error}", hint=_BOTH_FILES) from error
    except (ValueError, EOFError, zipfile.BadZipFile):
        raise UsageError(f"{styles}: these are no styles of Kokoro", hint=_BOTH_FILES) from None
    return sorted(name for name in names if name[:1] in LANGUAGES and name.isidentifier())


def styles_beside(model: str) -> Path:
    """The file of styles in a model's folder. Raises UsageError where none is."""
    folder = Path(model).parent
    found = sorted(folder.glob("voices*.bin")) + sorted(folder.glob("voices*.npz"))
    if not found:
        raise UsageError(
            f"{folder} has no voices.bin, the styles that belong to {model}", hint=_BOTH_FILES
        )
    return found[0]
