from __future__ import annotations

import inspect
from importlib import import_module

import pytest

from voiceguide.control.remotes.registry import REMOTES
from voiceguide.errors import Missing


@pytest.mark.parametrize("module", REMOTES.values())
def test_every_remote_is_opened_with_queue_snapshot_and_a_way_to_tell(module: str) -> None:
    try:
        opens = import_module(module).open_remote
    except Missing as missing:
        pytest.skip(missing.message)
    inspect.signature(opens).bind(object(), object(), object())
