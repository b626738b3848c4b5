"""What of a session counts as done."""

import json
from datetime import UTC, datetime
from pathlib import Path

from voiceguide.person.history import read_history
from voiceguide.person.log_export import as_json
from voiceguide.person.log_reader import open_to_read
from voiceguide.person.log_writer import Log
from voiceguide.person.recorder import Recorder
from voiceguide.person.scores import read_scores
from voiceguide.session_options import SessionOptions
from voiceguide.structs import replace
from voiceguide.timeline import Round, Segment, SegmentKind, Timeline, VoiceInfo
from voiceguide.units import Ms


def stretch(start_s: int, end_s: int, kind: SegmentKind, item: int) -> Segment:
    return Segment(Ms(start_s * 1000), Ms(end_s * 1000), kind, kind, None, item)


def minutes_done(data: Path, *stretches: Segment) -> int:
    """Minutes that are logged of a session that is heard from its beginning to its end."""
    timeline = Timeline(
        routine="x",
        name="X",
        length_ms=stretches[-1].end_ms,
        voice=VoiceInfo("estimate", "estimate", 140, measured=False),
        options=SessionOptions("gentle", "normal", "calm", "tones", "normal", "fade", (), 0),
        segments=stretches,
        cues=(),
    )
    with Log(data) as log:
        recorder = Recorder(log, timeline, options={}, now=lambda: datetime.now(UTC))
        for at_ms in range(0, timeline.length_ms + 1, 1000):
            recorder.at(timeline, at_ms)
        recorder.ended("finished")
    store = open_to_read(data)
    assert store is not None
    with store:
        (session,) = read_history(store).sessions
    return session.minutes


def test_of_a_long_rest_between_exercises_two_minutes_count(tmp_path: Path) -> None:
    done = minutes_done(
        tmp_path,
        stretch(0, 300, "hold", 1),
        stretch(300, 1500, "rest", 2),
        stretch(1500, 1800, "move", 3),
    )
    assert done == 5 + 2 + 5


def test_the_pauses_of_a_script_that_is_only_spoken_all_count(tmp_path: Path) -> None:
    assert minutes_done(tmp_path, stretch(0, 60, "note", 1), stretch(60, 1200, "rest", 2)) == 20


