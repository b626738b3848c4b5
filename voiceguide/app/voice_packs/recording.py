"""Leads a person through the lines of a pack with a microphone: prompt, record, hear, keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct, field

from voiceguide.app.voice_packs.lines_to_read import LineToRead
from voiceguide.errors import NoMicrophone, VoiceguideError
from voiceguide.playback.microphone import Microphone, remedy
from voiceguide.speech.recordings.line_names import line_words
from voiceguide.speech.recordings.pack_making import keep_recording
from voiceguide.speech.recordings.take import (
    Listening,
    TakeFault,
    faults_of,
    look_at,
    trimmed_take,
    window_levels,
)
from voiceguide.speech.recordings.voice_pack import VoicePack
from voiceguide.text import count_of
from voiceguide.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from voiceguide.audio.clip import Clip, Samples

TRIES = 3
"""Without hands a line is asked for so often."""
LEFT_OUT_BLOCKS = 3
"""At the beginning of a take: what a room still has of the tone. Nobody speaks so soon."""
GAP = TakeFault("cut", "The computer was too busy, and lost a part of it.", "Close other programs.")

RECORD = {"r": "record", "p": "hear the prompt", "s": "skip", "b": "back", "q": "end"}
"""What may be typed before a take."""


class RecordingDesk(Protocol):
    """The person's side: what they see, type and hear."""

    def tell(self, text: str) -> None:
        """Show a message."""

    def show_line(self, line: LineToRead, number: int, of: int) -> None:
        """Show the line that is to be read, and how far it is."""

    def meter(self, level_dbfs: float | None) -> None:
        """Show how loud it is; None where nothing is recorded any more."""

    def asked(self, choices: Mapping[str, str], usual: str) -> str:
        """The letter of the choice that is typed; `usual` for Enter alone. Raises Interrupted."""

    def speak(self, text: str) -> None:
        """Say a text aloud, and come back when it was heard. Raises NoVoice, NoSoundOutput."""

    def play(self, clip: Clip) -> None:
        """Have a recording heard. Raises NoSoundOutput."""

    def tone(self, name: str) -> None:
        """Sound a tone, and come back when it was heard. Raises NoSoundOutput."""


class Take(Struct, frozen=True, eq=False):
    """What was recorded for a line, trimmed, and what is wrong with it."""

    samples: Samples
    faults: Sequence[TakeFault]


