"""Recorded voices: packs of sound files, one for each line."""
