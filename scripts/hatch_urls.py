"""The project's URLs, filled in when it is built: they depend on where the repository lies.

A release sets VOICEGUIDE_REPOSITORY to the address of the repository it is built from; a build
without it names no address.
"""

from __future__ import annotations

import os
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class RepositoryUrls(MetadataHookInterface):
    """Hatchling's way to change the metadata of a build."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Add the URLs to what pyproject.toml says."""
        repository = os.environ.get("VOICEGUIDE_REPOSITORY", "").rstrip("/")
        metadata["urls"] = urls(repository) if repository else {}


def urls(repository: str) -> dict[str, str]:
    """Where people find what, by the labels of the package index."""
    return {
        "Source": repository,
        "Documentation": f"{repository}/tree/main/docs",
        "Changelog": f"{repository}/blob/main/CHANGELOG.md",
        "Issues": f"{repository}/issues",
    }
