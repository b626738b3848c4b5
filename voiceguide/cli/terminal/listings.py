"""Showing what there is, as columns for a person or as JSON for a program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.cli.terminal import console

if TYPE_CHECKING:
    from voiceguide.app.listing import Listing


def show_listing(listing: Listing, *, json: bool) -> None:
    """What there is on standard output; problems and notes on standard error."""
    for problem in listing.problems:
        console.tell(f"warning: {problem}")
    if json:
        console.write_json(listing.entries)
        return
    if listing.rows:
        console.print_table(listing.rows)
    for note in listing.notes:
        console.tell(note)
