"""A script in time: every pause to the millisecond, whatever the voice."""

from hypothesis import given
from hypothesis import strategies as st

from voiceguide.audio.tones import tone_lengths
from voiceguide.exporting.script.chapters import chapters
from voiceguide.importing.script_text import Bell, Part, Quiet, Script, ScriptChapter, Words
from voiceguide.importing.script_timeline import script_timeline
from voiceguide.session_options import SessionOptions
from voiceguide.timeline import Timeline, VoiceInfo
from voiceguide.units import Ms

TONES = tone_lengths()


class Lengths(dict[str, Ms]):
    """Fifty milliseconds for each letter."""

    def __missing__(self, text: str) -> Ms:
        return Ms(50 * len(text))


def laid_out(*parts: Part) -> Timeline:
    return script_timeline(
        Script("Scan", parts),
        "scan",
        Lengths(),
        TONES,
        voice=VoiceInfo("estimate", "estimate", 140, measured=False),
        options=SessionOptions("gentle", "normal", "normal", "tones", "normal", "fade", (), 0),
        language="en",
    )


def heard(timeline: Timeline) -> list[tuple[int, str]]:
    return [(cue.at_ms, getattr(cue, "text", "") or f"[{cue.role}]") for cue in timeline.cues]


def test_a_pause_is_what_is_silent_between_two_lines() -> None:
    made = laid_out(Words("Sit."), Quiet(Ms(10_000)), Words("Rest."), Words("Well done."))
    assert heard(made) == [
        (0, "[lead-in]"),
        (1200, "Sit."),
        (1400 + 10_000, "Rest."),
        (11_650 + 400, "Well done."),
        (12_550 + 400, "[end]"),
    ]


def test_a_bell_rings_before_the_voice_goes_on() -> None:
    made = laid_out(Words("Sit."), Bell(), Words("Rest."))
    assert heard(made)[2:4] == [(1800, "[note]"), (3800, "Rest.")]


def test_the_end_tone_waits_for_a_last_bell() -> None:
    made = laid_out(Words("Sit."), Bell())
    bell, end = made.cues[-2:]
    assert end.at_ms == bell.end_ms
    assert made.length_ms == end.end_ms + 1000


def test_headings_are_items_and_chapters() -> None:
    made = laid_out(
        Words("Hello."),
        ScriptChapter("Feet"),
        Words("Feel."),
        ScriptChapter("Hands"),
        Words("Feel."),
    )
    items = [(each.item, each.label) for each in made.segments if each.item]
    assert items == [(1, "Scan"), (2, "Feet"), (3, "Hands")]
    assert [each.title for each in chapters(made)] == [
        "Opening",
        "Scan",
        "Feet",
        "Hands",
        "Closing",
    ]


PARTS = st.one_of(
    st.builds(Words, st.text("ab ", min_size=1, max_size=30)),
    st.builds(lambda ms: Quiet(Ms(ms)), st.integers(1, 100_000)),
    st.just(Bell()),
    st.builds(ScriptChapter, st.text("xyz", min_size=1)),
)


@given(st.lists(PARTS, max_size=30))
def test_every_script_has_a_timeline_and_no_line_comes_too_soon(parts: list[Part]) -> None:
    made = laid_out(*parts)
    spoken = [part.text for part in parts if isinstance(part, Words)]
    assert [line.text for line in made.voices] == spoken
    quiet = sum(part.length_ms for part in parts if isinstance(part, Quiet))
    assert made.length_ms >= quiet + sum(line.length_ms for line in made.voices)
