"""The cache: kept whole, made anew where broken, never in the way."""

from __future__ import annotations

import errno
import os
import shutil
import threading
import time
import wave
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from voiceguide.audio.clip import Clip
from voiceguide.speech.clip_cache import ClipCache, cache_folder, cached_bytes


def clip(frames: int = 500, level: int = 1000) -> Clip:
    return Clip((np.arange(frames) % 50 * level // 50).astype(np.int16))


def same(one: Clip | None, other: Clip) -> bool:
    return one is not None and np.array_equal(one.pcm, other.pcm)


def entries(folder: Path) -> list[Path]:
    return sorted((folder / "speech").iterdir())


def test_a_clip_is_found_under_its_key_only(tmp_path: Path) -> None:
    ClipCache(tmp_path).put("a", clip())
    assert same(ClipCache(tmp_path).get("a"), clip())
    assert ClipCache(tmp_path).get("b") is None


def test_many_clips_are_found_at_once(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    for number in range(7):
        cache.put(str(number), clip(number + 1))
    found = cache.get_all(["0", "lost", "6", "3"])
    assert {key: len(got.pcm) for key, got in found.items()} == {"0": 1, "6": 7, "3": 4}


def test_an_entry_is_a_wav_file_anyone_can_play(tmp_path: Path) -> None:
    ClipCache(tmp_path).put("a", clip())
    with wave.open(str(entries(tmp_path)[0])) as file:
        assert (file.getnchannels(), file.getframerate(), file.getnframes()) == (1, 44_100, 500)
        assert file.readframes(500) == clip().pcm.tobytes()


@pytest.mark.parametrize("size", [0, 10, 56, 57, 500, 1055])
def test_an_entry_cut_short_is_none(tmp_path: Path, size: int) -> None:
    cache = ClipCache(tmp_path)
    cache.put("a", clip())
    os.truncate(entries(tmp_path)[0], size)
    assert cache.get("a") is None
    cache.put("a", clip())
    assert same(cache.get("a"), clip())
    assert cache.problems == []


@pytest.mark.parametrize("at", [0, 24, 45, 56, 777, 1055])
def test_an_altered_entry_is_none(tmp_path: Path, at: int) -> None:
    cache = ClipCache(tmp_path)
    cache.put("a", clip())
    path = entries(tmp_path)[0]
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
    assert cache.get("a") is None


def test_an_entry_under_another_ones_name_is_none(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    cache.put("a", clip())
    (of_a,) = entries(tmp_path)
    cache.put("b", clip(level=500))
    (of_b,) = set(entries(tmp_path)) - {of_a}
    of_a.replace(of_b)
    assert cache.get("b") is None


def test_a_full_disk_is_told_once_and_not_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def full(descriptor: int, data: bytes) -> int:
        tried.append(descriptor)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    cache = ClipCache(tmp_path)
    monkeypatch.setattr(os, "write", full)
    cache.put("a", clip())
    cache.put("b", clip())
    assert len(tried) == 1
    assert len(cache.problems) == 1
    assert "No space left" in cache.problems[0]
    assert entries(tmp_path) == []


def test_a_cache_that_may_only_be_read_still_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    cache = ClipCache(tmp_path)
    cache.put("a", clip())
    os.utime(entries(tmp_path)[0], (1, 1))
    monkeypatch.setattr(os, "utime", refuse)
    assert same(cache.get("a"), clip())
    assert cache.problems == []


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = ClipCache(tmp_path / "file")
    assert cache.get("a") is None
    cache.put("a", clip())
    cache.tidy()
    assert cache.problems


def test_a_directory_in_the_place_of_an_entry_costs_only_the_cache(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    cache.put("a", clip())
    (path,) = entries(tmp_path)
    path.unlink()
    path.mkdir()
    assert cache.get("a") is None
    cache.put("a", clip())
    assert cache.problems


def test_the_longest_unused_go_first_above_the_limit(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path, limit_bytes=2500)
    for age, key in enumerate(("newest", "middle", "oldest")):
        cache.put(key, clip())
        newest_path = max(entries(tmp_path), key=lambda path: path.stat().st_mtime_ns)
        os.utime(newest_path, (time.time() - 9000 * age,) * 2)
    assert same(cache.get("oldest"), clip())
    cache.tidy()
    assert [key for key in ("newest", "middle", "oldest") if cache.get(key)] == ["newest", "oldest"]


def test_what_a_killed_program_left_goes_after_an_hour(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    cache.put("a", clip())
    old, new = (tmp_path / "speech" / f"{name}.1-1.part" for name in ("old", "new"))
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 4000,) * 2)
    cache.tidy()
    assert not old.exists()
    assert new.exists()
    assert cache.get("a") is not None


def test_an_empty_cache_is_tidy(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path / "not yet")
    cache.tidy()
    assert cache.problems == []


def test_several_writers_and_readers_do_not_hurt_each_other(tmp_path: Path) -> None:
    broken: list[str] = []

    def work(number: int) -> None:
        cache = ClipCache(tmp_path, limit_bytes=5000)
        for turn in range(40):
            key = str(turn % 8)
            cache.put(key, clip(level=int(key) + 1))
            got = cache.get(key)
            if got is not None and not same(got, clip(level=int(key) + 1)):
                broken.append(key)
            cache.tidy()
        broken.extend(cache.problems)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert broken == []


def test_the_folder_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VOICEGUIDE_CACHE_DIR", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv("VOICEGUIDE_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert "voiceguide" in cache_folder().parts


def test_it_never_takes_more_than_a_tenth_of_what_the_disk_could_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = ClipCache(tmp_path)
    for key in ("a", "b", "c"):
        cache.put(key, clip())
    taken = cached_bytes(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=9 * taken))
    cache.tidy()
    assert cached_bytes(tmp_path) == taken
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=7 * taken))
    cache.tidy()
    assert 0 < cached_bytes(tmp_path) < taken


def test_of_no_cache_nothing_is_taken(tmp_path: Path) -> None:
    assert cached_bytes(tmp_path / "not yet") == 0
