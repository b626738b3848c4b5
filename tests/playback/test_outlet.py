import os
import threading

from voiceguide.playback.outlet import Outlet, _family, outlet_of

SINKS = [
    {"index": 3, "name": "headset", "description": "A headset", "mute": False},
    {"index": 7, "name": "auto_null", "description": "Dummy Output", "mute": True},
]


def stream(sink: int, pid: int) -> dict[str, object]:
    return {"index": 1, "sink": sink, "properties": {"application.process.id": str(pid)}}


def test_the_output_of_ones_own_stream() -> None:
    inputs = [stream(3, 1), stream(7, 42)]
    assert outlet_of(SINKS, inputs, frozenset({42})) == Outlet("auto_null", "Dummy Output", True)
    assert outlet_of(SINKS, inputs, frozenset({1, 2})) == Outlet("headset", "A headset", False)


def test_without_a_stream_nothing_is_known() -> None:
    assert outlet_of(SINKS, [stream(3, 1), {"sink": 3}], frozenset({5})) is None


def test_what_a_server_makes_up_is_a_dummy() -> None:
    assert Outlet("auto_null", "Dummy Output", False).dummy
    assert not Outlet("headset", "A headset", False).dummy


def test_threads_that_end_meanwhile_do_no_harm() -> None:
    over = threading.Event()

    def restless() -> None:
        while not over.is_set():
            thread = threading.Thread(target=lambda: None)
            thread.start()
            thread.join()

    threads = [threading.Thread(target=restless) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        assert all(os.getpid() in _family() for _ in range(200))
    finally:
        over.set()
        for thread in threads:
            thread.join()
