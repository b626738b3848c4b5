"""The tones: the project's own, and the person's, which win.

A timeline needs only their lengths, so those are read without numpy.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from voiceguide.audio.riff import BadWav, WavHeader, read_header
from voiceguide.errors import Missing, UsageError
from voiceguide.files import NotPlain, open_plain
from voiceguide.units import SAMPLE_RATE_HZ, Ms

if TYPE_CHECKING:
    from voiceguide.audio.clip import Clip

LONGEST_MS = {
    "lead-in": 1000,
    "start": 3000,
    "start-hard": 3000,
    "pip": 400,
    "pip-next": 400,
    "tick": 400,
    "done": 3000,
    "change": 3000,
    "rise": 3000,
    "fall": 3000,
    "in": 3000,
    "out": 3000,
    "acknowledged": 3000,
    "end": 1000,
    "bell": 4000,
}
"""Every tone there is, and how long a person's own may be."""

MAX_BYTES = 5_000_000
RATES_HZ = range(8_000, 192_001)
_REMEDY = "put a WAV file of 16-bit PCM there, or take it away to hear the built-in tone"


def tone_names() -> tuple[str, ...]:
    """The names of all tones, as a timeline uses them."""
    return tuple(LONGEST_MS)


def tone_lengths(user_folder: Path | None = None) -> dict[str, Ms]:
    """How long each tone is, in whole milliseconds that hold all of it; reads headers only.

    Raises what `load_tones` raises.
    """
    lengths: dict[str, Ms] = {}
    for name in LONGEST_MS:
        with _opened(name, user_folder) as (_, header):
            lengths[name] = Ms(-(-_frames_at_our_rate(header) * 1000 // SAMPLE_RATE_HZ))
    return lengths


def load_tones(user_folder: Path | None = None, percent: int = 100) -> dict[str, Clip]:
    """All tones as clips; each is as long as `tone_lengths` says.

    `percent` is how loud they are, 0 to 100: 50 is 6 dB quieter, of each as it is in its file.
    `user_folder` may hold files such as ``pip.wav`` that are heard in place of the built-in
    ones; it need not exist. Raises UsageError for a file of the person's that cannot be used,
    Missing where the built-in tones are not installed.
    """
    tones = {name: _load(name, user_folder) for name in LONGEST_MS}
    if percent == 100:
        return tones
    return {name: clip.louder(percent / 100) for name, clip in tones.items()}


def unknown_sounds(user_folder: Path) -> tuple[str, ...]:
    """Names of files in the person's folder that no tone bears, and so are never heard."""
    if not user_folder.is_dir():
        return ()
    known = {f"{name}.wav" for name in LONGEST_MS}
    return tuple(sorted(path.name for path in user_folder.iterdir() if path.name not in known))


def _load(name: str, user_folder: Path | None) -> Clip:
    import numpy as np

    from voiceguide.audio.clip import Clip
    from voiceguide.audio.resample import resampled

    with _opened(name, user_folder) as (file, header):
        file.seek(header.data_offset)
        raw = np.frombuffer(file.read(header.frames * header.channels * 2), dtype="<i2")
    if header.channels == 1 and header.rate_hz == SAMPLE_RATE_HZ:
        return Clip(raw.astype(np.int16))
    mono = raw.reshape(-1, header.channels).mean(axis=1, dtype=np.float32) / np.float32(32768)
    sound = resampled(mono, header.rate_hz, SAMPLE_RATE_HZ)
    frames = _frames_at_our_rate(header)
    return Clip.from_samples(np.pad(sound[:frames], (0, max(0, frames - len(sound)))))


def _frames_at_our_rate(header: WavHeader) -> int:
    return -(-header.frames * SAMPLE_RATE_HZ // header.rate_hz)


@contextmanager
def _opened(name: str, user_folder: Path | None) -> Iterator[tuple[BinaryIO, WavHeader]]:
    """The file that is heard as this tone, and its header."""
    own = user_folder / f"{name}.wav" if user_folder else None
    if own is None or not os.path.lexists(own):
        path = _built_in_folder() / f"{name}.wav"
        with path.open("rb") as file:
            yield file, read_header(file, path.stat().st_size)
        return
    with _open_own(own) as file:
        yield file, _read_own_header(file, own, LONGEST_MS[name])


def _open_own(path: Path) -> BinaryIO:
    try:
        return open_plain(path, within=path.parent)
    except NotPlain as refused:
        raise UsageError(f"{path}: {refused}", hint=refused.hint or _REMEDY) from None
    except (OSError, RuntimeError) as error:
        denied = isinstance(error, PermissionError)
        why = "may not be read" if denied else "cannot be found: a link that leads nowhere?"
        raise _unusable(path, why) from error


def _read_own_header(file: BinaryIO, path: Path, longest_ms: int) -> WavHeader:
    size = os.fstat(file.fileno()).st_size
    if size > MAX_BYTES:
        raise _unusable(path, f"is larger than {MAX_BYTES // 1_000_000} MB")
    try:
        header = read_header(file, size)
    except BadWav as error:
        raise _unusable(path, str(error)) from error
    if header.rate_hz not in RATES_HZ:
        raise _unusable(path, f"has a rate of {header.rate_hz} Hz, not 8 to 192 kHz")
    length_ms = -(-header.frames * 1000 // header.rate_hz)
    if length_ms > longest_ms:
        raise UsageError(
            f"{path}: is {length_ms} ms long; this tone may last {longest_ms} ms at most",
            hint="cut the sound, or take the file away to hear the built-in tone",
        )
    return header


def _unusable(path: Path, what: str) -> UsageError:
    return UsageError(f"{path}: {what}", hint=_REMEDY)


def _built_in_folder() -> Path:
    """`voiceguide/sounds` in an installed package; in a checkout, `sounds` beside the package."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "sounds", package.parent / "sounds"):
        if (folder / "lead-in.wav").is_file():
            return folder
    raise Missing(
        f"the tones are missing: neither {package / 'sounds'} nor {package.parent / 'sounds'}"
        " holds them",
        hint="install voiceguide again; in a checkout, run scripts/make-sounds",
    )
