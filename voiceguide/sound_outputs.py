"""Every sound output by its name: one table for the option that chooses it and for opening it."""

from __future__ import annotations

from typing import NamedTuple


class SoundOutput(NamedTuple):
    """The module of `voiceguide.playback.outputs` whose ``open_sink()`` opens it.

    `is_device` is what the open `Sink` says of itself, known before it is open.
    """

    module: str
    is_device: bool = True


OUTPUTS = {
    "sounddevice": SoundOutput("sounddevice"),
    "miniaudio": SoundOutput("miniaudio"),
    "simpleaudio": SoundOutput("simpleaudio"),
    "silent": SoundOutput("silent", is_device=False),
}
"""Installed packages may add others."""


def is_device(name: str) -> bool:
    """Whether somebody will hear the output called `name`, as far as is known before it is open.

    `auto` chooses among devices; what a package adds counts as one until its sink says otherwise.
    """
    return name not in OUTPUTS or OUTPUTS[name].is_device
