"""What is done to a scripted session, and at which moments: good and bad ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

FIRST_WORD_MS = (40, 260)


@dataclass(frozen=True, slots=True)
class Action:
    """At a kind of moment (`moment_of`) of an item, these are done in order.

    ``key n``, ``keys nn`` (at once), ``held n 1.5`` (seconds), ``playerctl WORDS``,
    ``control WORD``, ``sleep 2``.
    """

    item: int | None
    when: str
    do: tuple[str, ...]


def action(item: int | None, when: str, *do: str) -> Action:
    return Action(item, when, do)


SHORT_ROUTINE = """\
name: Short drive
opening: {say: [Welcome to this short session., Take your time with it.], safety: none}
closing: {say: [That was the whole session., Well done.]}
items:
  - note: This is a line that takes a while to be said.
  - {do: hamstring-stretch, reps: 1, sets: 1, hold: 15 s}
  - {do: cat-stretch, reps: 3, hold: 5 s}
  - {do: childs-pose, hold: 20 s}
  - {do: seated-twist, hold: 15 s}
  - {rest: 12 s, say: Lie or sit comfortably.}
"""

SHORT = (
    action(None, "first word", "key space", "sleep 2", "key space"),
    action(1, "line", "playerctl play-pause", "sleep 2", "key t", "sleep 3", "playerctl play"),
    action(2, "first word", "key e"),
    action(2, "waiting", "key enter"),
    action(2, "line", "control softer", "sleep 1", "control louder"),
    action(2, "hold", "playerctl pause", "sleep 11", "keys  ", "sleep 1"),
    action(2, "countdown", "key +"),
    action(2, "countdown", "key space", "sleep 2", "playerctl play"),
    action(3, "line", "key r"),
    action(3, "line", "key l"),
    action(3, "line", "held n 1.5"),
    action(4, "waiting", "sleep 23", "playerctl play"),
    action(4, "hold", "key p", "sleep 5", "key n"),
    action(5, "first word", "playerctl previous"),
    action(5, "line", "playerctl volume 0.6", "sleep 3", "playerctl volume 1.0"),
    action(5, "hold", "control time"),
    action(5, "quiet", "playerctl pause", "sleep 10", "playerctl play"),
    action(5, "countdown", "control more"),
    action(5, "line", "playerctl position 3-"),
    action(5, "countdown", "keys nn"),
    action(6, "quiet", "key enter", "control go-on"),
)

WHOLE = (
    action(None, "first word", "key space", "sleep 2", "key space"),
    action(None, "line", "control time"),
    action(1, "line", "playerctl play-pause", "sleep 12", "playerctl play-pause"),
    action(1, "line", "key r"),
    action(1, "line", "playerctl next"),
    action(2, "waiting", "sleep 23", "key enter"),
    action(2, "quiet", "playerctl pause", "sleep 10", "playerctl play"),
    action(2, "line", "control softer", "sleep 1", "control louder", "sleep 1", "control louder"),
    action(2, "line", "control softer"),
    action(2, "first word", "key t"),
    action(3, "first word", "key e"),
    action(3, "hold", "key +"),
    action(3, "countdown", "key +"),
    action(3, "hold", "key space", "sleep 12", "key t", "sleep 5", "key space"),
    action(3, "countdown", "key space", "sleep 2", "playerctl play"),
    action(3, "countdown", "key t"),
    action(3, "countdown", "control next"),
    action(4, "first word", "key b"),
    action(
        4, "quiet", "playerctl pause", "sleep 4", "playerctl pause", "sleep 1", "playerctl play"
    ),
    action(4, "line", "keys   ", "sleep 2", "key space"),
    action(4, "line", "control repeat"),
    action(4, "line", "playerctl volume 0.6", "sleep 5", "playerctl volume 1.0"),
    action(4, "quiet", "held + 1.0"),
    action(4, "line", "key up", "sleep 1", "key down"),
    action(5, "waiting", "playerctl play"),
    action(5, "line", "playerctl position 5+"),
    action(5, "line", "playerctl position 4-"),
    action(
        5, "quiet", "control pause", "sleep 3", "playerctl position 5-", "sleep 1", "control go-on"
    ),
    action(5, "line", "key l"),
    action(6, "line", "control ready"),
    action(6, "hold", "control more"),
    action(6, "hold", "control time"),
    action(6, "countdown", "control pause", "sleep 11", "control go-on"),
    action(7, "first word", "playerctl previous"),
    action(7, "line", "control repeat"),
    action(7, "quiet", "keys bb"),
    action(8, "line", "key space", "sleep 2", "key n", "sleep 2", "key b"),
    action(8, "quiet", "key space", "sleep 10", "key space"),
    action(8, "line", "held space 1.2", "sleep 2", "key space"),
    action(8, "first word", "control less"),
    action(9, "first word", "key r"),
    action(9, "quiet", "control time"),
    action(9, "line", "control easier"),
    action(9, "quiet", "key p", "sleep 15"),
    action(10, "first word", "held n 1.5"),
    action(11, "first word", "key p", "sleep 3", "key e"),
    action(11, "line", "control back"),
    action(11, "quiet", "control toggle", "sleep 3", "control toggle"),
    action(12, "waiting", "key space"),
    action(12, "hold", "control pain", "sleep 4", "key n"),
    action(13, "line", "key b"),
    action(13, "quiet", "key enter", "playerctl play", "key +"),
    action(13, "quiet", "key t"),
)
"""For `back-relief` at gentle, told to wait."""

STOPS = (
    (action(1, "line", "key q"),),
    (action(None, "first word", "playerctl stop"),),
)

BY_PLAYERCTL = {
    "play-pause": "toggle", "play": "go-on", "pause": "pause", "next": "next",
    "previous": "back", "position": "seek", "volume": "volume", "stop": "stop",
}  # fmt: skip


def moment_of(when: str, status: dict[str, Any], score: dict[str, Any], since_ms: float) -> bool:
    """Whether a moment is of a kind, by a status `since_ms` old and the timeline.

    ``first word``; ``line``: in the middle of one; ``countdown``: after its first pip; ``hold``
    and ``quiet``: where nothing sounds for a while; ``waiting``.
    """
    if when == "waiting" or status["mode"] != "playing":
        return bool(when == status["mode"])
    at_ms = status["at_ms"] + since_ms
    cues = score["cues"]
    voices = [cue for cue in cues if cue["kind"] == "voice"]
    ends = {id(cue): cue["at_ms"] + cue["length_ms"] for cue in cues}
    if when == "first word":
        low, high = FIRST_WORD_MS
        return any(low <= at_ms - cue["at_ms"] <= high for cue in voices)
    if when == "line":
        return any(cue["at_ms"] + 700 <= at_ms <= ends[id(cue)] - 400 for cue in voices)
    segment = next(
        s for s in score["segments"] if s["end_ms"] > at_ms or s is score["segments"][-1]
    )
    counting = [
        cue["at_ms"]
        for cue in cues
        if cue["role"] == "countdown" and segment["start_ms"] <= cue["at_ms"] < segment["end_ms"]
    ]
    if when == "countdown":
        return bool(counting) and counting[0] + 1100 <= at_ms <= segment["end_ms"] - 300
    quiet = not any(cue["at_ms"] < at_ms + 800 and ends[id(cue)] > at_ms - 200 for cue in cues)
    if when == "hold":
        return quiet and segment["kind"] == "hold" and segment["end_ms"] - at_ms > 4500
    return quiet and segment["kind"] in ("move", "rest", "setup", "fill", "breathe")
