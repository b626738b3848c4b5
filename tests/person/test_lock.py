"""Two sessions at once are refused; a lock never outlives its holder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from voiceguide.person.lock import Busy, Lock, is_held

HOLD = """
import sys, time
from pathlib import Path
from voiceguide.person.lock import Lock
with Lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_one_is_told_who_holds_it(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    assert not is_held(file)
    with Lock(file):
        assert is_held(file)
        with pytest.raises(Busy) as busy, Lock(file):
            pass
        assert busy.value.pid == os.getpid()
    assert not is_held(file)
    with Lock(file):
        pass


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_a_killed_holder_holds_nothing(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(file)], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert is_held(file)
        holder.send_signal(signal.SIGKILL)
    with Lock(file):
        assert is_held(file)
