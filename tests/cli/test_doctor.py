from pathlib import Path

import pytest

from tests.cli.conftest import Ask, Run

NO_SOUND = {"PULSE_SERVER": "unix:/nowhere/pulse", "PIPEWIRE_REMOTE": "/nowhere/pipewire"}


def test_a_machine_without_sound_is_told_what_to_install(program: Run) -> None:
    done = program("doctor", "--quiet", **NO_SOUND)
    assert done.returncode == 4, done.stderr
    for part in ("Sound outputs", "sounddevice", "Voice", "Folders", "Tones", "--output silent"):
        assert part in done.stdout
    assert "  mixer        not read: " in done.stdout
    assert "voice        en-us, one of" in done.stdout


def test_settings_that_cannot_be_used_are_told_and_the_rest_is_looked_at(
    ask: Ask, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.mkdir()
    (config / "config.toml").write_text("volume = 200\n")
    (config / "sounds").mkdir()
    (config / "sounds" / "gong.wav").touch()
    answer = ask("doctor", "--no-sound")
    assert answer.code in (2, 4)  # 4 on a machine without sound
    assert "config.toml:1:1: 'volume' cannot be 200" in answer.out
    assert "gong.wav: no tone is called so" in answer.out


def test_what_a_session_can_do_without_is_told_and_is_no_fault(
    ask: Ask, config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.mkdir()
    (config / "config.toml").write_text("keep_output_awake = true\n")
    monkeypatch.setenv("VOICEGUIDE_RUNTIME_DIR", str(tmp_path / "run"))
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    said = ask("doctor", "--no-sound").out
    rows = {line[2:14].strip(): line[15:] for line in said.splitlines()}
    assert "While it plays" in said
    assert rows["control"] == f"{tmp_path / 'run' / 'control.sock'}, for `voiceguide control`"
    assert rows["music"].startswith("with --music, by PyAV")
    assert rows["headset"].startswith("kept awake")
    assert rows["stays awake"].startswith("no: ")
    assert rows["media keys"].startswith("no: ")
    assert not (tmp_path / "run").exists()
