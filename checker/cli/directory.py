"""``checker directory``: the editions of the Directory."""

from typing import Annotated

import typer

app = typer.Typer(
    name="directory",
    help="The editions of the Directory: show, compare, verify, update.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Edition = Annotated[str, typer.Option("--edition", metavar="EDITION", help="Edition of the Directory.")]


@app.command("list")
def list_editions() -> int:
    """List the editions there are."""
    from checker.loader.editions import find_editions, load_directory  # noqa: PLC0415 - keeps --help light

    for name in sorted(find_editions(), reverse=True):
        directory = load_directory(name)
        typer.echo(f"{name}  {directory.announcement}  {directory.effective_from} – {directory.effective_to or ''}")
    return 0
