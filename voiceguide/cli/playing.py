"""A programme on a sound output, with keys and a screen, until it ends one way or another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from voiceguide.cli.screens import KEYS, Screen
from voiceguide.cli.view import clock
from voiceguide.errors import Interrupted, NoSoundOutput
from voiceguide.playback.keys import open_keys
from voiceguide.playback.player import Player

if TYPE_CHECKING:
    from voiceguide.cli.diary import Diary
    from voiceguide.cli.programme import Programme, Spot
    from voiceguide.playback.sink import Sink
    from voiceguide.timeline import Timeline

Ending = Literal["finished", "stopped"]


def perform(
    programme: Programme,
    sink: Sink,
    screen: Screen,
    *,
    diary: Diary,
) -> tuple[Ending, Spot]:
    """Play to the end, or until the person stops; where it ended.

    The diary is told where it is, and the ending. Raises NoSoundOutput when the output goes, and
    Interrupted on Ctrl-C; both say where that was, and the terminal and the device are given back
    before.
    """
    with Player(programme, sink) as player:
        try:
            _watch(programme, player, screen, diary)
        except KeyboardInterrupt:
            spot = programme.spot(player.position_ms)
            raise Interrupted(stopped_words(programme, spot)) from None
        spot = programme.spot(player.position_ms)
    if player.lost is not None:
        raise _lost_at(programme.timelines[spot.part], spot, player.lost)
    if diary.reason != "pain":
        diary.reason = "finished" if player.state == "finished" else "stopped"
    return "finished" if player.state == "finished" else "stopped", spot


def stopped_words(programme: Programme, spot: Spot) -> str:
    """What to say of a session that was stopped."""
    if spot.part < len(programme.timelines) - 1:
        return "Stopped in the safety words, before the session."
    return f"Stopped after {clock(spot.at_ms)}."


def _watch(programme: Programme, player: Player, screen: Screen, diary: Diary) -> None:
    with open_keys() as keys, screen:
        player.start()
        while (state := player.state) in ("playing", "paused"):
            spot = programme.spot(player.position_ms)
            screen.show(spot, state)
            diary.at(spot)
            for message in diary.messages():
                screen.tell(message)
            match keys.read(screen.wait_s(spot)):
                case "space":
                    player.toggle()
                case "q":
                    player.stop()
                case "?":
                    screen.tell(f"Keys: {KEYS}.")
        spot = programme.spot(player.position_ms)
        diary.at(spot)
        if state == "finished":
            screen.show(spot, state)


def _lost_at(timeline: Timeline, spot: Spot, lost: NoSoundOutput) -> NoSoundOutput:
    place = f"at {clock(spot.at_ms)} of {clock(timeline.length_ms)}"
    item = timeline.segment_at(spot.at_ms).item
    go_on = f"; go on with --from {item}" if item is not None else ""
    return NoSoundOutput(f"{lost.message}, {place}{go_on}", hint=lost.hint)
