"""What words of safety are about: a part of the body, or a kind of effort.

A line of safety.yaml is for every session, or `for` some topics, or for all but some.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal, get_args

from voiceguide.reader.document import Text
from voiceguide.reader.kinds import Choice, Id
from voiceguide.reader.reading import Reading
from voiceguide.reader.records import ListOf, Record, setting, settings_of
from voiceguide.routine.shared_kinds import SESSION_LINE
from voiceguide.structs import Declaring

BodyPart = Literal["back", "neck", "shoulder", "elbow", "wrist", "hip", "knee", "ankle", "foot"]
Effort = Literal["hard", "strength", "stretch", "mixed", "light"]
"""What a session is, as a whole: each is of exactly one kind.

`hard` has intervals; `light` is a posture break, a walk or quiet breathing; `mixed` is any other
that is neither strength alone nor stretching alone.
"""
TOPICS = (*get_args(BodyPart), *get_args(Effort))
TOPIC_LIST = ListOf(Choice(TOPICS), single=True, least=1)


class TopicLine(Declaring, frozen=True):
    """A line that is for some sessions only; without topics for every one."""

    say: str = setting(SESSION_LINE, "What is said, or shown.")
    about: tuple[str, ...] = setting(
        TOPIC_LIST, "The parts of the body and kinds of effort that it is for.", (), name="for"
    )
    not_about: tuple[str, ...] = setting(
        TOPIC_LIST, "Those that it is not for.", (), name="not_for"
    )
    id: str | None = setting(Id(), "Its name, the same in every language.", None)

    def is_for(self, topics: Collection[str]) -> bool:
        """Whether it is for a session of these topics."""
        meant = not self.about or any(topic in topics for topic in self.about)
        return meant and not any(topic in topics for topic in self.not_about)

    @property
    def key(self) -> str:
        """What it is remembered by: its id, else its words."""
        return self.id or self.say

    @property
    def is_of_hard_effort_alone(self) -> bool:
        """Whether it is for hard effort and for nothing else."""
        return self.about == ("hard",)


def words_for(lines: Iterable[TopicLine], topics: Collection[str]) -> tuple[str, ...]:
    """The words of those lines that are for a session of these topics."""
    return tuple(line.say for line in lines if line.is_for(topics))


def topic_lines(*, named: bool = False) -> ListOf[TopicLine]:
    """Lines, each alone or with its topics; `named` ones may have an id."""

    def alone(text: Text, reading: Reading) -> TopicLine | None:
        say = SESSION_LINE.read(text, reading)
        return None if say is None else TopicLine(say)

    settings = settings_of(TopicLine) if named else settings_of(TopicLine)[:-1]
    record = Record(
        "a line, or say and for", settings, lambda found: TopicLine(**found.values), short=alone
    )
    return ListOf(record, single=True, least=1)
