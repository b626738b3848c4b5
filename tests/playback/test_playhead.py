import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.playback.playhead import FALL, FULL, RISE, Playhead, Span

END = 100_000


def levels(spans: tuple[Span, ...]) -> npt.NDArray[np.int64]:
    """The level of every frame; 0 for silence."""
    return np.concatenate(
        [np.zeros(0, np.int64)]
        + [
            np.zeros(span.frames, np.int64)
            if span.first_frame is None
            else np.minimum(span.level + span.slope * np.arange(span.frames), FULL)
            for span in spans
        ]
    )


def frames(spans: tuple[Span, ...]) -> list[int | None]:
    """The session frame that sounds in every frame; None in silence."""
    return [
        None if span.first_frame is None else span.first_frame + i
        for span in spans
        for i in range(span.frames)
    ]


def test_it_begins_at_full_level_with_the_first_frame() -> None:
    spans, head = Playhead(END).take(500)
    assert spans == (Span(500, 0),)
    assert head.position == 500


def test_a_pause_fades_out_in_14_ms_and_is_silent_then() -> None:
    spans, head = Playhead(END, position=1000).paused().take(2000)
    assert spans == (Span(FULL, 1000, FULL, -FALL), Span(2000 - FULL, None, 0))
    assert head.position == 1000 + FULL


def test_going_on_fades_in_where_the_fade_out_ended() -> None:
    paused = Playhead(END, position=1000).paused().after(2000)
    spans, _ = paused.resumed().take(1000)
    rise = FULL // RISE
    assert spans == (Span(rise, 1000 + FULL, 0, RISE), Span(1000 - rise, 1000 + FULL + rise))


def test_going_on_can_begin_at_another_frame() -> None:
    paused = Playhead(END, position=1000).paused().after(2000)
    assert paused.resumed(at_frame=300).take(10)[0][0].first_frame == 300


def test_a_seek_fades_out_then_in_at_the_new_place() -> None:
    spans, head = Playhead(END, position=1000).sought(50_000).take(FULL + 1000)
    assert [span.first_frame for span in spans] == [1000, 50_000, 50_000 + FULL // RISE]
    assert head.position == 51_000


def test_a_seek_while_paused_stays_silent() -> None:
    paused = Playhead(END).paused().after(2000).sought(7000)
    spans, head = paused.take(500)
    assert frames(spans) == [None] * 500
    assert head.position == 7000


def test_a_seek_goes_no_further_than_the_session() -> None:
    assert Playhead(END).sought(-5).goal == 0
    assert Playhead(END).sought(END + 5).goal == END


def test_beyond_the_end_is_silence() -> None:
    spans, head = Playhead(END, position=END - 100).take(300)
    assert spans == (Span(100, END - 100), Span(200, None, 0))
    assert head.finished


def test_a_halt_is_at_once_and_keeps_the_place() -> None:
    head = Playhead(END, position=1234).halted()
    assert head.take(10) == ((Span(10, None, 0),), head)


heads = st.builds(
    Playhead,
    end=st.just(END),
    position=st.integers(0, END),
    running=st.booleans(),
    level=st.integers(0, FULL),
    goal=st.none() | st.integers(0, END),
)
lengths = st.integers(1, 3000)


@given(heads, lengths, lengths)
def test_the_size_of_blocks_does_not_matter(head: Playhead, first: int, second: int) -> None:
    whole, after = head.take(first + second)
    one, between = head.take(first)
    two, at_last = between.take(second)
    assert frames(one + two) == frames(whole)
    assert (levels(one + two) == levels(whole)).all()
    assert at_last == after


@given(heads, lengths)
def test_every_frame_asked_for_is_given(head: Playhead, length: int) -> None:
    assert sum(span.frames for span in head.take(length)[0]) == length


@given(heads, st.lists(st.sampled_from(["pause", "resume", "seek"]), max_size=6))
def test_the_level_never_jumps(head: Playhead, commands: list[str]) -> None:
    spans: tuple[Span, ...] = ()
    for command in commands:
        new, head = head.take(700)
        spans += new
        match command:
            case "pause":
                head = head.paused()
            case "resume":
                head = head.resumed()
            case _:
                head = head.sought(END // 2)
    heard, before_end = levels(spans), np.array(frames(spans), float) < END - 1
    jumps = np.abs(np.diff(heard))[before_end[:-1]] if len(heard) else heard
    assert (jumps <= RISE).all()
