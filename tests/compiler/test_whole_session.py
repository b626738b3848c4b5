"""The session around its items (docs/laws-of-time.md#session)."""

from __future__ import annotations

from tests.kit import BUILT_IN, TONES, compiled, items, routine

HELLO = "name: Hello there\nopening: {{say: [{say}]}}\nitems: [posture-check]\n"


def test_the_lead_in_sounds_before_the_first_voice() -> None:
    session = compiled("posture-check")
    first = session.timeline.tones[0]
    assert (first.sound, first.at_ms, first.length_ms) == ("lead-in", 0, 1000)
    assert session.timeline.voices[0].at_ms == 1200
    assert session.timeline.segments[0].kind == "opening"


def test_opening_lines_may_wait() -> None:
    lines = "{say: Good morning., wait: 3 s}, Let us begin."
    session = compiled(routine(HELLO.format(say=lines)), each=1000)
    assert session.voice("Good morning.").at_ms == 1200
    assert session.voice("Let us begin.").at_ms == 1200 + 1000 + 400 + 3000


def test_without_opening_lines_the_name_is_said() -> None:
    session = compiled("posture-check")
    assert session.said("opening") == ["Test."]


def test_a_name_that_ends_in_a_call_gets_no_full_stop() -> None:
    session = compiled(routine("name: Ready to go!\nitems: [posture-check]\n"))
    assert session.said("opening") == ["Ready to go!"]


def test_needed_things_come_once_and_before_helpful_ones() -> None:
    session = compiled(items("hamstring-stretch", "side-leg-lift", "seated-twist", "wall-sit"))
    assert session.said("equipment") == [
        "You need a yoga mat, a towel and a free wall.",
        "A pillow and a big firm pillow can help.",
        "Take a moment to get it ready.",
    ]


def test_what_helps_with_an_advice_is_named() -> None:
    session = compiled("advice: sitting")
    assert session.said("equipment") == ["A rolled towel for when you sit can help."]


def test_six_seconds_to_fetch_what_is_needed() -> None:
    session = compiled("hamstring-stretch", each=1000)
    told = session.voice("Take a moment to get it ready.")
    safety = session.voices("safety")[0]
    assert safety.at_ms == told.end_ms + 400 + 6000


def test_a_mat_and_a_wall_need_no_fetching() -> None:
    session = compiled("wall-sit", each=1000)
    assert session.voices("safety")[0].at_ms == session.voices("equipment")[0].end_ms + 400


def test_the_short_safety_words_come_unless_left_out() -> None:
    short = list(BUILT_IN.safety.spoken({"light"}).short)
    assert compiled("posture-check").said("safety") == short
    without = routine("name: Test\nopening: {safety: none}\nitems: [posture-check]\n")
    assert compiled(without).said("safety") == []


def test_after_the_closing_line_the_end_tone_and_a_second() -> None:
    session = compiled("posture-check", each=1000)
    assert session.said("closing") == ["That is all. Well done."]
    end = session.tones("end")[0]
    assert end.at_ms == session.voices("closing")[0].end_ms + 400
    assert session.timeline.length_ms == end.at_ms + TONES["end"] + 1000


def test_closing_lines_may_wait() -> None:
    text = "name: Test\nclosing: {say: [{say: Lie still., wait: 5 s}]}\nitems: [posture-check]\n"
    session = compiled(routine(text), each=1000)
    assert session.tones("end")[0].at_ms == session.voice("Lie still.").end_ms + 400 + 5000


def test_a_session_ends_with_the_done_tone_of_a_last_hold() -> None:
    session = compiled("walk-in-place", each=600)
    closing = session.segments("closing")[0]
    assert session.tones("done")[0].at_ms == closing.start_ms
    assert session.voices("closing")[0].at_ms == closing.start_ms + 500
