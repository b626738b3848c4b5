"""A number or side that leads a hold, a breath or a rest (docs/laws-of-time.md#movements)."""

from __future__ import annotations

import pytest

from tests.kit import Session, compiled, exercise
from voiceguide.session_options import SessionOptions
from voiceguide.timeline import Segment, VoiceCue

ALTERNATING = "sides: {order: rep-by-rep, word: leg}\n"


def session_of(*phases: str, many: int = 3, head: str = "", **how: object) -> Session:
    rep = "".join(f"  - {{{phase}}}\n" for phase in phases)
    own = exercise(f"{head}dose: {{reps: {many}}}\nrep:\n{rep}")
    return compiled("own", own, **({"each": 800} | how))  # type: ignore[arg-type]  # as compiled takes them


def first_of(session: Session, rep: int, side: str | None = None) -> Segment:
    wanted = {"rep": rep} if side is None else {"rep": rep, "side": side}
    return next(each for each in session.segments("hold", "move", "breathe", "rest", **wanted))


def naming(session: Session, side: str) -> list[VoiceCue]:
    return [
        voice
        for voice in session.timeline.voices
        if side in voice.text.lower()
        and voice.role in ("announce", "number", "side", "instruction")
    ]


@pytest.mark.parametrize(
    "hold",
    [
        "hold: 2 s, say: Hold your <side> leg up high.",
        "hold: 3 counts, say: Hold your <side> leg up high.",
        "hold: 1 breaths, say: Hold your <side> leg up high.",
        "hold: 5 s",
        "hold: 5 s, say: Stay.",
    ],
)
def test_where_sides_alternate_each_is_named_before_the_hold_that_begins_it(hold: str) -> None:
    session = session_of(
        hold,
        "move: Lower your <side> leg., again: Lower., takes: 4 s",
        head=ALTERNATING,
        own={f"Hold your {side} leg up high.": 2000 for side in ("left", "right")},
    )
    for rep in (1, 2, 3):
        for side, before in (("left", ("right", rep - 1)), ("right", ("left", rep))):
            holds = session.segments("hold", side=side, rep=rep)
            earlier = session.segments("move", side=before[0], rep=before[1])
            since = earlier[0].start_ms if earlier else 0
            named = [v for v in naming(session, side) if since <= v.at_ms < holds[0].start_ms]
            assert named, (rep, side, session.said())


def test_words_of_a_hold_that_are_heard_in_it_name_the_side_themselves() -> None:
    lines = ("hold: 5 s, say: Hold your <side> leg up.", "move: Lower., takes: 2 s")
    said = session_of(*lines, head=ALTERNATING, many=2).said("number", "side", "instruction")
    assert [line for line in said if "leg" in line] == [
        "Hold your left leg up.", "Hold your right leg up.",
        "Last one. Hold your left leg up.", "Hold your right leg up.",
    ]  # fmt: skip


@pytest.mark.parametrize(("say", "said"), [("", "Two."), (", say: Stay.", "Two. Stay.")])
def test_a_number_begins_with_the_hold_that_it_leads(say: str, said: str) -> None:
    session = session_of(f"hold: 5 s{say}", "move: Lower., takes: 2 s")
    hold = first_of(session, 2)
    assert session.voice(said).at_ms == hold.start_ms
    assert hold.start_ms == first_of(session, 1).end_ms + 2000


def test_a_number_before_a_counted_hold_lies_over_the_end_of_the_rest_before_it() -> None:
    session = session_of("hold: 5 counts", "rest: 4 s")
    hold = first_of(session, 2)
    assert session.voice("Second one.").end_ms == hold.start_ms - 400
    assert hold.start_ms == first_of(session, 1).end_ms + 4000


def test_a_number_between_two_counted_holds_has_a_time_of_its_own() -> None:
    session = session_of("hold: 5 counts")
    one, two = first_of(session, 1), first_of(session, 2)
    number = session.voice("Second one.")
    assert number.at_ms == one.end_ms + 500
    assert two.start_ms == number.end_ms + 400


def test_a_number_before_full_breaths_lies_over_the_movement_before_them() -> None:
    session = session_of("breathe: 2", "move: Lower., takes: 4 s")
    breaths = first_of(session, 2)
    assert session.voice("Two.").end_ms <= breaths.start_ms
    assert breaths.start_ms == session.segments("move", rep=1)[0].end_ms


