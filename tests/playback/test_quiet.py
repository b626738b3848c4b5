import os
import sys

import pytest

from voiceguide.playback.quiet import CHATTER, quiet_stderr, stderr_restored


def test_c_code_is_not_heard_but_python_is(capfd: pytest.CaptureFixture[str]) -> None:
    with quiet_stderr():
        os.write(2, b"ALSA lib pcm.c: something\n")
        print("an honest message", file=sys.stderr)
    os.write(2, b"after\n")
    assert capfd.readouterr().err == "an honest message\nafter\n"


def test_only_the_known_chatter_is_dropped(capfd: pytest.CaptureFixture[str]) -> None:
    with quiet_stderr(CHATTER):
        os.write(2, b"Expression 'ret' failed in 'src/hostapi/alsa/pa_linux_alsa.c'\nSegmentation")
        os.write(2, b" fault\nALSA lib conf.c:5180\n")
    assert capfd.readouterr().err == "Segmentation fault\n"


def test_a_hanging_library_gives_the_standard_error_back(capfd: pytest.CaptureFixture[str]) -> None:
    def hang() -> None:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 2)
        os.close(null)
        raise TimeoutError

    with pytest.raises(TimeoutError), stderr_restored():
        hang()
    os.write(2, b"heard\n")
    assert capfd.readouterr().err == "heard\n"
