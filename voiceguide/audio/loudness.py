"""How loud a sound is to the ear (ITU-R BS.1770-4), and bringing it to a level without clipping."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from voiceguide.audio.clip import Samples
from voiceguide.units import SAMPLE_RATE_HZ, amplitude

SILENT_LUFS = -70.0
"""The absolute gate of BS.1770: what is quieter counts as silence."""

Powers = npt.NDArray[np.float64]

_BLOCK_MS = 400
_HOP_MS = 100
_RELATIVE_GATE_LU = 10.0
_LOOK_AHEAD_MS = 5

# The two filters of K-weighting as BS.1770-4 gives them, for 48 kHz: (b, a) each.
_K_RATE_HZ = 48_000
_K_SHELF = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285),
    (1.0, -1.69065929318241, 0.73248077421585),
)
_K_HIGH_PASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))


def loudness_lufs(samples: Samples, rate_hz: int = SAMPLE_RATE_HZ) -> float:
    """Gated loudness of a mono sound; -inf where all of it is below `SILENT_LUFS`.

    A sound under 400 ms has no whole block to gate: it counts as one block of its own length.
    """
    return gated_lufs(block_powers(samples, rate_hz))


def block_powers(samples: Samples, rate_hz: int = SAMPLE_RATE_HZ) -> Powers:
    """The weighted power of every 400 ms of a mono sound, ten a second; none of no sound.

    Those of several channels are added up.
    """
    if len(samples) == 0:
        return np.zeros(0)
    power = _k_weighted(samples, rate_hz) ** 2
    block = rate_hz * _BLOCK_MS // 1000
    if len(power) <= block:
        return np.array([power.mean(dtype=np.float64)])
    sums = np.concatenate(([0.0], np.cumsum(power, dtype=np.float64)))
    starts = np.arange(0, len(power) - block + 1, rate_hz * _HOP_MS // 1000)
    return np.asarray((sums[starts + block] - sums[starts]) / block)


def gated_lufs(blocks: Powers) -> float:
    """The loudness of a sound with these `block_powers`, without its pauses."""
    blocks = blocks[blocks > _power(SILENT_LUFS)]
    if len(blocks) == 0:
        return float("-inf")
    loud = blocks[blocks > blocks.mean() * 10 ** (-_RELATIVE_GATE_LU / 10)]
    return float(10 * np.log10(loud.mean()) - 0.691)


def levelled(
    samples: Samples, target_lufs: float, peak_dbfs: float, rate_hz: int = SAMPLE_RATE_HZ
) -> Samples:
    """The sound at a loudness, no sample above `peak_dbfs`; silence stays as it is."""
    loudness = loudness_lufs(samples, rate_hz)
    if loudness == float("-inf"):
        return samples
    gain = np.float32(amplitude(target_lufs - loudness))
    return limited(samples * gain, peak_dbfs, rate_hz)


def limited(samples: Samples, peak_dbfs: float, rate_hz: int = SAMPLE_RATE_HZ) -> Samples:
    """No sample above `peak_dbfs`: turned down smoothly around each peak, 5 ms before and after.

    A sound whose peaks are lower is returned as it is.
    """
    ceiling = np.float32(amplitude(peak_dbfs))
    size = np.abs(samples)
    if len(samples) == 0 or size.max() <= ceiling:
        return samples
    reach = max(1, rate_hz * _LOOK_AHEAD_MS // 1000)
    wanted = np.pad(ceiling / np.maximum(size, ceiling), reach, mode="edge")
    # The mean of values that are each low enough for the sample in their middle is so too.
    lowest = _running_minimum(np.pad(wanted, reach, mode="edge"), 2 * reach + 1)
    sums = np.concatenate(([0.0], np.cumsum(lowest, dtype=np.float64)))
    gain = (sums[2 * reach + 1 :] - sums[: -2 * reach - 1]) / (2 * reach + 1)
    return np.clip(samples * gain.astype(np.float32), -ceiling, ceiling)


def _running_minimum(values: Samples, width: int) -> Samples:
    """The least of every `width` neighbours; shape (frames - width + 1,)."""
    covered = 1
    while covered * 2 <= width:
        values = np.minimum(values[:-covered], values[covered:])
        covered *= 2
    rest = width - covered
    return np.minimum(values[: len(values) - rest], values[rest:])


def _power(lufs: float) -> float:
    return float(10 ** ((lufs + 0.691) / 10))


def _k_weighted(samples: Samples, rate_hz: int) -> Samples:
    """The sound through the K filters, as long as it was.

    By spectra of overlapping frames of one size: each begins with what the filters still
    remember, 100 ms, whose result is thrown away.
    """
    memory, new = rate_hz // 10, rate_hz * 3 // 10
    frames = -(-len(samples) // new)
    padded = np.zeros(memory + frames * new, np.float32)
    padded[memory : memory + len(samples)] = samples
    overlapping = np.lib.stride_tricks.sliding_window_view(padded, memory + new)[::new]
    spectra = np.fft.rfft(overlapping) * _k_response(memory + new, rate_hz)
    filtered = np.fft.irfft(spectra, memory + new)[:, memory:]
    return filtered.reshape(-1)[: len(samples)].astype(np.float32, copy=False)


@lru_cache(maxsize=8)
def _k_response(size: int, rate_hz: int) -> npt.NDArray[np.complex64]:
    """The K filters at the frequencies of a transform of `size` samples.

    Taken at each frequency in Hz from the filters for 48 kHz, so that it is right at any rate.
    """
    back_one = np.exp(-2j * np.pi * np.fft.rfftfreq(size, 1 / rate_hz) / _K_RATE_HZ)
    response = np.ones(len(back_one), np.complex128)
    for b, a in (_K_SHELF, _K_HIGH_PASS):
        response *= np.polyval(b[::-1], back_one) / np.polyval(a[::-1], back_one)
    return response.astype(np.complex64)
