"""How long a session that is played waits, looks ahead and keeps quiet."""

LEAD_MS = 200
"""Silence before going on; as much of it is left out as makes a pause as long as it was asked."""
PULLED_MS = 150
"""What a device may have pulled and not yet sounded: a change begins so much later."""
SPEAK_S = 1.0
"""How long a line may take to be spoken when it is needed now; else it is only shown."""
CHANGE_S = 10.0
NEAR_MS = 1000
"""So close to the end of what is spoken, the device may have pulled the silence after it."""
GAP_MS = 350
SETTLE_MS = 6000
"""To get back into position before a session goes on."""
NEVER_MS = -1_000_000
"""Long before anything."""
