from typing import Any

import numpy as np

from tests.playback.test_player import numbers
from voiceguide.audio.clip import Samples
from voiceguide.playback.overlay_sounds import TURN_FRAMES
from voiceguide.playback.player import Player
from voiceguide.playback.playhead import FULL, RISE


class Steady:
    """Always the same sample."""

    def __init__(self, frames: int, level: float = 0.5) -> None:
        self.frames, self.level = frames, level

    def block(self, first_frame: int, frames: int) -> Samples:
        return np.full(frames, self.level, np.float32)


def test_a_switch_fades_out_what_is_left_and_begins_the_new_source(
    player: Player, sink: Any
) -> None:
    player.start()
    sink.draw(1000)
    other = Steady(50_000)
    source, frame, device_frame = player.switch(other, 300)
    assert device_frame == 1000
    assert frame == 1000 + FULL
    heard = sink.draw(FULL + FULL // RISE + 10)
    assert heard[FULL - 1] < 1e-6
    assert np.all(heard[-10:] == 0.5)
    assert player.place == (other, 300 + FULL // RISE + 10)
    player.switch(source, frame)
    sink.draw(FULL + FULL // RISE)
    assert numbers(sink.draw(2))[0] == 1000 + FULL + FULL // RISE


def test_a_second_switch_within_the_fade_leaves_the_first_ones_goal(
    player: Player, sink: Any
) -> None:
    player.start()
    sink.draw(1000)
    first, second = Steady(9000), Steady(9000, 0.25)
    player.switch(first, 100)
    sink.draw(50)
    assert player.switch(second) == (first, 100, 1050)
    assert sink.draw(FULL + FULL)[-1] == 0.25


def test_a_switch_takes_back_what_a_sink_has_ready(player: Player, sink: Any) -> None:
    player.start()
    sink.draw(20_000)
    sink.ahead = 15_000
    left = player.switch(Steady(100_000))
    assert left.frame == 5000 + FULL
    assert np.all(sink.heard[5000 + FULL + FULL : 20_000] == 0.5)


def test_a_sound_over_the_source_is_added_and_a_switch_ends_it(player: Player, sink: Any) -> None:
    player.start()
    sink.draw(100)
    player.over(np.full(30_000, 0.25, np.float32))
    assert 0.25 < sink.draw(10)[0] < 0.2503
    player.switch(Steady(90_000))
    assert sink.draw(FULL + FULL)[-1] == 0.5


def test_a_sound_over_the_source_survives_being_taken_back(player: Player, sink: Any) -> None:
    player.start()
    sink.draw(1000)
    player.over(np.full(3000, 0.25, np.float32))
    sink.draw(500)
    sink.ahead = 400
    player.over(np.full(10, 0.125, np.float32))
    assert sink.heard[1000] > 0.25
    assert sink.heard[1101] > 0.375
    assert 0.25 < sink.heard[1499] < 0.3


def test_the_volume_changes_without_a_jump(player: Player, sink: Any) -> None:
    player.start()
    player.switch(Steady(100_000))
    sink.draw(5000)
    player.set_volume(0.5)
    heard = sink.draw(TURN_FRAMES + 100)
    assert np.abs(np.diff(heard)).max() < 0.001
    assert heard[-1] == 0.25


def test_a_player_may_begin_with_a_volume(player: Player, sink: Any) -> None:
    player.start(volume=0.5)
    assert numbers(sink.draw(2_000))[1999] == 999


def test_a_source_that_was_the_same_so_far_is_taken_without_being_heard(
    player: Player, sink: Any
) -> None:
    player.start()
    sink.draw(1000)
    player.swap(Steady(50_000))
    assert np.all(sink.draw(10) == 0.5)
    assert player.place[1] == 1010
