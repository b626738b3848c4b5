"""An exercise from its announcement to its last line (docs/laws-of-time.md#exercises)."""

from __future__ import annotations

import pytest

from tests.kit import BUILT_IN, Session, compiled, exercise, items
from voiceguide.timeline import Tone

HANDS = "Put your hands under your shoulders, your knees under your hips."
OFFER = str(BUILT_IN.exercise("childs-pose").versions[0].say)
STEP = """
get_ready: [{say: Feet together., wait: 3 s}, Hands up.]
finish: Let it all go.
dose: {reps: 1}
rep: [{move: Step out., takes: 2 s}]
"""


def test_each_get_ready_line_has_its_wait() -> None:
    session = compiled("own", exercise(STEP), each=1000)
    feet, hands = session.voice("Feet together."), session.voice("Hands up.")
    assert hands.at_ms == feet.end_ms + 400 + 3000
    assert session.tones("start")[0].at_ms == hands.end_ms + 400 + 2000


def test_the_first_movements_line_follows_the_start_tone_and_the_movement_the_line() -> None:
    session = compiled("own", exercise(STEP), each=1000)
    line, tone = session.voice("Step out."), session.tones("start")[0]
    assert line.at_ms == tone.at_ms + 600
    assert session.segments("move")[0].start_ms == line.end_ms + 400


def test_a_hold_may_come_first() -> None:
    own = exercise("dose: {hold: 12 s}\nrep: [{hold: dose, say: Stand still.}]\n")
    session = compiled("own", own, each=1000)
    tone, hold = session.tones("start")[0], session.segments("hold")[0]
    assert hold.start_ms == tone.at_ms + 600
    assert session.voice("Stand still.").at_ms == hold.start_ms


@pytest.mark.parametrize(("length", "ahead"), [(600, False), (2600, True)])
def test_the_words_of_a_first_breath_come_with_it_or_before_the_tone(
    length: int, ahead: bool
) -> None:
    own = exercise(
        "dose: {reps: 1}\nrep:\n  - {breathe: in, takes: 2 s, say: Breathe in slowly.}\n"
    )
    session = compiled("own", own, own={"Breathe in slowly.": length}, each=600)
    (breath,), tone = session.segments("breathe"), session.tones("start")[0]
    line = session.voice("Breathe in slowly.")
    assert breath.start_ms == tone.at_ms + 600
    assert (line.at_ms < tone.at_ms) is ahead
    assert ahead or line.at_ms == breath.start_ms


def test_each_set_and_each_side_begins_with_a_start_tone() -> None:
    session = compiled(items("{do: hamstring-stretch, sets: 2}", "{do: bird-dog, reps: 5}"))
    assert len(session.tones("start")) == 5


ALWAYS = """
watch: [{say: Keep your <side> knee soft., always: true}, Breathe on.]
sides: {order: one-then-other}
dose: {reps: 1}
rep: [{move: Lift your <side> heel., takes: 2 s}]
"""


@pytest.mark.parametrize("detail", ["full", "normal", "brief"])
def test_what_must_always_be_heard_ends_the_get_ready_lines_of_each_side(detail: str) -> None:
    session = compiled("own", exercise(ALWAYS), detail=detail)
    left, right = (session.voice(f"Keep your {side} knee soft.") for side in ("left", "right"))
    first, second = session.tones("start")
    assert left.end_ms < first.at_ms < right.at_ms
    assert right.end_ms < second.at_ms


def test_what_must_always_be_heard_is_said_once_where_it_names_no_side() -> None:
    own = exercise(ALWAYS.replace("<side> knee", "knees"))
    assert compiled("own", own).said().count("Keep your knees soft.") == 1


def test_before_finish_and_after_are_setup() -> None:
    session = compiled("{do: own, before: Easy now., after: Shake it out.}", exercise(STEP))
    order = [
        session.voice(text).at_ms
        for text in ("Easy now.", "Feet together.", "Step out.", "Let it all go.", "Shake it out.")
    ]
    assert order == sorted(order)
    for text in ("Easy now.", "Let it all go.", "Shake it out."):
        assert session.timeline.segment_at(session.voice(text).at_ms).kind == "setup"


