"""``checker config``: which settings are in force, and where each comes from."""

from pathlib import Path
from typing import Annotated

import typer

Place = Annotated[
    Path,
    typer.Argument(
        metavar="[PLACE]", help="Inventory or folder from which a configuration file is looked for upwards."
    ),
]
Schema = Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of a configuration file instead.")]


def config(place: Place = Path(), *, schema: Schema = False) -> int:
    """Print the settings in force and where each comes from: option, environment, file, default (in that order)."""
    import orjson  # noqa: PLC0415 - only here

    from checker.cli import written_settings  # noqa: PLC0415 - loads pydantic
    from checker.cli.configuration import settle  # noqa: PLC0415 - likewise

    if schema:
        typer.echo(orjson.dumps(written_settings.schema(), option=orjson.OPT_INDENT_2).decode())
        return 0
    effective = settle({}, place)
    values = written_settings.dump_settings(effective.settings)
    width = max(map(len, values))
    for key, value in values.items():
        typer.echo(f"{key:<{width}} = {orjson.dumps(value).decode()}  # {effective.origins[key]}")
    return 0
