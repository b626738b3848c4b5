"""The worker process itself, with the real engine."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from voiceguide.errors import UsageError
from voiceguide.speech.worker_process import Limits, Request, Worker, worker_command

OPENING: Request = {"engine": "pyttsx3", "voice": "en-us+Annie", "language": "en"}


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    started = Worker(worker_command(), OPENING, Limits())
    yield started
    started.close()


def length_ms(worker: Worker, text: str, rate: int = 115) -> float:
    answer, _ = worker.ask({"do": "length", "text": text, "rate": rate})
    return float(str(answer["length_ms"]))


def test_it_says_which_engine_it_is(worker: Worker) -> None:
    opened = worker.opened()
    assert str(opened["version"]).startswith("pyttsx3 2.99, espeak-ng 1.")
    assert "espeak" in str(opened["files"])
    assert opened["voice"] == "en-us+Annie"


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="no such priorities here")
def test_the_sound_that_plays_comes_before_it(worker: Worker) -> None:
    worker.opened()
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert os.getpriority(os.PRIO_PROCESS, worker.process_id) == min(19, own + 5)


def test_a_line_comes_as_trimmed_samples(worker: Worker) -> None:
    answer, sound = worker.ask({"do": "speak", "text": "Three.", "rate": 115})
    assert len(sound) == 2 * int(str(answer["frames"]))
    assert 200 < len(sound) / 2 / 44.1 < 700


def test_many_lines_one_after_the_other_all_have_sound(worker: Worker) -> None:
    lengths_ms = [length_ms(worker, f"Line {n} of many, to be spoken.") for n in range(60)]
    assert min(lengths_ms) > 1000
    assert max(lengths_ms) < 4000


def test_a_higher_rate_is_kept_and_faster(worker: Worker) -> None:
    text = "Lie on your back, knees bent, feet flat on the floor."
    slow, fast, slow_again = (length_ms(worker, text, rate) for rate in (100, 160, 100))
    assert fast < slow * 0.75
    assert slow_again == pytest.approx(slow, rel=0.03)


def test_markup_and_phonemes_are_read_as_text_even_if_they_reached_it(worker: Worker) -> None:
    plain = length_ms(worker, "break time three s")
    assert length_ms(worker, "<break time='3s'/>") < plain + 2500
    # As phonemes this would be one short word; as letters and signs it is longer.
    assert length_ms(worker, "[[h@l'oU]]") > 1.5 * length_ms(worker, "hello")


@pytest.mark.parametrize("text", ["x" * 3000, "ば" * 200, "🙂 one", "a\nb", "-- --help"])
def test_odd_texts_are_answered(worker: Worker, text: str) -> None:
    assert length_ms(worker, text) > 0


def test_it_does_not_stop_at_ctrl_c(worker: Worker) -> None:
    worker.opened()
    os.kill(worker.process_id, signal.SIGINT)
    assert length_ms(worker, "Relax.") > 0


def test_what_drivers_print_does_not_reach_the_answers() -> None:
    chatter = (
        "import sys; sys.path[:] = sys.argv[1:]\n"
        "import os, voiceguide.speech.engines.espeak as e\n"
        "speak = e.Espeak.synthesise\n"
        "def loud(self, text, rate):\n"
        "    print('{\"frames\": 5}'); sys.stdout.flush(); os.write(1, b'chatter\\n')\n"
        "    return speak(self, text, rate)\n"
        "e.Espeak.synthesise = loud\n"
        "from voiceguide.speech.worker import main; main()"
    )
    worker = Worker([sys.executable, "-c", chatter, *sys.path], OPENING, Limits())
    try:
        assert length_ms(worker, "Relax.") > 200
    finally:
        worker.close()


def test_an_unknown_voice_is_refused() -> None:
    worker = Worker(worker_command(), {**OPENING, "voice": "en-us+Nobody"}, Limits())
    try:
        with pytest.raises(UsageError, match="Nobody"):
            worker.opened()
    finally:
        worker.close()


@pytest.mark.skipif(sys.platform != "linux", reason="watches a process by its descriptor")
def test_it_ends_with_a_parent_that_is_killed_even_while_the_engine_hangs() -> None:
    hang = (
        "import sys, time; sys.path[:] = sys.argv[1:]\n"
        "import voiceguide.speech.engines.espeak as e\n"
        "e.Espeak.synthesise = lambda self, text, rate: time.sleep(60)\n"
        "from voiceguide.speech.worker import main; main()"
    )
    parent = (
        "import subprocess, sys, time, json\n"
        "child = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE)\n"
        f"child.stdin.write(json.dumps({{'do': 'open', **{OPENING!r}}}).encode() + b'\\n')\n"
        "child.stdin.flush(); child.stdout.readline()\n"
        "child.stdin.write(json.dumps({'do': 'speak', 'text': 'x', 'rate': 1}).encode() + b'\\n')\n"
        "child.stdin.flush(); print(child.pid, flush=True); time.sleep(60)\n"
    )
    command = [sys.executable, "-c", parent, sys.executable, "-c", hang, *sys.path]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        worker_id = json.loads(process.stdout.readline())
        watched = os.pidfd_open(worker_id)
        process.kill()
        ended, _, _ = select.select([watched], [], [], 5.0)
        os.close(watched)
        assert ended
