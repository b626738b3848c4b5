import os
import sys
import threading

import pytest

from voiceguide.playback.outputs.stderr_filter import CHATTER, filtered_stderr, stderr_restored


def test_c_code_is_not_heard_but_python_is(capfd: pytest.CaptureFixture[str]) -> None:
    with filtered_stderr():
        os.write(2, b"ALSA lib pcm.c: something\n")
        print("an honest message", file=sys.stderr)
    os.write(2, b"after\n")
    assert capfd.readouterr().err == "an honest message\nafter\n"


def test_only_the_known_chatter_is_dropped(capfd: pytest.CaptureFixture[str]) -> None:
    with filtered_stderr(CHATTER):
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


def test_who_still_holds_the_detour_after_its_end_is_heard_all_the_same(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with filtered_stderr():
        held = sys.stderr
        assert held is not None
        held.write("before ")
    held.write("and after\n")
    held.flush()
    assert capfd.readouterr().err == "before and after\n"


def test_messages_of_a_thread_while_it_comes_and_goes_all_arrive(
    capfd: pytest.CaptureFixture[str],
) -> None:
    over = threading.Event()

    def come_and_go() -> None:
        while not over.is_set():
            with filtered_stderr():
                pass

    thread = threading.Thread(target=come_and_go)
    thread.start()
    try:
        for number in range(300):
            sys.stderr.write(f"{number}\n")
            sys.stderr.flush()
    finally:
        over.set()
        thread.join(10)
    said = capfd.readouterr().err.split()
    assert len(said) > 290  # a message in the moment of the change itself is C code's to lose
