from __future__ import annotations

import inspect
from importlib import import_module

import pytest

from voiceguide.control.remotes.registry import SOURCES
from voiceguide.errors import Missing


@pytest.mark.parametrize("module", SOURCES.values())
def test_every_source_is_opened_with_inbox_snapshot_and_a_way_to_tell(module: str) -> None:
    try:
        opens = import_module(module).open_source
    except Missing as missing:
        pytest.skip(missing.message)
    inspect.signature(opens).bind(object(), object(), object())
