"""Fixed lengths (docs/laws-of-time.md#fitting)."""

from __future__ import annotations

import pytest

from tests.kit import BUILT_IN, TONES, Session, Shelf, Speech, compiled, exercise, items, routine
from voiceguide.errors import UsageError
from voiceguide.fit import Request, fit, safety_prelude
from voiceguide.phrases.phrases import phrases_of
from voiceguide.routine.model import Routine
from voiceguide.session_options import SessionOptions, decided
from voiceguide.text import exact_length
from voiceguide.timeline import VoiceInfo

WORDY = """
why: This is a long line that is only said to those who want to know more than others do.
breathing: This is a long line about breathing that only some people want to hear.
dose: {reps: 4-12}
rep: [{move: Reach up., takes: 4 s}]
"""
"""At 140 words a minute the coach's extra lines last about 8 s and 7 s, a quarter 8 s."""


def asked(length: str, items: str = "own", more: str = "") -> Routine:
    return routine(f"name: Test\nlength: {length}\n{more}items: [{items}, {{rest: fill}}]\n")


def shortest(**how: object) -> int:
    """The length with the least fill, in whole seconds, rounded up."""
    session = compiled(asked("10 s"), exercise(WORDY), **how)  # type: ignore[arg-type]  # as compiled takes them
    return -(-session.timeline.length_ms // 1000)


def reps(session: Session) -> int:
    return len(session.segments("move"))


def notes(session: Session) -> list[str]:
    return [note.change for note in session.timeline.notes]


def seconds(session: Session) -> float:
    return session.timeline.length_ms / 1000


def test_first_only_the_fill_gives_way() -> None:
    needed = shortest(level="gentle", detail="brief") + 40
    session = compiled(asked(f"{needed} s"), exercise(WORDY), detail="full")
    assert seconds(session) == needed
    assert notes(session) == []
    assert session.timeline.options.detail == "full"


def test_then_words_give_way_with_a_note() -> None:
    brief = shortest(level="gentle", detail="brief")
    session = compiled(asked(f"{brief + 1} s"), exercise(WORDY), detail="full")
    assert seconds(session) == brief + 1
    assert notes(session) == ["detail"]
    assert session.timeline.options.detail == "brief"
    assert reps(session) == 4


def test_words_give_way_only_as_far_as_needed() -> None:
    session = compiled(asked("54 s"), exercise(WORDY), detail="full")
    details = {
        length: compiled(
            asked(f"{length} s"), exercise(WORDY), detail="full"
        ).timeline.options.detail
        for length in range(45, 80)
    }
    order = ["brief", "normal", "full"]
    assert sorted(details.values(), key=order.index) == list(details.values())
    assert set(details.values()) == set(order)
    assert session.timeline.length_ms == 54_000


def test_then_amounts_come_down_a_quarter_from_the_asked_detail() -> None:
    wanted = compiled(asked("10 min"), exercise(WORDY), level="strong", detail="full")
    assert reps(wanted) == 12
    found: list[tuple[int, str]] = []
    for length in range(150, 40, -1):
        session = compiled(asked(f"{length} s"), exercise(WORDY), level="strong", detail="full")
        if seconds(session) > length:
            break
        state = (reps(session), session.timeline.options.detail)
        if not found or found[-1] != state:
            found.append(state)
    details = ("full", "normal", "brief")
    ways = [(many, detail) for many in (12, 10, 8, 6, 4) for detail in details]
    assert [way for way in ways if way in found] == found
    assert {many for many, _ in found} == {12, 10, 8, 6, 4}


def test_two_quarters_that_are_the_same_do_not_end_the_search() -> None:
    own = exercise("dose: {reps: 3-4}\nrep: [{move: Reach up., takes: 20 s}]\n")
    shortest = compiled(asked("10 s"), own, level="gentle", detail="brief").timeline.length_ms
    length = shortest // 1000 + 2
    session = compiled(asked(f"{length} s"), own, level="strong", detail="brief")
    assert (reps(session), seconds(session)) == (3, length)


def test_amounts_written_in_an_item_stay() -> None:
    session = compiled(
        asked("60 s", "{do: own, reps: 9}"), exercise(WORDY), level="strong", detail="brief"
    )
    assert reps(session) == 9


def test_an_items_own_level_comes_down_too() -> None:
    many = asked("60 s", "{do: own, level: strong}")
    session = compiled(many, exercise(WORDY), detail="brief")
    assert reps(session) < 12
    assert seconds(session) == 60


def test_too_long_at_its_shortest_it_is_played_longer_with_a_note() -> None:
    least = shortest(level="gentle", detail="brief")
    session = compiled(asked("20 s"), exercise(WORDY), level="strong", detail="full")
    assert -(-session.timeline.length_ms // 1000) == least
    (too_long,) = [note for note in session.timeline.notes if note.change == "length"]
    assert too_long.why.startswith(f"{session.timeline.length_ms / 1000 - 20:.3g} s ")


def test_every_change_says_why() -> None:
    session = compiled(asked("20 s"), exercise(WORDY), level="strong", detail="full")
    assert all(
        note.change and note.before and note.after and note.why for note in session.timeline.notes
    )


def test_without_a_fill_a_length_changes_nothing() -> None:
    text = "name: Test\nlength: 20 s\nitems: [posture-check]\n"
    session = compiled(routine(text))
    assert seconds(session) != 20
    assert notes(session) == []


@pytest.mark.parametrize("name", ["morning", "six-minute", "desk-break"])
def test_at_its_own_level_a_fixed_routine_has_a_pleasant_fill(name: str) -> None:
    session = compiled(BUILT_IN.routine(name))
    (fill,) = session.segments("fill")
    assert 10_000 <= fill.length_ms <= 60_000
    assert notes(session) == []


def test_the_full_safety_words_are_a_prelude_of_their_own() -> None:
    made = BUILT_IN.routine("morning")
    voice = VoiceInfo("test", "test", 120, measured=False)
    request = Request(made, Shelf(), decided(made.options), voice)
    prelude = Session(safety_prelude(request, Speech(120), TONES))
    assert prelude.said() == list(BUILT_IN.safety.spoken({"back", "stretch"}).full)
    assert [segment.kind for segment in prelude.segments()] == ["opening"]
    assert (prelude.tones("lead-in")[0].at_ms, prelude.voices()[0].at_ms) == (0, 1200)


MINUTES = """name: Test
items:
  - {do: own, optional: true}
  - own
  - {do: own, reps: 4}
  - {do: own, optional: true}
"""


def in_minutes(minutes: int, text: str = MINUTES) -> Session:
    return compiled(
        routine(text), exercise(WORDY), today=SessionOptions(minutes=minutes), detail="brief"
    )


def items_of(session: Session) -> set[int]:
    return {segment.item for segment in session.segments() if segment.item}


def test_a_persons_minutes_are_never_passed_where_the_routine_can_be_shorter() -> None:
    for minutes in range(2, 12):
        assert seconds(in_minutes(minutes)) <= minutes * 60


def test_more_minutes_never_make_a_session_shorter() -> None:
    lengths = [seconds(in_minutes(minutes)) for minutes in range(1, 12)]
    assert lengths == sorted(lengths)


def test_with_few_minutes_optional_items_are_left_out_the_last_first() -> None:
    found = [items_of(in_minutes(minutes)) for minutes in range(1, 12)]
    assert found[0] == {2, 3}
    assert found[-1] == {1, 2, 3, 4}
    assert all(found.count(each) and {2, 3} <= each for each in found)
    assert {1, 2, 3} in found or {1, 2, 3, 4} in found


def test_more_minutes_never_make_a_gentle_session_stronger() -> None:
    session = in_minutes(60)
    for item in (1, 2, 3, 4):
        assert len(session.segments("move", item=item)) == 4
    assert notes(session) == ["length"]
    tilts = compiled(BUILT_IN.routine("morning"), today=SessionOptions(level="gentle", minutes=30))
    whole = compiled(BUILT_IN.routine("morning"), today=SessionOptions(level="gentle"))
    assert tilts.lengths("move") == whole.lengths("move")


FILLED = "name: Test\nlength: 2 min\nitems: [own, {rest: fill}]\n"


def test_minutes_fill_up_a_session_as_far_as_a_rest_may_be_a_silence() -> None:
    for minutes in (1, *range(3, 10)):  # two minutes are its own length
        session = in_minutes(minutes, FILLED)
        (fill,) = session.segments("fill")
        assert fill.length_ms <= 60_000
        assert seconds(session) == minutes * 60 or fill.length_ms == 60_000


@pytest.mark.parametrize("minutes", [10, 20, 90])
def test_a_session_shorter_than_the_persons_minutes_says_so_at_both_ends(minutes: int) -> None:
    session = in_minutes(minutes, FILLED)
    asked_for = {10: "ten", 20: "twenty", 90: "ninety"}[minutes]
    (opening,) = [line for line in session.said("note") if line.startswith("Today this takes")]
    assert opening.endswith(f"not {asked_for} minutes.")
    assert session.said("closing")[0].startswith("It was shorter today: about")
    assert notes(session) == ["length"]
    closing, end = session.voices("closing")[0], session.segments("closing")[0]
    assert end.start_ms <= closing.at_ms


def test_the_time_told_of_a_shorter_session_is_about_right() -> None:
    session = in_minutes(20, FILLED)
    assert 100 <= seconds(session) <= 135
    assert "Today this takes about two minutes, not twenty minutes." in session.said("note")
    (note,) = session.timeline.notes
    assert (note.before, note.after) == ("20 min", "1 min 48.2 s")


def test_a_fill_lasts_what_its_own_line_says_where_minutes_ask_for_it() -> None:
    told = FILLED.replace("{rest: fill}", "{rest: fill, say: Lie still for three minutes.}")
    (fill,) = in_minutes(20, told).segments("fill")
    assert fill.length_ms == 180_000
    digits = FILLED.replace("{rest: fill}", "{rest: fill, say: Rest for 2 min.}")
    (fill,) = in_minutes(20, digits).segments("fill")
    assert fill.length_ms == 120_000


def test_without_minutes_or_conditions_that_matter_the_length_is_exact() -> None:
    own = FILLED.replace("2 min", "9 min")
    for today in (
        SessionOptions(),
        SessionOptions(conditions=frozenset({"knee-pain"})),
        SessionOptions(minutes=9),
    ):
        session = compiled(routine(own), exercise(WORDY), today=today)
        assert seconds(session) == 540
        assert "It was shorter" not in " ".join(session.said("closing"))


@pytest.mark.parametrize(
    ("name", "condition"), [("wind-down", "pregnant"), ("morning", "pregnant")]
)
def test_what_conditions_take_out_makes_the_session_shorter_not_silent(
    name: str, condition: str
) -> None:
    session = compiled(
        BUILT_IN.routine(name), today=SessionOptions(conditions=frozenset({condition}))
    )
    (fill,) = session.segments("fill")
    assert fill.length_ms <= 60_000
    assert [line for line in session.said("note") if line.startswith("Today this takes about")]
    assert session.said("closing")[0].startswith("It was shorter today")
    assert "length" in notes(session)


@pytest.mark.parametrize(
    ("name", "condition"),
    [
        ("yoga-side-stretch", "pregnant"),
        ("back-relief", "cannot-use-floor"),
        ("strength", "pregnant"),
    ],
)
def test_what_conditions_take_from_a_session_without_a_length_is_said_too(
    name: str, condition: str
) -> None:
    usual = compiled(BUILT_IN.routine(name), today=SessionOptions())
    session = compiled(
        BUILT_IN.routine(name), today=SessionOptions(conditions=frozenset({condition}))
    )
    assert session.timeline.length_ms < 0.6 * usual.timeline.length_ms
    (opening,) = [line for line in session.said("note") if line.startswith("Today this takes")]
    usually = phrases_of("en").time(round(usual.timeline.length_ms / 30_000) * 30_000)
    assert opening.endswith(f"not {usually}.")
    assert session.said("closing")[0].startswith("It was shorter today: about")


def test_conditions_that_take_little_are_not_said_to_make_it_shorter() -> None:
    session = compiled(
        BUILT_IN.routine("morning"),
        today=SessionOptions(conditions=frozenset({"high-blood-pressure"})),
    )
    assert not [line for line in session.said("note") if line.startswith("Today this takes")]


def test_minutes_that_are_too_few_are_said_before_the_session() -> None:
    session = in_minutes(1, FILLED.replace("{rest: fill}", "own, own, own"))
    (opening,) = [line for line in session.said("note") if line.startswith("Today this takes")]
    assert opening.endswith("not one minute. It cannot be shorter.")
    assert "It was shorter" not in " ".join(session.said("closing"))


def test_a_fill_is_never_on_hands_and_knees() -> None:
    session = compiled(
        BUILT_IN.routine("wind-down"), today=SessionOptions(conditions=frozenset({"pregnant"}))
    )
    (fill,) = session.segments("fill")
    (arrive, at) = (BUILT_IN.positions.positions["floor-sitting"].arrive, fill.start_ms)
    assert session.voice(arrive).end_ms < at
    assert "Let the mat hold you." not in " ".join(session.said())


def test_what_minutes_change_is_noted() -> None:
    session = in_minutes(1)
    assert {"item", "length"} & set(notes(session))


def test_from_an_item_with_nothing_left_after_it_there_is_no_session_of_rests() -> None:
    made = BUILT_IN.routine("wind-down")
    options = decided(SessionOptions(conditions=("pregnant",), start_at=4), made.options)
    voice = VoiceInfo("test", "test", 120, measured=False)
    request = Request(made, Shelf(), options, voice)
    with pytest.raises(UsageError, match="nothing of 'wind-down' is left from item 4 on"):
        fit(request, Speech(120), TONES)


def test_the_longer_length_that_is_told_counts_the_words_that_tell_it() -> None:
    made = items("{step: Kick, for: 152 s, position: standing, count: silent, avoid_if: []}")
    session = compiled(made, today=SessionOptions(minutes=2))
    (line,) = [line for line in session.said("note") if line.startswith("Today this takes")]
    assert "about three minutes" in line
    assert abs(session.timeline.length_ms - 180_000) <= 15_000
    notes = [note.after for note in session.timeline.notes if note.change == "length"]
    assert notes == [exact_length(round(session.timeline.length_ms, -2))]
