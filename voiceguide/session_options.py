"""What decides a session beside its routine: every option, declared once.

A layer is what one source says: the command line, the profile, config.toml, the routine. What a
layer says nothing of is left to the one below it; the lowest is `BUILT_IN`. The options of the
commands, the lines of config.toml and the rows of docs/settings.md are made from the fields here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args, get_type_hints

from msgspec import Struct, field

from voiceguide.sound_outputs import OUTPUTS
from voiceguide.structs import Declaring, declarations, declare, field_names, replace
from voiceguide.units import Ms

Level = Literal["gentle", "steady", "strong"]
Detail = Literal["full", "normal", "brief"]
Pace = Literal["calm", "normal", "brisk"]
Countdown = Literal["tones", "voice", "soft", "none"]
Encourage = Literal["none", "rarely", "normal"]
Cues = Literal["fade", "every"]
Tones = Literal["explained", "plain"]
ReadyBy = Literal["enter", "headset", "enter_or_headset"]
ScreenName = Literal["rich", "lines", "quiet"]

WORDS_A_MINUTE: Mapping[Pace, int] = MappingProxyType({"calm": 120, "normal": 140, "brisk": 160})
WRITTEN = ("level", "detail", "pace", "countdown", "encourage", "cues", "conditions", "seed")
"""What a timeline always tells of the options that made it; of `tones`, where it explains them."""
SHAPING = (
    *WRITTEN, "tones", "voice", "minutes", "start_at", "asked", "unnamed", "places",
)  # fmt: skip
"""What makes the same session again, however it is played."""


class Option(Struct, frozen=True):
    """How one option is said; `flag` by a command, `setting` in config.toml, None where by neither.

    `usual` is the built-in value, `least` and `most` the ends of a number, inclusive.
    """

    about: str
    usual: Any = None
    flag: str | None = None
    short_flag: str | None = None
    setting: str | None = None
    of_voice: str | None = None
    """Its name among the routine's settings of the voice."""
    empty: Any = None
    """The value that says nothing."""
    metavar: str | None = None
    words: tuple[str, ...] = ()
    added: Literal["outputs", "remotes"] | None = None
    """What packages add more words as, in `extensions`."""
    least: int | None = None
    most: int | None = None
    usually: str = ""
    """The default in words, where it is no single value."""


def _option(about: str, usual: Any = None, *, empty: Any = None, **said: Any) -> Any:
    """A field whose value `empty` says nothing."""
    return declare(Option(about, usual, empty=empty, **said), default=empty)


def _by_all(name: str, about: str, usual: Any, usually: str = "", **said: Any) -> Any:
    """An option of the command line, of config.toml and of the routine."""
    usually = f"the routine's, else {usually or usual}"
    return _option(about, usual, flag=f"--{name}", setting=name, usually=usually, **said)


def _of_coach(name: str, about: str, usual: Any, usually: str = "") -> Any:
    """One that the routine says among those of the coach's voice."""
    return _by_all(name, about, usual, usually, of_voice=name)


