"""What every command works with: the person's folders and settings, and how to talk to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from voiceguide.app.interaction import Interaction
    from voiceguide.session_options import SessionOptions
    from voiceguide.settings import Folders


class AppContext(Struct, frozen=True):
    """The folders, what config.toml says, and the person's side of it."""

    folders: Folders
    settings: SessionOptions
    """What config.toml says."""
    ui: Interaction

    @classmethod
    def of_user(cls, ui: Interaction) -> AppContext:
        """For the person who started the program. Raises BadFiles."""
        from voiceguide.settings import Folders, load_settings

        folders = Folders.of_user()
        return cls(folders, load_settings(folders.config_file), ui)
