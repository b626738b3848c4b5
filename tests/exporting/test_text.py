"""The plain script, word for word."""

from voiceguide.exporting.formats.text import text
from voiceguide.timeline import Timeline

SCRIPT = """\
Morning
=======
Length: 3:20.0
Voice: pyttsx3 en-us+Annie, 120 words a minute, lengths measured
Settings: level gentle, detail normal, pace calm, countdown tones, encouragement normal, \
cues fade, conditions knee, seed 0

Opening
  0:00.0  tone  lead-in
  0:01.2  say   Good morning.
  0:03.5  ..    quiet 1.5 s

1. Hamstring stretch
  0:05.0  say   Next, hamstring stretch. Left leg first.
  0:10.2  ..    quiet 1.8 s
  0:12.0  say   Take the towel – gently, ça va?
  0:16.0  ..    quiet 5.4 s
  0:21.4  tone  start
  0:22.0  ..    move 4 s (left, repetition 1)
  0:26.0  hold  20 s (left, repetition 1)
  0:26.0  say   And hold.
  0:36.0  say   Halfway.
  0:43.0  tone  pip
  0:44.0  tone  pip
  0:45.0  tone  pip
  0:46.0  tone  done
  0:46.0  ..    move 3 s (left, repetition 1)
  0:46.5  say   Ease off.
  0:49.0  ..    move 4 s (right, repetition 2)

Rest
  0:53.0  ..    rest 7 s

2. Work, Tabata round 2 of 8
  1:00.0  hold  2.5 s

Fill: Lie still
  1:02.5  ..    rest (fills the length) 2 min 7.5 s

Closing
  3:10.0  say   That is all. Well done.
  3:12.0  ..    quiet 4 s
  3:16.0  tone  end
  3:17.0  ..    quiet 3 s

Notes
  - detail: normal became brief (12 s too long for 3 min)
"""


def test_a_script_reads_like_this(timeline: Timeline) -> None:
    assert text(timeline) == SCRIPT
