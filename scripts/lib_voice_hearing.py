"""Listens to sessions that others have written, in the environment of the recogniser.

    .venv-hearing/bin/python scripts/lib_voice_hearing.py [--alone] [--windows] FOLDER...

Each folder has session.wav and session.json, as `voiceguide export` writes them. Prints one JSON
list: of each session, of each line, what was said, heard, and wrong, in the numbers of VoiceHeard.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.lib_side_environment import HEARING

SIDES = ("left", "right")


def heard_in(
    folders: Sequence[Path], *, alone: bool = True, windows: bool = True, jobs: int = 2
) -> list[dict[str, Any]]:
    """What is heard of sessions, by a process of the recogniser. Makes its environment if needed.

    Raises CannotPrepareError, and RuntimeError where it fails.
    """
    HEARING.prepare()
    ways = [flag for flag, wanted in (("--alone", alone), ("--windows", windows)) if wanted]
    command = [str(HEARING.python), __file__, *ways, "--jobs", str(jobs), *map(str, folders)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the recogniser ended with {done.returncode}")
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def main(arguments: list[str]) -> int:
    from scripts.lib_heard_session import read
    from scripts.lib_hearing_run import hear
    from scripts.lib_recogniser import Recogniser
    from voiceguide.speech.clip_cache import cache_folder

    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("--windows", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args(arguments)
    recogniser = Recogniser(cache_folder() / "hearing", asked.jobs)
    told = []
    for folder in asked.folders:
        session = read(folder / "session.wav", folder / "session.json")
        found = hear(session, recogniser, alone=asked.alone, in_windows=asked.windows)
        told.append(
            {
                "routine": session.routine,
                "voice": session.voice,
                "words_a_minute": session.words_a_minute,
                "alone": [_line(each) for each in found.alone],
                "windows": [_line(each) for each in found.in_windows],
            }
        )
    print(json.dumps(told))
    return 0


def _line(heard: Any) -> dict[str, Any]:
    from scripts.lib_hearing import class_counts, is_confusion
    from scripts.lib_hearing_run import is_long

    counts = class_counts(heard.pairs)
    sides = [
        pair
        for pair in heard.pairs
        if is_confusion(pair) and {*pair.said, *pair.heard} <= set(SIDES)
    ]
    return {
        "said": heard.said,
        "heard": heard.text,
        "words": heard.score.words,
        "wrong": heard.score.wrong,
        "long": is_long(heard),
        "sides": sum(counts[side].said for side in SIDES),
        "sides_lost": sum(counts[side].lost for side in SIDES),
        "sides_confused": len(sides),
        "numbers": counts["numbers"].said,
        "numbers_lost": counts["numbers"].lost,
        "numbers_confused": counts["numbers"].as_another,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
