import os
import threading
from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace

import pytest

from voiceguide.errors import NoSoundOutput, UsageError
from voiceguide.playback.outputs import interface
from voiceguide.playback.outputs.interface import AUTO, open_sink, remedy
from voiceguide.playback.outputs.silent import SilentSink
from voiceguide.sound_outputs import OUTPUTS, is_device

OUTPUTS_ROOM = "voiceguide.playback.outputs"


@pytest.fixture
def modules(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], object]]:
    """Stand-in outputs: name -> ``open_sink``."""
    stand_ins: dict[str, Callable[[], object]] = {}
    names = {f"{OUTPUTS_ROOM}.{output.module}": name for name, output in OUTPUTS.items()}
    monkeypatch.setattr(
        interface,
        "import_module",
        lambda module: SimpleNamespace(open_sink=stand_ins[names[module]]),
    )
    return stand_ins


def refuses(why: str) -> Callable[[], object]:
    def refuse() -> object:
        raise NoSoundOutput(why)

    return refuse


def test_auto_takes_the_first_that_opens(modules: dict[str, Callable[[], object]]) -> None:
    modules["sounddevice"] = refuses("no PortAudio")
    modules["miniaudio"] = lambda: SimpleNamespace(name="miniaudio")
    assert open_sink("auto").name == "miniaudio"


def test_auto_never_falls_silent(modules: dict[str, Callable[[], object]]) -> None:
    assert "silent" not in AUTO
    for name in AUTO:
        modules[name] = refuses(f"{name} is not installed")
    modules["silent"] = SilentSink
    with pytest.raises(NoSoundOutput) as refused:
        open_sink()
    assert refused.value.message.splitlines() == [
        "no sound output opens:",
        "  sounddevice is not installed",
        "  miniaudio is not installed",
        "  simpleaudio is not installed",
    ]
    assert "voiceguide export" in str(refused.value.hint)
    assert "--output silent" in str(refused.value.hint)
    assert refused.value.exit_code == 4


def test_what_is_asked_for_by_name_is_never_replaced(
    modules: dict[str, Callable[[], object]],
) -> None:
    modules["miniaudio"] = refuses("miniaudio is not installed")
    modules["sounddevice"] = lambda: SimpleNamespace(name="sounddevice")
    with pytest.raises(NoSoundOutput, match="miniaudio is not installed"):
        open_sink("miniaudio")


def test_an_output_that_hangs_is_given_up_and_closed_when_it_opens_at_last(
    modules: dict[str, Callable[[], object]],
) -> None:
    thawed, closed = threading.Event(), threading.Event()

    def open_late() -> object:
        thawed.wait(10)
        return SimpleNamespace(close=closed.set)

    modules["sounddevice"] = open_late
    with pytest.raises(NoSoundOutput, match="no answer from the sound system"):
        open_sink("sounddevice", limit_s=0.05)
    thawed.set()
    assert closed.wait(10)


def test_auto_divides_its_time_among_all(modules: dict[str, Callable[[], object]]) -> None:
    thawed = threading.Event()

    def open_late() -> object:
        thawed.wait(10)
        return SimpleNamespace(close=lambda: None)

    modules["sounddevice"] = modules["miniaudio"] = open_late
    modules["simpleaudio"] = lambda: SimpleNamespace(name="simpleaudio")
    assert open_sink("auto", limit_s=0.2).name == "simpleaudio"
    thawed.set()


@pytest.mark.parametrize("name", OUTPUTS)
def test_the_table_says_what_an_output_says_of_itself(name: str) -> None:
    module = import_module(f"{OUTPUTS_ROOM}.{OUTPUTS[name].module}")
    (said,) = {
        value.is_device for value in vars(module).values() if getattr(value, "name", "") == name
    }
    assert said == is_device(name)


def test_silence_is_no_device_and_what_auto_tries_or_a_package_adds_counts_as_one() -> None:
    assert not is_device("silent")
    assert all(is_device(name) for name in ("auto", *AUTO, "chirp"))


def test_an_unknown_name_is_a_wrong_option() -> None:
    with pytest.raises(UsageError, match="did you mean 'sounddevice'"):
        open_sink("soundevice")
    with pytest.raises(UsageError, match="there are auto, sounddevice"):
        open_sink("x")


@pytest.mark.parametrize(
    ("platform", "word"), [("linux", "apt"), ("darwin", "System Settings"), ("win32", "Settings")]
)
def test_every_platform_has_its_remedy(platform: str, word: str) -> None:
    assert word in remedy(platform)


def test_a_latency_of_seconds_that_the_environment_asks_for_is_not_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PULSE_LATENCY_MSEC", "4000")
    monkeypatch.setenv("PULSE_PROP", "application.id=mine")
    open_sink("silent").close()
    assert "PULSE_LATENCY_MSEC" not in os.environ
    assert os.environ["PULSE_PROP"] == "application.id=mine"
