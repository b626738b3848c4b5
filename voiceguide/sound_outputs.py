"""Every sound output by its name: one table for the option that chooses it and for opening it."""

from __future__ import annotations

from typing import NamedTuple


class SoundOutput(NamedTuple):
    """The module of `voiceguide.playback.outputs` whose ``open_sink()`` opens it."""

    module: str


OUTPUTS = {
    "sounddevice": SoundOutput("sounddevice"),
    "miniaudio": SoundOutput("miniaudio"),
    "simpleaudio": SoundOutput("simpleaudio"),
    "silent": SoundOutput("silent"),
}
"""Installed packages may add others."""
