"""Scripts and workouts of other programs, as sessions and as routine files."""