class SessionOptions(Declaring, frozen=True):
    """A layer of options, or with `BUILT_IN` below it all of them; None says nothing."""

    level: Level = _by_all("level", "How much of each exercise's range.", "gentle")
    detail: Detail = _of_coach("detail", "How much the coach explains.", "normal")
    pace: Pace = _of_coach("pace", "How fast the coach speaks.", "normal")
    countdown: Countdown = _of_coach("countdown", "How the end of a hold is told.", "tones")
    encourage: Encourage = _of_coach("encourage", "How often the coach encourages.", "normal")
    cues: Cues = _of_coach(
        "cues", "Whether words become tones from the fourth repetition on, or stay.", "fade"
    )
    conditions: Collection[str] = _option(
        "Leave out or swap what does not suit it, such as knee-pain; may be repeated.",
        empty=(),
        flag="--condition",
        metavar="ID",
    )
    seed: int = _option(
        "Another number, other phrases.",
        0,
        flag="--seed",
        setting="seed",
        metavar="N",
        least=0,
        most=2**32 - 1,
    )
    tones: Tones | None = _of_coach(
        "tones",
        "Whether tones are explained in a few words where they first occur.",
        "plain",
        "[as you need it](#explained-tones)",
    )
    voice: str | None = _option(
        "Such as pyttsx3:en-us+Annie; `estimate` says nothing and needs no engine.",
        flag="--voice",
        setting="voice",
        metavar="ENGINE[:NAME]",
        usually="the best one that is here",
    )
    start_at: int = _option(
        "Begin with this item, as `voiceguide show` numbers them.",
        1,
        flag="--from",
        metavar="N",
        least=1,
    )
    minutes: int | None = _option(
        "Fit the session into the time you have; never at more than your level.",
        flag="--minutes",
        metavar="N",
        least=1,
        most=180,
    )
    asked: bool = _option(
        "A professional was asked about what your conditions need.", empty=False, flag="--asked"
    )
    unnamed: Collection[str] = _option("Those of the conditions that nothing names.", empty=())
    places: Mapping[str, int] = field(default_factory=dict)
    """Progress: exercise to its place in the range, 0 to 4 quarters."""
    ready_by: ReadyBy | None = None
    """What the person can say "ready" with in this session; None where nobody leads it."""
    breath_in_ms: Ms = _option(
        "A breath in (3 s).", empty=Ms(3000), of_voice="breath_in", least=1000, most=20_000
    )
    breath_out_ms: Ms = _option(
        "A breath out (4 s).", empty=Ms(4000), of_voice="breath_out", least=1000, most=20_000
    )
    volume_percent: int = _option(
        "Percent, of voice and tones together.",
        100,
        flag="--volume",
        setting="volume",
        metavar="10-150",
        least=10,
        most=150,
    )
    tones_percent: int = _option(
        "Percent, of the tones beside the voice; 50 is 6 dB less.",
        100,
        setting="tones_volume",
        least=0,
        most=100,
    )
    output: str = _option(
        "Where the sound goes.",
        "auto",
        flag="--output",
        setting="output",
        words=("auto", *OUTPUTS),
        added="outputs",
    )
    screen: ScreenName | None = _option(
        "How a session is shown; `quiet` for screen readers.",
        flag="--screen",
        setting="screen",
        usually="rich at a terminal, else lines",
    )
    progress: bool = _option(
        "Let exercises grow with your good sessions.",
        empty=False,
        flag="--progress",
        setting="progress",
    )
    less_talk: bool = _option(
        "Brief words once all exercises of a session are familiar.",
        empty=False,
        setting="less_talk",
    )
    remotes: tuple[str, ...] = _option(
        "What installed packages add to give commands to a session, such as a pedal; "
        "see [adding to voiceguide](extensions.md).",
        empty=(),
        setting="remotes",
        added="remotes",
        usually="empty",
    )
    pause_on_new_output: bool = _option(
        "Pause where the sound suddenly comes out of another output, as when a headset goes.",
        empty=False,
        setting="pause_on_new_output",
    )
    keep_output_awake: bool = _option(
        "A very soft sound (−66 dB) in long silences, for headsets that fall asleep in them; "
        "never in an export.",
        empty=False,
        setting="keep_output_awake",
    )
    say_as: Mapping[str, str] = declare(
        Option(
            "Words that the voice gets wrong, and how they are written so that they sound right, "
            "in all that is said; each begins with a letter.",
            setting="say_as",
            usually="empty",
        ),
        factory=dict,
    )
    wait: bool = _option("Wait for you at every change of position.", empty=False, flag="--wait")
    music: Path | None = _option(
        "Under the voice, over and over; a folder is played by name.",
        flag="--music",
        metavar="FILE|FOLDER",
    )
    music_percent: int = _option(
        "Of the music; at 100 it is as loud as the voice.",
        40,
        flag="--music-volume",
        metavar="PERCENT",
        least=0,
        most=100,
    )
    yes: bool = _option(
        "Answer every question with yes.", empty=False, flag="--yes", short_flag="-y"
    )
    anyway: bool = _option(
        "Play on a day off, or a third time in a day.", empty=False, flag="--anyway"
    )
    pain: int | None = _option(
        "Your pain now; 0 is no pain, 10 the worst you can imagine.",
        flag="--pain",
        metavar="0-10",
        least=0,
        most=10,
    )

    def said(self) -> dict[str, Any]:
        """What the layer says, by the names of the fields."""
        return {
            name: value
            for name in field_names(self)
            if (value := getattr(self, name)) != getattr(_NOTHING, name)
        }

    def shaping(self) -> dict[str, Any]:
        """What the layer says of the session itself."""
        return {name: value for name, value in self.said().items() if name in SHAPING}

    def of_playing(self) -> SessionOptions:
        """What it says of how the session is played."""
        said = self.said()
        return SessionOptions(**{name: said[name] for name in said.keys() - {*SHAPING}})

    def over(self, lower: SessionOptions) -> SessionOptions:
        """What this layer says, and else what the lower one does."""
        return replace(lower, **self.said())

    @property
    def named_conditions(self) -> tuple[str, ...]:
        """The conditions that may be written down, sorted."""
        return tuple(sorted({*self.conditions} - {*self.unnamed}))

    def written(self) -> SessionOptions:
        """What a timeline tells of them, and so everybody who is given it."""
        told = {name: getattr(self, name) for name in WRITTEN}
        told |= {"conditions": self.named_conditions}
        return SessionOptions(**told, tones="explained" if self.tones == "explained" else None)

    def with_tones(self, tones: Tones, below: SessionOptions) -> SessionOptions:
        """This layer with `tones`, where neither it nor what lies `below` says them."""
        return self if self.over(below).tones else replace(self, tones=tones)


_NOTHING = SessionOptions()


@cache
def declared() -> Mapping[str, tuple[Any, Option]]:
    """The type of every option that a person may say, and its declaration, by its field."""
    types = get_type_hints(SessionOptions)
    return {
        name: (types[name], replace(option, words=option.words or words_in(types[name])))
        for name, option in declarations(SessionOptions).items()
    }


def words_in(type_: Any) -> tuple[str, ...]:
    """The words that a type allows; none where it is no choice of words."""
    parts = get_args(type_)
    if parts and all(isinstance(part, str) for part in parts):
        return parts
    return next((words for part in parts if (words := words_in(part))), ())


BUILT_IN = SessionOptions(
    **{name: option.usual for name, (_, option) in declared().items() if option.usual is not None}
)
"""What holds where nobody says otherwise."""


def decided(*layers: SessionOptions) -> SessionOptions:
    """The layers over each other, the first one on top, and `BUILT_IN` below them."""
    options = BUILT_IN
    for layer in reversed(layers):
        options = layer.over(options)
    return options
