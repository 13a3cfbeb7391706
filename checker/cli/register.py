"""``checker register``: the lists of certificates kept for checks, and what changed in them."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from checker.cli import register_text as text
from checker.cli.console import StageProgress, say_note
from checker.cli.options import parse_day, parse_outputs

app = typer.Typer(
    name="register",
    help="The lists of certificates kept for checks: import, fetch, status, search, show, diff, export, retire.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Store = Annotated[
    Path | None,
    typer.Option(
        "--store", metavar="PATH", help="Another store than CHECKER_STORE or the one in the user's data folder."
    ),
]
Lists = Annotated[
    list[str],
    typer.Argument(metavar="FILE|URL...", help="xlsx, xls, ods, csv, html, docx or pdf, or an http(s) address."),
]
Name = Annotated[
    str | None,
    typer.Option(
        "--source", metavar="NAME", help="Name of the source; a newer list under the same name replaces the older."
    ),
]
Kind = Annotated[
    str | None, typer.Option("--kind", metavar="KIND", help="Kind of list: list, certificates or results.")
]
Retrieved = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Day on which a file was had from its publisher. Default: when it last changed."),
]
Offline = Annotated[bool, typer.Option("--offline", help="Use the last snapshot of an address; ask nobody.")]
AcceptLoss = Annotated[
    bool, typer.Option("--accept-loss", help="Record a newer list even if far fewer certificates are in it.")
]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="No notes beside the result.")]
Outputs = Annotated[list[str] | None, typer.Option("-o", "--output", metavar="FORMAT[=PATH]", help="terminal or json.")]
Exports = Annotated[list[str], typer.Option("-o", "--output", metavar="FORMAT[=PATH]", help="csv, xlsx or json.")]
Limit = Annotated[int, typer.Option(min=1, help="Most lines shown on the terminal.")]
OlderThan = Annotated[
    int | None,
    typer.Option(metavar="DAYS", min=0, help="From how many days on a list counts as old. Default: the data file's."),
]
Text = Annotated[str, typer.Argument(metavar="TEXT", help="Part of a number, maker, product name or model.")]
Number = Annotated[
    str, typer.Argument(metavar="NUMBER", help="Certificate number; blanks, dashes and case do not count.")
]
Since = Annotated[
    str | None, typer.Option(metavar="DATE", help="Lists of this day and later. Default: the newest of every source.")
]
FORMATS = ("terminal", "json")
EXPORTS = ("csv", "xlsx", "json")


@app.command("import")
def import_(
    lists: Lists,
    *,
    source: Name = None,
    kind: Kind = None,
    retrieved: Retrieved = None,
    store: Store = None,
    offline: Offline = False,
    accept_loss: AcceptLoss = False,
    quiet: Quiet = False,
) -> int:
    """Import lists: all of them or, when one is refused, none. Nothing stored is ever deleted."""
    from checker.loader.importing import ImportRequest, import_lists  # noqa: PLC0415 - loads pandas
    from checker.loader.places import store_path  # noqa: PLC0415 - keeps --help light

    request = ImportRequest(
        items=lists,
        store=store_path(store),
        name=source,
        kind=kind,
        retrieved=parse_day(retrieved, "--retrieved") if retrieved else None,
        offline=offline,
        accept_loss=accept_loss,
    )
    with StageProgress(quiet=quiet).stage("importing"):
        results = import_lists(request)
    for result in results:
        text.print_import(result, quiet=quiet)
    return 0


@app.command()
def fetch(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME|URL]...", help="Sources or addresses. Default: every stored source with an address."
        ),
    ] = None,
    *,
    store: Store = None,
    offline: Offline = False,
    accept_loss: AcceptLoss = False,
    quiet: Quiet = False,
) -> int:
    """Download the newest lists of sources and import them, all or none."""
    from checker.loader.addresses import find_addresses  # noqa: PLC0415 - keeps --help light
    from checker.loader.importing import ImportRequest, import_lists  # noqa: PLC0415 - loads pandas
    from checker.loader.places import store_path  # noqa: PLC0415 - keeps --help light

    path = store_path(store)
    found = find_addresses(names or (), path)
    request = ImportRequest(items=tuple(found), names=found, store=path, offline=offline, accept_loss=accept_loss)
    with StageProgress(quiet=quiet).stage("fetching"):
        results = import_lists(request)
    for result in results:
        text.print_import(result, quiet=quiet)
    return 0


@app.command()
def status(*, store: Store = None, older_than: OlderThan = None, output: Outputs = None, quiet: Quiet = False) -> int:
    """Show the sources of the store, how old they are and what they hold."""
    from checker.loader.ages import load_old_after_days  # noqa: PLC0415 - keeps --help light
    from checker.loader.inquiry import describe_sources  # noqa: PLC0415 - loads pandas
    from checker.loader.places import store_path  # noqa: PLC0415 - keeps --help light
    from checker.loader.store import open_store, view  # noqa: PLC0415 - likewise

    outputs = parse_outputs(output or ("terminal",), FORMATS, ())
    path, today = store_path(store), datetime.now(tz=UTC).date()
    with open_store(path) as connection, view(connection):
        sources = describe_sources(connection)
    least = load_old_after_days() if older_than is None else older_than
    for wanted in outputs:
        if wanted.format == "json":
            text.write_json(
                {"store": str(path), "sources": [text.status_record(one, today) for one in sources]}, wanted.path
            )
        else:
            text.write_lines(
                [text.word("status_store", path=path), *(text.status_line(one, today) for one in sources)], wanted.path
            )
    for one in sources:
        if one.age_days(today) > least and not one.retired:
            say_note(text.word("status_old", name=one.name, days=one.age_days(today), most=least), quiet=quiet)
    return 0


@app.command()
def search(wanted_text: Text, *, store: Store = None, output: Outputs = None, limit: Limit = 50) -> int:
    """Find certificates by any part of their number, maker, product name or model."""
    from checker.loader.inquiry import describe_sources, search_certificates  # noqa: PLC0415 - loads pandas
    from checker.loader.places import store_path  # noqa: PLC0415 - keeps --help light
    from checker.loader.store import open_store, view  # noqa: PLC0415 - likewise

    outputs = parse_outputs(output or ("terminal",), FORMATS, ())
    with open_store(store_path(store)) as connection, view(connection):
        found, sources = search_certificates(connection, wanted_text), describe_sources(connection)
    for wanted in outputs:
        if wanted.format == "json":
            text.write_json(text.records(found), wanted.path)
        else:
            lines = [text.certificate_line(row) for row in text.records(found.head(limit))]
            if len(found) > limit:
                lines.append(text.word("and_more", more=len(found) - limit))
            text.write_lines(lines or [text.not_found(wanted_text, sources)], wanted.path)
    return 0


@app.command()
def show(number: Number, *, store: Store = None, output: Outputs = None) -> int:
    """Show everything stored of a certificate number, with its history. Exit code 66 when no list has it."""
    from checker.errors import EmptyInventoryError  # noqa: PLC0415 - keeps the imports of this command together
    from checker.loader import inquiry  # noqa: PLC0415 - loads pandas
    from checker.loader.places import store_path  # noqa: PLC0415 - keeps --help light
    from checker.loader.store import open_store, view  # noqa: PLC0415 - likewise

    outputs = parse_outputs(output or ("terminal",), FORMATS, ())
    with open_store(store_path(store)) as connection, view(connection):
        certificates = text.records(inquiry.find_number(connection, number))
        if not certificates:
            raise EmptyInventoryError(
                "store_not_found", text=number, lists=text.list_days(inquiry.describe_sources(connection))
            )
        for certificate in certificates:
            own = int(certificate.pop("id"))
            certificate["products"] = text.product_records(inquiry.read_products_of(connection, own))
            certificate["history"] = text.records(inquiry.read_history(connection, certificate=own))
    for wanted in outputs:
        if wanted.format == "json":
            text.write_json(certificates, wanted.path)
        else:
            text.write_lines([line for one in certificates for line in text.certificate_lines(one)], wanted.path)
    return 0


@app.command()
def diff(*, since: Since = None, store: Store = None, output: Outputs = None, limit: Limit = 200) -> int:
    """Show what lists added, changed and no longer have."""
    from checker.loader.inquiry import read_history  # noqa: PLC0415 - loads pandas
    from checker.loader.places import store_path  # noqa: PLC0415 - keeps --help light
    from checker.loader.store import open_store, view  # noqa: PLC0415 - likewise

    outputs = parse_outputs(output or ("terminal",), FORMATS, ())
    day = parse_day(since, "--since") if since else None
    with open_store(store_path(store)) as connection, view(connection):
        history = read_history(connection, since=day)
    for wanted in outputs:
        if wanted.format == "json":
            text.write_json(text.records(history), wanted.path)
        else:
            text.write_lines(list(text.change_lines(history, limit)), wanted.path)
    return 0


@app.command()
def retire(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Source as named by status.")], *, store: Store = None
) -> int:
    """Take a source out of checks, e.g. one imported by mistake. It stays on record; importing it again brings it back."""
    from checker.loader.places import store_path  # noqa: PLC0415 - keeps --help light
    from checker.loader.retiring import retire_source  # noqa: PLC0415 - likewise

    day = datetime.now(tz=UTC).date()
    retire_source(store_path(store), name, day)
    text.write_lines([text.word("source_retired", name=name, day=day)], None)
    return 0


@app.command()
def export(*, output: Exports, store: Store = None) -> int:
    """Write every entry of the store, as checks use it, to csv, xlsx or json."""
    from checker.cli.register_export import write_export  # noqa: PLC0415 - loads pandas
    from checker.loader.places import store_path  # noqa: PLC0415 - keeps --help light

    path = store_path(store)
    outputs = parse_outputs(output, EXPORTS, [path])
    for wanted in outputs:
        write_export(path, wanted)
    return 0
