import threading
from typing import Any

import numpy as np
import pytest

from tests.fake_clock import FakeClock
from voiceguide.audio.clip import Samples
from voiceguide.errors import NoSoundOutput
from voiceguide.playback.player import Player, State
from voiceguide.playback.playhead import FULL, RISE


def numbers(samples: Samples) -> list[int]:
    """The session frames a block was made of, by the source's own count; -1 in silence."""
    return [round(float(sample) * 1e7) - 1 for sample in samples]


def state(player: Player) -> State:
    """Asked anew each time: a type checker would take it for unchanged between two looks."""
    return player.state


def test_it_plays_from_the_first_frame_at_full_level(player: Player, sink: Any) -> None:
    assert state(player) == "ready"
    player.start()
    assert state(player) == "playing"
    assert numbers(sink.draw(4)) == [0, 1, 2, 3]
    assert numbers(sink.draw(3)) == [4, 5, 6]


def test_it_can_begin_later(player: Player, sink: Any) -> None:
    player.start(at_frame=4410)
    assert numbers(sink.draw(2)) == [4410, 4411]


def test_a_pause_is_silent_after_its_fade_and_going_on_loses_nothing(
    player: Player, sink: Any
) -> None:
    player.start()
    sink.draw(1000)
    player.pause()
    assert state(player) == "paused"
    sink.draw(FULL)
    assert not sink.draw(5000).any()
    player.resume()
    assert state(player) == "playing"
    rise = FULL // RISE
    sink.draw(rise)
    assert numbers(sink.draw(2)) == [1000 + FULL + rise, 1001 + FULL + rise]


def test_what_a_sink_has_ready_is_taken_back_by_a_pause(player: Player, sink: Any) -> None:
    player.start()
    sink.draw(20_000)
    sink.ahead = 15_000
    player.pause()
    assert len(sink.heard) == 20_000
    assert numbers(sink.heard[4998:5001]) == [4998, 4999, 5000]
    assert not sink.heard[5000 + FULL :].any()
    player.resume()
    sink.draw(10_000)
    assert numbers(sink.heard[-1:]) == [5000 + FULL + 9999]


def test_going_on_at_another_frame(player: Player, sink: Any) -> None:
    player.start()
    sink.draw(1000)
    player.pause()
    sink.draw(2000)
    player.resume(at_frame=500)
    sink.draw(300)
    assert numbers(sink.draw(1)) == [800]


def test_the_position_is_what_is_heard_not_what_was_pulled(player: Player, sink: Any) -> None:
    player.start()
    sink.draw(44_100)
    sink.unheard = 4410
    assert player.position_ms == 900


def test_the_position_follows_a_seek_when_it_is_heard(player: Player, sink: Any) -> None:
    player.start()
    sink.draw(44_100)
    player.seek(220_500)
    sink.draw(FULL + 4410)
    sink.unheard = FULL + 4410
    assert player.position_ms == 1000
    sink.unheard = 0
    assert player.position_ms == 5100


def test_it_is_finished_when_the_end_was_heard(player: Player, sink: Any) -> None:
    player.start()
    sink.draw(441_000 + 100)
    sink.unheard = 200
    player.look()
    assert state(player) == "playing"
    sink.unheard = 0
    player.look()
    assert state(player) == "finished"
    assert player.wait() == "finished"
    assert player.position_ms == 10_000


def test_what_is_finished_stays_at_its_end_though_the_device_tells_of_more_on_the_way(
    player: Player, sink: Any
) -> None:
    player.start()
    sink.draw(442_000)
    player.look()
    sink.unheard = 4410
    assert state(player) == "finished"
    assert player.position_ms == 10_000


def test_a_finished_session_can_be_sought_back(player: Player, sink: Any) -> None:
    player.start()
    sink.draw(442_000)
    player.look()
    player.seek(44_100)
    assert state(player) == "playing"
    sink.draw(1000)
    assert player.position_ms == 1023


def test_stopping_fades_out_then_releases_the_device(player: Player, sink: Any) -> None:
    player.start()
    sink.draw(1000)
    player.close()
    assert state(player) == "stopped"
    assert sink.log == ["start", "stop", "close"]
    assert not sink.draw(FULL + 10)[FULL:].any()


def test_closing_twice_does_no_harm(player: Player, sink: Any) -> None:
    with player:
        player.start()
        player.close()
    assert state(player) == "stopped"


def test_a_finished_session_stays_finished_when_closed(player: Player, sink: Any) -> None:
    player.start()
    sink.draw(442_000)
    player.look()
    player.close()
    assert state(player) == "finished"


