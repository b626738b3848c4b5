"""The command line: one file per command; the only place that knows Typer and Rich."""


def main() -> int:
    """Run the command that the program was started with, and give its exit code."""
    try:
        from voiceguide.cli.running import run

        return run()
    except KeyboardInterrupt:  # while the program is still being loaded
        return 130
