"""Tones that are explained (docs/laws-of-time.md#tones-explained)."""

from __future__ import annotations

from tests.kit import Session, compiled, exercise, items
from voiceguide.phrases.phrases import phrases_of

LIFT = "dose: {reps: 6}\nrep: [{move: Lift., takes: 2 s}, {move: Lower., takes: 2 s}]\n"
BREATHS = "dose: {reps: 6}\nrep: [{breathe: in, takes: 3 s}, {breathe: out, takes: 3 s}]\n"
HOLD = "dose: {hold: 20 s}\nrep: [{move: Reach., takes: 2 s}, {hold: dose}]\n"


def phrase(name: str) -> str:
    return phrases_of("en").get(f"tones.{name}")


def explained(session: Session) -> list[str]:
    every = {phrase(name): name for name in phrases_of("en")._tables["tones"]}
    return [every[text] for text in session.said() if text in every]


def test_who_knows_the_tones_hears_no_word_of_them() -> None:
    assert explained(compiled("own", exercise(HOLD), tones="plain")) == []


def test_the_tones_of_a_hold_are_explained_before_its_first_start_tone() -> None:
    session = compiled(items("own", "own"), exercise(HOLD), tones="explained")
    assert explained(session) == ["pips_done", "start"]
    assert session.voice(phrase("start")).end_ms + 400 == session.tones("start")[0].at_ms


def test_tones_in_place_of_words_are_explained_before_the_fourth_repetition() -> None:
    session = compiled("own", exercise(LIFT), tones="explained")
    assert explained(session) == ["start", "fade"]
    fourth = session.segments("move", rep=4)[0]
    assert session.segments("move", rep=3)[-1].end_ms <= session.voice(phrase("fade")).at_ms
    assert session.voice(phrase("fade")).end_ms < fourth.start_ms


def test_what_tones_of_movements_mean_is_told_again_where_it_changes() -> None:
    down = exercise(
        "dose: {reps: 6}\nrep:\n"
        "  - {move: Sink., takes: 2 s, away: false}\n  - {move: Rise., takes: 2 s, away: true}\n",
        "down",
    )
    session = compiled(items("own", "down", "own", "down"), exercise(LIFT), down, tones="explained")
    moves = [each for each in explained(session) if each.startswith("fade")]
    assert moves == ["fade", "fade_downward_now", "fade_now", "fade_downward_now"]


def test_more_than_two_movements_are_told_in_words_in_every_repetition() -> None:
    moves = "".join(f"  - {{move: {word}., takes: 2 s}}\n" for word in ("Lift", "Dip", "Push"))
    session = compiled("own", exercise(f"dose: {{reps: 6}}\nrep:\n{moves}"), tones="explained")
    assert explained(session) == ["start"]
    assert [each.text for each in session.timeline.voices].count("Dip.") == 6


def test_a_first_movement_that_goes_down_has_a_falling_tone_and_is_explained_so() -> None:
    own = exercise(
        "dose: {reps: 6}\nrep:\n"
        "  - {move: Sink., takes: 2 s, away: false}\n  - {move: Rise., takes: 2 s, away: true}\n"
    )
    session = compiled("own", own, tones="explained")
    assert explained(session) == ["start", "fade_downward"]
    fourth = session.segments("move", rep=4)
    assert [session.tones_in(move) for move in fourth] == [("fall",), ("rise",)]


def test_where_the_first_movement_falls_the_last_one_rises() -> None:
    own = exercise(
        "dose: {reps: 4}\nrep:\n"
        "  - {move: Sink., takes: 2 s, away: false}\n  - {move: Back., takes: 2 s}\n"
    )
    session = compiled("own", own)
    fourth = session.segments("move", rep=4)
    assert [session.tones_in(move) for move in fourth] == [("fall",), ("rise",)]


def test_a_counted_voice_explains_no_short_sounds() -> None:
    own = exercise("dose: {reps: 1}\nrep: [{move: Up., takes: 2 s}, {hold: 12 s}]\n")
    session = compiled("{do: own, sets: 2, rest: 10 s}", own, countdown="voice", tones="explained")
    assert explained(session) == ["done", "start"]


def test_breaths_are_explained_where_they_become_tones() -> None:
    session = compiled("own", exercise(BREATHS), tones="explained")
    assert explained(session) == ["start", "breaths"]


def test_counting_in_is_explained_before_the_first_rest() -> None:
    own = exercise(HOLD)
    session = compiled("{do: own, sets: 3, rest: 10 s}", own, tones="explained")
    assert explained(session) == ["pips_done", "start", "pips_start"]
    assert session.lengths("rest") == [10_000] * 2


def test_intervals_explain_their_tones_before_they_begin() -> None:
    group = "{group: Go, rounds: 3, rest: 10 s, items: [{step: Work, for: 20 s}]}"
    session = compiled(items(group), tones="explained")
    assert explained(session) == ["pips_start", "pips_done"]
    assert session.voice(phrase("pips_done")).end_ms < session.segments("hold")[0].start_ms
    assert session.lengths("hold") == [20_000] * 3


def test_a_bell_is_explained_as_a_bell() -> None:
    session = compiled("{step: Sit, for: 1 min, bell: true}", tones="explained")
    assert explained(session) == ["bell"]
