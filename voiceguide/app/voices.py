"""What speaks here, and what can be had: listing, choosing and removing voices."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from voiceguide.app.context import AppContext
from voiceguide.app.listing import Facts, Listing
from voiceguide.errors import Missing, UsageError, did_you_mean
from voiceguide.phrases.languages import base_language, language_of
from voiceguide.speech import added_voices, voice_store
from voiceguide.speech.added_voices import (
    AddedVoice,
    best_voice,
    chosen_voices,
    how_to_install,
    is_installed,
)
from voiceguide.speech.voice import DEFAULT_ENGINE, VoiceChoice, engines, list_voices
from voiceguide.speech.voice_catalogue import CatalogueVoice, catalogue
from voiceguide.text import clean, file_size, quoted

if TYPE_CHECKING:
    from voiceguide.settings import Folders

SYSTEM = "system"
"""What `use` is given to go back to the system's voice."""
USUAL_LANGUAGE = "en"
CHOICE_PATIENCE_S = 5.0
"""A choice is written in a moment; so long another may take."""


def voice_listing() -> Listing:
    """The voices of every engine that runs, and those that can be added.

    What is missing is told and hides no other.
    """
    notes = (
        "Use one with: voiceguide play morning --voice VOICE",
        "or from now on with: voiceguide voices use NAME",
        *(
            f"The download of {name} broke off: `voiceguide voices add {name}` goes on with it."
            for name in voice_store.unfinished_downloads()
        ),
    )
    listing = Listing(notes=notes)
    added = {voice.spec: voice for voice in added_voices.added_voices()}
    speaking = _speaking(added.values())
    for engine in engines():
        try:
            choices = list_voices(engine)
        except Missing as error:
            listing.problems.append(f"no voices of {engine}: {error}")
            continue
        for choice in choices:
            spec = engine if choice.name == engine else f"{engine}:{choice.name}"
            _tell(listing, spec, choice, added.pop(spec, None), speaking)
    for spec, voice in added.items():
        choice = VoiceChoice(voice.name, voice.language, None)
        _tell(listing, spec, choice, voice, speaking, mute=not is_installed(voice.engine))
    for offer in _offers():
        _tell_offer(listing, offer)
    listing.problems.extend(
        f"{folder} is no whole voice\n  hint: voiceguide voices remove {folder.name}"
        for folder in added_voices.damaged_voices()
    )
    return listing


def _speaking(added: Iterable[AddedVoice]) -> dict[str, list[str]]:
    """The voices that speak where nobody asks for one, each with its languages."""
    languages = {base_language(voice.language) for voice in added} | chosen_voices().keys()
    found: dict[str, list[str]] = {}
    for language in sorted(languages):
        if (spec := best_voice(language)) is not None:
            found.setdefault(spec, []).append(language)
    return found


def _tell(
    listing: Listing,
    spec: str,
    choice: VoiceChoice,
    added: AddedVoice | None,
    speaking: Mapping[str, list[str]],
    *,
    mute: bool = False,
) -> None:
    size = voice_store.size_of(added.folder) if added else None
    quality, licence = (added.quality, added.licence) if added else ("", "")
    speaks = speaking.get(spec, [])
    remarks = [f"speaks {', '.join(speaks)}"] if speaks else []
    if added is not None and size is not None:
        remarks.append(f"added, {file_size(size)}")
    if licence:
        remarks.append(licence)
    if mute and added is not None:
        remarks.append(f"cannot speak yet: {how_to_install(added.engine)}")
    listing.entries.append(
        _facts(spec, choice.language, choice.gender, quality, licence, size)
        | {"here": not mute, "speaks": speaks}
    )
    cells = (spec, choice.language or "", choice.gender or "", quality, "; ".join(remarks))
    listing.rows.append(cells)


def _tell_offer(listing: Listing, offer: CatalogueVoice) -> None:
    listing.entries.append(
        _facts(offer.spec, offer.language, offer.gender, offer.quality, offer.licence, offer.size)
        | {"here": False, "speaks": [], "add": f"voiceguide voices add {offer.name}"}
    )
    remarks = (f"{file_size(offer.size)}", offer.licence, f"voiceguide voices add {offer.name}")
    cells = (offer.spec, offer.language, offer.gender, offer.quality, "; ".join(remarks))
    listing.rows.append(cells)


