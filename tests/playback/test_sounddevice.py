from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from voiceguide.errors import NoSoundOutput
from voiceguide.playback.outputs.alsa_plugins import keep_plugins
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


TRIES = """
from pathlib import Path
from voiceguide.errors import NoSoundOutput
from voiceguide.playback.outputs.sounddevice import open_sink

def size_kb():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4

for number in range(45):
    if number == 5:
        before = size_kb()
    try:
        open_sink().close()
    except NoSoundOutput:
        pass
print(size_kb() - before)
"""


@pytest.mark.whole
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ALSA is Linux's")
def test_a_session_that_looks_for_an_output_does_not_grow(tmp_path: Path) -> None:
    pytest.importorskip("sounddevice")
    env = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path), "PULSE_SERVER": f"unix:{tmp_path}/none"}
    tried = subprocess.run(
        [sys.executable, "-c", TRIES], env=env, capture_output=True, text=True, check=True
    )
    assert int(tried.stdout) < 200  # KB in 40 tries


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ALSA is Linux's")
def test_a_plug_in_that_is_not_there_any_more_is_not_kept(tmp_path: Path) -> None:
    maps = tmp_path / "maps"
    maps.write_text(
        "7f00-7f01 r-xp 00000000 08:01 17   /usr/lib/alsa-lib/libasound_module_that_went.so\n"
        "7f01-7f02 rw-p 00000000 00:00 0\n"
    )
    assert not any("that_went" in path for path in keep_plugins(maps))