class Seconds:
    """A clock that is set."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def logged_step(data: Path, heard_s: int, waited_s: int, *, rounds: int = 0) -> dict[str, object]:
    """What is logged of a step until ready, 300 s long, ended after so long."""
    walk = replace(stretch(0, 300, "hold", 1), until="ready")
    timeline = replace(
        SESSION, length_ms=Ms(310_000), segments=(walk, stretch(300, 310, "rest", 2))
    )
    clock = Seconds()
    with Log(data) as log:
        recorder = Recorder(
            log, timeline, options={}, now=lambda: datetime.now(UTC), monotonic=clock
        )
        for second in range(heard_s + 1):
            clock.now_s += 1
            recorder.at(timeline, min(second * 1000, 299_999))
        for _ in range(waited_s):
            clock.now_s += 1
            recorder.at(timeline, 299_999, waiting=True)
        if rounds:
            recorder.round_counted(walk, rounds)
        recorder.at(timeline, 300_000)
        recorder.at(timeline, 301_000)
        recorder.ended("finished")
    steps = logged(data, "step")
    return steps[0] if steps else {}


def logged(data: Path, kind: str) -> list[dict[str, object]]:
    """The data of all events of a kind, in their order."""
    store = open_to_read(data)
    assert store is not None
    with store:
        events = json.loads(as_json(store))["events"]
    return [dict(event["data"]) for event in events if event["kind"] == kind]


SESSION = Timeline(
    routine="x",
    name="X",
    length_ms=Ms(1000),
    voice=VoiceInfo("estimate", "estimate", 140, measured=False),
    options=SessionOptions("gentle", "normal", "calm", "tones", "normal", "fade", (), 0),
    segments=(stretch(0, 1, "hold", 1),),
    cues=(),
)


def test_what_the_person_ended_early_is_logged_with_its_real_time(tmp_path: Path) -> None:
    assert logged_step(tmp_path, 60, 0)["length_ms"] == 60_000


def test_what_took_longer_is_logged_with_its_real_time(tmp_path: Path) -> None:
    length = logged_step(tmp_path, 300, 120)["length_ms"]
    assert isinstance(length, int)
    assert abs(length - 420_000) <= 2000


def test_what_was_ended_at_once_is_not_logged_as_done(tmp_path: Path) -> None:
    assert logged_step(tmp_path, 5, 0) == {}


def test_counted_rounds_are_logged_with_their_step(tmp_path: Path) -> None:
    assert logged_step(tmp_path, 60, 0, rounds=4)["rounds"] == 4


def counted_in(round_: int, start_s: int) -> Segment:
    """Half a minute of rounds that the person counts, in a round of a group around them."""
    around = Round("Twice", round_, 2), Round("Legs", 1, 1)
    return replace(stretch(start_s, start_s + 30, "hold", 1), rounds=around, counted_rounds=0)


def logged_rounds(data: Path, *counted: tuple[int, int, int]) -> list[object]:
    """What is logged of two stretches, where so many rounds are counted at a second of one."""
    stretches = counted_in(1, 0), counted_in(2, 30)
    timeline = replace(SESSION, length_ms=Ms(60_000), segments=stretches)
    with Log(data) as log:
        recorder = Recorder(log, timeline, options={}, now=lambda: datetime.now(UTC))
        for second in range(61):
            for at_s, number, rounds in counted:
                if second == at_s:
                    recorder.round_counted(stretches[number], rounds)
            recorder.at(timeline, second * 1000)
        recorder.ended("finished")
    return [step.get("rounds") for step in logged(data, "step")]


def test_rounds_belong_to_one_round_of_the_group_around_them(tmp_path: Path) -> None:
    assert logged_rounds(tmp_path, (10, 0, 1), (20, 0, 2)) == [2, None]


def test_rounds_that_are_counted_anew_are_logged_anew(tmp_path: Path) -> None:
    assert logged_rounds(tmp_path, (10, 0, 3), (20, 0, 0), (40, 1, 1)) == [None, 1]


def scored(data: Path, *stretches: Segment, rounds: int = 0, until_s: int = 60) -> list[str]:
    """The scores of a minute that is heard up to a second, with rounds counted in the first."""
    timeline = replace(SESSION, length_ms=stretches[-1].end_ms, segments=stretches)
    with Log(data) as log:
        recorder = Recorder(log, timeline, options={}, now=lambda: datetime.now(UTC))
        for second in range(until_s + 1):
            recorder.at(timeline, second * 1000)
            if second == 5 and rounds:
                recorder.round_counted(stretches[0], rounds)
        recorder.ended("finished" if until_s * 1000 == timeline.length_ms else "stopped")
    store = open_to_read(data)
    assert store is not None
    with store:
        (session,) = read_history(store).sessions
        return [str(each) for each in read_scores(store, session.id)]


LEGS = replace(stretch(0, 60, "hold", 1), rounds=(Round("Legs", 1, 1),), counted_rounds=0)


def test_rounds_in_a_time_are_a_score(tmp_path: Path) -> None:
    assert scored(tmp_path, LEGS, rounds=6) == ["Legs: 6 rounds"]


def test_rounds_for_time_are_a_score_with_their_time(tmp_path: Path) -> None:
    for_time = replace(LEGS, counted_rounds=5, until="ready")
    assert scored(tmp_path, for_time, rounds=5) == ["Legs: 5 rounds in 1:00"]


def test_what_lasts_until_ready_has_its_time_as_a_score(tmp_path: Path) -> None:
    walk = replace(stretch(0, 60, "hold", 1), label="Walk", until="ready")
    assert scored(tmp_path, walk) == ["Walk: 1:00"]


def test_what_was_stopped_has_the_score_of_what_was_done_of_it(tmp_path: Path) -> None:
    assert scored(tmp_path, LEGS, rounds=2, until_s=25) == ["Legs: 2 rounds in 0:25"]


def test_whoever_counts_nothing_has_no_score(tmp_path: Path) -> None:
    assert scored(tmp_path, LEGS) == []


def test_the_way_into_it_is_no_part_of_its_time(tmp_path: Path) -> None:
    way = replace(stretch(0, 20, "setup", 1), rounds=LEGS.rounds)
    for_time = replace(LEGS, start_ms=Ms(20_000), counted_rounds=None, until="ready")
    assert scored(tmp_path, way, for_time) == ["Legs: 0:40"]


def test_what_is_begun_anew_takes_its_time_from_there(tmp_path: Path) -> None:
    way, end = stretch(0, 10, "setup", 1), stretch(60, 70, "rest", 2)
    walk = replace(stretch(10, 60, "hold", 1), label="Walk", until="ready")
    timeline = replace(SESSION, length_ms=Ms(70_000), segments=(way, walk, end))
    with Log(tmp_path) as log:
        recorder = Recorder(log, timeline, options={}, now=lambda: datetime.now(UTC))
        for second in (*range(40), *range(5, 31), *range(60, 71)):
            recorder.at(timeline, second * 1000)
        recorder.ended("finished")
    assert logged(tmp_path, "step")[0]["took_ms"] == 20_000