def _facts(
    spec: str,
    language: str | None,
    gender: str | None,
    quality: str,
    licence: str,
    size: int | None,
) -> Facts:
    return {
        "voice": spec,
        "language": language,
        "gender": gender or None,
        "quality": quality or None,
        "licence": licence or None,
        "size_bytes": size,
    }


def _offers() -> list[CatalogueVoice]:
    """What can be added by name, and is not here."""
    here = {voice.spec.lower() for voice in added_voices.added_voices()}
    return [offer for offer in catalogue().values() if offer.spec.lower() not in here]


class MeantVoice(Struct, frozen=True):
    """The voice that somebody's word for it means."""

    spec: str
    """As `--voice` takes it."""
    language: str | None


def meant_voice(name: str) -> MeantVoice:
    """The voice of a name, in whatever letters, with or without its engine.

    Raises UsageError for one that is not here, NoVoice where its engine cannot run.
    """
    wanted = name.lower()
    added = added_voices.added_voices()
    found = [voice for voice in added if wanted in (voice.name.lower(), voice.spec.lower())]
    if len(found) > 1:
        specs = ", ".join(voice.spec for voice in found)
        raise UsageError(f"{quoted(name)} are several voices", hint=f"name one: {specs}")
    if found:
        return MeantVoice(found[0].spec, found[0].language)
    for offer in _offers():
        if wanted in (offer.name.lower(), offer.spec.lower()):
            raise UsageError(
                f"the voice '{offer.name}' is not here yet",
                hint=f"get it first: voiceguide voices add {offer.name}",
            )
    return _of_engines(name)


def _of_engines(name: str) -> MeantVoice:
    """A voice that an engine has by itself; a name without its engine is looked for in all."""
    engine, _, rest = name.partition(":")
    asked = [engine] if engine in engines() else engines()
    if engine in engines() and not rest:
        best = added_voices.best_added(engine, USUAL_LANGUAGE)
        return MeantVoice(f"{engine}:{best}" if best else engine, None)
    wanted = (rest if engine in engines() else name).lower()
    known: list[str] = []
    for each in asked:
        try:
            choices = list_voices(each)
        except Missing:
            if asked == [engine]:
                raise
            continue
        if (found := _among(choices, wanted)) is not None:
            return MeantVoice(f"{each}:{found.name}", found.language)
        known += [choice.name for choice in choices]
    known += [voice.name for voice in added_voices.added_voices()]
    known += list(catalogue())
    raise UsageError(
        f"there is no voice {quoted(name)}",
        hint=did_you_mean(wanted, known) or "see them with: voiceguide voices list",
    )


def _among(choices: list[VoiceChoice], wanted: str) -> VoiceChoice | None:
    """The choice of a name; a variant, as in en-us+Annie, is a voice and what is added to it."""
    by_name = {choice.name.lower(): choice for choice in choices}
    if wanted in by_name:
        return by_name[wanted]
    voice, plus, variant = wanted.partition("+")
    if plus and voice in by_name and f"+{variant}" in by_name:
        base = by_name[voice]
        return VoiceChoice(f"{base.name}{by_name[f'+{variant}'].name}", base.language, None)
    return None


def use_voice(name: str, language: str | None, folders: Folders) -> str:
    """Choose a voice for its language, or another one, and say so; it must be able to speak.

    Raises UsageError, NoVoice, DiskProblem.
    """
    if name.lower() == SYSTEM:
        spoken = _known_language(language or USUAL_LANGUAGE)
        with alone_with_choices():
            added_voices.choose_voice(spoken, DEFAULT_ENGINE)
        return f"The system's voice speaks {spoken} from now on."
    voice = meant_voice(name)
    spoken = _known_language(language or voice.language or USUAL_LANGUAGE)
    from voiceguide.app.spoken_line import check_that_it_speaks

    check_that_it_speaks(voice.spec, folders, spoken)
    with alone_with_choices():
        added_voices.choose_voice(spoken, voice.spec)
    own = base_language(voice.language or spoken)
    odd = "" if own == spoken else f" It is a voice for {own}: hear it before you rely on it."
    return f"{voice.spec} speaks {spoken} from now on.{odd}"


