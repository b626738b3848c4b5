"""Laws that hold for exercises nobody has written yet (docs/laws-of-time.md)."""

from __future__ import annotations

from itertools import groupby, pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as some

from tests.kit import Session, Shelf, Speech, compiled, exercise, items, make_plan
from voiceguide.planning.steps import Work, phase_ms
from voiceguide.routine.model import Breathe, Exercise, Hold, Move, Phase
from voiceguide.session_options import SessionOptions
from voiceguide.timeline import VoiceCue

BREATH_MS = 7000
KINDS: dict[str, type[Move | Hold | Breathe]] = {"move": Move, "hold": Hold, "breathe": Breathe}

lines = some.integers(1, 20).map(lambda many: " ".join(["word"] * many).capitalize() + ".")
seconds = some.integers(1, 12).map(lambda many: f"{many} s")


def _setting(name: str) -> some.SearchStrategy[str]:
    return some.just("") | lines.map(lambda line: f", {name}: {line}")


moves = some.builds(
    "move: {}, takes: {}{}".format,
    lines | lines.map(lambda line: f"Breathe {line.lower()}"),
    seconds,
    _setting("again"),
)
lengths = some.integers(1, 40).map(lambda many: f"{many} s") | some.sampled_from(
    ("10 s", "20 s", "90 s", "2 min", "5 counts", "2 breaths", "5 breaths")
)
holds = some.builds(
    "hold: {}{}{}{}".format,
    lengths,
    _setting("say"),
    _setting("again"),
    some.sampled_from(("", "", ", count: ends", ", count: silent")),
).filter(lambda text: ("counts" not in text and "breaths" not in text) or "count:" not in text)
breaths = some.builds(
    "breathe: {}, takes: {}{}".format, some.sampled_from(("in", "out")), seconds, _setting("say")
) | some.builds("breathe: {}{}".format, some.integers(1, 3), _setting("say"))
rests = some.builds("rest: {}".format, seconds)
phases = some.lists(moves | moves | holds | breaths | rests, min_size=1, max_size=5)


@some.composite
def exercises(draw: some.DrawFn) -> Exercise:
    order = draw(some.sampled_from(("none", "one-then-other", "set-by-set", "rep-by-rep")))
    text = f"dose: {{sets: {draw(some.integers(1, 3))}, reps: {draw(some.integers(1, 5))}"
    text += f", rest: {draw(seconds)}}}\n"
    rep = draw(phases)
    if order != "none":
        text += f"sides: {{order: {order}, change: {draw(seconds)}}}\n"
        naming = "move: To the <side>., again: And on., takes: 1 s"
        rep.insert(draw(some.integers(0, len(rep))), naming)
    for name in ("breathing", "feel", "finish"):
        text += draw(some.just("") | lines.map(lambda line, name=name: f"{name}: {line}\n"))  # type: ignore[misc]  # a default binds the name
    watch = draw(some.lists(lines, max_size=3, unique=True))
    if watch:
        text += f"watch: [{', '.join(watch)}]\n"
    text += "rep:\n" + "".join(f"  - {{{phase}}}\n" for phase in rep)
    return exercise(text)


class UnevenVoice(Speech):
    """Words of a fifth to six times the usual length."""

    def __init__(self, salt: int) -> None:
        super().__init__(slowness=Random(salt).choice((0.2, 1, 2, 6)))


def session_of(own: Exercise, salt: int, detail: str, countdown: str) -> Session:
    pair = items("own", "posture-check", "own")
    return compiled(pair, own, speech=UnevenVoice(salt), detail=detail, countdown=countdown)


how = (
    some.integers(0, 99),
    some.sampled_from(("full", "brief")),
    some.sampled_from(("tones", "voice")),
)


@settings(max_examples=120)
@given(exercises(), *how)
def test_nothing_is_talked_over(own: Exercise, salt: int, detail: str, countdown: str) -> None:
    session = session_of(own, salt, detail, countdown)
    for one, later in pairwise(session.timeline.voices):
        air = 0 if one.role in ("count", "countdown") else 400
        assert later.at_ms >= one.end_ms + air, (one, later)
    for cue in session.timeline.cues:
        if cue.role == "countdown" and not isinstance(cue, VoiceCue):
            assert not [
                voice
                for voice in session.timeline.voices
                if voice.at_ms < cue.end_ms and voice.end_ms > cue.at_ms
            ]


