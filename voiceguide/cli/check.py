from __future__ import annotations

import typer


def add_to(app: typer.Typer) -> None:
    app.command("check")(run)


def run(name: str = "") -> None:
    pass