class RecordingSession(Struct):
    """Records lines into a pack, one after the other. `kept` counts what was kept."""

    pack: VoicePack
    lines: Sequence[LineToRead]
    microphone: Microphone
    desk: RecordingDesk
    language: str
    kept: set[str] = field(default_factory=set)
    skipped: set[str] = field(default_factory=set)

    def lead(self) -> None:
        """Ask before each line and after it. Raises NoMicrophone, DiskProblem, Interrupted."""
        number = 0
        while number < len(self.lines):
            line = self.lines[number]
            self.desk.show_line(line, number + 1, len(self.lines))
            step = self._line(line)
            if step is None:
                return
            number = max(0, number + step)

    def lead_without_hands(self, *, aloud: bool) -> None:
        """Begin each line at a tone, keep what is good, ask again for what is not.

        With `aloud` each line is said first. Raises NoMicrophone, DiskProblem, NoSoundOutput.
        """
        for number, line in enumerate(self.lines, 1):
            self.desk.show_line(line, number, len(self.lines))
            if aloud:
                self.desk.speak(line.text)
            if not self._tried(line):
                self.skipped.add(line.file)
                self.desk.tell(f"Left for later: {line.text}")

    @property
    def summary(self) -> str:
        """What was kept, and what is still to do."""
        left = len(self.lines) - len(self.kept)
        rest = f"; {count_of(left, 'line')} left: the same command goes on" if left else ""
        return f"{count_of(len(self.kept), 'line')} kept in {self.pack.folder}{rest}."

    # With hands

    def _line(self, line: LineToRead) -> int | None:
        """One line until the person goes on; by how many lines, None for the end."""
        while True:
            match self.desk.asked(RECORD, "r"):
                case "p":
                    self._aloud(line.text)
                case "s":
                    self.skipped.add(line.file)
                    return 1
                case "b":
                    return -1
                case "q":
                    return None
                case _:
                    step = self._after(line, self.take(line))
                    if step != 0:
                        return step

    def _after(self, line: LineToRead, take: Take) -> int | None:
        """What becomes of a take: on by so many lines, 0 to record it again, None for the end."""
        for fault in take.faults:
            self.desk.tell(f"{fault.message} {fault.remedy}")
        silent = any(fault.kind == "silent" for fault in take.faults)
        choices = {"k": "keep", "a": "again", "h": "hear it", "s": "skip", "b": "back", "q": "end"}
        if silent:
            del choices["k"], choices["h"]
        usual = "a" if take.faults else "k"
        while True:
            match self.desk.asked(choices, usual):
                case "k":
                    self._keep(line, take)
                    return 1
                case "h":
                    self._heard(take)
                case "s":
                    self.skipped.add(line.file)
                    return 1
                case "b":
                    return -1
                case "q":
                    return None
                case _:
                    return 0

    def _aloud(self, text: str) -> None:
        try:
            self.desk.speak(text)
        except VoiceguideError as problem:  # it is a help, and stands on the screen
            self.desk.tell(str(problem))

    def _heard(self, take: Take) -> None:
        from voiceguide.speech.normalise import normalised

        clip = normalised(take.samples, SAMPLE_RATE_HZ)
        if clip is None:
            self.desk.tell("There is nothing to hear in it.")
            return
        try:
            self.desk.play(clip)
        except VoiceguideError as problem:
            self.desk.tell(str(problem))

    # Without hands

    def _tried(self, line: LineToRead) -> bool:
        """Whether a good take of a line was kept."""
        silent = 0
        for left in reversed(range(TRIES)):
            self.desk.tone("start")
            self.desk.tell("Speak now.")
            take = self.take(line)
            if not take.faults:
                self._keep(line, take)
                self.desk.tell("Kept.")
                return True
            fault = take.faults[0]
            silent += fault.kind == "silent"
            self.desk.tell(f"{fault.message} {fault.remedy}")
            again = " Once more, please." if left else " We go on with the next one."
            if silent < TRIES:
                self.desk.speak(f"{fault.message} {fault.remedy}{again}")
        if silent == TRIES:
            raise NoMicrophone(
                f"nothing was heard from the microphone, {TRIES} times in a row", hint=remedy()
            )
        return False

    # A take

    def take(self, line: LineToRead) -> Take:
        """Record until the person has ended. Raises NoMicrophone."""
        import numpy as np

        words = len(line.text.split())
        listening = Listening(words)
        blocks: list[Samples] = []
        heard = self.microphone.listen()
        gaps = self.microphone.gaps
        try:
            for number, block in enumerate(heard):
                if number < LEFT_OUT_BLOCKS:
                    continue
                blocks.append(block)
                self.desk.meter(float(window_levels(block, SAMPLE_RATE_HZ).max()))
                if listening.is_over(block, SAMPLE_RATE_HZ):
                    break
        finally:
            self.desk.meter(None)
        samples = trimmed_take(np.concatenate(blocks), SAMPLE_RATE_HZ)
        faults = faults_of(look_at(samples, SAMPLE_RATE_HZ), words)
        if self.microphone.gaps > gaps:
            faults.insert(0, GAP)
        return Take(samples, faults)

    def _keep(self, line: LineToRead, take: Take) -> None:
        words = line_words(line.text, self.language)
        self.pack = keep_recording(self.pack, words, take.samples)
        self.kept.add(line.file)
        self.skipped.discard(line.file)


def still_to_read(
    pack: VoicePack, lines: Sequence[LineToRead], language: str, *, again: bool
) -> list[LineToRead]:
    """The lines that are not recorded yet; with `again` all of them."""
    return [
        line for line in lines if again or pack.file_for(line_words(line.text, language)) is None
    ]
