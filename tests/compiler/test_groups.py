"""Groups of exercises in rounds (docs/laws-of-time.md#groups)."""

from __future__ import annotations

import pytest

from tests.kit import Session, compiled, routine
from voiceguide.routine.model import Routine
from voiceguide.session_options import SessionOptions


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
    full = "Left leg, right arm, breathing out."
    assert full in said_in_round(session, 1)
    assert full not in said_in_round(session, 2)
    assert "Left leg, right arm." in said_in_round(session, 2)


def test_a_later_round_keeps_get_ready_lines() -> None:
    session = compiled(rounds("wall-sit", "{rest: 5 s, position: hands-knees}", "bird-dog"))
    line = "Pull your belly in gently, and keep your spine flat."
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


NESTED = """name: Test
items:
  - group: Whole
    rounds: 2
    items:
      - group: Legs
        rounds: 2
        items: [bird-dog, cat-stretch]
      - group: Fast
        rounds: 2
        rest: 10 s
        items: [{step: Work, for: 20 s, say: Push hard.}]
"""
WHOLE, LEGS = "Whole. Two rounds.", "Legs. Two rounds."
FAST = "Fast. Two rounds of twenty seconds, with ten seconds of rest."


@pytest.mark.parametrize(
    ("start_at", "announced"),
    [
        (1, [WHOLE, LEGS, "First, bird dog. Five times on each leg. Left leg first."]),
        (2, [WHOLE, LEGS, "Next, cat stretch. For at least thirty seconds."]),
        (3, [WHOLE, FAST, "Work. Get ready."]),
    ],
)
def test_a_session_that_begins_in_groups_announces_all_of_them(
    start_at: int, announced: list[str]
) -> None:
    session = compiled(routine(NESTED), today=SessionOptions(start_at=start_at), detail="brief")
    assert session.said("announce")[:3] == announced


def test_what_a_later_start_left_out_is_new_in_the_next_round() -> None:
    session = compiled(routine(NESTED), today=SessionOptions(start_at=2))
    birds = [line for line in session.said("announce") if "ird dog" in line]
    assert [line.partition(".")[0] for line in birds] == [
        "Next, bird dog",
        "Bird dog again",
        "Bird dog again",
    ]


def test_groups_of_one_name_one_after_the_other_are_told_apart() -> None:
    one = "  - {group: Core, rounds: 2, items: [bird-dog]}\n"
    made = routine(f"name: Test\nitems:\n{one}{one}")
    session = compiled(made, today=SessionOptions(start_at=2))
    assert session.said("announce").count("Core. Two rounds.") == 1


def test_a_group_of_intervals_is_announced_shortly_in_a_later_round() -> None:
    session = compiled(routine(NESTED))
    said = session.said("announce")
    assert [line for line in said if line.startswith("Fast")] == [
        FAST,
        "Fast done.",
        "Fast again.",
        "Fast done.",
    ]
    assert said.count("Work. Get ready.") == 2
    assert session.said().count("Push hard.") == 1


def test_a_group_of_intervals_is_announced_shortly_in_german() -> None:
    steps = "{step: Arbeit, for: 20 s}"
    inside = f"{{group: C, rounds: 2, items: [{steps}, {{rest: 10 s}}]}}"
    made = routine(
        f"name: Test\nlanguage: de\nitems: [{{group: Alles, rounds: 2, items: [{inside}]}}]\n"
    )
    said = compiled(made).said("announce")
    assert [line for line in said if "C." in line] == [
        "C. Zwei Runden: je zwanzig Sekunden Arbeit, zehn Sekunden Pause.",
        "Noch einmal: C.",
    ]


def test_a_later_start_inside_intervals_has_their_full_words() -> None:
    inside = "{group: C, rounds: 2, items: [{step: Work, for: 20 s}, {rest: 10 s}]}"
    made = routine(
        f"name: Test\nitems: [{{group: All, rounds: 2, items: [cat-stretch, {inside}]}}]\n"
    )
    said = compiled(made, today=SessionOptions(start_at=3)).said("announce")
    assert said[:2] == [
        "All. Two rounds.",
        "C. Two rounds of twenty seconds, with ten seconds of rest.",
    ]
    assert [line for line in said if line.startswith("Cat")] == []
