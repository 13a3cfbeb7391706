"""``checker report``: a saved result in another format, without checking again."""

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.check import Language, Outputs, Quiet
from checker.cli.console import reader_language, say_note
from checker.cli.options import Output, parse_outputs

Saved = Annotated[Path, typer.Argument(metavar="FILE.json", help="A report written with -o json=FILE.json.")]


def report(saved: Saved, *, output: Outputs = None, quiet: Quiet = False, lang: Language = None) -> int:
    """Show a saved JSON report in other formats; the exit code is that of the check it holds."""
    from checker.report.interface import REPORTS  # noqa: PLC0415 - names only, but keeps --help light

    outputs = parse_outputs(output or (), tuple(REPORTS), [saved]) or (Output("terminal", None),)

    from checker.report.files import write_report  # noqa: PLC0415 - loads pandas
    from checker.report.saved import read_saved  # noqa: PLC0415 - likewise

    document = read_saved(saved)
    for wanted in outputs:
        write_report(wanted.format, document, wanted.path, lang.value if lang else reader_language())
        if wanted.path:
            say_note(f"{wanted.format} → {wanted.path}", quiet=quiet)
    return int(document.head["summary"]["exit_code"])
