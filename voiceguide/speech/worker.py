"""The child process that speaks: requests as JSON lines on standard input, answers on output.

It ends when its input ends, also while the engine hangs, so it never outlives the program.
An answer is one JSON line; after one with `frames` above 0 come that many 16-bit samples.
Whatever goes wrong with a line, the parent ends this process and asks another one again.

Requests: ``{"do": "open"}`` with `engine`, `voice` and `language` first (without a language it
lists the voices, and ends); then ``{"do": "speak"}`` or ``{"do": "length"}`` with `text` and
`rate`.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
from typing import BinaryIO, cast

from msgspec.structs import asdict

from voiceguide.errors import NoVoice, UsageError
from voiceguide.speech.engine import Engine, OpenedVoice
from voiceguide.speech.normalise import normalised, trimmed
from voiceguide.speech.voice import engine_module

BEHIND_THE_SOUND = 5
"""How much nicer than the session itself, which plays while lines are spoken ahead."""

Answer = dict[str, object]


def main() -> None:
    """Answer requests until the input ends."""
    # Ctrl-C at the terminal is for the program; it ends its workers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(BEHIND_THE_SOUND)
    answers = _own_output()
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(requests,), daemon=True).start()
    opening = json.loads(requests.get())
    try:
        engine = cast("Engine", engine_module(opening["engine"]))
        if opening["language"] is None:
            _answer(answers, {"voices": [asdict(choice) for choice in engine.voices()]})
            return
        voice = engine.open(opening["voice"], opening["language"])
    except (NoVoice, UsageError) as problem:
        refused = "voice" if isinstance(problem, UsageError) else "engine"
        _answer(answers, {"refused": refused, "why": problem.message, "hint": problem.hint})
        return
    files = [str(file) for file in voice.files]
    _answer(answers, {"voice": voice.name, "version": voice.version, "files": files})
    while True:
        request = json.loads(requests.get())
        try:
            _speak(voice, request, answers)
        except (RuntimeError, ValueError, OSError) as problem:
            _answer(answers, {"failed": str(problem) or type(problem).__name__})


def _speak(voice: OpenedVoice, request: dict[str, str], answers: BinaryIO) -> None:
    samples, rate_hz = voice.synthesise(request["text"], int(request["rate"]))
    if request["do"] == "length":
        _answer(answers, {"length_ms": 1000 * len(trimmed(samples, rate_hz)) / rate_hz})
        return
    clip = normalised(samples, rate_hz)
    if clip is None:
        _answer(answers, {"frames": 0})
    else:
        _answer(answers, {"frames": len(clip.pcm)}, clip.pcm.data.cast("B"))


def _own_output() -> BinaryIO:
    """The answers' way out; what the drivers print, in Python or in C, goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return answers


def _read(requests: queue.SimpleQueue[bytes]) -> None:
    for line in sys.stdin.buffer:
        requests.put(line)
    # The parent is gone, or wants no more; the engine may hang, so ask nobody.
    os._exit(0)


def _answer(answers: BinaryIO, answer: Answer, sound: memoryview | None = None) -> None:
    answers.write(json.dumps(answer).encode() + b"\n")
    if sound is not None:
        answers.write(sound)
    answers.flush()


if __name__ == "__main__":
    main()
