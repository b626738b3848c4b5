"""What comes before a session, for the person: the gate, how they are, and what speaks against it.

At a terminal it asks, never more than is due; elsewhere nothing waits for an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct, field

from voiceguide.app.context import AppContext
from voiceguide.app.interaction import Interaction
from voiceguide.app.log_access import try_store
from voiceguide.app.safety_questions import known_answers, pass_gate, refuse
from voiceguide.errors import SafetyStop
from voiceguide.loading import Loaded
from voiceguide.person.event import new_event
from voiceguide.person.heard_safety import needs_full_safety
from voiceguide.person.history import Check, History
from voiceguide.person.person import Person, read_person
from voiceguide.person.profile import Profile
from voiceguide.person.training_rules import (
    asks_next_morning,
    asks_pain,
    concerns,
    pain_lately,
)
from voiceguide.phrases.phrases import phrases_of
from voiceguide.planning.session_topics import exercises_of, purposes_of, topics_of
from voiceguide.routine.habits import PAIN_AT_MOST
from voiceguide.routine.session_kinds import Sort, sort_of
from voiceguide.session_options import SessionOptions
from voiceguide.structs import replace


class PreSession(Struct, frozen=True):
    """What a session is to know of the person."""

    person: Person
    sort: Sort
    prelude: bool
    """The full safety words come first."""
    pain: int | None = None
    conditions: tuple[str, ...] = ()
    asked: bool = False
    places: Mapping[str, int] = field(default_factory=dict)
    familiar: bool = False
    """All exercises are known well."""
    can_ask: bool = False
    topics: frozenset[str] = frozenset()
    """What the session is about, for the words of safety."""
    notes: tuple[str, ...] = ()
    """What the person is to be told before the session."""

    def shaping(self, chosen: SessionOptions) -> SessionOptions:
        """The command line's options, and what is known of the person beside them."""
        own = tuple(each for each in self.conditions if each not in chosen.conditions)
        shaped = replace(
            chosen,
            conditions=(*chosen.conditions, *own),
            unnamed=own,
            asked=chosen.asked or self.asked,
            places=self.places,
        )
        return shaped.over(SessionOptions(detail="brief")) if self.familiar else shaped


def ask_before_session(
    loaded: Loaded,
    context: AppContext,
    now: datetime,
    options: SessionOptions,
    *,
    can_ask: bool,
    goes_on: bool = False,
) -> PreSession:
    """Ask and decide, before a session, or before the rest of one that `goes_on`.

    Nothing is asked that was asked at its beginning. Raises SafetyStop where it is not to be
    played.
    """
    far = options.progress or options.less_talk
    person = read_person(context.folders.data, now, progress=far)
    notes = list(person.notes)
    library, routine = loaded.library, loaded.routine
    safety, topics = library.safety, topics_of(routine, library)
    profile: Profile | None
    try:
        if can_ask:
            with context.ui.in_language(library.language):
                profile = pass_gate(person, safety, now, context, topics)
        else:
            profile = known_answers(person)
            refuse(profile, safety, topics)
    except SafetyStop:
        for note in notes:
            context.ui.tell(note)
        raise
    sort = sort_of(purposes_of(routine, library))
    history, pain = person.history, options.pain
    if not goes_on:
        history, pain = _how_are_you(history, loaded, context, now, options.pain, sort, can_ask)
        notes += _consider(history, loaded, context.ui, now, options, sort, topics, can_ask)
    pre_session = PreSession(
        replace(person, profile=profile, history=history),
        sort,
        routine.opening.safety == "full"
        or needs_full_safety(person.heard_safety, safety, topics, now.date()),
        pain,
        profile.conditions if profile else (),
        profile.asked_about if profile else False,
        can_ask=can_ask,
        topics=topics,
        notes=tuple(notes),
    )
    return _progressed(pre_session, loaded, now, options) if far else pre_session


def _how_are_you(
    history: History,
    loaded: Loaded,
    context: AppContext,
    now: datetime,
    pain: int | None,
    sort: Sort,
    can_ask: bool,
) -> tuple[History, int | None]:
    """Ask for the morning after and for pain, where due; the history with the answers.

    Pain that was told within the hour is taken for this session, too.
    """
    routine = loaded.routine
    phrases = phrases_of(routine.language)
    worse: bool | None = None
    if can_ask and sort == "exercise":
        with context.ui.in_language(routine.language):
            if asks_next_morning(history, now.date()) is not None:
                worse = context.ui.yes(phrases.of_body("worse", routine.body))
            if pain is None and asks_pain(history, now, sort):
                pain = context.ui.number(phrases.of_body("ask", routine.body), 0, PAIN_AT_MOST)
    known = pain_lately(history, now) if pain is None and sort == "exercise" else None
    if pain is not None or worse is not None:
        try_store(context, new_event("check", now, pain=pain, worse=worse))
        check = Check(now, now.date(), pain, worse)
        history = replace(history, checks=(*history.checks, check))
    return history, known if pain is None else pain


def _consider(
    history: History,
    loaded: Loaded,
    ui: Interaction,
    now: datetime,
    options: SessionOptions,
    sort: Sort,
    topics: frozenset[str],
    can_ask: bool,
) -> list[str]:
    """What speaks against a session, where it is played all the same.

    Raises SafetyStop where the answer is no; without a terminal it is.
    """
    routine = loaded.routine
    phrases = phrases_of(routine.language)
    found = concerns(
        history,
        loaded.library.safety.rules,
        now,
        phrases,
        sort=sort,
        routine=routine.id,
        days_between=routine.days_between,
        topics=topics,
    )
    said = [concern.say for concern in found]
    if not said or options.anyway or options.yes:
        return said
    if not can_ask:
        raise SafetyStop(" ".join(said), hint="--anyway plays it all the same")
    ui.prepare()
    for line in said:
        ui.tell(line)
    with ui.in_language(routine.language):
        if ui.yes(phrases.get("before.anyway"), before=said):
            return []
    raise SafetyStop("Not played. Rest well.")


def _progressed(
    pre_session: PreSession,
    loaded: Loaded,
    now: datetime,
    options: SessionOptions,
) -> PreSession:
    from voiceguide.person.progress import familiar, places

    history, library = pre_session.person.history, loaded.library
    known = frozenset(id for id in exercises_of(loaded.routine) if id is not None)
    if options.progress:
        rules = library.habits.progress
        here = places(history, rules, library.safety.rules, now.date())
        pre_session = replace(pre_session, places=here)
    return replace(pre_session, familiar=options.less_talk and familiar(history, known))
