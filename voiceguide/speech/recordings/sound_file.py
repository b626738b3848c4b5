"""A recorded line, read from WAV, FLAC or MP3, however strange the file is."""

from __future__ import annotations

import struct
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from voiceguide.errors import UsageError
from voiceguide.files import NotPlain, read_plain

if TYPE_CHECKING:
    from voiceguide.audio.clip import Samples

SUFFIXES = (".wav", ".flac", ".mp3")
LONGEST_S = 60
"""The language of routines allows lines of 400 characters, which are read within that."""
MOST_BYTES = 96 * 1024 * 1024
"""One minute of the largest kind: two channels of 32 bit at 192 kHz."""
RATES_HZ = range(8_000, 192_001)
MOST_CHANNELS = 8
LARGEST = 1000.0
"""The largest number that a file of floats may hold."""

SoundFormat = Literal["WAV", "FLAC", "MP3"]
_STREAMED = (0, 0xFFFFFFFF, 0x7FFFFFFF, 0xFFFFFFFE)
"""What programs write as the length of a sound that they did not know yet."""


class BadRecording(ValueError):
    """What is wrong with a file, in words that follow its name."""


class RecordedSound(Struct, frozen=True, eq=False):
    """A file's sound, its channels mixed to one."""

    samples: Samples
    """Shape (frames,), -1.0 to 1.0; files of floats may have more."""
    rate_hz: int
    format: SoundFormat
    whole: bool
    """False where the file ends before the sound that its beginning promises."""


def recording_bytes(file: Path, within: Path) -> bytes:
    """A file of a pack as it is; links are followed inside the pack only. Raises BadRecording."""
    try:
        raw = read_plain(file, MOST_BYTES, within)
    except NotPlain as refused:
        raise BadRecording(str(refused)) from None
    except (RuntimeError, ValueError):
        raise BadRecording("is a link that leads in a circle") from None
    except FileNotFoundError:
        raise BadRecording("is not there") from None
    except OSError as error:
        raise BadRecording(f"cannot be read: {error.strerror}") from None
    if len(raw) > MOST_BYTES:
        raise BadRecording(f"is larger than {MOST_BYTES // 1024**2} MB")
    return raw


def format_of(raw: bytes) -> SoundFormat | None:
    """What a file is by its first bytes, whatever it is called; None for anything else."""
    if raw[:4] == b"RIFF" and raw[8:12] == b"WAVE":
        return "WAV"
    if raw[:4] == b"fLaC":
        return "FLAC"
    frame = len(raw) > 1 and raw[0] == 0xFF and raw[1] & 0xE0 == 0xE0 and raw[1] & 0x06 != 0
    return "MP3" if raw[:3] == b"ID3" or frame else None


def read_recording(raw: bytes) -> RecordedSound:
    """The sound of a file's bytes.

    Raises BadRecording for what is no sound of these formats, empty, longer than a line can be,
    or of an odd rate; Missing where FLAC and MP3 cannot be read here.
    """
    if not raw:
        raise BadRecording("is empty")
    match format_of(raw):
        case "WAV":
            sound = _wav(raw)
        case "FLAC":
            sound = _decoded(raw, "FLAC")
        case "MP3":
            sound = _decoded(raw, "MP3")
        case _:
            raise BadRecording("is no WAV, FLAC or MP3 file, whatever it is called")
    if sound.rate_hz not in RATES_HZ:
        raise BadRecording(f"has a rate of {sound.rate_hz} Hz, not 8 to 192 kHz")
    if len(sound.samples) == 0:
        raise BadRecording("holds no sound")
    if len(sound.samples) > LONGEST_S * sound.rate_hz:
        raise _too_long(len(sound.samples) / sound.rate_hz)
    return sound


def _too_long(length_s: float) -> BadRecording:
    length = f"{length_s:.0f} s" if length_s < 120 else f"{length_s / 60:.0f} min"
    return BadRecording(f"is {length} long, and a line is {LONGEST_S} s at most")


def _wav(raw: bytes) -> RecordedSound:
    import numpy as np

    from voiceguide.audio.riff import read_sound, sound_shape

    try:
        shape = sound_shape(raw)
    except ValueError as error:
        raise BadRecording(f"is a broken WAV file: {error}") from None
    if not 1 <= shape.channels <= MOST_CHANNELS:
        raise BadRecording(f"has {shape.channels} channels, not one or two")
    if shape.rate_hz not in RATES_HZ:
        raise BadRecording(f"has a rate of {shape.rate_hz} Hz, not 8 to 192 kHz")
    frames = shape.bytes_there // max(1, shape.frame_bytes)
    if frames > LONGEST_S * shape.rate_hz:
        raise _too_long(frames / shape.rate_hz)
    try:
        samples, rate_hz = read_sound(raw)
    except (ValueError, struct.error) as error:
        raise BadRecording(f"cannot be read: {error}") from None
    # A float of 1.0 is full scale; nobody records over 60 dB above it.
    if not (np.abs(samples) <= LARGEST).all():
        raise BadRecording("holds numbers that are no sound")
    streamed = shape.bytes_promised in _STREAMED
    whole = streamed or shape.bytes_there >= shape.bytes_promised
    return RecordedSound(samples, rate_hz, "WAV", whole)


def _decoded(raw: bytes, format: Literal["FLAC", "MP3"]) -> RecordedSound:  # noqa: A002  # its name
    from voiceguide.audio.decoding import decoded_bytes

    demuxer: Literal["flac", "mp3"] = "flac" if format == "FLAC" else "mp3"
    try:
        sound = decoded_bytes(BytesIO(raw), demuxer, LONGEST_S)
    except UsageError as error:
        raise BadRecording(f"is a broken {format} file: {error.message}") from None
    length_s, promised_s = len(sound.samples) / sound.rate_hz, sound.promised_s or 0.0
    if length_s > LONGEST_S:
        raise _too_long(max(length_s, promised_s))
    # Encoders add some milliseconds at the ends.
    return RecordedSound(sound.samples, sound.rate_hz, format, length_s >= promised_s - 0.3)