def test_a_line_just_said_in_the_same_position_is_not_said_again() -> None:
    session = compiled(items("bird-dog", "childs-pose"))
    assert session.said().count(HANDS) == 1


def test_a_line_is_said_again_after_two_exercises_without_it() -> None:
    session = compiled(items("bird-dog", "cat-stretch", "kneeling-hip-sway", "childs-pose"))
    assert session.said().count(HANDS) == 2


def test_a_line_is_said_again_where_the_position_was_left() -> None:
    session = compiled(items("bird-dog", "wall-sit", "childs-pose"))
    assert session.said().count(HANDS) == 2


def test_a_line_for_the_other_side_is_another_line() -> None:
    session = compiled(
        items(
            "{do: hamstring-stretch, sides: {only: left}}",
            "{do: hamstring-stretch, sides: {only: right}}",
        )
    )
    assert "Lift your left foot, and loop the towel under it." in session.said()
    assert "Lift your right foot, and loop the towel under it." in session.said()


@pytest.mark.parametrize(("detail", "said"), [("full", True), ("normal", True), ("brief", False)])
def test_the_easier_version_is_offered_except_in_brief(detail: str, said: bool) -> None:
    session = compiled("childs-pose", detail=detail)
    assert (OFFER in session.said("easier")) is said


def test_an_offer_with_equipment_waits_four_seconds() -> None:
    session = compiled("childs-pose", each=1000)
    offer = session.voice(OFFER)
    assert session.tones("start")[0].at_ms == offer.end_ms + 400 + 4000


def test_an_offer_without_equipment_waits_two_seconds() -> None:
    own = exercise(STEP + "easier: [{id: low, say: Or step less.}]\noffer_easier: low\n")
    session = compiled("own", own, each=1000)
    offer = session.voice("Or step less.")
    assert session.tones("start")[0].at_ms == offer.end_ms + 400 + 2000


def test_a_chosen_version_says_its_line_once_and_is_not_offered() -> None:
    session = compiled("{do: childs-pose, version: pillow}", detail="brief")
    assert session.said("easier") == [BUILT_IN.exercise("childs-pose").versions[0].use]
    assert session.said("equipment")[0] == "You need a yoga mat and a pillow."


def test_an_offered_version_only_counts_as_helpful() -> None:
    said = compiled("childs-pose").said("equipment")
    assert said == ["You need a yoga mat.", "A pillow can help."]


def test_a_version_may_have_its_own_movements() -> None:
    session = compiled("{do: bird-dog, version: leg-only}")
    said = session.said("instruction")
    assert any(line.startswith("Reach your left leg") for line in said)
    assert not [line for line in said if "arm" in line]
    assert session.said("easier") == [BUILT_IN.exercise("bird-dog").versions[0].use]


@pytest.mark.parametrize(("detail", "said"), [("full", True), ("normal", False), ("brief", False)])
def test_why_and_feel_are_for_full_detail(detail: str, said: bool) -> None:
    session = compiled("pelvic-tilt", detail=detail)
    assert ("It brings gentle movement back to a stiff pelvis." in session.said()) is said
    feel = "You should feel a small tilt of your pelvis, with your bottom still on the mat."
    assert (feel in session.said("feel")) is said


@pytest.mark.parametrize(("detail", "said"), [("full", True), ("normal", True), ("brief", False)])
def test_the_breathing_line_is_not_for_brief(detail: str, said: bool) -> None:
    session = compiled("wall-sit", detail=detail)
    line = "Keep breathing all the time. Do not hold your breath."
    assert (line in session.said("breath")) is said


