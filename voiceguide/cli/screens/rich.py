"""A screen to glance at from the mat: the step, its side, what is said, and the time left."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from voiceguide.app.moment_view import View, Views
from voiceguide.cli.terminal import console as plain
from voiceguide.playback.clock import Clock, RealClock
from voiceguide.structs import replace
from voiceguide.text import clock
from voiceguide.units import Ms

if TYPE_CHECKING:
    from voiceguide.control.status import Mode, Snapshot
    from voiceguide.timeline import Timeline

AT_MOST_S = 0.2
AT_LEAST_S = 0.02
PRELUDE = "First, for your safety"
WIDEST = 76
NARROWEST = 20
WIDE_ENOUGH = 60
READ_MS = 12_000
"""How long a message stands that is too long to be seen beside the session."""
SAID_LINES = 2
SAID_LINES_NARROW = 4

STANDING: dict[Mode, str] = {
    "paused": "Paused: space goes on",
    "waiting": "Ready? Space goes on",
    "preparing": "One moment: the voice prepares what is next",
    "asking": "e: easier version, n: next exercise",
    "lost": "No sound: your place is kept",
}
"""What is shown while the session stands still."""

Line = tuple[str, str]
"""A text and its style."""

EMPTY: Line = ("", "")
HIGH_ENOUGH = 24


class RichScreen:
    """Redrawn only when something on it changes, so that nothing flickers."""

    def __init__(self, terminal: Console | None = None, clock: Clock | None = None) -> None:
        self._views: Views | None = None
        self._console = terminal or Console(highlight=False)
        self._clock = clock or RealClock()
        self._live = Live(
            console=self._console,
            auto_refresh=False,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._drawn: list[Line] = []
        self._width = 0
        self._state: Mode = "playing"
        self._read_until: Ms | None = None

    def __enter__(self) -> RichScreen:
        self._live.start()
        # Whatever stops the program, the cursor is there.
        self._console.show_cursor(True)
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()

    def show(self, snapshot: Snapshot) -> None:
        if self._being_read(snapshot.mode):
            return
        width = min(WIDEST, max(NARROWEST, self._console.width - 1))
        utf8 = self._console.encoding.lower().startswith("utf")
        view = self._views_of(snapshot.timeline).at(snapshot.position.at_ms)
        if not snapshot.in_session:
            view = replace(view, doing=PRELUDE)
        marks = "━─" if utf8 else "#-"
        lines = frame(view, snapshot.mode, width, marks=marks, height=self._console.height - 1)
        if lines == self._drawn:
            return
        if self._width not in (0, self._console.width):
            self._console.clear()
        self._drawn, self._width = lines, self._console.width
        self._live.update(Group(*(Text(text, style) for text, style in lines)), refresh=True)

    def _views_of(self, timeline: Timeline) -> Views:
        """The moments of a timeline; a command may have changed it."""
        if self._views is None or self._views.timeline is not timeline:
            self._views = Views(timeline)
        return self._views

    def wait_s(self, snapshot: Snapshot) -> float:
        at_ms = snapshot.position.at_ms
        due_ms = self._views_of(snapshot.timeline).next_change_ms(at_ms) - at_ms
        return min(AT_MOST_S, max(AT_LEAST_S, due_ms / 1000))

    def tell(self, text: str) -> None:
        if not self._live.is_started:
            plain.tell(text)
            return
        width, height = self._console.width - 1, self._console.height - 1
        lines = plain.fitted(plain.safe(text), width).split("\n")
        if len(lines) <= self._console.height - len(self._drawn):
            self._console.print("\n".join(lines), markup=False)
            return
        # Its beginning would be gone at once: it takes the session's place for a while.
        if len(lines) > height:
            rows = (" ".join(row.split()) for row in plain.safe(text).split("\n"))
            lines = textwrap.wrap("; ".join(rows), width)
        self._live.update(Text("\n".join(lines[:height])), refresh=True)
        self._read_until, self._drawn = Ms(self._clock.now() + READ_MS), []

    tell_heard = tell

    def put_away(self) -> bool:
        being_read, self._read_until = self._read_until is not None, None
        return being_read

    def _being_read(self, state: Mode) -> bool:
        """Whether a long message is still in the session's place."""
        changed, self._state = state != self._state, state
        if self._read_until is not None and (changed or self._clock.now() >= self._read_until):
            self._read_until = None
        return self._read_until is not None


def frame(
    view: View, state: Mode, width: int, *, marks: str, height: int = HIGH_ENOUGH
) -> list[Line]:
    """The lines of a moment, always the same number at a width and height, none wider than it.

    `marks` are the characters of a bar: time that is over, and time that is left. On a low
    terminal empty lines give way first, then what is said, what comes next, and the bars.
    """
    heights = SAID_LINES if width >= WIDE_ENOUGH else SAID_LINES_NARROW
    quoted = f"“{view.said}”" if view.said and marks != "#-" else view.said
    doing, doing_bar = _doing(view, state, width, marks)
    whole = view.length_ms
    said = [(line, "") for line in _wrapped(quoted, width, heights)]
    # Each with the order in which lines give way: the highest first, those of 0 never.
    lines: list[tuple[int, Line]] = [
        (0, (_ends(view.name, f"{clock(view.left_ms)} left", width), "bold")),
        (2, (_bar(whole - view.left_ms, whole, width, marks), "cyan")),
        (9, EMPTY),
        (0, (_cut(view.step or view.doing, width), "bold green")),
        (1, (_cut(view.detail, width), "green")),
        (9, EMPTY),
        (0, doing),
        (3, doing_bar),
        (8, EMPTY),
        *((6 if number else 5, line) for number, line in enumerate(said)),
        (7, EMPTY),
        (4, (_cut(f"Then: {view.then}" if view.then else "", width), "")),
        (0, (_cut("space pauses, q stops, ? keys", width), "dim")),
    ]
    while len(lines) > height and (order := max(each for each, _ in lines)):
        last = max(number for number, (each, _) in enumerate(lines) if each == order)
        del lines[last]
    return [line for _, line in lines]


def _doing(view: View, state: Mode, width: int, marks: str) -> tuple[Line, Line]:
    """What to do now, and how long still; a pause is said in its place."""
    if state in STANDING:
        return (_cut(STANDING[state], width), "bold yellow"), EMPTY
    word = view.doing if view.step else ""
    if view.doing_left_ms is None:
        return (word, "bold"), EMPTY
    left_s = -(-view.doing_left_ms // 1000)
    over_ms = view.doing_length_ms - view.doing_left_ms
    left_s = over_ms // 1000 if view.counts_up else left_s
    return (
        (_ends(word, f"{left_s} s", width), "bold"),
        (_bar(over_ms, view.doing_length_ms, width, marks), "green"),
    )


def _bar(over_ms: int, length_ms: int, width: int, marks: str) -> str:
    done = over_ms * width // max(1, length_ms)
    return marks[0] * done + marks[1] * (width - done)


def _ends(left: str, right: str, width: int) -> str:
    """Two texts at the two ends of a line."""
    left = _cut(left, width - len(right) - 1)
    return f"{left}{right:>{width - len(left)}}"


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: max(0, width - 2)].rstrip()}.."


def _wrapped(text: str, width: int, height: int) -> list[str]:
    """The text on exactly `height` lines; what is longer ends in dots."""
    lines = textwrap.wrap(text, width, max_lines=height, placeholder=" ..")
    return lines + [""] * (height - len(lines))


def open_screen() -> RichScreen:
    """A screen on the terminal of standard output."""
    return RichScreen()
