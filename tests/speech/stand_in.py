"""A stand-in for a worker: speaks the protocol, and fails in the way it is told to.

python stand_in.py FAULT [MARK]: where a MARK file is named, only once, until that file exists.
A fault that begins with "start-" happens while the worker opens.
"""

from __future__ import annotations

import json
import struct
import sys
import threading
from pathlib import Path
from typing import Any


def write(data: bytes) -> None:
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def answer(what: dict[str, Any], sound: bytes = b"") -> None:
    write(json.dumps(what).encode() + b"\n" + sound)


def fail(fault: str) -> None:
    if fault == "hang":
        threading.Event().wait(60)
    elif fault == "die":
        sys.exit(1)
    elif fault == "garbage":
        write(b"\xffAudio saved to nowhere\n")
    elif fault == "list":
        write(b"[1]\n")
    elif fault == "flood":
        write(b"x" * (1 << 21))
    elif fault == "failed":
        answer({"failed": "the engine is tired"})
    elif fault == "empty":
        answer({"frames": 0})
    elif fault == "short":
        answer({"frames": 100}, b"\0" * 50)
        sys.exit(0)


def due(marks: list[str]) -> bool:
    if any(Path(mark).exists() for mark in marks):
        return False
    for mark in marks:
        Path(mark).touch()
    return True


def main() -> None:
    fault, *marks = sys.argv[1:]
    for line in sys.stdin.buffer:
        request = json.loads(line)
        if request["do"] == "open":
            if fault == "refuse-engine":
                answer({"refused": "engine", "why": "no engine here", "hint": "install one"})
            elif fault == "refuse-voice":
                answer({"refused": "voice", "why": "no such voice", "hint": None})
            elif fault.startswith("start-") and due(marks):
                fail(fault.removeprefix("start-"))
            else:
                answer({"version": "stand-in 1", "files": [__file__], "voice": "nobody"})
        elif fault != "none" and not fault.startswith("start-") and due(marks):
            fail(fault)
        elif request["do"] == "length":
            words = len(request["text"].split())
            answer({"length_ms": words * 60_000 / (1.2 * request["rate"])})
        else:
            frames = 100 + len(request["text"])
            answer({"frames": frames}, struct.pack("<h", 1000) * frames)


if __name__ == "__main__":
    main()
