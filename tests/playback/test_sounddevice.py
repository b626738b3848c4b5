from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from voiceguide.errors import NoSoundOutput
from voiceguide.playback.outputs.sounddevice import open_sink


class RefusedError(Exception):
    """What PortAudio raises, in words of any release."""


@pytest.mark.parametrize(
    ("defaults", "said"),
    [
        ([-1, -1], "sounddevice: it finds no sound output"),
        ([], "sounddevice: it finds no sound output"),
        ([-1, 3], "sounddevice: in whatever words"),
    ],
)
def test_whether_there_is_any_output_is_asked_and_not_read_from_an_errors_words(
    defaults: list[int], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise RefusedError("in whatever words", -9996)

    systems = [{"name": "a system", "default_output_device": device} for device in defaults]
    library = SimpleNamespace(
        PortAudioError=RefusedError,
        OutputStream=refuse,
        query_hostapis=lambda: tuple(systems),
        _exit_handler=lambda: None,
        _terminate=lambda: None,
        _initialize=lambda: None,
    )
    monkeypatch.setitem(sys.modules, "sounddevice", library)
    with pytest.raises(NoSoundOutput) as refused:
        open_sink()
    assert refused.value.message == said
