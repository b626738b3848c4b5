"""What the program remembers of a person, on their own machine and nowhere else."""
