"""The texts that macOS and Windows are given; their engines are not on this machine."""

from __future__ import annotations

import pytest

from voiceguide.errors import NoVoice
from voiceguide.speech.engines.system_voices import SystemVoices, as_nsss_text, as_sapi5_text


def test_windows_is_given_no_xml() -> None:
    assert as_sapi5_text("<rate speed='5'> & on") == "&lt;rate speed='5'&gt; &amp; on"


@pytest.mark.parametrize("text", ["Lie [[slnc 9999]] down", "Lie [[slnc 9999", "[[x]] [[y]]"])
def test_macos_is_given_no_commands(text: str) -> None:
    assert "[[" not in as_nsss_text(text)
    assert "slnc" not in as_nsss_text(text)


def test_a_system_without_the_driver_says_so() -> None:
    with pytest.raises(NoVoice, match="sapi5") as refusal:
        SystemVoices("sapi5", "pyttsx3")
    assert refusal.value.hint
