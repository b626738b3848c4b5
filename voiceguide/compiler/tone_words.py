"""What the tones mean, said where each occurs first (docs/laws-of-time.md#tones-explained)."""

from __future__ import annotations

from msgspec import Struct, field

from voiceguide.compiler.pass_words import SpokenLine
from voiceguide.compiler.track import Track

MOVEMENTS = frozenset({"fade", "fade_downward"})
"""What the tones of movements mean: one of these at a time."""


class ToneWords(Struct):
    """Explains each tone once in a session, if the person does not know them yet.

    What the tones of movements mean is told again where it is not what it was before.

    `known` are the names of those that were explained before, as in the phrases' table "tones",
    and of what else is told once.
    """

    track: Track
    known: frozenset[str]
    _said: set[str] = field(default_factory=set)

    def of(self, *names: str) -> list[SpokenLine]:
        """The lines for these, as far as they were not said yet."""
        context = self.track.context
        if context.options.tones != "explained":
            return []
        return [
            SpokenLine(context.phrases.get(f"tones.{self._changed(name)}"), "note")
            for name in names
            if name not in self.explained
        ]

    def _changed(self, name: str) -> str:
        """The phrase for a tone, from which on it is explained."""
        before = self.explained & MOVEMENTS - {name} if name in MOVEMENTS else frozenset()
        self.known, self._said = self.known - before, self._said - before | {name}
        return f"{name}_now" if before else name

    def once(self, name: str) -> list[SpokenLine]:
        """A phrase that is said once in a session, whatever the person knows."""
        if name in self.explained:
            return []
        self._said.add(name)
        return [SpokenLine(self.track.context.phrases.get(name), "note")]

    @property
    def explained(self) -> frozenset[str]:
        """All that were explained by now."""
        return self.known | self._said
