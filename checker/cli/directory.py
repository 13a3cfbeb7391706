"""``checker directory``: the editions of the Directory shown, compared with pages, and renewed."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from checker.cli.console import StageProgress, reader_language, say_note
from checker.cli.options import Lang, parse_day, parse_outputs
from checker.messages import Language, messages

if TYPE_CHECKING:
    from checker.loader.comparison import Change
    from checker.loader.updating import Origin

FORMATS = ("terminal", "json")
DIFFERENT = 1

app = typer.Typer(
    name="directory",
    help="The editions of the Directory: list, show, compare, verify against a page, update.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Source = Annotated[
    str, typer.Argument(metavar="FILE|URL", help="html, txt, docx, pdf or xlsx with the Chinese text, or its address.")
]
Edition = Annotated[str, typer.Option(metavar="EDITION", help="Edition of the Directory.")]
Store = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Your data folder. Default: CHECKER_DATA, else the system's for this program."),
]
By = Annotated[str | None, typer.Option(metavar="NAME", help="Who compares. Default: the user's name.")]
Record = Annotated[
    bool | None,
    typer.Option(
        "--record/--no-record",
        help="When equal, record the check: the rows then count as checked in reports. Default: for an address, not for a file.",
        show_default=False,
    ),
]
Offline = Annotated[bool, typer.Option("--offline", help="Ask no server; use the last snapshot of the address.")]
Outputs = Annotated[
    list[str] | None, typer.Option("-o", "--output", metavar="FORMAT[=PATH]", help="terminal (default) or json.")
]
Language_ = Annotated[Lang | None, typer.Option("--lang", help="Language of the text. Default: the locale's.")]


@app.command("list")
def list_editions(*, store: Store = None, output: Outputs = None, lang: Language_ = None) -> int:
    """List the editions there are, shipped and your own."""
    from checker.cli.directory_texts import head_to_json  # noqa: PLC0415 - keeps --help light
    from checker.loader.editions import find_editions, load_directory  # noqa: PLC0415

    directories = [load_directory(name, store) for name in sorted(find_editions(store), reverse=True)]
    language = lang.value if lang else reader_language()
    lines = (
        messages()["directory_line"].word(language, {**head_to_json(entry), "until": entry.effective_to or "–"})
        for entry in directories
    )
    give(output, lines, [head_to_json(entry) for entry in directories])
    return 0


@app.command("show")
def show_edition(
    *, edition: Edition = "2023", store: Store = None, output: Outputs = None, lang: Language_ = None
) -> int:
    """Show an edition row by row; rows not yet compared with an official page bear an asterisk."""
    from checker.cli.directory_texts import edition_to_json, word_edition  # noqa: PLC0415 - keeps --help light
    from checker.loader.editions import load_directory  # noqa: PLC0415

    directory = load_directory(edition, store)
    give(output, word_edition(directory, lang.value if lang else reader_language()), edition_to_json(directory))
    return 0


@app.command("diff")
def diff_editions(
    older: Annotated[str, typer.Argument(metavar="A", help="The older edition.")],
    newer: Annotated[str, typer.Argument(metavar="B", help="The newer edition.")],
    *,
    store: Store = None,
    output: Outputs = None,
    lang: Language_ = None,
) -> int:
    """Compare two editions. Exit codes: 0 equal, 1 different, 67 no such edition."""
    from checker.loader.comparison import compare_rows, rows_of  # noqa: PLC0415 - keeps --help light
    from checker.loader.editions import load_directory  # noqa: PLC0415

    changes = compare_rows(rows_of(load_directory(older, store)), rows_of(load_directory(newer, store)))
    language = lang.value if lang else reader_language()
    give_changes(output, changes, language, {"source": newer, "edition": older})
    return DIFFERENT if changes else 0


@app.command("verify")
def verify(
    source: Source,
    *,
    edition: Edition = "2023",
    record: Record = None,
    by: By = None,
    store: Store = None,
    offline: Offline = False,
    output: Outputs = None,
    lang: Language_ = None,
) -> int:
    """Compare a page or file with an edition and name every category that differs.

    Width of signs, white space and traditional characters do not count; a figure, unit, word or mark does. Exit codes: 0 equal,
    1 different, 67 no Chinese copy of the Directory (an English re-post is refused). A page at an address that is equal is recorded
    as a check (who, when, address, sha256) and its rows count as checked; a file, whose origin is not known, only with --record.
    """
    from checker.loader.editions import load_directory  # noqa: PLC0415 - keeps --help light
    from checker.loader.fetching import is_address  # noqa: PLC0415
    from checker.loader.verifying import record_verification, verify_page  # noqa: PLC0415

    directory = load_directory(edition, store)
    path, origin = bring(source, by, store, offline=offline)
    with StageProgress(quiet=False).stage("reading the page"):
        result = verify_page(path, directory)
    language = lang.value if lang else reader_language()
    facts = {"source": source, "edition": edition, "sha256": result.page.document.sha256}
    give_changes(output, result.changes, language, facts)
    number = result.page.announcement.number
    if number and not directory.announcement.startswith(number):
        say("directory_other_number", language, number=number, announcement=directory.announcement)
    if is_address(source) if record is None else record:
        if result.is_own_source:
            say("directory_own_source", language, edition=edition)
        elif result.is_equal:
            say("directory_recorded", language, path=record_verification(result, origin, store))
        else:
            say("directory_not_recorded", language)
    elif record is None and result.is_equal and not result.is_own_source:
        say("directory_record_file", language)
    return 0 if result.is_equal else DIFFERENT


@app.command("update")
def update(
    source: Source,
    *,
    edition: Annotated[
        str | None, typer.Option(metavar="NAME", help="Name of the new edition. Default: the announcement's year.")
    ] = None,
    effective_from: Annotated[
        str | None, typer.Option(metavar="DATE", help="First day in force. Default: as the announcement says.")
    ] = None,
    by: By = None,
    store: Store = None,
    offline: Offline = False,
    output: Outputs = None,
    lang: Language_ = None,
) -> int:
    """Store a new edition from a page or file, after showing what changes.

    A page that fails an expectation is refused and nothing changes. Exit codes: 0 stored or already so, 67 refused.
    """
    from checker.loader.pages import read_page  # noqa: PLC0415 - keeps --help light
    from checker.loader.updating import plan_update, store_update  # noqa: PLC0415

    day = parse_day(effective_from, "--effective-from") if effective_from else None
    path, origin = bring(source, by, store, offline=offline)
    with StageProgress(quiet=False).stage("reading the page"):
        planned = plan_update(read_page(path), origin, edition=edition, effective_from=day, store=store)
    language = lang.value if lang else reader_language()
    facts = {"source": source, "edition": planned.compared_with, "new_edition": planned.directory.edition}
    give_changes(output, planned.changes, language, facts)
    if not planned.changes and planned.directory.edition == planned.compared_with:
        say("directory_nothing_new", language, edition=planned.compared_with)
        return 0
    folder = store_update(planned, store)
    say("directory_stored", language, edition=planned.directory.edition, path=folder)
    return 0


@app.command("build", hidden=True)
def build(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder with source.toml and the saved page.")],
) -> int:
    """Make edition.json of a shipped edition anew from its saved page (for maintainers of directory_data)."""
    from checker.loader.checks import write_whole  # noqa: PLC0415 - keeps --help light
    from checker.loader.edition_files import encode_edition  # noqa: PLC0415
    from checker.loader.editions import EDITION_FILE  # noqa: PLC0415
    from checker.loader.expectations import expect_edition  # noqa: PLC0415
    from checker.loader.pages import build_edition  # noqa: PLC0415

    directory = build_edition(folder.resolve())
    expect_edition(directory, str(folder))
    write_whole(folder / EDITION_FILE, encode_edition(directory))
    say_note(f"{len(directory.categories)} rows → {folder / EDITION_FILE}")
    return 0


def bring(source: str, by: str | None, store: Path | None, *, offline: bool) -> "tuple[Path, Origin]":
    """Return the file to read, downloaded where an address is given, and where it comes from."""
    from checker.loader.fetching import fetch, is_address  # noqa: PLC0415 - keeps --help light
    from checker.loader.places import data_folder  # noqa: PLC0415
    from checker.loader.updating import Origin  # noqa: PLC0415

    path = Path(source)
    if is_address(source):
        with StageProgress(quiet=False).stage("fetching the page"):
            path = fetch(source, folder=data_folder(store) / "snapshots", offline=offline).path
    return path, Origin(source, (by or user_name()).strip(), date.today())  # noqa: DTZ011 - the reader's own calendar day


def user_name() -> str:
    """Return the name of the user who runs the program."""
    import getpass  # noqa: PLC0415 - only for records

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def give_changes(
    output: list[str] | None, changes: "tuple[Change, ...]", language: Language, facts: dict[str, Any]
) -> None:
    """Print or write differences, with a sentence before them."""
    from checker.cli.directory_texts import changes_to_json, word_changes  # noqa: PLC0415 - with its callers

    ids = list(dict.fromkeys(change.id for change in changes))
    code = "directory_different" if ids else "directory_equal"
    head = messages()[code].word(language, {**facts, "count": len(ids), "ids": ", ".join(ids)})
    give(
        output,
        [head, *word_changes(changes, language)],
        facts | {"equal": not ids, "ids": ids, "changes": changes_to_json(changes)},
    )


def give(output: list[str] | None, lines: Iterable[str], document: object) -> None:
    """Print or write a result in each format asked for."""
    for wanted in parse_outputs(output or ("terminal",), FORMATS, ()):
        if wanted.format == "json":
            import orjson  # noqa: PLC0415 - only for this format

            text = orjson.dumps(document, option=orjson.OPT_INDENT_2).decode()
        else:
            text = "\n".join(lines)
        if wanted.path is None:
            typer.echo(text)
        else:
            from checker.report.files import write_whole  # noqa: PLC0415 - only for files

            write_whole(wanted.path, text.encode() + b"\n")


def say(code: str, language: Language, **facts: object) -> None:
    """Print one sentence to stderr."""
    say_note(messages()[code].word(language, facts))
