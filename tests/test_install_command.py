"""What a person is told to type so that an extra is there where the program runs."""

from __future__ import annotations

import json
import sys
from importlib import metadata
from pathlib import Path

import pytest

from voiceguide.install_command import install_command


def say_it_came_from(direct_url: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    class Distribution:
        def read_text(self, name: str) -> str | None:
            return direct_url

    monkeypatch.setattr(metadata, "distribution", lambda name: Distribution())


def test_what_came_from_a_folder_takes_its_extras_from_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = {"dir_info": {}, "url": "file:///home/a%20b/voiceguide"}
    say_it_came_from(json.dumps(url), monkeypatch)
    assert install_command("neural") == (
        f'"{sys.executable}" -m pip install "/home/a b/voiceguide[neural]"'
    )


@pytest.mark.parametrize("url", [None, '{"url": "https://example.org/a.git"}'])
def test_what_came_from_elsewhere_takes_them_by_name(
    url: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    say_it_came_from(url, monkeypatch)
    assert install_command("neural").endswith(' -m pip install "voiceguide[neural]"')


def test_what_was_never_installed_takes_them_from_its_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def none(name: str) -> None:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "distribution", none)
    assert f"{Path(__file__).parent.parent}[neural]" in install_command("neural")
