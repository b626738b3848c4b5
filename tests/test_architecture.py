from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_picture_of_the_architecture_shows_the_imports_there_are() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "make-architecture"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