@pytest.mark.parametrize(("detail", "times"), [("full", 2), ("normal", 2), ("brief", 1)])
def test_full_words_come_first_on_each_side_but_once_in_brief(detail: str, times: int) -> None:
    own = exercise(
        "sides: {order: one-then-other}\ndose: {reps: 2, sets: 3}\n"
        "rep: [{move: Lift your <side> heel., again: Lift., takes: 2 s}]\n"
    )
    said = compiled("own", own, detail=detail).said("instruction")
    assert len([line for line in said if line.endswith("heel.")]) == times


def test_a_change_line_comes_at_the_end_of_the_old_side() -> None:
    session = compiled("{do: hamstring-stretch, sets: 1}", encourage="none")
    (change,) = session.segments("change")
    line = session.voices("side")[0]
    assert (change.length_ms, change.side) == (8000, "right")
    assert change.start_ms == line.end_ms + 400
    assert session.timeline.segment_at(line.at_ms).side == "left"
    assert session.voices_in(change) == ()


def test_a_change_replaces_the_rest_between_sets() -> None:
    session = compiled("{do: hamstring-stretch, sets: 2, sides: {order: set-by-set}}")
    assert session.lengths("rest") == []
    assert session.lengths("change") == [8000] * 3


def test_sets_of_the_same_side_have_their_rest() -> None:
    session = compiled("{do: hamstring-stretch, sets: 3, rest: 6 s}")
    assert session.lengths("rest") == [6000] * 4
    assert session.sides("rest") == "L L R R"


def test_from_the_third_change_on_its_line_is_short() -> None:
    session = compiled("{do: hamstring-stretch, sets: 3, sides: {order: set-by-set}}")
    own, other, *short = session.said("side")
    assert "right foot" in own
    assert "left foot" in other
    assert short == ["Change. Right leg.", "Change. Left leg.", "Change. Right leg."]


def test_without_a_line_of_its_own_a_change_names_the_side() -> None:
    own = exercise(
        "sides: {order: one-then-other, word: hand}\ndose: {hold: 5 s}\n"
        "rep: [{move: Lift your <side> hand., takes: 2 s}, {hold: dose}]\n"
    )
    session = compiled("own", own)
    assert session.said("side") == ["Change. Right hand."]
    assert session.lengths("change") == [5000]


def test_after_a_long_change_the_side_is_named_where_the_words_do_not() -> None:
    rep = "{{move: {0}, takes: 2 s}}, {{move: To the <side>., takes: 2 s}}"
    for line, named in (("Lift.", True), ("Lift your <side> leg.", False)):
        own = exercise(
            "sides: {order: one-then-other, change: 8 s, word: leg}\ndose: {reps: 1}\n"
            f"rep: [{rep.format(line)}]\n"
        )
        said = compiled("own", own).said("instruction")
        assert ("Right leg. Lift." in said) is named


def test_words_that_name_only_the_other_limb_do_not_name_the_side() -> None:
    own = exercise(
        "sides: {order: one-then-other, change: 8 s}\ndose: {reps: 1}\n"
        "rep: [{move: Bend away from your <other> foot., takes: 2 s},"
        " {move: To the <side>., takes: 2 s}]\n"
    )
    said = compiled("own", own).said("instruction")
    assert "Right side. Bend away from your left foot." in said


def test_alternating_sides_are_always_named() -> None:
    own = exercise(
        "sides: {order: rep-by-rep, word: hand}\ndose: {reps: 5}\n"
        'rep: [{move: "<Side> hand up.", takes: 2 s}]\n'
    )
    session = compiled("own", own, encourage="none")
    faded = ["Four. Left.", "Right.", "Last one. Left.", "Right."]
    assert session.said("number", "side")[-4:] == faded
    for rep, number in ((2, "Two. "), (3, "Three. ")):  # their words name the side
        for side, call in (("left", number), ("right", "")):
            move = session.segments("move", rep=rep, side=side)[0]
            line = f"{call}{side.capitalize()} hand up."
            assert line in [
                voice.text
                for voice in session.voices()
                if voice.end_ms > move.start_ms >= voice.at_ms
            ]


