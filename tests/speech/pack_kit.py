"""Voice packs and sound files for tests, made on the spot."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import numpy as np
import numpy.typing as npt

Sound = npt.NDArray[np.float32]

TOML = 'name = "Anna"\nlanguage = "en"\nfallback = "estimate"\n'


def spoken(length_s: float = 0.6, rate_hz: int = 44_100, *, level: float = 0.3) -> Sound:
    """Something like a voice, with a quarter of a second of near silence at both ends."""
    rng = np.random.default_rng(7)
    at = np.arange(round(length_s * rate_hz)) / rate_hz
    tones = sum(np.sin(2 * np.pi * 140 * n * at) / n for n in range(1, 12))
    swell = 0.55 - 0.45 * np.cos(2 * np.pi * 4 * at)
    quiet = rng.normal(0, 3e-4, round(0.25 * rate_hz))
    sound = np.concatenate([quiet, tones / np.abs(tones).max() * swell * level, quiet])
    return sound.astype(np.float32)


def wav(
    sound: npt.NDArray[np.floating], rate_hz: int = 44_100, kind: str = "i2", channels: int = 1
) -> bytes:
    """A WAV file; `kind` is u1, i2, i3, i4, f4 or f8. Every channel has the same sound."""
    size, coding = int(kind[1]), 3 if kind[0] == "f" else 1
    whole = np.repeat(np.clip(sound, -1, 1).astype(np.float64), channels)
    if kind[0] == "f":
        data = whole.astype(f"<{kind}").tobytes()
    elif kind == "u1":
        data = np.rint(whole * 127 + 128).astype("u1").tobytes()
    else:
        values = np.rint(whole * (2 ** (8 * size - 1) - 1)).astype("<i8")
        data = values.view(np.uint8).reshape(-1, 8)[:, :size].tobytes()
    frame = size * channels
    shape = struct.pack("<HHIIHH", coding, channels, rate_hz, rate_hz * frame, frame, size * 8)
    chunks = b"fmt " + struct.pack("<I", 16) + shape
    chunks += b"data" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def encoded(sound: npt.NDArray[np.floating], codec: str, rate_hz: int = 44_100) -> bytes:
    """A FLAC or MP3 file, by FFmpeg."""
    import av

    file = io.BytesIO()
    with av.open(file, "w", format=codec) as container:
        stream = container.add_stream("flac" if codec == "flac" else "mp3", rate=rate_hz)
        stream.layout = "mono"
        pcm = np.rint(np.clip(sound, -1, 1) * 32767).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(pcm.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = rate_hz
        resampler = av.AudioResampler(
            format=stream.codec_context.format, layout="mono", rate=rate_hz,
            frame_size=stream.codec_context.frame_size or 4096,
        )  # fmt: skip
        for part in (*resampler.resample(frame), *resampler.resample(None)):
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return file.getvalue()


def pack(folder: Path, toml: str = TOML, /, **files: bytes) -> Path:
    """A pack with these files, each named by its stem; underscores stand for hyphens."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "voice.toml").write_text(toml, encoding="utf-8")
    for name, data in files.items():
        (folder / f"{name.replace('_', '-')}.wav").write_bytes(data)
    return folder
