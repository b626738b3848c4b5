"""What was heard of spoken lines, against what was said: words, alignment, classes of words.

Pure functions; `scripts/hear` uses them on what a recogniser writes down.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from voiceguide.phrases.numbers_en import cardinal, ordinal
from voiceguide.phrases.spoken import spoken_form

LARGEST_NUMBER = 999_999

SPELLINGS = {
    "ok": "okay",
    "alright": "all right",
    "grey": "gray",
    "centre": "center",
    "centred": "centered",
    "colour": "color",
    "metre": "meter",
    "metres": "meters",
}
"""Words of two spellings, and the one that is compared."""

SAME_SOUND = (
    "to too two", "for four fore", "one won", "eight ate", "right write rite", "in inn",
    "there their theyre", "your youre", "you u", "are r", "here hear", "no know", "not knot",
    "by buy bye", "our hour", "be bee", "see sea", "so sew", "son sun", "new knew", "hi high",
    "which witch", "where wear", "through threw", "whole hole", "week weak", "way weigh",
    "weight wait", "weights waits", "heel heal", "toe tow", "toes tows", "sole soul",
    "soles souls", "waist waste", "feet feat", "knees nees", "mat matt matte", "roll role",
    "straight strait", "peace piece", "pause paws", "read reed", "need knead", "rest wrest",
    "wrap rap", "flex flecks", "tide tied", "side sighed", "ball bawl", "plain plane", "bear bare",
)  # fmt: skip
"""Words that no ear can tell apart; a recogniser guesses how they are written."""

_SOUND = {word: group.split()[0] for group in SAME_SOUND for word in group.split()}

_VALUES = {
    **{cardinal(number): number for number in (*range(20), *range(20, 100, 10))},
    **{ordinal(number): number for number in range(1, 21)},
    "hundred": 100,
    "once": 1,
    "twice": 2,
}
NUMBERS = frozenset(_VALUES)
CLASSES: Mapping[str, frozenset[str]] = {
    **{word: frozenset((word,)) for word in ("left", "right", "in", "out", "up", "down")},
    "numbers": NUMBERS,
}
"""Words that a listener acts on, by the name of their class."""
GROUPS = (frozenset(("left", "right")), frozenset(("in", "out", "up", "down")), NUMBERS)
"""Within a group one word heard as another makes a listener do something else."""

_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(st|nd|rd|th)?")
_SIGNS = {"’": "'", "‘": "'", "%": " percent", "°": " degrees", "&": " and ", "½": " one half "}
_NO_SPEECH = re.compile(r"\[[^\]]*\]|\([^)]*\)|\*[^*]*\*|♪")
"""What a recogniser writes for music and noise."""
_CRIES = frozenset(("ah", "hm", "hmm", "huh", "mm", "oh", "ooh", "oooh", "uh", "whoa", "woah"))
"""And what for tones; no coach says them."""


def words(text: str) -> tuple[str, ...]:
    """Small letters, numbers in words, one spelling; nothing else: "Set 2!" is ("set", "two")."""
    return tuple(word for _, its_words in written_words(text) for word in its_words)


def said_words(text: str) -> tuple[str, ...]:
    """The words of a line as a voice is given it."""
    return words(spoken_form(text, "en"))


def written_words(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each piece between blanks as it is written, and its words: "20-second" has two."""
    for piece in _NO_SPEECH.sub(" ", text).split():
        if found := tuple(_words_of(piece)):
            yield piece, found


def _words_of(piece: str) -> Iterator[str]:
    text = piece
    for sign, said in _SIGNS.items():
        text = text.replace(sign, said)
    text = _NUMBER.sub(_in_words, unicodedata.normalize("NFKD", text.lower()))
    text = "".join(each for each in text if not unicodedata.combining(each))
    for word in re.findall(r"[a-z']+", text):
        plain = word.replace("'", "")
        if plain and plain not in _CRIES:
            yield from SPELLINGS.get(plain, plain).split()


def _in_words(found: re.Match[str]) -> str:
    digits = found[1].replace(",", "")
    if int(digits) > LARGEST_NUMBER:
        return " ".join(("", *(cardinal(int(digit)) for digit in digits), ""))
    return f" {(ordinal if found[2] else cardinal)(int(digits))} "


