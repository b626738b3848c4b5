"""Sound outputs: what each of them is asked to do, and choosing one."""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any, Protocol

from voiceguide import extensions
from voiceguide.audio.clip import Samples
from voiceguide.errors import NoSoundOutput, UsageError, did_you_mean
from voiceguide.playback.outputs.stderr_filter import stderr_restored
from voiceguide.playback.time_limit import within
from voiceguide.sound_outputs import OUTPUTS
from voiceguide.text import quoted

Pull = Callable[[int], Samples]
"""Gives the next n frames: shape (n,), mono at 44.1 kHz, -1.0 to 1.0. Never waits, never raises."""


class Sink(Protocol):
    """A sound output at 44.1 kHz that pulls what it plays, in blocks of its own choice.

    Made by its module's ``open_sink()``, which raises NoSoundOutput when there is no such output
    and may take for ever: call it through `open_sink` below.
    """

    @property
    def name(self) -> str:
        """As in `OUTPUTS`."""

    @property
    def is_device(self) -> bool:
        """Whether somebody hears it: a sound card, not silence or a file. As in `OUTPUTS`."""

    @property
    def latency_ms(self) -> int:
        """From a change of what is pulled to the ear, about."""

    @property
    def patience_ms(self) -> int:
        """How long it may pull nothing before it counts as lost: its device is gone or frozen."""

    @property
    def lost(self) -> str | None:
        """Why nothing more can be heard, or None while all is well as far as is known."""

    @property
    def corrected_frames(self) -> int:
        """By how much it has come to know better how far its device is; 0 where that is told.

        So many frames fewer, in all, were pulled, though the device lost nothing.
        """

    def start(self, pull: Pull) -> None:
        """Begin to pull, on a thread of its own."""

    def retake(self, change: Callable[[int], None]) -> None:
        """Call `change` with the number of frames that were pulled last but can still be altered.

        They are pulled again afterwards, so a change is heard within `latency_ms` even where
        the output works far ahead. Nothing is pulled meanwhile.
        """

    def unheard_frames(self) -> int:
        """How many of the frames pulled so far are not heard yet."""

    def stop(self) -> None:
        """Fall silent at once and pull no more; may be started again."""

    def close(self) -> None:
        """Give the device back. Closing twice does nothing."""


_LOGGER = logging.getLogger(__name__)

AUTO = ("sounddevice", "miniaudio", "simpleaudio")
"""What `auto` tries, in this order: never silence that nobody asked for."""

STREAM_PATIENCE_MS = 500
"""For outputs whose device does the pulling, some twenty times a second."""

OPEN_LIMIT_S = 3.5
"""How long opening may take before it counts as hanging, all attempts together."""

FIRST_LIMIT_S = 2.1
"""How much of that the first attempt of `auto` may use: a slow machine needs a second or two."""

WITHOUT_SOUND = "without sound: `voiceguide export` writes a file, `--output silent` shows the cues"


def open_sink(name: str = "auto", *, limit_s: float = OPEN_LIMIT_S) -> Sink:
    """Open the output called `name`, or the first of `AUTO` that opens; `sink.name` says which.

    Raises UsageError for an unknown name, and NoSoundOutput after at most `limit_s` seconds
    where nothing opens. An output asked for by name is never replaced by another.
    """
    # It would overrule the latency that an output asks for: seconds of it, and a pause is heard
    # seconds late; with miniaudio no sound comes at all.
    os.environ.pop("PULSE_LATENCY_MSEC", None)
    # Servers remember mutes by this: else by a name that all Python programs have on ALSA's way.
    os.environ.setdefault("PULSE_PROP", "application.id=voiceguide")
    if name == "auto":
        return _open_first(limit_s)
    if _module(name) is None:
        known = ["auto", *OUTPUTS, *extensions.names("outputs")]
        hint = did_you_mean(name, known) or f"there are {', '.join(known)}"
        raise UsageError(f"no sound output is called {quoted(name)}", hint=hint)
    return _open(name, limit_s)


def _open_first(limit_s: float) -> Sink:
    ends = time.monotonic() + limit_s
    why: list[str] = []
    for place, name in enumerate(AUTO):
        left_s = max(0.2, ends - time.monotonic())
        share_s = left_s / (len(AUTO) - place)
        try:
            return _open(name, max(share_s, min(left_s, FIRST_LIMIT_S)) if place == 0 else share_s)
        except NoSoundOutput as error:
            why.append(f"  {error.message}")
    raise NoSoundOutput(
        "\n".join(["no sound output opens:", *why]), hint=f"{remedy()}; {WITHOUT_SOUND}"
    )


def _open(name: str, limit_s: float) -> Sink:
    def opened() -> Sink:
        with extensions.failures_told("outputs", name):
            sink: Sink = _module(name).open_sink()
        return sink

    begun = time.monotonic()
    try:
        with stderr_restored():
            sink = within(limit_s, opened, too_late=lambda sink: sink.close())
    except TimeoutError:
        _LOGGER.warning("%s: no answer in %.1f s", name, limit_s)
        raise NoSoundOutput(
            f"{name} got no answer from the sound system in {limit_s:.1f} s",
            hint=f"restart the sound server; {WITHOUT_SOUND}",
        ) from None
    except NoSoundOutput as error:
        _LOGGER.warning("%s", error.message)
        raise
    _LOGGER.info("%s: opened in %.2f s", name, time.monotonic() - begun)
    return sink


def _module(name: str) -> Any:
    if name in OUTPUTS:
        return import_module(f"voiceguide.playback.outputs.{OUTPUTS[name].module}")
    return extensions.load("outputs", name)


def remedy(platform: str = sys.platform) -> str:
    """What usually brings sound back on a platform, in one line."""
    if platform.startswith("linux"):
        return (
            "is a sound server running (`pactl info`)? On Debian and Ubuntu: "
            "`sudo apt install libportaudio2 libasound2-plugins`"
        )
    if platform == "darwin":
        return "choose an output in System Settings, Sound"
    return "choose an output in Settings, System, Sound"
