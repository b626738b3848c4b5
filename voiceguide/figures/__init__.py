"""Figures drawn from data: poses as angles become pictures of exercises.

`skeleton` puts a pose into space, `contacts` lays it on what it touches, `motion` is a figure at
any moment, `moments` says which moment a phase of an exercise is at, `drawing` makes the SVG,
and `figure_words` what it shows in words.
"""
