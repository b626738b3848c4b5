"""Where this program's sound comes out, and whether anybody can hear it there; pure.

Read from what PulseAudio or PipeWire say of their outputs ("sinks") and of the streams that
play into them ("sink inputs"), as `pactl` writes both as JSON. A mute, a volume of nothing, or
a stand-in for an output that went: into all of them sound plays on without a fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

Facts = Mapping[str, Any]
"""One object of pactl's JSON."""

DUMMIES = ("auto_null",)
"""What both servers call the output that they make up when the last one goes."""

INAUDIBLE = 0.001
"""What is softer than that, -60 dB, nobody hears."""

FULL = 65_536
"""PulseAudio's 100 %; amplitudes go by the third power."""


class SystemOutput(Struct, frozen=True):
    """An output as the system names it."""

    name: str
    description: str
    unheard: str | None = None
    """Why nobody can hear this program there, in words that go on a sentence; None where all
    is well as far as is known."""


class SoundServerState(Struct, frozen=True):
    """What a sound server has, each as `pactl -f json list` gives it."""

    sinks: Sequence[Facts]
    inputs: Sequence[Facts]
    modules: Sequence[Facts] = ()

    def output(self, pids: frozenset[int]) -> SystemOutput | None:
        """The output of the streams of one of these processes; None while there is no stream.

        Of several streams, one that is heard counts.
        """
        known = {str(pid) for pid in pids}
        own = [each for each in self.inputs if _property(each, "application.process.id") in known]
        outlets = [found for stream in own if (found := self._way_of(stream)) is not None]
        heard = (output for output in outlets if output.unheard is None)
        return next(heard, outlets[0] if outlets else None)

    def _way_of(self, stream: Facts) -> SystemOutput | None:
        sink = self._sink_of(stream)
        if sink is None:
            return None
        name = str(sink.get("name", ""))
        return SystemOutput(name, _described(sink), self._unheard(stream, sink, 1.0, ()))

    def _sink_of(self, stream: Facts) -> Facts | None:
        wanted = stream.get("sink")
        return next((sink for sink in self.sinks if sink.get("index") == wanted), None)

    def _unheard(
        self, stream: Facts, sink: Facts, gain: float, passed: tuple[object, ...]
    ) -> str | None:
        """Why a stream is not heard; `gain` is that of its way up to here, through `passed`."""
        described = _described(sink)
        if stream.get("mute") is True:
            return f"{_called(stream)} is muted in the system's mixer"
        if _loudest(_factors(stream)) < INAUDIBLE:
            return f"the volume of {_called(stream)} is at nothing in the system's mixer"
        if self._ducked(stream):
            return f"another program's sound has turned {_called(stream)} down to nothing"
        if sink.get("name") in DUMMIES:
            return f"the sound output {described} is a stand-in that nobody hears"
        if sink.get("mute") is True:
            return f"the sound output {described} is muted"
        if _loudest(_factors(sink)) < INAUDIBLE:
            return f"the volume of the sound output {described} is at nothing"
        gain *= _through(_factors(stream), _factors(sink))
        if gain < INAUDIBLE:
            return f"all volumes on the way to {described} together come to nothing"
        passed = (*passed, sink.get("index"))
        further = [
            self._unheard(each, after, gain, passed)
            for each in self._carrying_on(sink)
            if (after := self._sink_of(each)) is not None and after.get("index") not in passed
        ]
        return None if None in further else next(iter(further), None)

    def _carrying_on(self, sink: Facts) -> Iterator[Facts]:
        """The streams of a filter, or of several outputs taken together, into what they lead to."""
        module, group = sink.get("owner_module"), _property(sink, "node.link-group")
        for stream in self.inputs:
            same_module = isinstance(module, int) and str(stream.get("owner_module")) == str(module)
            if same_module or (group and _property(stream, "node.link-group") == group):
                yield stream

    def _ducked(self, stream: Facts) -> bool:
        """Whether PulseAudio's module-role-ducking silences a stream: its volume does not tell."""
        for module in self.modules:
            if module.get("name") != "module-role-ducking":
                continue
            pairs = (word.partition("=") for word in str(module.get("argument") or "").split())
            said = {name: value.strip("'\"") for name, _, value in pairs}
            groups = zip(
                said.get("trigger_roles", "phone").split("/"),
                said.get("ducking_roles", "music,video").split("/"),
                said.get("volume", "-20dB").split("/"),
                strict=False,
            )
            anywhere = said.get("global", "0").lower() in ("1", "y", "yes", "t", "true", "on")
            for triggers, ducking, volume in groups:
                if (
                    _has_role(stream, ducking)
                    and _is_nothing(volume)
                    and any(
                        _has_role(each, triggers)
                        and (anywhere or each.get("sink") == stream.get("sink"))
                        for each in self.inputs
                        if each is not stream and not each.get("mute") and not each.get("corked")
                    )
                ):
                    return True
        return False


def _property(facts: Facts, name: str) -> str | None:
    value = (facts.get("properties") or {}).get(name)
    return None if value is None else str(value)


def _described(sink: Facts) -> str:
    return str(sink.get("description") or sink.get("name", ""))


def _called(stream: Facts) -> str:
    """This program, and what the person finds it under in a mixer, where that is another name."""
    name = _property(stream, "application.name") or _property(stream, "media.name")
    return "voiceguide" if name in (None, "voiceguide") else f'voiceguide (there "{name}")'


def _factors(facts: Facts) -> dict[str, float]:
    """The amplitude factor of each channel; where the volume is no scale of decibels, 1 or 0."""
    volumes = facts.get("volume") or {}
    scale = "flags" not in facts or "DECIBEL_VOLUME" in (facts.get("flags") or ())
    values = {channel: int(each.get("value", FULL)) for channel, each in volumes.items()}
    return {
        channel: (value / FULL) ** 3 if scale else float(value > 0)
        for channel, value in values.items()
    }


def _loudest(factors: Mapping[str, float]) -> float:
    return max(factors.values(), default=1.0)


def _through(stream: Mapping[str, float], sink: Mapping[str, float]) -> float:
    """The loudest that a stream is behind its sink: channel by channel where they are the same."""
    same = stream.keys() & sink.keys()
    if same:
        return max(stream[channel] * sink[channel] for channel in same)
    return _loudest(stream) * _loudest(sink)


def _has_role(stream: Facts, roles: str) -> bool:
    role = _property(stream, "media.role") or "no_role"
    wanted = [each.strip() for each in roles.split(",")]
    return role in wanted or "any_role" in wanted


def _is_nothing(volume: str) -> bool:
    """Whether a volume as PulseAudio's modules take it (``0%``, ``-60dB``, ``0``) is silence."""
    text = volume.strip().lower()
    try:
        if text.endswith("db"):
            return 10 ** (float(text[:-2]) / 20) < INAUDIBLE
        part = float(text[:-1]) / 100 if text.endswith("%") else float(text) / FULL
    except ValueError:
        return False
    return part**3 < INAUDIBLE
