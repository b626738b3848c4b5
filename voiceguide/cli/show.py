from __future__ import annotations

import typer


def add_to(app: typer.Typer) -> None:
    app.command("show")(run)


def run(name: str = "") -> None:
    pass
