"""An exercise from its announcement to its last line (docs/laws-of-time.md#exercises)."""

from __future__ import annotations

import pytest

from tests.kit import compiled, exercise, items

HANDS = "Hands under your shoulders. Knees under your hips."
OFFER = "If this is too much, put a pillow under your belly."
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
    assert session.voice("Step out.").at_ms == hands.end_ms + 400 + 2000


def test_the_start_tone_follows_the_first_line_and_work_begins_after_it() -> None:
    session = compiled("own", exercise(STEP), each=1000)
    line, tone = session.voice("Step out."), session.tones("start")[0]
    assert tone.at_ms == line.end_ms + 400
    assert session.segments("move")[0].start_ms == tone.at_ms + 600


def test_a_hold_may_come_first() -> None:
    own = exercise("dose: {hold: 12 s}\nrep: [{hold: dose, say: Stand still.}]\n")
    session = compiled("own", own, each=1000)
    tone, hold = session.tones("start")[0], session.segments("hold")[0]
    assert hold.start_ms == tone.at_ms + 600
    assert session.voice("Stand still.").at_ms == hold.start_ms


def test_only_the_first_movement_has_a_start_tone() -> None:
    session = compiled(items("hamstring-stretch", "bird-dog"))
    assert len(session.tones("start")) == 2


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
    assert "Loop it under the ball of your left foot." in session.said()
    assert "Loop it under the ball of your right foot." in session.said()


@pytest.mark.parametrize(("detail", "said"), [("full", True), ("normal", True), ("brief", False)])
def test_the_easier_version_is_offered_except_in_brief(detail: str, said: bool) -> None:
    session = compiled("childs-pose", detail=detail)
    assert (OFFER in session.said("easier")) is said


def test_an_offer_with_equipment_waits_four_seconds() -> None:
    session = compiled("childs-pose", each=1000)
    offer = session.voice(OFFER)
    following = next(voice for voice in session.timeline.voices if voice.at_ms > offer.at_ms)
    assert following.at_ms == offer.end_ms + 400 + 4000


def test_an_offer_without_equipment_waits_two_seconds() -> None:
    own = exercise(STEP + "easier: [{id: low, say: Or step less.}]\noffer_easier: low\n")
    session = compiled("own", own, each=1000)
    offer = session.voice("Or step less.")
    assert session.voice("Step out.").at_ms == offer.end_ms + 400 + 2000


def test_a_chosen_version_says_its_line_once_and_is_not_offered() -> None:
    session = compiled("{do: childs-pose, version: pillow}", detail="brief")
    assert session.said("easier") == ["Put a pillow under your belly."]
    assert session.said("equipment") == ["You need a mat and a pillow."]


def test_an_offered_version_only_counts_as_helpful() -> None:
    assert compiled("childs-pose").said("equipment") == ["You need a mat.", "A pillow can help."]


def test_a_version_may_have_its_own_movements() -> None:
    session = compiled("{do: bird-dog, version: leg-only}")
    said = session.said("instruction")
    assert "Reach your left leg straight back." in said
    assert not [line for line in said if "arm" in line]
    assert session.said("easier") == ["Keep both hands down. Only the leg reaches."]


@pytest.mark.parametrize(("detail", "said"), [("full", True), ("normal", False), ("brief", False)])
def test_why_and_feel_are_for_full_detail(detail: str, said: bool) -> None:
    session = compiled("pelvic-tilt", detail=detail)
    assert ("It brings gentle movement back to a stiff pelvis." in session.said()) is said
    feel = "You should feel a small tilt of your pelvis, with your bottom still on the mat."
    assert (feel in session.said("feel")) is said


@pytest.mark.parametrize(("detail", "said"), [("full", True), ("normal", True), ("brief", False)])
def test_the_breathing_line_is_not_for_brief(detail: str, said: bool) -> None:
    session = compiled("wall-sit", detail=detail)
    line = "Keep breathing while you hold. Never hold your breath."
    assert (line in session.said("breath")) is said


