"""Which words of a session are the routine's own, so that its `say_as` holds for them alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from voiceguide.phrases.phrases import Phrases, capital, phrases_of, sentence
from voiceguide.phrases.say_as import Spelling
from voiceguide.routine.figure_model import Figure
from voiceguide.routine.library import Library
from voiceguide.routine.model import Advice, Do, Exercise, GiveAdvice, Group, Item, Routine, Step
from voiceguide.routine.routine_file import leaves
from voiceguide.structs import field_names


def spelling(routine: Routine, library: Library, words: Mapping[str, str]) -> Spelling:
    """How the texts of a routine's session are written for the voice; `words` are the person's."""
    if not routine.say_as:
        return Spelling(words)
    phrases = phrases_of(routine.language)
    used = tuple(_used(routine, library))
    beside = tuple(value for value, is_beside in used if is_beside)
    others = tuple(value for value, is_beside in used if not is_beside)
    positions = library.positions
    of_library = (library.safety, library.equipment, positions.positions, positions.leaving)
    coach = frozenset(
        line.casefold()
        for text in (*phrases.fixed(), *_texts((of_library, others)))
        for line in _forms(text, phrases)
    )
    own = (routine.name, routine.opening.say, routine.closing.say, routine.items, beside)
    lines = frozenset(line for text in _texts(own) for line in _forms(text, phrases))
    own_names = (*_names(routine), *(each.name for each in beside if isinstance(each, Exercise)))
    names = [name for name in own_names if name.casefold() not in coach]
    return Spelling(
        words,
        {**words, **routine.say_as},
        lines,
        coach,
        (*_heads(names, phrases), *_feelings(beside, phrases)),
        phrases.after_names(),
    )


def _forms(text: str, phrases: Phrases) -> Iterator[str]:
    """A written text as it may be heard: of each side, as a sentence."""
    for side in (None, "left", "right"):
        line = phrases.with_sides(text, side)
        yield from (line, capital(line), sentence(line), capital(sentence(line)))


def _texts(value: object) -> Iterator[str]:
    """All text in what an author wrote."""
    if isinstance(value, Figure):  # never spoken
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, Struct):
        for name in field_names(value):
            yield from _texts(getattr(value, name))


def _used(routine: Routine, library: Library) -> Iterator[tuple[Exercise | Advice, bool]]:
    """The exercises and advice of a session, and whether each lies beside the routine."""
    wanted = [item.do for item in leaves(routine.items) if isinstance(item, Do)]
    known: set[str] = set()
    while wanted:
        id = wanted.pop()
        if id not in known:
            known.add(id)
            exercise = library.exercise(id)
            yield exercise, library.lies_beside("exercise", id, routine.id)
            wanted += [exercise.swap] if exercise.swap else []
    for item in leaves(routine.items):
        if isinstance(item, GiveAdvice):
            beside = library.lies_beside("advice", item.advice, routine.id)
            yield library.advice(item.advice), beside


def _names(routine: Routine) -> Iterator[str]:
    def inside(items: Iterable[Item]) -> Iterator[str]:
        for item in items:
            if isinstance(item, Step | Group):
                yield item.name
            if isinstance(item, Group):
                yield from inside(item.items)

    yield routine.name
    yield from inside(routine.items)


def _feelings(beside: Iterable[object], phrases: Phrases) -> Iterator[tuple[str, str]]:
    """What an exercise should feel like, with what the coach says before it."""
    before = phrases.get("session.feel", feel="\0").partition("\0")[0]
    for each in beside:
        if isinstance(each, Exercise) and each.feel:
            yield from ((before, form) for form in _forms(each.feel, phrases))


def _heads(names: Iterable[str], phrases: Phrases) -> Iterator[tuple[str, str]]:
    """Each name as the coach says it, with what stands before it; the longest first."""
    heads = {
        (before, form)
        for name in names
        for form in (name, capital(name), phrases.inside_sentence(name))
        for before in phrases.before_names()
    }
    yield from sorted(heads, key=lambda head: (-sum(map(len, head)), head))
