"""Makes .venv-hearing, where the recogniser of `scripts/hear` lives, apart from all else.

All of it comes from the lock, requirements/hearing.txt: versions and hashes, the model too.
Runs on a bare Python: the standard library only.
"""

from __future__ import annotations

import fcntl
import sys
from pathlib import Path

from scripts.lib_environment import (
    LOCK,
    ROOT,
    CannotPrepareError,
    last_lines,
    require_venv,
    run,
    say,
)

VENV = ROOT / ".venv-hearing"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = LOCK / "hearing.txt"
READY = VENV / "ready"


def is_inside() -> bool:
    """Whether this Python is the one of the environment."""
    return Path(sys.prefix).resolve() == VENV.resolve()


def is_ready() -> bool:
    """Whether it was made whole, at this place, from this very lock."""
    try:
        return PYTHON.exists() and READY.read_text() == _made_from()
    except FileNotFoundError:
        return False


def _made_from() -> str:
    return f"{VENV}\n{REQUIREMENTS.read_text()}"


def prepare() -> None:
    """Make the environment anew where it is not ready. Raises CannotPrepareError."""
    with REQUIREMENTS.open("rb+") as lock:
        # Held until it is ready, so that of two first starts one waits for the other.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_ready():
            return
        require_venv()
        say("Fetching the recogniser, about 200 MB, into .venv-hearing.")
        made = run(lock, sys.executable, "-I", "-m", "venv", "--clear", VENV)
        if made.returncode == 0:
            pip = (PYTHON, "-I", "-m", "pip", "install", "--quiet", "--no-input")
            wheels = ("--no-deps", "--only-binary", ":all:")
            made = run(lock, *pip, *wheels, "--require-hashes", "--requirement", REQUIREMENTS)
        if made.returncode:
            raise CannotPrepareError(
                f"The recogniser cannot be installed:\n{last_lines(made.stdout)}\n"
                "  hint: look whether this machine is online and has 500 MB of free disk; there"
                " may be no recogniser for this system and Python"
            )
        READY.write_text(_made_from())