@settings(max_examples=80)
@given(exercises(), *how)
def test_everything_timed_is_as_asked(
    own: Exercise, salt: int, detail: str, countdown: str
) -> None:
    session = session_of(own, salt, detail, countdown)
    for step in make_plan(items("own"), Shelf([own]), SessionOptions()).steps:
        assert isinstance(step, Work)
        for name, kind in KINDS.items():
            wanted = [
                phase_ms(phase, BREATH_MS)
                for _ in step.passes()
                for phase in step.phases
                if isinstance(phase, kind)
            ]
            assert session.lengths(name, item=1) == wanted  # type: ignore[arg-type]  # kinds of segments
            assert session.lengths(name, item=3) == wanted  # type: ignore[arg-type]  # as above


@settings(max_examples=80)
@given(exercises(), *how)
def test_pips_end_each_long_timed_hold(
    own: Exercise, salt: int, detail: str, countdown: str
) -> None:
    session = session_of(own, salt, detail, "tones")
    pips = {tone.at_ms for tone in session.tones("pip")}
    timed = [phase for phase in own.rep if isinstance(phase, Hold)]
    holds = session.segments("hold", exercise="own")
    wanted = set()
    for phase, hold in zip(timed * (len(holds) // max(1, len(timed))), holds, strict=True):
        assert phase.amount is not None
        if phase.amount.unit == "time" and phase.count != "silent" and hold.length_ms >= 10_000:
            wanted |= {hold.end_ms - left for left in (3000, 2000, 1000)}
            assert not [
                voice
                for voice in session.timeline.voices
                if voice.at_ms < hold.end_ms and voice.end_ms > hold.end_ms - 3500
            ]
    assert pips == wanted


@settings(max_examples=50)
@given(exercises(), *how)
def test_the_voice_waits_after_start_and_done(
    own: Exercise, salt: int, detail: str, countdown: str
) -> None:
    session = session_of(own, salt, detail, countdown)
    starts = {tone.at_ms for tone in session.tones("start")}
    for tone in session.tones("start", "done"):
        assert tone.sound == "start" or tone.at_ms not in starts
        for voice in session.timeline.voices:
            assert not tone.at_ms <= voice.at_ms < tone.at_ms + 500, (tone, voice)


@settings(max_examples=80)
@given(exercises(), *how)
def test_no_words_run_on_into_a_rest_or_full_breaths(
    own: Exercise, salt: int, detail: str, countdown: str
) -> None:
    session = session_of(own, salt, detail, countdown)
    segments = [
        each
        for each in session.segments("rest", "breathe", exercise="own")
        if each.phase is None or not _is_one_breath(own.rep[each.phase - 1])
    ]
    own_words = {phase.say for phase in own.rep if isinstance(phase, Breathe)}
    for each in segments:
        for voice in session.timeline.voices:
            if voice.at_ms < each.start_ms < voice.end_ms:
                assert any(words and voice.text.endswith(words) for words in own_words), voice


def _is_one_breath(phase: Phase) -> bool:
    """Whether it is a breath in or out, which may begin under its own words."""
    return isinstance(phase, Breathe) and not isinstance(phase.breathe, int)


@settings(max_examples=80)
@given(exercises(), *how)
def test_alternating_sides_are_named_before_each_repetition_or_as_it_begins(
    own: Exercise, salt: int, detail: str, countdown: str
) -> None:
    if own.sides.order != "rep-by-rep":
        return
    session = session_of(own, salt, detail, countdown)
    parts = [each for each in session.segments(exercise="own", item=1) if each.phase is not None]
    passes = [
        list(group) for _, group in groupby(parts, key=lambda each: (each.set, each.rep, each.side))
    ]
    since = 0
    for number, one in enumerate(passes):
        first = one[0]
        latest = first.start_ms + (600 if first.kind in ("move", "breathe") or number == 0 else -1)
        if first.kind == "rest":
            latest = first.end_ms
        named = [
            voice
            for voice in session.timeline.voices
            if str(first.side) in voice.text.lower() and since <= voice.at_ms <= latest
        ]
        assert named, (first, session.said())
        since = one[0].start_ms