def test_commands_before_the_start_and_after_the_end_do_nothing(player: Player) -> None:
    player.pause()
    player.resume()
    assert state(player) == "ready"
    player.start()
    player.stop()
    player.resume()
    player.seek(0)
    assert state(player) == "stopped"


def test_a_sink_that_says_it_is_lost_is_believed(player: Player, sink: Any) -> None:
    player.start()
    sink.draw(44_100)
    sink.lost = "the cable was pulled"
    player.look()
    assert state(player) == "lost"
    assert player.position_ms == 1000
    assert isinstance(player.lost, NoSoundOutput)
    assert player.lost.message == "The sound output is gone: the cable was pulled (hand)"
    assert player.lost.exit_code == 4


def watch(player: Player, clock: FakeClock, length_ms: int) -> None:
    for _ in range(length_ms // 100):
        clock.advance(100)
        player.look()


def draw_in_time(sink: Any, clock: FakeClock, length_ms: int) -> None:
    for _ in range(length_ms // 50):
        sink.draw(2205)
        clock.advance(50)


def test_a_sink_that_pulls_no_more_is_lost_after_half_a_second(
    player: Player, sink: Any, clock: FakeClock
) -> None:
    player.start()
    draw_in_time(sink, clock, 1200)
    player.look()
    watch(player, clock, 500)
    assert state(player) == "playing"
    watch(player, clock, 100)
    assert state(player) == "lost"
    assert "takes no more sound" in str(player.lost)


def test_a_paused_session_notices_the_loss_too(player: Player, sink: Any, clock: FakeClock) -> None:
    player.start()
    draw_in_time(sink, clock, 1200)
    player.pause()
    watch(player, clock, 700)
    assert state(player) == "lost"


def test_a_device_may_take_three_seconds_to_wake_up(
    player: Player, sink: Any, clock: FakeClock
) -> None:
    player.start()
    sink.draw(4410)
    watch(player, clock, 2900)
    assert state(player) == "playing"
    watch(player, clock, 300)
    assert state(player) == "lost"


def test_a_program_that_slept_does_not_take_the_device_for_lost(
    player: Player, sink: Any, clock: FakeClock
) -> None:
    player.start()
    draw_in_time(sink, clock, 1200)
    player.look()
    clock.advance(60_000)
    player.look()
    assert state(player) == "playing"
    watch(player, clock, 700)
    assert state(player) == "lost"


def test_a_watch_that_is_late_itself_gives_the_device_more_time(
    player: Player, sink: Any, clock: FakeClock
) -> None:
    player.start()
    draw_in_time(sink, clock, 1200)
    player.look()
    for _ in range(4):
        clock.advance(250)
        player.look()
    assert state(player) == "playing"
    clock.advance(250)
    player.look()
    assert state(player) == "lost"


def test_a_device_that_works_seconds_ahead_is_slow_and_not_lost(
    player: Player, sink: Any, clock: FakeClock
) -> None:
    player.start()
    sink.draw(4 * 44_100)
    watch(player, clock, 4200)
    assert state(player) == "playing"
    watch(player, clock, 300)
    assert state(player) == "lost"


def test_nothing_is_heard_of_a_lost_session_when_its_device_comes_back(
    player: Player, sink: Any
) -> None:
    player.start()
    sink.draw(1000)
    sink.lost = "gone"
    player.look()
    assert not sink.draw(5000).any()
    assert player.position_ms == 23


def test_a_sink_that_cannot_start_says_so(player: Player, sink: Any) -> None:
    def refuse(_pull: object) -> None:
        raise NoSoundOutput("busy")

    sink.start = refuse
    with pytest.raises(NoSoundOutput, match="busy"):
        player.start()
    assert state(player) == "stopped"


def test_a_player_starts_once(player: Player) -> None:
    player.start()
    with pytest.raises(RuntimeError, match="playing cannot start"):
        player.start()


def test_waiting_ends_with_its_time(player: Player) -> None:
    player.start()
    assert player.wait(0) == "playing"


def test_waiting_ends_when_another_thread_stops(player: Player) -> None:
    player.start()
    threading.Thread(target=player.stop).start()
    assert player.wait(10) == "stopped"


def test_many_commands_at_once_leave_it_whole(player: Player, sink: Any) -> None:
    player.start()
    hurried = [
        threading.Thread(target=command)
        for command in [player.pause, player.resume, player.look] * 8
    ]
    for thread in hurried:
        thread.start()
        sink.draw(64)
    for thread in hurried:
        thread.join()
    assert state(player) in ("playing", "paused")
    assert np.isfinite(sink.heard).all()
