"""How fast neural voices speak of themselves: measured, so that no start has to.

Words a minute as heard, of the lines that voices are measured with, with words not stretched and
the shortest pauses.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

PIPER_PACES: Final[Mapping[str, float]] = MappingProxyType(
    {"58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06": 233.7}
)
"""By the SHA-256 of the model; any other is measured when it is opened, in a third of a second."""

KOKORO_PACES: Final[Mapping[str, float]] = MappingProxyType(
    {"af_heart": 210, "af_bella": 217, "af_sarah": 211, "am_fenrir": 232, "am_michael": 190}
    | {"bf_emma": 186, "bm_george": 160, "af_alloy": 140, "af_aoede": 230, "af_jessica": 190}
    | {"af_kore": 214, "af_nicole": 157, "af_nova": 148, "af_river": 186, "af_sky": 182}
    | {"am_adam": 212}
)
"""By the name of the voice; all but af_heart by four of the eight lines."""
KOKORO_PACE: Final = 200.0
"""Of any other one."""
