"""Voice-guided, hands-free exercise sessions.

For programs: `load` a routine, `compile` it into a timeline, `render` it as sound, `export` it
into a file::

    import voiceguide

    routine = voiceguide.load("morning")
    timeline = voiceguide.compile(routine, voiceguide.SessionOptions(level="gentle"))
    voiceguide.export(timeline, "morning.html")

Every name is imported on first use. What goes wrong is a `VoiceguideError`.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceguide.api import compile, export, load, render  # noqa: A004  # a routine, not code
    from voiceguide.errors import BadFiles, Missing, UsageError, VoiceguideError
    from voiceguide.rendering import Rendering
    from voiceguide.routine.model import Routine
    from voiceguide.session_options import SessionOptions
    from voiceguide.timeline import Timeline

__all__ = [
    "BadFiles",
    "Missing",
    "Rendering",
    "Routine",
    "SessionOptions",
    "Timeline",
    "UsageError",
    "VoiceguideError",
    "compile",
    "export",
    "load",
    "render",
]

_MODULES = {
    "api": ("compile", "export", "load", "render"),
    "errors": ("BadFiles", "Missing", "UsageError", "VoiceguideError"),
    "rendering": ("Rendering",),
    "routine.model": ("Routine",),
    "session_options": ("SessionOptions",),
    "timeline": ("Timeline",),
}


def __getattr__(name: str) -> object:
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"voiceguide.{module}"), name)
    raise AttributeError(f"module 'voiceguide' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