def _known_language(language: str) -> str:
    """The language without its country. Raises UsageError where nothing is known of it."""
    spoken = base_language(language)
    if language_of(spoken) is None:
        raise UsageError(
            f"nothing is known of the language {quoted(spoken)}",
            hint="name it in two letters, as in --language en",
        )
    return spoken


def remove_voice(name: str, context: AppContext, *, yes: bool) -> list[str]:
    """Erase an added voice, or what came of one, and say what; [] where the person does not want.

    Raises UsageError for one that is not here, or where nobody can be asked; DiskProblem.
    """
    with alone_with_voices():
        folder = _folder_of(name)
        if folder is None:
            if (dropped := voice_store.drop_download(_unfinished(name))) == 0:
                raise _unknown(name)
            return [f"Removed what had come of {clean(name)}: {file_size(dropped)}."]
        spec, size = f"{folder.parent.name}:{folder.name}", voice_store.size_of(folder)
        if not yes:
            if not context.ui.can_ask:
                raise UsageError("removing needs your word", hint="--yes removes without asking")
            if not context.ui.yes(f"Erase {spec}, {file_size(size)} in {folder}?"):
                context.ui.tell("Nothing was removed.")
                return []
        was = {language for language, chosen in chosen_voices().items() if chosen == spec}
        with alone_with_choices():
            voice_store.remove_folder(folder)
        voice_store.drop_download(folder.name)
    said = [f"Removed {spec}: {file_size(size)} in {folder}."]
    speaks = {language: best_voice(language) or "The voice of the system" for language in was}
    return [*said, *(f"{speaks[language]} speaks {language} now." for language in sorted(was))]


def _folder_of(name: str) -> Path | None:
    """The folder of an added voice, or of one that is damaged. Raises UsageError for several."""
    folders = [voice.folder for voice in added_voices.added_voices()]
    folders += added_voices.damaged_voices()
    wanted = name.lower()
    found = [
        each
        for each in folders
        if wanted in (each.name.lower(), f"{each.parent.name}:{each.name}".lower())
    ]
    if len(found) > 1:
        specs = ", ".join(f"{each.parent.name}:{each.name}" for each in found)
        raise UsageError(f"{quoted(name)} are several voices", hint=f"name one: {specs}")
    return found[0] if found else None


def _unfinished(name: str) -> str:
    wanted = name.lower().rpartition(":")[2]
    names = voice_store.unfinished_downloads()
    return next((each for each in names if each.lower() == wanted), wanted)


def _unknown(name: str) -> UsageError:
    known = [voice.name for voice in added_voices.added_voices()]
    there_are = f"there are: {', '.join(known)}" if known else "none was added yet"
    return UsageError(
        f"no voice {quoted(name)} was added", hint=did_you_mean(name.lower(), known) or there_are
    )


@contextmanager
def alone_with_voices() -> Iterator[None]:
    """Nobody else adds or removes a voice in the block. Raises UsageError where somebody does."""
    from voiceguide.person.lock import Busy

    try:
        with _locked(".lock"):
            voice_store.tidy()
            yield
    except Busy as busy:
        raise UsageError(
            f"another voiceguide adds or removes a voice just now ({busy})",
            hint="wait until it is done",
        ) from None


@contextmanager
def alone_with_choices() -> Iterator[None]:
    """Nobody else chooses a voice in the block, also while one is added, which may take long.

    Waits for others a little. Raises UsageError where they take longer.
    """
    from voiceguide.person.lock import Busy

    with ExitStack() as stack:
        until = time.monotonic() + CHOICE_PATIENCE_S
        while True:
            try:
                stack.enter_context(_locked(".chosen.lock"))
                break
            except Busy as busy:
                if time.monotonic() > until:
                    raise UsageError(
                        f"another voiceguide chooses a voice just now ({busy})",
                        hint="wait until it is done",
                    ) from None
        yield


@contextmanager
def _locked(name: str) -> Iterator[None]:
    """A lock among the voices. Raises Busy where somebody else has it."""
    from voiceguide.files import refusals_in_words
    from voiceguide.person.lock import Lock

    folder = added_voices.voices_folder()
    with ExitStack() as stack:
        with refusals_in_words(folder):
            folder.mkdir(parents=True, exist_ok=True)
            stack.enter_context(Lock(folder / name))
        yield
