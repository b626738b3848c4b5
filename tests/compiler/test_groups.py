"""Groups of exercises in rounds (docs/laws-of-time.md#groups)."""

from __future__ import annotations

from tests.kit import Session, compiled, routine
from voiceguide.routine.model import Routine


def rounds(*items: str, many: int = 2, rest: str = "20 s") -> Routine:
    lines = "".join(f"      - {item}\n" for item in items)
    head = f"name: Test\nitems:\n  - group: Two easy rounds\n    rounds: {many}\n"
    return routine(f"{head}    rest: {rest}\n    items:\n{lines}")


def round_of(session: Session, at_ms: int) -> int | None:
    where = session.timeline.segment_at(at_ms).rounds
    return where[0].round if where else None


def said_in_round(session: Session, number: int, *roles: str) -> list[str]:
    return [v.text for v in session.voices(*roles) if round_of(session, v.at_ms) == number]


def test_both_rounds_have_all_their_holds() -> None:
    session = compiled(rounds("{do: bird-dog, reps: 5}"))
    assert len(session.segments("hold")) == 20
    assert session.sides("hold") == " ".join(["L R"] * 10)


def test_a_group_is_announced_with_its_rounds() -> None:
    said = compiled(rounds("bird-dog")).said("announce")
    assert said[0] == "Two easy rounds. Two rounds."


def test_a_later_round_is_announced_shortly_with_its_side() -> None:
    session = compiled(rounds("bird-dog", "cat-stretch"))
    assert said_in_round(session, 2, "announce") == [
        "Bird dog again. Left leg first.",
        "Cat stretch again.",
    ]


def test_a_later_round_has_short_words() -> None:
    session = compiled(rounds("bird-dog"))
    full = "Reach your left leg back and your right arm forward, breathing out."
    assert full in said_in_round(session, 1)
    assert full not in said_in_round(session, 2)
    assert "Left leg. Reach." in said_in_round(session, 2)


def test_a_later_round_keeps_get_ready_lines() -> None:
    session = compiled(rounds("wall-sit", "{rest: 5 s, position: hands-knees}", "bird-dog"))
    line = "Draw your belly in gently, and keep your back flat."
    assert line in said_in_round(session, 1)
    assert line in said_in_round(session, 2)


def test_a_later_round_makes_no_offers() -> None:
    session = compiled(rounds("childs-pose"))
    assert len(said_in_round(session, 1, "easier")) == 1
    assert said_in_round(session, 2, "easier") == []


def test_items_keep_their_numbers() -> None:
    session = compiled(rounds("bird-dog", "cat-stretch"))
    numbers = [(each.item, each.rounds[0].round) for each in session.segments("announce")[1:]]
    assert numbers == [(1, 1), (2, 1), (1, 2), (2, 2)]


def test_the_rest_between_rounds_is_exact() -> None:
    session = compiled(rounds("bird-dog", many=3, rest="15 s"), slowness=2)
    assert session.lengths("rest") == [15_000, 15_000]