NUMBERS = ("One", "Two", "Three", "Four", "Five", "Second one", "Third one", "Last one")


def numbers(session: Session) -> list[str]:
    """The numbers of repetitions, with whatever words they were said."""
    said = (line.partition(".")[0] for line in session.said("number", "instruction", "breath"))
    return [f"{word}." for word in said if word in NUMBERS]


def test_numbers_come_from_rep_two_on_the_first_side() -> None:
    session = compiled("{do: bird-dog, reps: 5}")
    assert numbers(session) == ["Two.", "Three.", "Four.", "Last one."]
    sides = {
        session.timeline.segment_at(voice.at_ms).side
        for voice in session.voices("number", "instruction")
        if voice.text.partition(".")[0] in NUMBERS
    }
    assert sides == {"left"}


def test_a_faded_sides_tone_begins_when_its_name_is_over() -> None:
    session = compiled("{do: bird-dog, reps: 5}")
    for text, segment in zip(
        ("Four. Left.", "Right."), session.segments("move", rep=4)[::2], strict=True
    ):
        call = next(
            voice
            for voice in session.voices("number", "side")
            if voice.text == text and voice.end_ms > segment.start_ms
        )
        (tone,) = (cue for cue in session.cues_in(segment) if isinstance(cue, Tone))
        assert (tone.at_ms, tone.sound) == (call.end_ms, "rise")
        assert call.end_ms - segment.start_ms == min(750, call.length_ms)


def test_numbers_are_said_on_each_side_done_by_itself() -> None:
    session = compiled("{do: single-leg-lift, reps: 3, why_less: a test}")
    assert numbers(session) == ["Two.", "Last one."] * 2


def test_where_holds_are_counted_the_number_is_an_ordinal() -> None:
    session = compiled("wall-sit")
    assert numbers(session)[:2] == ["Second one.", "Third one."]
    assert session.said("number")[-1] == "Last one."


@pytest.mark.parametrize(("rest", "by_rest"), [("4 s", False), ("10 s", True)])
def test_sets_of_one_repetition_say_only_the_last_and_once(rest: str, by_rest: bool) -> None:
    session = compiled(f"{{do: hamstring-stretch, sets: 3, rest: {rest}}}")
    assert len(numbers(session)) == (0 if by_rest else 2)  # one for each leg
    assert session.said("announce").count("Now the last one.") == (2 if by_rest else 0)


def test_repeating_for_a_time_says_only_the_last() -> None:
    assert numbers(compiled("cat-stretch", level="strong")) == ["Last one."]


def test_a_single_repetition_has_no_number() -> None:
    assert numbers(compiled("{do: cat-stretch, repeat_for: 10 s}")) == []
    assert numbers(compiled("posture-check")) == []


def test_the_words_of_a_counted_hold_come_on_each_side() -> None:
    own = exercise(
        "sides: {order: one-then-other, change: 2 s}\ndose: {hold: 5 counts}\n"
        "rep:\n  - {move: Lift your <side> hand., takes: 2 s}\n"
        "  - {hold: dose, say: Squeeze your <side> fist.}\n"
    )
    session = compiled("own", own)
    for side in ("left", "right"):
        squeeze = session.voice(f"Squeeze your {side} fist.")
        assert squeeze.end_ms < session.voice(f"Lift your {side} hand.").at_ms


@pytest.mark.parametrize(("change", "named"), [("8 s", True), ("7 s", False)])
def test_the_side_is_named_after_a_change_of_eight_seconds(change: str, named: bool) -> None:
    own = exercise(
        f"sides: {{order: one-then-other, change: {change}}}\ndose: {{reps: 1}}\n"
        "rep:\n  - {move: Sway slowly., takes: 2 s}\n  - {move: To the <side>., takes: 2 s}\n"
    )
    said = compiled("own", own).said("instruction")
    assert ("Right side. Sway slowly." in said) is named
