"""How long pain has been more than mild in a session: the pain command starts and stops it."""

from __future__ import annotations

from msgspec import Struct

from voiceguide.routine.habits import PainRules
from voiceguide.structs import replace
from voiceguide.units import Ms

MINUTE_MS = 60_000


class PainTimer(Struct, frozen=True):
    """Since when pain is more than mild, on the device's own clock, which nobody can set.

    None where it is not.
    """

    since_ms: Ms | None = None

    def told(self, now_ms: Ms, *, more_than_mild: bool) -> PainTimer:
        """The person says how it is: the first time counts, and mild ends it."""
        if not more_than_mild:
            return PainTimer()
        return self if self.since_ms is not None else replace(self, since_ms=now_ms)

    def is_over(self, now_ms: Ms, rules: PainRules) -> bool:
        """Whether it has lasted so long that the session ends with the advice to see a doctor."""
        if self.since_ms is None:
            return False
        return now_ms - self.since_ms >= rules.stop_after_min * MINUTE_MS
