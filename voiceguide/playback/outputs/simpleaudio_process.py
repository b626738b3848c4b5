"""Plays one tape with simpleaudio: a program of its own, run by `simpleaudio_tape`.

simpleaudio holds the interpreter's lock while it opens a device, takes up to half a second to
stop and may crash in the end. Out here it can neither hang nor take down a session, and stopping
is killing. Arguments: the folder that holds the package simpleaudio, the tape's file. Prints
``playing`` and the monotonic nanosecond at which the tape began, or the reason why not.
Ends when the sound ends, which is early when its device goes away, or when its input is closed.
"""

import mmap
import os
import signal
import sys
import threading
import time


def main(packages: str, tape: str) -> int:
    """Play the tape to its end; 1 when it cannot be played."""
    # What a terminal sends to all its programs is for the session, which fades out.
    for name in ("SIGINT", "SIGHUP", "SIGQUIT"):
        if hasattr(signal, name):  # not all of them on Windows
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    sys.path.insert(0, packages)
    import simpleaudio
    from simpleaudio._simpleaudio import SimpleaudioError

    with open(tape, "rb") as file:  # noqa: PTH123 - pathlib would double the time to start
        sound = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    try:
        playing = simpleaudio.play_buffer(sound, 1, 2, 44_100)
    except SimpleaudioError as error:
        say(error)
        return 1
    say(f"playing {time.monotonic_ns()}")
    threading.Thread(target=end_with_the_session, daemon=True).start()
    wakes = threading.Event()
    while playing.is_playing():
        wakes.wait(0.1)
    return 0


def say(line: object) -> None:
    """One line for the session."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def end_with_the_session() -> None:
    """Wait until the session lets go or is gone."""
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    code = main(*sys.argv[1:])
    sys.stdout.flush()
    os._exit(code)  # the library's own clean-up may crash
