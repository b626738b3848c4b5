"""What is heard in a hold (docs/laws-of-time.md#holds)."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.kit import BUILT_IN, Session, compiled, exercise, items, routine
from voiceguide.routine.model import Hold
from voiceguide.timeline import Segment

TEN = ["One.", "Two.", "Three.", "Four.", "Five.", "Six.", "Seven.", "Eight.", "Nine.", "Ten."]


def hold_of(seconds: str, more: str = "") -> str:
    move, hold = "{move: Reach up., takes: 2 s}", f"{{hold: {seconds}{more}}}"
    return f"dose: {{reps: 1}}\nrep:\n  - {move}\n  - {hold}\n"


def held(seconds: str, more: str = "", **how: object) -> tuple[Session, Segment]:
    """A session with one hold, and that hold."""
    session = compiled("own", exercise(hold_of(seconds, more)), **({"each": 600} | how))  # type: ignore[arg-type]  # as compiled takes them
    return session, session.segments("hold")[0]


def calls(session: Session, hold: Segment) -> list[tuple[int, str]]:
    return [
        (voice.at_ms - hold.start_ms, voice.text)
        for voice in session.voices_in(hold)
        if voice.role == "halfway"
    ]


@pytest.mark.parametrize("seconds", ["10 s", "15 s", "1 min"])
def test_three_pips_end_a_hold_and_the_done_tone_begins_what_follows(seconds: str) -> None:
    session, hold = held(seconds)
    pips = [tone.at_ms for tone in session.tones("pip")]
    assert pips == [hold.end_ms - 3000, hold.end_ms - 2000, hold.end_ms - 1000]
    assert [tone.at_ms for tone in session.tones("done")] == [hold.end_ms]


def test_under_ten_seconds_there_are_no_pips() -> None:
    session, hold = held("9 s", ", count: ends")
    assert session.tones("pip") == ()
    assert [tone.at_ms for tone in session.tones("done")] == [hold.end_ms]


@pytest.mark.parametrize("count", ["", ", count: silent"])
def test_a_silent_hold_has_no_tone(count: str) -> None:
    session, _ = held("9 s", count)
    assert session.tones("pip", "done") == ()
    session, _ = held("30 s", ", count: silent")
    assert session.tones("pip", "done") == ()


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        ("19 s", []),
        ("20 s", [(10_000, "Halfway.")]),
        ("89 s", [(44_500, "Halfway.")]),
        ("90 s", [(30_000, "One minute left."), (45_000, "Halfway.")]),
        ("99 s", [(39_000, "One minute left."), (49_500, "Halfway.")]),
        ("100 s", [(50_000, "Halfway.")]),
        ("110 s", [(55_000, "Halfway.")]),
        ("120 s", [(60_000, "Halfway. One minute left.")]),
        ("140 s", [(70_000, "Halfway.")]),
        ("141 s", [(70_500, "Halfway."), (81_000, "One minute left.")]),
        ("4 min", [(120_000, "Halfway."), (180_000, "One minute left.")]),
    ],
)
def test_halfway_and_the_last_minute_are_called(seconds: str, said: list[tuple[int, str]]) -> None:
    assert calls(*held(seconds)) == said


@pytest.mark.parametrize("each", [300, 600, 3000, 8000])
def test_no_voice_is_heard_at_the_end_of_a_hold_with_pips(each: int) -> None:
    session, hold = held("10 s", ", say: Stay there.", each=each)
    assert hold.length_ms == 10_000
    quiet_from = hold.end_ms - 3500
    assert not [
        voice
        for voice in session.timeline.voices
        if voice.at_ms < hold.end_ms and voice.end_ms > quiet_from
    ]


def test_a_line_before_a_hold_does_not_reach_its_pips() -> None:
    own = exercise(
        "dose: {reps: 1}\nrep:\n  - {move: Up., takes: 2 s}\n  - {hold: 10 s}\n"
        "  - {move: And down., takes: 1 s}\n  - {hold: 10 s}\n"
    )
    session = compiled("own", own, own={"And down.": 9000}, each=600)
    first, second = session.segments("hold")
    assert (first.length_ms, second.length_ms) == (10_000, 10_000)
    assert session.voice("And down.").end_ms <= second.end_ms - 3500


def test_a_halfway_that_has_no_room_is_left_out_with_a_note() -> None:
    session, hold = held("20 s", ", say: Stay there.", own={"Stay there.": 12_000})
    assert calls(session, hold) == []
    assert [note.change for note in session.timeline.notes] == ["halfway"]


def test_the_word_of_a_hold_begins_with_it() -> None:
    session, hold = held("12 s", ", say: Stay there.")
    assert session.voice("Stay there.").at_ms == hold.start_ms


def test_words_that_still_run_make_room_before_a_hold_with_words() -> None:
    own = exercise(
        "dose: {reps: 2}\nrep:\n  - {move: Up now., again: Up., takes: 2 s}\n"
        "  - {hold: 5 s, say: Stay., again: Stay.}\n  - {move: Down., takes: 2 s}\n"
    )
    session = compiled("own", own, own={"Last one. Up.": 2900}, each=600)
    hold = session.segments("hold")[1]
    assert session.voice("Last one. Up.").end_ms == session.segments("move")[2].end_ms
    assert session.voice("Stay.", 2).at_ms == hold.start_ms
    assert hold.start_ms == session.segments("move")[2].end_ms + 400


@pytest.mark.parametrize(("length", "inside"), [(1600, True), (1601, False)])
def test_words_that_do_not_end_inside_a_hold_are_said_once_before_the_set(
    length: int, inside: bool
) -> None:
    own = exercise(
        "dose: {reps: 3}\nrep:\n  - {move: Up now., again: Up., takes: 2 s}\n"
        "  - {hold: 2 s, say: Stay up there.}\n  - {move: Down., takes: 2 s}\n"
    )
    session = compiled("own", own, own={"Stay up there.": length}, each=600)
    assert session.lengths("hold") == [2000] * 3
    said = [voice.at_ms for voice in session.voices() if voice.text == "Stay up there."]
    holds = [hold.start_ms for hold in session.segments("hold")]
    assert (said == holds) is inside
    assert inside or (len(said) == 1 and said[0] < session.tones("start")[0].at_ms)


@pytest.mark.parametrize(("seconds", "told"), [("25 s", False), ("30 s", True), ("1 min", True)])
def test_a_long_hold_after_a_movement_says_from_when_on_it_counts(seconds: str, told: bool) -> None:
    session, hold = held(seconds, ", say: Rest here.")
    first = session.voices_in(hold)[0]
    assert first.at_ms == hold.start_ms
    assert (first.text != "Rest here.") is told
    assert ("starting now." in first.text) is told


def test_a_counted_voice_ends_a_hold_with_its_words() -> None:
    session, hold = held("12 s", countdown="voice")
    said = [(voice.text, voice.at_ms - hold.end_ms) for voice in session.voices("countdown")]
    assert said == [("Three.", -3000), ("Two.", -2000), ("One.", -1000)]
    assert session.tones("pip") == ()


def test_a_slow_countdown_word_is_a_pip_with_a_note() -> None:
    session, hold = held("12 s", countdown="voice", own={"Three.": 851, "Two.": 850})
    assert session.said("countdown") == ["Two.", "One."]
    assert [tone.at_ms - hold.end_ms for tone in session.tones("pip")] == [-3000]
    assert [note.change for note in session.timeline.notes] == ["countdown"]


def test_a_soft_countdown_ticks_and_none_is_quiet() -> None:
    session, hold = held("12 s", countdown="soft")
    assert [tone.at_ms - hold.end_ms for tone in session.tones("tick")] == [-3000, -2000, -1000]
    session, _ = held("12 s", countdown="none")
    assert [tone.sound for tone in session.timeline.tones if tone.role == "countdown"] == []
    assert len(session.tones("done")) == 1


def test_counted_holds_are_counted_a_second_apart() -> None:
    session = compiled("wall-sit")
    holds = session.segments("hold")
    assert [hold.length_ms for hold in holds] == [10_000] * 8
    for hold in holds:
        counted = [(voice.at_ms - hold.start_ms, voice.text) for voice in session.voices_in(hold)]
        assert counted == [(1000 * second, word) for second, word in enumerate(TEN)]
    assert len(session.said("count")) == 80


def test_a_count_word_too_slow_is_a_tick_with_a_note() -> None:
    session = compiled("wall-sit", own={"Seven.": 851})
    assert len(session.said("count")) == 72
    ticks = [tone.at_ms for tone in session.tones("tick")]
    assert ticks == [hold.start_ms + 6000 for hold in session.segments("hold")]
    assert "count" in {note.change for note in session.timeline.notes}


def test_the_word_of_a_counted_hold_comes_before_the_first_movement() -> None:
    session = compiled("wall-sit")
    (press,) = [phase.say for phase in BUILT_IN.exercise("wall-sit").rep if isinstance(phase, Hold)]
    assert session.said().count(str(press)) == 1
    assert session.voice(str(press)).end_ms < session.tones("start")[0].at_ms


def test_breaths_are_paced() -> None:
    session = compiled("{do: quiet-breathing, hold: 8 breaths}", each=600)
    (hold,) = session.segments("hold")
    assert hold.length_ms == 56_000
    heard = [
        (cue.at_ms - hold.start_ms, getattr(cue, "text", None) or getattr(cue, "sound", ""))
        for cue in session.cues_in(hold)
    ]
    words = ((7000 * n, 7000 * n + 3000) for n in range(3))
    spoken = [each for in_, out in words for each in ((in_, "Breathe in."), (out, "Breathe out."))]
    assert heard[:6] == spoken
    tones = [(7000 * n + at, name) for n in range(3, 8) for at, name in ((0, "in"), (3000, "out"))]
    assert heard[6:] == tones


def test_a_longer_breath_out_makes_longer_holds() -> None:
    text = (
        "name: Test\nvoice: {breath_out: 6 s}\nitems:\n  - {do: quiet-breathing, hold: 8 breaths}\n"
    )
    assert compiled(routine(text)).lengths("hold") == [72_000]


def test_where_done_and_start_meet_only_start_sounds() -> None:
    own = exercise("dose: {hold: 12 s}\nrep: [{hold: dose}]\n")
    session = compiled(items("own", "own"), own, each=600)
    starts = [tone.at_ms for tone in session.tones("start")]
    for tone in session.tones("done"):
        assert tone.at_ms not in starts


def test_the_voice_waits_after_done_and_start() -> None:
    session = compiled(items("hamstring-stretch", "wall-sit", "bird-dog", "walk-in-place"))
    for tone in session.tones("done", "start"):
        near = [v for v in session.timeline.voices if tone.at_ms - 1 < v.at_ms < tone.at_ms + 500]
        assert near == []


def test_a_hold_of_one_second_is_one_second() -> None:
    _, hold = held("1 s", ", say: Hold.", each=3000)
    assert hold.length_ms == 1000


TURN = ", halfway: Turn your head."


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        ("59 s", "Halfway."),
        ("60 s", "Halfway. Turn your head."),
        ("2 min", "Halfway. One minute left. Turn your head."),
    ],
)
def test_a_hold_of_a_minute_or_more_says_its_own_words_at_half_time(
    seconds: str, said: str
) -> None:
    session, hold = held(seconds, TURN)
    assert (hold.length_ms // 2, said) in calls(session, hold)


def test_where_half_time_has_no_room_for_all_of_it_the_holds_own_words_are_kept() -> None:
    long = {"Halfway. Turn your head.": 28_000}
    session, hold = held("1 min", TURN, own=long)
    assert calls(session, hold) == [(30_000, "Turn your head.")]
    assert [note.change for note in session.timeline.notes] == ["halfway"]


def test_words_at_half_time_name_the_side_that_is_held() -> None:
    text = hold_of("1 min", ", halfway: Turn to the <side>.")
    session = compiled("own", exercise(f"sides: {{order: one-then-other}}\n{text}"), each=600)
    assert session.said("halfway") == [
        "Halfway. Turn to the left.",
        "Halfway. Turn to the right.",
    ]


def test_no_other_line_lies_over_the_words_at_half_time() -> None:
    text = "watch: [One., Two., Three.]\nfeel: your back\nbreathing: Breathe.\n"
    own = exercise(text + hold_of("1 min", TURN))
    for each in (600, 3000, 9000):
        voices = compiled("own", own, each=each).timeline.voices
        assert all(one.end_ms <= two.at_ms for one, two in pairwise(voices))


def test_lying_on_the_front_the_head_is_turned_at_half_time() -> None:
    for level in ("gentle", "strong"):
        session = compiled("prone-lying", level=level)
        (hold,) = session.segments("hold")
        (turn,) = (line for line in session.voices_in(hold) if "turn it to the other" in line.text)
        assert turn.at_ms == hold.start_ms + hold.length_ms // 2