@pytest.mark.parametrize(("detail", "times"), [("full", 2), ("normal", 2), ("brief", 1)])
def test_full_words_come_first_on_each_side_but_once_in_brief(detail: str, times: int) -> None:
    said = compiled("{do: hamstring-stretch, sets: 3}", detail=detail).said("instruction")
    assert len([line for line in said if line.startswith("Breathe out, straighten")]) == times


def test_a_change_line_comes_at_the_end_of_the_old_side() -> None:
    session = compiled("{do: hamstring-stretch, sets: 1}", encourage="none")
    (change,) = session.segments("change")
    line = session.voice("Lower that foot, and loop the towel under your right foot.")
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
    changes = [line for line in session.said("side") if "foot" in line or "Change" in line]
    assert changes == [
        "Lower that foot, and loop the towel under your right foot.",
        "Lower that foot, and loop the towel under your left foot.",
        "Change. Right leg.",
        "Change. Left leg.",
        "Change. Right leg.",
    ]


def test_without_a_line_of_its_own_a_change_names_the_side() -> None:
    own = exercise(
        "sides: {order: one-then-other, word: hand}\ndose: {hold: 5 s}\n"
        "rep: [{move: Lift your <side> hand., takes: 2 s}, {hold: dose}]\n"
    )
    session = compiled("own", own)
    assert session.said("side") == ["Change. Right hand."]
    assert session.lengths("change") == [5000]


def test_after_a_long_change_the_side_is_named_where_the_words_do_not() -> None:
    side_leg_lift = compiled("side-leg-lift")
    assert "Right leg." in side_leg_lift.said("side")
    hamstring = compiled("hamstring-stretch")
    assert "Right leg." not in hamstring.said("side")


def test_words_that_name_only_the_other_limb_do_not_name_the_side() -> None:
    session = compiled("{do: crescent-stretch, hold: 2 min}")
    assert session.said("side")[-1] == "Right side."


def test_alternating_sides_are_always_named() -> None:
    session = compiled("{do: apple-reach, reps: 5}")
    faded = [
        session.voices_in(segment)[0].text
        for rep in (4, 5)
        for side in ("left", "right")
        for segment in session.segments("move", rep=rep, side=side)[:1]
    ]
    assert faded == ["Left.", "Right.", "Left.", "Right."]
    for rep in (2, 3):  # their words name it
        for side in ("left", "right"):
            (voice,) = session.voices_in(session.segments("move", rep=rep, side=side)[0])
            assert voice.text == f"{side.capitalize()} hand up."


def test_numbers_come_from_rep_two_on_the_first_side() -> None:
    session = compiled("{do: bird-dog, reps: 5}")
    assert session.said("number") == ["Two.", "Three.", "Four.", "Last one."]
    sides = {session.timeline.segment_at(voice.at_ms).side for voice in session.voices("number")}
    assert sides == {"left"}


def test_a_faded_side_is_named_as_its_tone_sounds_and_not_after_the_number() -> None:
    session = compiled("{do: bird-dog, reps: 5}")
    for segment in session.segments("move", rep=4)[::2]:
        (side,) = session.voices_in(segment)
        assert side.text in ("Left.", "Right.")
        assert side.at_ms == segment.start_ms
        assert session.tones_in(segment) == ("rise",)


def test_numbers_are_said_on_each_side_done_by_itself() -> None:
    session = compiled("{do: single-leg-lift, reps: 3, why_less: a test}")
    assert session.said("number") == ["Two.", "Last one."] * 2


def test_where_holds_are_counted_the_number_is_an_ordinal() -> None:
    session = compiled("wall-sit")
    assert session.said("number")[:2] == ["Second one.", "Third one."]
    assert session.said("number")[-1] == "Last one."


def test_sets_of_one_repetition_say_only_the_last() -> None:
    session = compiled("{do: hamstring-stretch, sets: 3}")
    assert session.said("number") == ["Last one.", "Last one."]  # one for each leg


def test_repeating_for_a_time_says_only_the_last() -> None:
    assert compiled("cat-stretch", level="strong").said("number") == ["Last one."]


def test_a_single_repetition_has_no_number() -> None:
    assert compiled("{do: cat-stretch, repeat_for: 10 s}").said("number") == []
    assert compiled("posture-check").said("number") == []


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
    assert ("Right side." in compiled("own", own).said("side")) is named
