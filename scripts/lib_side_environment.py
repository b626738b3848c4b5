"""Environments beside .venv, for what is large and not everybody's: recogniser, neural voices.

All of it comes from the lock, requirements/*.txt: versions and hashes, models too.
Runs on a bare Python: the standard library only.

    python scripts/lib_side_environment.py hearing|neural|kokoro    makes one where it is not ready
"""

from __future__ import annotations

import fcntl
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.lib_environment import (
    LOCK,
    ROOT,
    CannotPrepareError,
    last_lines,
    require_venv,
    run,
    say,
)


@dataclass(frozen=True, slots=True)
class SideEnvironment:
    """A folder `name` in the checkout, made of files of the lock."""

    name: str
    files: tuple[str, ...]
    what: str
    """With its size to fetch, in words."""

    @property
    def folder(self) -> Path:
        return ROOT / self.name

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    @property
    def packages(self) -> Path:
        """Where they lie: a path for `sys.path`, where the same Python made both."""
        version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
        return self.folder / "lib" / version / "site-packages"

    def is_inside(self) -> bool:
        """Whether this Python is the one of the environment."""
        return Path(sys.prefix).resolve() == self.folder.resolve()

    def is_ready(self) -> bool:
        """Whether it was made whole, at this place, from this very lock."""
        try:
            return self.python.exists() and self._ready.read_text() == self._made_from()
        except FileNotFoundError:
            return False

    def prepare(self) -> None:
        """Make it anew where it is not ready. Raises CannotPrepareError."""
        with self._locks[0].open("rb+") as lock:
            # Held until it is ready, so that of two first starts one waits for the other.
            fcntl.flock(lock, fcntl.LOCK_EX)
            if self.is_ready():
                return
            require_venv()
            say(f"Fetching {self.what}, into {self.name}.")
            made = run(lock, sys.executable, "-I", "-m", "venv", "--clear", self.folder)
            if made.returncode == 0:
                pip = (self.python, "-I", "-m", "pip", "install", "--quiet", "--no-input")
                wheels = ("--no-deps", "--only-binary", ":all:", "--require-hashes")
                files = [part for file in self._locks for part in ("--requirement", file)]
                made = run(lock, *pip, *wheels, *files)
            if made.returncode:
                raise CannotPrepareError(
                    f"{self.name} cannot be made:\n{last_lines(made.stdout)}\n"
                    "  hint: look whether this machine is online and has 500 MB of free disk; some"
                    " packages may not be there for this system and Python"
                )
            self._ready.write_text(self._made_from())

    @property
    def _locks(self) -> list[Path]:
        return [LOCK / f"{file}.txt" for file in self.files]

    @property
    def _ready(self) -> Path:
        return self.folder / "ready"

    def _made_from(self) -> str:
        return "\n".join((str(self.folder), *(file.read_text() for file in self._locks)))


HEARING = SideEnvironment(".venv-hearing", ("hearing",), "the recogniser, about 200 MB")
"""By itself: `scripts/hear` runs in it."""
NEURAL = SideEnvironment(
    ".venv-neural", ("neural", "weights"), "Piper and a model for the tests, about 100 MB"
)
"""On top of .venv, whose Python finds what is here by its path."""
KOKORO = SideEnvironment(
    ".venv-kokoro", ("kokoro", "kokoro-weights"), "Kokoro and a model for the tests, about 120 MB"
)
"""On top of .venv, too."""


def piper_model() -> Path | None:
    """The model of NEURAL, where it is there."""
    found = sorted(NEURAL.packages.rglob("*.onnx.json")) if NEURAL.is_ready() else []
    return found[0].with_suffix("") if found else None


def main(names: list[str]) -> int:
    known = {"hearing": HEARING, "neural": NEURAL, "kokoro": KOKORO}
    try:
        for name in names:
            known[name].prepare()
    except CannotPrepareError as problem:
        say(str(problem))
        return 4
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
