"""A recogniser hears what Piper says, both for real."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.lib_side_environment import HEARING
from scripts.lib_voice_bench import share, write_reading
from scripts.lib_voice_hearing import heard_in
from voiceguide.speech.voice import open_voice

pytestmark = pytest.mark.whole

PACE = 120
LINES = [
    "Let both knees sink to the left, as far as is comfortable. Hold for 20 seconds.",
    "Now we turn to the right.",
    "Step your left foot back.",
    "Raise your right leg, only as far as it feels easy.",
    "Sit back on your heels, and stretch your arms out in front of you.",
    "Five times: breathe in, and round your back up like a cat.",
    "Set two of three, on the right side.",
    "Keep your shoulders down and your neck long.",
    "Three more, slowly.",
    "Rest for one minute. Notice how your back feels now.",
]


def test_piper_is_understood(piper_model: Path, tmp_path: Path) -> None:
    if not HEARING.is_ready():
        pytest.skip("no recogniser: .venv/bin/python scripts/lib_side_environment.py hearing")
    voice = open_voice(f"piper:{piper_model}", PACE, cache=tmp_path / "cache")
    clips = voice.speak(LINES)
    voice.close()
    (heard,) = heard_in([write_reading(clips, "piper", PACE, tmp_path / "reading")], windows=False)
    lines = heard["alone"]
    misheard = [f"{line['said']} -> {line['heard']}" for line in lines if line["wrong"]]
    assert share(lines).percent <= 8, misheard
    assert sum(line["sides"] for line in lines) == 5
    assert sum(line["sides_lost"] + line["sides_confused"] for line in lines) == 0
