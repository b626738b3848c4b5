"""A real PipeWire of our own, without hardware and without D-Bus, in the place of PulseAudio."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from tests.device.soundserver import SoundServer, start_first

TOOLS = ("pipewire", "wireplumber", "pipewire-pulse")
PACKAGES = "pipewire wireplumber pipewire-pulse pipewire-bin"

POLICY = Path("/usr/share/wireplumber")
"""Debian's, of which a copy is made that does without D-Bus."""

WITHOUT_D_BUS = """\
alsa_monitor.enabled = false
v4l2_monitor.enabled = false
libcamera_monitor.enabled = false
default_access.properties["enable-flatpak-portal"] = false
"""

SINK = """\
context.objects = [
{sinks}
]
"""

ONE_SINK = """\
    {{ factory = adapter
      args = {{
        factory.name = support.null-audio-sink
        node.name = {0}
        node.description = {0}
        media.class = Audio/Sink
        audio.rate = 48000
        audio.position = [ FL FR ]
        object.linger = true
        monitor.channel-volumes = true
      }}
    }}"""


def missing_tools() -> list[str]:
    """What of `TOOLS` is not installed; `PACKAGES` brings them."""
    return [tool for tool in TOOLS if shutil.which(tool) is None]


class PipeWire(SoundServer):
    """Starts in some three seconds; the same to programs as PulseAudio."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        policy = folder / "wireplumber"
        shutil.copytree(POLICY, policy)
        (policy / "main.lua.d" / "60-ci.lua").write_text(WITHOUT_D_BUS)
        (policy / "bluetooth.lua.d" / "90-enable-all.lua").unlink()
        self.env |= {
            "PIPEWIRE_RUNTIME_DIR": str(folder),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_STATE_HOME": str(folder / "state"),
            "WIREPLUMBER_CONFIG_DIR": str(policy),
            "WIREPLUMBER_DATA_DIR": str(policy),
        }
        self.env.pop("DBUS_SESSION_BUS_ADDRESS", None)

    def _begin(self, sinks: Sequence[str]) -> list[subprocess.Popen[bytes]]:
        settings = self.folder / "config" / "pipewire" / "pipewire.conf.d"
        settings.mkdir(parents=True, exist_ok=True)
        written = "\n".join(ONE_SINK.format(sink) for sink in sinks)
        (settings / "10-ci.conf").write_text(SINK.format(sinks=written))
        processes = []
        for tool in TOOLS:
            log = (self.folder / f"{tool}.log").open("ab")
            processes.append(start_first([tool], env=self.env, stdout=log, stderr=log))
            log.close()
            time.sleep(0.3)
        return processes

    def _answers(self, sinks: Sequence[str]) -> bool:
        """All sinks are there, and the first is the default, as the session manager has it."""
        try:
            there = self.pactl("list", "short", "sinks")
            self.pactl("set-default-sink", sinks[0])
            default = self.pactl("get-default-sink").strip()
        except subprocess.CalledProcessError:
            return False
        return default == sinks[0] and all(f"\t{sink}\t" in there for sink in sinks)