def sound_alike(one: str, other: str) -> bool:
    """Whether two words are one to the ear: "two" and "to"."""
    return _SOUND.get(one, one) == _SOUND.get(other, other)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an alignment: places of what was said, and of what was heard for it.

    Both have a place or two where they are the `same` ("half way" and "halfway"); else at most
    one each: lost words have none that was heard, invented ones none that was said.
    """

    said: range
    heard: range
    same: bool


_ERROR = 1_000_000
_OTHER_WORD = 100
"""Among alignments with equally many errors: like words stand beside each other."""
_CONFUSED = 500
"""And a left is not paired with a right where it may as well be lost."""


def align(said: Sequence[str], heard: Sequence[str]) -> list[Step]:
    """The alignment with the fewest words that were lost, invented or heard as others."""
    costs = [[0] * (len(heard) + 1) for _ in range(len(said) + 1)]
    came = [[(0, 0)] * (len(heard) + 1) for _ in range(len(said) + 1)]
    for i in range(len(said) + 1):
        for j in range(len(heard) + 1):
            if i == j == 0:
                continue
            costs[i][j], came[i][j] = min(
                (costs[i - back][j - along] + cost, (back, along))
                for back, along, cost in _moves(said, heard, i, j)
            )
    steps = []
    i, j = len(said), len(heard)
    while i or j:
        back, along = came[i][j]
        one = (back, along) == (1, 1) and sound_alike(said[i - 1], heard[j - 1])
        steps.append(Step(range(i - back, i), range(j - along, j), one or back + along == 3))
        i, j = i - back, j - along
    return steps[::-1]


def _moves(
    said: Sequence[str], heard: Sequence[str], i: int, j: int
) -> Iterator[tuple[int, int, int]]:
    """How many words of both may be the last step up to these places, and what it costs."""
    if i and j:
        one, other = said[i - 1], heard[j - 1]
        yield 1, 1, 0 if sound_alike(one, other) else _ERROR + _unlike(one, other)
        if i > 1 and said[i - 2] + one == other:
            yield 2, 1, 0
        if j > 1 and heard[j - 2] + other == one:
            yield 1, 2, 0
    if i:
        yield 1, 0, _ERROR
    if j:
        yield 0, 1, _ERROR


def _unlike(one: str, other: str) -> int:
    if confused(one, other):
        return _CONFUSED
    letters, others = set(one), set(other)
    return _OTHER_WORD - _OTHER_WORD * len(letters & others) // len(letters | others)


def confused(said: str, heard: str) -> bool:
    """Whether one word of a group sounds like another one of it: "left" and "right".

    "Sixth" and "six" are one number.
    """
    if sound_alike(said, heard) or same_number(said, heard):
        return False
    sound = _SOUND.get(heard, heard)
    return any(said in group and sound in _sounds_of(group) for group in GROUPS)


@cache
def _sounds_of(group: frozenset[str]) -> frozenset[str]:
    return frozenset(_SOUND.get(word, word) for word in group)


def same_number(said: str, heard: str) -> bool:
    """Whether both are a number, and the same one."""
    return said in _VALUES and _VALUES[said] == _VALUES.get(heard)


@dataclass(frozen=True, slots=True)
class Pair:
    """What was said, and what was heard of it; either may be nothing."""

    said: tuple[str, ...]
    heard: tuple[str, ...]
    same: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """A line that was said, and what was heard of it; `text` as the recogniser wrote it."""

    said: str
    text: str
    pairs: tuple[Pair, ...]

    @property
    def score(self) -> Score:
        return Score.of(self.pairs)


@dataclass(frozen=True, slots=True)
class Score:
    """Words that were said, and those that were heard as others, lost and invented."""

    words: int = 0
    substituted: int = 0
    deleted: int = 0
    inserted: int = 0

    @classmethod
    def of(cls, pairs: Iterable[Pair]) -> Score:
        count = cls()
        for pair in pairs:
            wrong = not pair.same
            count += cls(
                len(pair.said),
                bool(wrong and pair.said and pair.heard),
                bool(wrong and not pair.heard),
                bool(wrong and not pair.said),
            )
        return count

    def __add__(self, other: Score) -> Score:
        return Score(
            self.words + other.words,
            self.substituted + other.substituted,
            self.deleted + other.deleted,
            self.inserted + other.inserted,
        )

    @property
    def wrong(self) -> int:
        return self.substituted + self.deleted + self.inserted

    @property
    def percent(self) -> float:
        """Words wrong of a hundred; more than a hundred where many were invented."""
        return 100 * self.wrong / self.words if self.words else 0.0


def heard_lines(lines: Sequence[str], text: str) -> list[Heard]:
    """What was heard of each line of a piece of sound, `text` being all that was heard of it.

    A word that was invented between two lines belongs to the first, but to the second where a
    sentence was heard to end before it.
    """
    said: list[str] = []
    owners: list[int] = []
    for number, line in enumerate(lines):
        found = said_words(line)
        said += found
        owners += [number] * len(found)
    pieces = list(written_words(text))
    heard = [word for _, its_words in pieces for word in its_words]
    steps = align(said, heard)
    pairs: list[list[Pair]] = [[] for _ in lines]
    owner_of_heard: dict[int, int] = {}
    starts = _sentence_starts(pieces)
    owner = owners[0] if owners else 0
    for number, step in enumerate(steps):
        if step.said:
            owner = owners[step.said[0]]
        elif step.heard[0] in starts:
            owner = next((owners[each.said[0]] for each in steps[number:] if each.said), owner)
        owner_of_heard.update(dict.fromkeys(step.heard, owner))
        if lines:
            pair = Pair(
                tuple(said[place] for place in step.said),
                tuple(heard[place] for place in step.heard),
                step.same,
            )
            pairs[owner].append(pair)
    texts: list[list[str]] = [[] for _ in lines]
    place = 0
    for piece, its_words in pieces:
        if lines:
            texts[owner_of_heard[place]].append(piece)
        place += len(its_words)
    return [
        Heard(line, " ".join(text), tuple(its_pairs))
        for line, text, its_pairs in zip(lines, texts, pairs, strict=True)
    ]


def _sentence_starts(pieces: Sequence[tuple[str, tuple[str, ...]]]) -> set[int]:
    """Places of the words that follow a full stop or its like, as they were heard."""
    starts, place, ended = set(), 0, False
    for piece, its_words in pieces:
        if ended:
            starts.add(place)
        ended = piece.rstrip("\"'”").endswith((".", "?", "!"))
        place += len(its_words)
    return starts


@dataclass(frozen=True, slots=True)
class ClassCount:
    """How often words of a class were said, lost, heard as another of their group, and invented."""

    said: int = 0
    lost: int = 0
    as_another: int = 0
    unsaid: int = 0

    def __add__(self, other: ClassCount) -> ClassCount:
        return ClassCount(
            self.said + other.said,
            self.lost + other.lost,
            self.as_another + other.as_another,
            self.unsaid + other.unsaid,
        )


def class_counts(pairs: Iterable[Pair]) -> dict[str, ClassCount]:
    """The count of every class of words that a listener acts on."""
    counts = dict.fromkeys(CLASSES, ClassCount())
    for pair in pairs:
        heard = pair.heard[0] if pair.heard else ""
        for name, its_words in CLASSES.items():
            for word in pair.said:
                if word in its_words:
                    another = not pair.same and confused(word, heard)
                    lost = not pair.same and not another and not same_number(word, heard)
                    counts[name] += ClassCount(1, lost, another)
            counts[name] += ClassCount(unsaid=bool(heard in its_words and is_unsaid(pair)))
    return counts


def is_confusion(pair: Pair) -> bool:
    """Whether a word of a class was heard as another of its group."""
    return not pair.same and any(
        confused(word, heard) for word in pair.said for heard in pair.heard
    )


def is_unsaid(pair: Pair) -> bool:
    """Whether a word of a class was heard where nothing of its group was said: "lift" as "left"."""
    return (
        not pair.same
        and not is_confusion(pair)
        and not any(same_number(word, heard) for word in pair.said for heard in pair.heard)
        and any(heard in its_words for heard in pair.heard for its_words in CLASSES.values())
    )