def test_a_number_that_leads_a_rest_lies_inside_it() -> None:
    session = session_of("rest: 4 s", "move: Lift., takes: 2 s")
    rest = first_of(session, 2)
    assert rest.start_ms <= session.voice("Two.").at_ms < rest.end_ms
    assert rest.start_ms == session.segments("move", rep=1)[0].end_ms


@pytest.mark.parametrize(
    "after", ["rest: 4 s", "breathe: 2", "breathe: 2, say: Breathe.", "move: Lift., takes: 2 s"]
)
def test_no_words_run_on_into_what_follows_a_movement(after: str) -> None:
    session = session_of(
        "hold: 3 s",
        "move: Lower it with care., takes: 1 s",
        after,
        own={"Lower it with care.": 4000},
    )
    line = session.voice("Lower it with care.")
    following = next(
        s for s in session.timeline.segments if s.start_ms > line.at_ms and s.phase == 3
    )
    assert following.start_ms >= line.end_ms


def test_words_of_a_hold_after_a_done_tone_begin_with_it_and_leave_its_end_quiet() -> None:
    own = {"Now turn your hand.": 6100}
    phases = ("hold: 5 s, count: ends", "hold: 10 s, say: Now turn your hand.")
    session = session_of(*phases, many=1, own=own)
    one, two = session.segments("hold")
    line = session.voice("Now turn your hand.")
    assert (line.at_ms, two.start_ms) == (two.start_ms, one.end_ms + 500)
    assert line.end_ms + 400 <= two.end_ms - 3100


def test_the_same_words_of_two_holds_are_said_once_before_the_set() -> None:
    hold = "hold: 1 s, say: Stay here a little."
    phases = (hold, "move: Lift., takes: 2 s", hold, "move: Lower., takes: 2 s")
    session = session_of(*phases, many=1, own={"Stay here a little.": 2000})
    assert session.said().count("Stay here a little.") == 1


CHANGE = "sides: {{order: one-then-other, word: leg, change: {change}, change_say: Turn round.}}\n"


@pytest.mark.parametrize("change", ["2 s", "12 s"])
def test_a_change_line_that_names_no_side_is_followed_by_the_side(change: str) -> None:
    phases = ("move: Lift., takes: 2 s", "move: Lower your <side> leg., takes: 2 s")
    session = session_of(*phases, many=1, head=CHANGE.format(change=change))
    assert session.said("side")[0] == "Turn round. Right leg."


@pytest.mark.parametrize("phase", ["hold: 5 counts", "hold: 2 breaths", "breathe: 2"])
def test_after_a_long_change_the_side_is_said_before_the_pips(phase: str) -> None:
    sides = "sides: {order: one-then-other, word: leg, change: 8 s}\n"
    session = session_of(phase, "move: Lower your <side> leg., takes: 2 s", many=1, head=sides)
    (change,) = session.segments("change")
    assert session.voice("Right leg.").end_ms == change.end_ms - 3200
    assert first_of(session, 1, "right").start_ms == change.end_ms + 600


@pytest.mark.parametrize("mark", ["side", "other"])
@pytest.mark.parametrize("detail", ["full", "normal", "brief"])
def test_alternating_sides_each_hear_what_must_always_be_heard(detail: str, mark: str) -> None:
    watch = f"watch: [{{say: Keep your <{mark}> knee soft., always: true}}]\n"
    session = session_of("move: Lift., takes: 2 s", head=ALTERNATING + watch, detail=detail)
    for side, other in (("left", "right"), ("right", "left")):
        line = session.voice(f"Keep your {side if mark == 'side' else other} knee soft.")
        assert line.end_ms < first_of(session, 1, side).start_ms
    assert sum("knee soft" in line for line in session.said()) == 2


@pytest.mark.parametrize("order", ["rep-by-rep", "one-then-other", "set-by-set"])
def test_each_side_hears_what_is_said_for_a_condition(order: str) -> None:
    said_if = "say_if: {wrist-pain: Put your <side> fist down.}\n"
    head = f"sides: {{order: {order}, word: leg}}\n{said_if}"
    today = SessionOptions(conditions=frozenset({"wrist-pain"}))
    session = session_of("move: Lift., takes: 2 s", head=head, today=today)
    for side in ("left", "right"):
        line = session.voice(f"Put your {side} fist down.")
        assert line.end_ms < first_of(session, 1, side).start_ms
