"""A session begins when its first exercise is spoken, and waits in words for a slow voice."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.control import slow_voice
from tests.control.conftest import HOLDS, Led
from tests.every_session import library_of, routines
from tests.kit import TONES
from voiceguide import live_start
from voiceguide.audio.clip import Clip
from voiceguide.control.relayout import SessionLayout
from voiceguide.control.spoken_ahead import SpokenAhead, first_fragments
from voiceguide.fit import Fitted, Request, fit_whole
from voiceguide.session import load, render
from voiceguide.session_options import WORDS_A_MINUTE, SessionOptions, decided
from voiceguide.settings import Folders
from voiceguide.speech.line_lengths import Measured
from voiceguide.speech.voice import ENGINES
from voiceguide.structs import replace
from voiceguide.timeline import Timeline, VoiceInfo
from voiceguide.units import frame_at

Lead = Callable[..., Led]
WORDS = WORDS_A_MINUTE["calm"]
WAIT_WORDS = "One moment, please. Rest while I get the next part ready."


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(ENGINES, "slow", "tests.control.slow_voice")
    slow_voice.ready_to_speak.clear()
    slow_voice.unspeakable.clear()
    yield
    slow_voice.ready_to_speak.set()


def until(led: Led, mode: str, limit_ms: int = 600_000) -> None:
    begun = led.clock.now()
    while led.mode != mode:
        assert led.clock.now() < begun + limit_ms, f"still {led.mode} at {led.position}"
        led.play(100)


def speak(led: Led) -> None:
    """The voice speaks all that it was asked for."""
    slow_voice.ready_to_speak.set()
    ahead, ends = led.conductor.live.setup.ahead, time.monotonic() + 20
    while not ahead.is_whole(led.conductor.live.layout):
        assert time.monotonic() < ends, f"never spoken: {ahead.wanted}"
        led.play(100)
        time.sleep(0.01)


@pytest.mark.usefixtures("slow")
def test_it_begins_with_its_opening_and_waits_in_words_for_the_first_exercise(lead: Lead) -> None:
    led = lead(voice="slow")
    until(led, "preparing")
    first = next(each for each in led.timeline.segments if each.item == 1)
    assert led.position.at_ms == first.start_ms
    assert WAIT_WORDS in led.said
    led.play(5000)
    assert (led.mode, led.position.at_ms) == ("preparing", first.start_ms)
    speak(led)
    until(led, "finished")


@pytest.mark.usefixtures("slow")
def test_where_the_voice_is_in_time_nothing_waits(lead: Lead) -> None:
    led = lead(voice="slow")
    led.play(2000)
    speak(led)
    modes = set()
    while led.mode != "finished":
        led.play(100)
        modes.add(led.mode)
    assert modes == {"playing", "finished"}


@pytest.mark.usefixtures("slow")
def test_what_is_heard_is_what_is_heard_of_a_session_that_was_spoken_before(lead: Lead) -> None:
    led = lead(voice="slow")
    led.play(1000)
    speak(led)
    until(led, "finished")
    heard = np.concatenate(led.sink.heard)
    whole = led.timeline
    words = whole.voice.words_a_minute
    for cue in whole.voices:
        assert abs(cue.length_ms - slow_voice.spoken_ms(cue.text, words)) <= 1
    for cue in whole.voices:
        middle = frame_at(cue.at_ms + cue.length_ms // 2)
        assert abs(heard[middle]) > 0.1


@pytest.mark.usefixtures("slow")
def test_after_safety_words_only_these_must_be_spoken_first(lead: Lead) -> None:
    led = lead(voice="slow", prelude=True)
    until(led, "preparing")
    assert (led.position.part, led.position.at_ms) == (1, 0)
    speak(led)
    until(led, "finished")


@pytest.mark.usefixtures("slow")
def test_spoken_within_the_safety_words_it_begins_right_after_them(lead: Lead) -> None:
    led = lead(voice="slow", prelude=True)
    led.play(1000)
    speak(led)
    begun_ms = led.conductor.snapshot().timelines[0].length_ms
    led.play(begun_ms + 2000)
    assert (led.position.part, led.mode) == (1, "playing")
    assert led.position.at_ms > 500


@pytest.mark.usefixtures("slow")
def test_a_pause_while_it_waits_is_a_pause(lead: Lead) -> None:
    led = lead(voice="slow")
    until(led, "preparing")
    led.ask("pause")
    speak(led)
    led.play(1000)
    assert led.mode == "paused"
    led.ask("go-on")
    until(led, "finished")


@pytest.mark.usefixtures("slow")
def test_next_while_it_waits_leads_on_as_soon_as_the_voice_has_spoken(lead: Lead) -> None:
    led = lead(voice="slow")
    until(led, "preparing")
    slow_voice.ready_to_speak.set()
    led.ask("next")
    until(led, "finished")


@pytest.mark.usefixtures("slow")
@pytest.mark.parametrize("command", ["next", "easier"])
def test_while_what_was_asked_for_is_spoken_nobody_has_paused(lead: Lead, command: str) -> None:
    led = lead(voice="slow")
    led.play(30_000)
    with ThreadPoolExecutor(1) as asking:
        asked = asking.submit(led.ask, command)
        time.sleep(0.3)
        assert (led.mode, asked.done()) == ("preparing", False)
        ends = time.monotonic() + 5
        while WAIT_WORDS not in led.said:
            assert time.monotonic() < ends
            time.sleep(0.05)
        slow_voice.ready_to_speak.set()
        asked.result(20)
    assert led.mode == "playing"
    assert "The voice does not answer" not in " ".join(led.said)


@pytest.mark.usefixtures("slow")
def test_calm_words_after_pain_do_not_wait_for_the_easier_version(lead: Lead) -> None:
    led = lead(voice="slow")
    led.play(30_000)
    begun = time.monotonic()
    led.ask("pain")
    assert time.monotonic() - begun < 5
    assert led.mode == "asking"


@pytest.mark.usefixtures("slow")
def test_a_line_that_cannot_be_spoken_ends_it_there_and_says_why(lead: Lead) -> None:
    last = HOLDS.replace("The end.", "The unspeakable end.")
    led = lead(last, voice="slow")
    slow_voice.unspeakable.add("The unspeakable end.")
    slow_voice.ready_to_speak.set()
    for _ in range(3000):
        if led.conductor.over:
            break
        led.play(100)
    assert led.mode == "stopped"
    assert led.conductor.voice_lost is not None
    assert "unspeakable end" in led.conductor.voice_lost.message


# Laid out anew as it is spoken; no sound is needed for that


class Clips(dict[str, Clip]):
    def speak(self, texts: tuple[str, ...]) -> None:
        for text in texts:
            frames = frame_at(slow_voice.spoken_ms(text, WORDS))
            self[text] = Clip(np.broadcast_to(np.zeros(1, np.int16), (frames,)))


def request_of(name: str, minutes: int | None = None) -> Request:
    made = routines()[name]
    options = replace(decided(SessionOptions(), made.options), minutes=minutes)
    voice = VoiceInfo("slow", "slow", WORDS, measured=True)
    return Request(made, library_of(made), options, voice)


def grown(request: Request) -> tuple[SessionLayout, SessionLayout]:
    """As it begins, and with all of it spoken, fragment by fragment."""
    clips, language = Clips(), request.routine.language

    def lengths(known: object) -> Measured:
        return Measured(clips, WORDS, language, in_hand=1.03)

    begun = layout = SessionLayout.of_routine(fit_whole(request, lengths(clips), TONES), request)
    ahead = SpokenAhead(clips, lengths, TONES)
    while not ahead.is_whole(layout):
        layout = ahead.grown(layout)
        clips.speak(ahead.wanted)
    return begun, layout


def spoken_before(request: Request) -> Timeline:
    clips = Clips()
    while True:
        lengths = Measured(clips, WORDS, request.routine.language)
        timeline = fit_whole(request, lengths, TONES).timeline
        if not lengths.missing:
            return timeline
        clips.speak(tuple(lengths.missing))


@pytest.mark.parametrize("name", [id for id, made in routines().items() if made.length_ms is None])
def test_a_session_of_no_fixed_length_becomes_the_one_that_was_spoken_before(name: str) -> None:
    request = request_of(name)
    assert grown(request)[1].timeline == spoken_before(request)


@pytest.mark.parametrize("name", ["morning", "back-relief", "strength"])
@pytest.mark.parametrize("minutes", [10, 20])
def test_a_fill_takes_up_what_lines_last_longer_or_shorter(name: str, minutes: int) -> None:
    begun, whole = grown(request_of(name, minutes))
    fills = any(fragment.fills for fragment in whole.drafted.fragments)
    held = begun.timeline.length_ms == minutes * 60_000 and fills
    off_ms = whole.timeline.length_ms - minutes * 60_000
    assert not held or abs(off_ms) <= 2000
    assert [each.item for each in whole.timeline.segments if each.kind == "hold"] == [
        each.item for each in begun.timeline.segments if each.kind == "hold"
    ]


@pytest.mark.usefixtures("slow")
@pytest.mark.parametrize("name", ["morning", "quiet-sitting"])
def test_what_needs_no_speaking_is_fitted_once_to_what_its_lines_last(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def all_ready(voice: slow_voice.SlowVoice, texts: Sequence[str]) -> dict[str, Clip]:
        return voice.speak(texts)

    monkeypatch.setattr(slow_voice.SlowVoice, "ready", all_ready)
    fits: list[Fitted] = []

    def counted(*asked: Any) -> Fitted:
        fits.append(fit_whole(*asked))
        return fits[-1]

    monkeypatch.setattr(live_start, "fit_whole", counted)
    folders = Folders(*(tmp_path / kind for kind in ("config", "data", "cache", "state")))
    options = SessionOptions(voice="slow")
    _, setup = live_start.render_live(load(name, folders), options, folders)
    setup.speaker.close()
    assert len(fits) == 1
    assert setup.ahead.is_whole(setup.layout)
    assert setup.layout.timeline == render(load(name, folders), options, folders).session.timeline


def test_what_has_its_clips_is_laid_out_once_however_many_fragments_it_has(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    laid_out: list[int] = []
    spoken_from = SessionLayout.spoken_from

    def counted(layout: SessionLayout, number: int, *lengths: Any) -> SessionLayout:
        laid_out.append(number)
        return spoken_from(layout, number, *lengths)

    request = request_of("morning", 10)
    _, whole = grown(request)
    clips = Clips()
    clips.speak(tuple(cue.text for cue in whole.timeline.voices))
    monkeypatch.setattr(SessionLayout, "spoken_from", counted)
    ahead = SpokenAhead(clips, lambda known: Measured(known, WORDS, "en"), TONES)
    again = ahead.grown(whole)
    assert ahead.is_whole(again)
    assert laid_out == [0]
    assert again.timeline == whole.timeline


def test_an_opening_of_ten_seconds_is_all_that_must_be_spoken_first() -> None:
    layout, _ = grown(request_of("morning"))
    assert first_fragments(layout) == 1
    assert layout.start_of(1) >= 10_000


def test_after_a_short_opening_the_first_exercise_must_be_spoken_too() -> None:
    layout, _ = grown(request_of("quiet-sitting"))
    number = first_fragments(layout)
    assert layout.start_of(1) < 10_000
    assert layout.drafted.fragments[number - 1].segments[0].item == 1
