"""Neural models as engines run them: from one file, alike each time, with one thread."""

from __future__ import annotations

import ctypes
import hashlib
import platform
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from voiceguide.audio.clip import Samples
from voiceguide.errors import NoVoice, UsageError
from voiceguide.install_command import install_command

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


def package_versions(extra: str, *packages: str) -> str:
    """Like "piper-tts 1.8.0, onnxruntime 1.27.0".

    Raises NoVoice with the command that installs them where one is missing.
    """
    try:
        return ", ".join(f"{package} {version(package)}" for package in packages)
    except PackageNotFoundError as problem:
        raise NoVoice(
            f"{problem.name} is not installed",
            hint=f"install it: {install_command(extra)}",
        ) from problem


def checked_digest(model: Path, added_as: str = "") -> str:
    """The SHA-256 of a file in hexadecimal digits; it must be `added_as` where that is known.

    Raises NoVoice where it is another, and OSError.
    """
    with model.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if added_as and found != added_as:
        raise NoVoice(
            f"{model} is not the file that was added: it was altered, or cut short",
            hint="remove the voice and add it again: `voiceguide voices`",
        )
    return found


def session_of(model: Path) -> InferenceSession:
    """A model that is ready to run: one thread, no graphics card, little memory.

    Raises UsageError for a file that cannot be run.
    """
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # on Windows, where no variable is read
    _return_freed_memory()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    # Half the time to load, a fifth less memory, and speaking takes as long.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    # Lines differ in length: a plan of memory made for one is of no use to the next. Without plans
    # a worker of Piper holds a fifth less, and speaks as fast.
    options.enable_mem_pattern = False
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(
            str(model), sess_options=options, providers=["CPUExecutionProvider"]
        )
    except Exception as problem:  # its errors have no class in common
        raise UsageError(
            f"{model}: this model does not run: {_first_line(problem)}",
            hint="get the file again; it may have been damaged on its way",
        ) from problem


_M_TRIM_THRESHOLD, _M_TOP_PAD, _M_MMAP_THRESHOLD = -1, -2, -3
"""Of malloc.h."""
_USUAL_BYTES = 128 * 1024


def _return_freed_memory() -> None:
    """Take back that a worker keeps what it frees: with a model that would be 30 MB more."""
    if platform.libc_ver()[0] == "glibc":
        library = ctypes.CDLL(None)
        library.mallopt(_M_TRIM_THRESHOLD, _USUAL_BYTES)
        library.mallopt(_M_MMAP_THRESHOLD, _USUAL_BYTES)
        library.mallopt(_M_TOP_PAD, 0)


def sound_of(run: Callable[[], object]) -> Samples:
    """The samples that a model gives, flat, -1.0 to 1.0.

    Raises ValueError where it fails, or gives what is no number.
    """
    try:
        samples = np.asarray(run(), np.float32).reshape(-1)
    except Exception as problem:  # as above
        raise ValueError(f"the model fails: {_first_line(problem)}") from problem
    if not np.isfinite(samples).all():
        raise ValueError("the model gives numbers that are no sound")
    return np.clip(samples, -1.0, 1.0)


def _first_line(problem: Exception) -> str:
    said = str(problem).strip().splitlines()
    return said[0][:200] if said else type(problem).__name__
