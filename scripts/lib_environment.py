"""Makes the checkout's environment, .venv, for the scripts beside it.

    python lib_environment.py run|test|docs|simpleaudio

`run` is what voiceguide itself needs; `test` adds the test tools, `docs` what builds the
documentation site; `simpleaudio` adds that library where it can be built, and says so in one
line where it cannot. All of it comes from the lock, requirements/*.txt: versions and hashes, the
tools that build something among them.

Runs on a bare Python: the standard library only. What it has to say goes to standard error.
Exit codes: 0 ready, 4 something is missing on this machine, 130 stopped.
"""

import fcntl
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYPROJECT = ROOT / "pyproject.toml"
LOCK = ROOT / "requirements"
PROGRAMS = (VENV / "bin/python", VENV / "bin/voiceguide")
HALF_MADE = VENV / "half-made"
MADE_AT = VENV / "made-at"

PIP_MAY_KNOW = (
    *("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_NO_INDEX", "PIP_FIND_LINKS", "PIP_CONFIG_FILE"),
    *("PIP_CERT", "PIP_CLIENT_CERT", "PIP_TRUSTED_HOST", "PIP_KEYRING_PROVIDER", "PIP_PROXY"),
    *("PIP_TIMEOUT", "PIP_DEFAULT_TIMEOUT", "PIP_RETRIES", "PIP_CACHE_DIR", "PIP_NO_CACHE_DIR"),
)
"""Settings of the person's shell about how packages are reached; others could alter what is
installed, or send it elsewhere."""

PIP_LINES = 8

TOOLS = {"test": "test tools", "docs": "tools of the documentation"}
"""Purposes that come on top of running voiceguide, and what they add."""


class CannotPrepareError(Exception):
    """In words for the person who wanted to start voiceguide."""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def stamp(purpose: str) -> Path:
    return VENV / f"ready-{purpose}"


def is_ready(purpose: str) -> bool:
    """Whether .venv was made at this place from this very pyproject.toml and lock, and works still.

    A Python that was removed or upgraded leaves a link to nothing in bin/.
    """
    try:
        made_at = MADE_AT.read_text().rstrip("\n")
        made_from = stamp(purpose).read_bytes()
    except FileNotFoundError:
        return False
    whole = all(program.exists() for program in PROGRAMS)
    return whole and made_at == str(ROOT) and made_from == ingredients()


def ingredients() -> bytes:
    """pyproject.toml and the lock, as lib.sh compares them at each start."""
    return b"".join(file.read_bytes() for file in (PYPROJECT, *sorted(LOCK.glob("*.txt"))))


def mark_ready(*purposes: str) -> None:
    MADE_AT.write_text(f"{ROOT}\n")
    for purpose in purposes:
        fresh = VENV / f"ready-{purpose}.new"
        fresh.write_bytes(ingredients())
        fresh.replace(stamp(purpose))


def run(lock: IO[bytes], *command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run quietly; the child holds the lock too, should this process be killed before it."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name in PIP_MAY_KNOW or not name.startswith(("PIP_", "PYTHON"))
    }
    return subprocess.run(
        command,
        env=environment,
        pass_fds=(lock.fileno(),),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )


def last_lines(text: str, count: int = PIP_LINES) -> str:
    return "\n".join(f"    {line}" for line in text.strip().splitlines()[-count:])


def require_venv() -> None:
    """Debian and Ubuntu keep ensurepip, without which no environment can be made, apart."""
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if shutil.which("apt-get"):
        remedy = f"type: sudo apt install python{version}-venv"
    else:
        remedy = f"install the venv and ensurepip modules of Python {version}"
    raise CannotPrepareError(
        f"Python {version} here cannot make an environment for voiceguide.\n  hint: {remedy}"
    )


def make_venv(lock: IO[bytes]) -> None:
    """An empty environment, marked as half-made until all that it needs is in it."""
    if VENV.exists():
        shutil.rmtree(VENV)
    VENV.mkdir()
    HALF_MADE.touch()
    made = run(lock, sys.executable, "-I", "-m", "venv", VENV)
    if made.returncode:
        raise CannotPrepareError(
            f"Python could not make an environment in {VENV}:\n{last_lines(made.stdout)}"
        )


def pip_install(lock: IO[bytes], *what: str | Path) -> subprocess.CompletedProcess[str]:
    """Nothing is resolved, and nothing fetched that is not named: not for building either."""
    pip = (VENV / "bin/python", "-I", "-m", "pip", "install")
    options = ("--quiet", "--disable-pip-version-check", "--no-input")
    return run(lock, *pip, *options, "--no-deps", "--no-build-isolation", *what)


def from_lock(name: str) -> tuple[str | Path, ...]:
    return "--require-hashes", "--requirement", LOCK / f"{name}.txt"


def install(lock: IO[bytes], *what: str | Path) -> None:
    done = pip_install(lock, *what)
    if done.returncode:
        raise CannotPrepareError(
            "voiceguide could not get the packages it needs. pip said at last:\n"
            f"{last_lines(done.stdout)}\n"
            "  hint: look whether this machine is online (behind a proxy, set HTTPS_PROXY) and"
            " has 300 MB of free disk, then start again; what is not published ready-made for this"
            " machine and Python is built, for which a compiler may be missing"
        )


def add_simpleaudio(lock: IO[bytes]) -> None:
    """It has no wheels for Linux; without it only its own tests are left out."""
    can_build = sys.platform != "linux" or (
        shutil.which("cc") and Path("/usr/include/alsa/asoundlib.h").exists()
    )
    if can_build and pip_install(lock, *from_lock("simpleaudio")).returncode == 0:
        mark_ready("simpleaudio")
    else:
        say(
            "simpleaudio cannot be built here, so its tests are left out; it needs a C compiler and"
            " headers (Debian, Ubuntu: sudo apt install gcc libasound2-dev python3-dev)"
        )


def prepare(lock: IO[bytes], purpose: str) -> None:
    """Bring .venv to what `purpose` needs, from whatever state it is in."""
    moved = MADE_AT.exists() and MADE_AT.read_text().rstrip("\n") != str(ROOT)
    new = moved or HALF_MADE.exists() or not (VENV / "bin/python").exists()
    if new:
        require_venv()
        say("Setting up voiceguide for the first time; this takes about a minute.")
        make_venv(lock)
    elif purpose in TOOLS and is_ready("run"):
        say(f"Adding the {TOOLS[purpose]}; this takes about a minute.")
    else:
        say("Bringing the environment of voiceguide up to date.")
    purposes = ("run", purpose) if purpose in TOOLS else ("run",)
    for name in ("build", *purposes):  # what builds first: others may be built with it
        install(lock, *from_lock(name))
    install(lock, "--editable", ROOT)
    mark_ready(*purposes)
    HALF_MADE.unlink(missing_ok=True)


def main(purpose: str) -> int:
    try:
        # Held until the end, so that of two first starts one waits for the other.
        with PYPROJECT.open("rb+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("Another start is setting voiceguide up; waiting for it.")
                fcntl.flock(lock, fcntl.LOCK_EX)
            if is_ready(purpose):
                return 0
            if purpose == "simpleaudio":
                add_simpleaudio(lock)
            else:
                prepare(lock, purpose)
    except CannotPrepareError as problem:
        say(str(problem))
        return 4
    except OSError as problem:
        say(f"The environment of voiceguide cannot be made: {problem}")
        say("  hint: it is made in voiceguide's own folder, which must be yours and have room")
        return 4
    except KeyboardInterrupt:
        say("Stopped. The next start begins the set-up anew.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
