"""`voiceguide play`: a session for the ear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from voiceguide.cli import console, options

if TYPE_CHECKING:
    from voiceguide.cli.programme import Programme
    from voiceguide.cli.screens import Screen
    from voiceguide.playback.sink import Sink
    from voiceguide.session import Choices, Loaded
    from voiceguide.settings import Folders, Settings

Output = Annotated[
    Literal["auto", "sounddevice", "miniaudio", "simpleaudio", "silent"] | None,
    typer.Option("--output", help="Where the sound goes.  [default: auto]", show_default=False),
]
ScreenName = Annotated[
    Literal["rich", "lines", "quiet"] | None,
    typer.Option(
        "--screen", help="How it is shown; rich at a terminal, else lines.", show_default=False
    ),
]
Volume = Annotated[
    int | None,
    typer.Option(
        "--volume",
        metavar="PERCENT",
        min=0,
        max=150,
        help="Of voice and tones together.  [default: 100]",
        show_default=False,
    ),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Answer every question with yes.")]


def add_to(app: typer.Typer) -> None:
    """Make this a command of the program."""
    app.command(
        epilog=options.examples(
            "voiceguide play morning",
            "voiceguide play morning --from 3 --level steady --volume 80",
            "voiceguide play my-routine.yaml --screen lines",
        )
    )(play)


def play(
    routine: options.RoutineName,
    output: Output = None,
    screen: ScreenName = None,
    volume: Volume = None,
    yes: Yes = False,
    level: options.Level = None,
    detail: options.Detail = None,
    pace: options.Pace = None,
    countdown: options.Countdown = None,
    encourage: options.Encourage = None,
    cues: options.Cues = None,
    voice: options.Voice = None,
    seed: options.Seed = None,
    start_at: options.From = None,
    minutes: options.Minutes = None,
    condition: options.Conditions = None,
    asked: options.Asked = False,
) -> None:
    """Play a session: the coach speaks, tones keep the time.

    While it plays, space pauses and goes on, q stops, ? shows the keys.
    """
    del yes  # sessions ask aloud only, so far
    from voiceguide.cli.opening import Opening
    from voiceguide.cli.screens import choose, open_screen

    folders, settings = options.surroundings()
    shown_on = choose(screen, settings.screen)
    # First of all: it takes as long as all the rest together.
    with Opening(output or settings.output) as opening:
        from voiceguide import session

        chosen = options.choices(
            level=level,
            detail=detail,
            pace=pace,
            countdown=countdown,
            encourage=encourage,
            cues=cues,
            voice=voice,
            seed=seed,
            start_at=start_at,
            minutes=minutes,
            conditions=condition,
            asked=asked,
        )
        percent = settings.volume_percent if volume is None else volume
        loaded = session.load(routine, folders)
        opening.look()
        programme, warnings = _ready(loaded, chosen, settings, folders, percent)
        shown = open_screen(shown_on, programme)
        sink = opening.take()
    for warning in warnings:
        console.tell(warning)
    shown.tell(f"Sound: {sink.name}.")
    if not programme.timelines[-1].voice.measured and sink.name != "silent":
        console.tell("warning: the voice 'estimate' says nothing: only the tones are heard")
    _perform(programme, sink, shown, loaded, folders)


def _ready(
    loaded: Loaded, chosen: Choices, settings: Settings, folders: Folders, percent: int
) -> tuple[Programme, list[str]]:
    """What is played, and what the person is told once before it begins."""
    from datetime import datetime

    from voiceguide import session
    from voiceguide.cli.programme import Programme
    from voiceguide.cli.progress import SPEAKING, Lasting

    today = datetime.now().astimezone().date()
    with Lasting(SPEAKING) as progress:
        rendered = session.render(
            loaded,
            chosen,
            settings,
            folders,
            with_prelude=session.needs_prelude(loaded, folders, today),
            progress=progress,
        )
    parts = [part for part in (rendered.prelude, rendered.session) if part is not None]
    warnings = [str(warning) for warning in loaded.warnings]
    warnings += [f"warning: {problem}" for problem in rendered.problems]
    notes = rendered.session.timeline.notes
    warnings += [
        f"warning: it lasts {note.after}, not {note.before}: {note.why}"
        for note in notes
        if note.change == "length"
    ]
    return Programme(parts, volume_percent=percent), warnings


def _perform(
    programme: Programme, sink: Sink, screen: Screen, loaded: Loaded, folders: Folders
) -> None:
    from datetime import datetime

    from voiceguide import session
    from voiceguide.cli.playing import perform, stopped_words

    def begun(_part: int) -> None:
        today = datetime.now().astimezone().date()
        problem = session.note_prelude_heard(loaded.library.safety, folders, today)
        if problem:
            screen.tell(f"warning: {problem}")

    ending, spot = perform(programme, sink, screen, begun=begun)
    if ending == "stopped":
        console.tell(stopped_words(programme, spot))
