from __future__ import annotations

from typing import Any

import pytest

from voiceguide.playback.system_output import SoundServerState, SystemOutput

FULL = 65_536
US = frozenset({42})


def volume(*values: int) -> dict[str, Any]:
    channels = ("front-left", "front-right") if len(values) > 1 else ("mono",)
    return {name: {"value": each} for name, each in zip(channels, values, strict=True)}


def sink(index: int = 3, name: str = "headset", **more: Any) -> dict[str, Any]:
    return {
        "index": index, "name": name, "description": f"The {name}", "mute": False,
        "volume": volume(FULL, FULL), "flags": ["DECIBEL_VOLUME"], "owner_module": index, **more,
    }  # fmt: skip


def stream(
    at: int = 3, pid: int = 42, role: str | None = None, index: int = 1, **more: Any
) -> dict[str, Any]:
    properties = {"application.process.id": str(pid), "application.name": "voiceguide"}
    if role is not None:
        properties["media.role"] = role
    return {
        "index": index, "sink": at, "mute": False, "volume": volume(FULL, FULL),
        "corked": False, "properties": properties, **more,
    }  # fmt: skip


def unheard(mix: SoundServerState) -> str | None:
    output = mix.output(US)
    assert output is not None
    return output.unheard


def test_the_output_of_ones_own_stream() -> None:
    sinks = [sink(), sink(7, "speakers")]
    mix = SoundServerState(sinks, [stream(3, pid=1), stream(7)])
    assert mix.output(US) == SystemOutput("speakers", "The speakers")
    assert mix.output(frozenset({1, 2})) == SystemOutput("headset", "The headset")


def test_without_a_stream_nothing_is_known() -> None:
    assert SoundServerState([sink()], [stream(pid=1), {"sink": 3}]).output(US) is None


def test_what_a_server_makes_up_is_heard_by_nobody() -> None:
    assert unheard(SoundServerState([sink(name="auto_null")], [stream()])) == (
        "the sound output The auto_null is a stand-in that nobody hears"
    )


@pytest.mark.parametrize(
    ("of_sink", "of_stream", "words"),
    [
        ({"mute": True}, {}, "the sound output The headset is muted"),
        ({"volume": volume(0, 0)}, {}, "the volume of the sound output The headset is at nothing"),
        ({}, {"mute": True}, "voiceguide is muted in the system's mixer"),
        ({}, {"volume": volume(0, 0)}, "the volume of voiceguide is at nothing in the system's"),
        ({}, {"volume": volume(0)}, "the volume of voiceguide is at nothing in the system's"),
        (
            {"volume": volume(FULL // 5, FULL // 5)},
            {"volume": volume(FULL // 5, FULL // 5)},
            "all volumes on the way to The headset together come to nothing",
        ),
        (
            {"volume": volume(FULL, 0)},
            {"volume": volume(0, FULL)},
            "all volumes on the way to The headset together come to nothing",
        ),
    ],
)
def test_a_mute_or_a_volume_of_nothing_is_seen_on_the_whole_way(
    of_sink: dict[str, Any], of_stream: dict[str, Any], words: str
) -> None:
    said = unheard(SoundServerState([sink(**of_sink)], [stream(**of_stream)]))
    assert said is not None
    assert said.startswith(words)


@pytest.mark.parametrize(
    ("of_sink", "of_stream"),
    [
        ({"volume": volume(FULL // 2, FULL // 2)}, {"volume": volume(FULL // 4, FULL // 4)}),
        ({"volume": volume(FULL, 0)}, {}),
        ({"volume": volume(FULL, 0)}, {"volume": volume(FULL)}),
        ({"volume": volume(1, 1), "flags": []}, {}),
        ({}, {"corked": True}),
    ],
    ids=["soft", "one ear", "mono", "a scale without decibels", "corked"],
)
def test_what_is_soft_is_heard(of_sink: dict[str, Any], of_stream: dict[str, Any]) -> None:
    assert unheard(SoundServerState([sink(**of_sink)], [stream(**of_stream)])) is None


def test_a_stream_is_named_as_a_mixer_shows_it() -> None:
    own = stream(mute=True)
    own["properties"]["application.name"] = "ALSA plug-in [python3.11]"
    said = unheard(SoundServerState([sink()], [own]))
    assert said == 'voiceguide (there "ALSA plug-in [python3.11]") is muted in the system\'s mixer'


def test_of_two_streams_the_one_that_is_heard_counts() -> None:
    assert unheard(SoundServerState([sink()], [stream(mute=True), stream(index=2)])) is None


def filtered(**of_last: Any) -> SoundServerState:
    """Our stream goes into a filter, and the filter's into the headset."""
    onward = stream(3, pid=0, index=9, owner_module="20", **of_last)
    return SoundServerState([sink(), sink(7, "filter", owner_module=20)], [stream(7), onward])


def test_what_is_muted_behind_a_filter_is_not_heard() -> None:
    assert unheard(filtered()) is None
    assert unheard(filtered(mute=True)) is not None
    mix = filtered()
    assert unheard(SoundServerState([sink(mute=True), mix.sinks[1]], mix.inputs)) is not None


def test_of_several_outputs_taken_together_one_is_enough() -> None:
    both = sink(7, "both", owner_module=20)
    onward = [stream(each, pid=0, index=each + 10, owner_module=20) for each in (3, 4)]
    sinks = [sink(3, mute=True), sink(4, "speakers"), both]
    assert unheard(SoundServerState(sinks, [stream(7), *onward])) is None
    sinks[1]["mute"] = True
    assert unheard(SoundServerState(sinks, [stream(7), *onward])) is not None


def test_a_ring_of_filters_ends() -> None:
    ring = [sink(3, owner_module=20), sink(4, owner_module=21)]
    onward = [stream(4, 0, index=8, owner_module=20), stream(3, 0, index=9, owner_module=21)]
    assert unheard(SoundServerState(ring, [stream(3), *onward])) is None


def ducking(argument: str) -> list[dict[str, Any]]:
    return [{"name": "module-role-ducking", "argument": argument}]


@pytest.mark.parametrize(
    ("argument", "silent"),
    [
        ("trigger_roles=phone ducking_roles=any_role volume=0%", True),
        ("ducking_roles=music,no_role volume=-90dB", True),
        ("trigger_roles=event/phone ducking_roles=none/any_role volume=50%/0", True),
        ("trigger_roles=phone ducking_roles=any_role volume=-20dB", False),
        ("trigger_roles=alarm ducking_roles=any_role volume=0%", False),
        ("", False),
    ],
)
def test_a_role_that_ducks_to_nothing_is_seen(argument: str, silent: bool) -> None:
    call = stream(3, pid=7, role="phone", index=2)
    said = unheard(SoundServerState([sink()], [stream(), call], ducking(argument)))
    assert (said is not None) is silent


@pytest.mark.parametrize("of_call", [{"mute": True}, {"corked": True}, {"sink": 4}])
def test_a_role_that_is_not_heard_ducks_nothing(of_call: dict[str, Any]) -> None:
    call = {**stream(3, pid=7, role="phone", index=2), **of_call}
    modules = ducking("ducking_roles=any_role volume=0%")
    assert unheard(SoundServerState([sink(), sink(4)], [stream(), call], modules)) is None
