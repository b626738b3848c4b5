"""A small session made by hand, with every kind of thing that a script shows."""

from typing import Any

import pytest

from tests.exporting.reading import NASTY, humming
from voiceguide.rendering import Rendering
from voiceguide.session_options import WRITTEN, SessionOptions
from voiceguide.timeline import Cue, Note, Round, Segment, Timeline, Tone, VoiceCue, VoiceInfo
from voiceguide.units import Ms

HOSTILE = "\x1b[2J | <b>*bold*</b>\u202e _x_ `y`\nnext $1 & [a](b) #"


@pytest.fixture
def timeline() -> Timeline:
    name, exercise = "Hamstring stretch", "hamstring-stretch"

    def stretch(start: int, end: int, kind: str, **more: object) -> Segment:
        way = {"sets": 1, "reps": 2, "version": "seated", "purpose": "stretch", "held": True}
        fields = {"label": name, "exercise": exercise, "item": 1, **way, **more}
        return Segment(Ms(start), Ms(end), kind, **fields)  # type: ignore[arg-type]

    left = {"side": "left", "set": 1, "rep": 1}
    tabata = {"rounds": (Round("Tabata", 2, 8),), "item": 2, "label": "Work", "exercise": None}
    segments = (
        Segment(Ms(0), Ms(5000), "opening", "Morning"),
        stretch(5000, 12_000, "announce"),
        stretch(12_000, 22_000, "setup"),
        stretch(22_000, 26_000, "move", **left, phase=1),
        stretch(26_000, 46_000, "hold", **left, phase=2),
        stretch(46_000, 49_000, "move", **left, phase=3),
        stretch(49_000, 53_000, "move", side="right", set=1, rep=2),
        Segment(Ms(53_000), Ms(60_000), "rest", "Rest"),
        stretch(60_000, 62_500, "hold", **tabata),
        Segment(Ms(62_500), Ms(190_000), "fill", "Lie still"),
        Segment(Ms(190_000), Ms(200_000), "closing", "Morning"),
    )
    cues: tuple[Cue, ...] = (
        Tone(Ms(0), Ms(1000), "lead-in", "lead-in"),
        VoiceCue(Ms(1200), Ms(2310), "Good morning.", "opening"),
        VoiceCue(Ms(5000), Ms(5200), "Next, hamstring stretch. Left leg first.", "announce"),
        VoiceCue(Ms(12_000), Ms(4000), "Take the towel – gently, ça va?", "instruction"),
        Tone(Ms(21_400), Ms(470), "start", "start"),
        VoiceCue(Ms(26_000), Ms(700), "And hold.", "instruction"),
        VoiceCue(Ms(36_000), Ms(600), "Halfway.", "halfway"),
        *(Tone(Ms(at), Ms(120), "pip", "countdown") for at in (43_000, 44_000, 45_000)),
        Tone(Ms(46_000), Ms(480), "done", "done"),
        VoiceCue(Ms(46_500), Ms(1500), "Ease off.", "instruction"),
        VoiceCue(Ms(190_000), Ms(2000), "That is all. Well done.", "closing"),
        Tone(Ms(196_000), Ms(1000), "end", "end"),
    )
    return Timeline(
        routine="morning",
        name="Morning",
        length_ms=Ms(200_000),
        voice=VoiceInfo("pyttsx3", "en-us+Annie", 120, measured=True),
        options=SessionOptions("gentle", "normal", "calm", "tones", "normal", "fade", ("knee",), 0),
        segments=segments,
        cues=cues,
        notes=(Note("detail", "normal", "brief", "12 s too long for 3 min"),),
    )


@pytest.fixture
def hostile() -> Timeline:
    """Texts that would take over a terminal, a Markdown page or a JSON document."""
    said: dict[str, Any] = dict.fromkeys(WRITTEN, HOSTILE)
    said |= {"conditions": (HOSTILE,), "seed": 0}
    return Timeline(
        routine=HOSTILE,
        name=HOSTILE,
        length_ms=Ms(2000),
        voice=VoiceInfo(HOSTILE, HOSTILE, 140, measured=False),
        options=SessionOptions(**said),
        segments=(
            Segment(Ms(0), Ms(2000), "hold", HOSTILE, HOSTILE, 1, rounds=(Round(HOSTILE, 1, 2),)),
        ),
        cues=(
            VoiceCue(Ms(0), Ms(500), HOSTILE, "note"),
            VoiceCue(Ms(600), Ms(500), "a lone half \ud800 and an emoji 🧘", "note"),
            Tone(Ms(1500), Ms(100), HOSTILE, "rise"),
        ),
        notes=(Note(HOSTILE, HOSTILE, HOSTILE, HOSTILE),),
    )


@pytest.fixture
def nasty() -> Timeline:
    """A line of each of NASTY, two seconds apart, in a session named after the worst."""
    name = 'A/B "quoted" & <b> --> שלום'
    length_ms = 2000 * len(NASTY)
    return Timeline(
        routine="nasty",
        name=name,
        length_ms=Ms(length_ms),
        voice=VoiceInfo("estimate", "estimate", 140, measured=False),
        options=SessionOptions("gentle", "normal", "calm", "tones", "normal", "fade", (), 0),
        segments=(
            Segment(Ms(0), Ms(1000), "opening", name),
            *(
                Segment(
                    Ms(at), Ms(at + 1000), "hold", '=1+1 <i>Hold</i> & "rest"', "x-y", 1, "left"
                )
                for at in range(1000, length_ms, 1000)
            ),
        ),
        cues=tuple(
            VoiceCue(Ms(index * 2000 + 7), Ms(1503), text, "instruction")
            for index, text in enumerate(NASTY)
        ),
    )


@pytest.fixture
def rendering(timeline: Timeline) -> Rendering:
    return humming(timeline)
