"""`voiceguide`, watched: what it means to play is written down beside what is heard of it.

    python tests/device/watched.py FOLDER play ROUTINE ...

Nothing of the program is changed. Into FOLDER go `scores.jsonl` (every timeline, from when on),
`asides.jsonl` (lines said outside of it), and at the end `clips.npz` with `clips.json`.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from voiceguide.control.conductor import Conductor
from voiceguide.control.live_session import LiveSession
from voiceguide.control.live_speech import Speaker
from voiceguide.exporting.formats import json as json_timeline
from voiceguide.timeline import Timeline


class Watch:
    """Writes into a folder; its methods wrap those of the program."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sounds: dict[str, Any] = {}

    def wrap(self) -> None:
        """Be told from now on."""
        take, spoken, say_now = LiveSession.take, LiveSession.spoken, LiveSession.say_now
        lead, close = Conductor.lead, Speaker.close

        def watched_take(live: LiveSession, layout: Any) -> None:
            take(live, layout)
            self._layout(live.timeline)

        def watched_spoken(live: LiveSession, position: Any, texts: Sequence[str]) -> Any:
            self._aside(texts)
            return spoken(live, position, texts)

        def watched_say_now(live: LiveSession, texts: Sequence[str], now_ms: int) -> None:
            self._aside(texts)
            say_now(live, texts, now_ms)

        def watched_lead(conductor: Conductor) -> None:
            self._layout(conductor.live.timeline)
            tones = conductor.live.setup.tones
            self._sounds = {f"<{name}>": clip for name, clip in tones.items()}
            lead(conductor)

        def watched_close(speaker: Speaker) -> None:
            self._clips({**self._sounds, **speaker.clips})
            close(speaker)

        for room, name, wrapped in (
            (LiveSession, "take", watched_take),
            (LiveSession, "spoken", watched_spoken),
            (LiveSession, "say_now", watched_say_now),
            (Conductor, "lead", watched_lead),
            (Speaker, "close", watched_close),
        ):
            setattr(room, name, wrapped)

    def _layout(self, timeline: Timeline) -> None:
        whole = json.loads(json_timeline.text(timeline))
        kept = {name: whole[name] for name in ("length_ms", "segments", "cues")}
        self._line("scores", {"s": time.monotonic(), **kept})

    def _aside(self, texts: Sequence[str]) -> None:
        if texts:
            self._line("asides", {"s": time.monotonic(), "texts": list(texts)})

    def _line(self, name: str, what: dict[str, Any]) -> None:
        with (self._folder / f"{name}.jsonl").open("a") as file:
            file.write(json.dumps(what) + "\n")

    def _clips(self, clips: dict[str, Any]) -> None:
        (self._folder / "clips.json").write_text(json.dumps(list(clips)))
        arrays = {str(number): clip.pcm for number, clip in enumerate(clips.values())}
        np.savez(self._folder / "clips.npz", **arrays)


if __name__ == "__main__":
    from voiceguide.cli import main

    Watch(Path(sys.argv.pop(1))).wrap()
    sys.exit(main())
