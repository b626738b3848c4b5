"""Reminders of a posture break, in working hours."""
