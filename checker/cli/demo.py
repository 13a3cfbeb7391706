"""``checker demo``: a sample inventory and register to look at, and the check of them."""

import csv
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from checker.cli.console import StageProgress, reader_language, say_note
from checker.cli.options import Lang
from checker.resources import data_path

DEMO_DAY = date(2026, 11, 1)

Folder = Annotated[Path, typer.Option("--folder", metavar="DIR", help="Where the sample workbooks are written.")]
Language = Annotated[Lang | None, typer.Option("--lang", help="Language of the report. Default: the locale's.")]


def demo(*, folder: Folder = Path("checker-demo"), lang: Language = None) -> int:
    """Write a sample inventory and register (makers and certificates made up) and check them."""
    from decimal import Decimal  # noqa: PLC0415 - with the pipeline below

    from checker.pipeline import CheckRequest, check_inventories  # noqa: PLC0415 - loads pandas
    from checker.report.files import write_report  # noqa: PLC0415 - likewise

    inventory, register = (write_sample(name, folder) for name in ("inventory", "register"))
    result = check_inventories(
        CheckRequest(
            inventories=(inventory,),
            registers=(register,),
            store=folder / "no-store",
            as_of=DEMO_DAY,
            rates={"USD": Decimal("7.10")},
        ),
        StageProgress(quiet=False),
    )
    write_report("terminal", result, None, lang.value if lang else reader_language())
    say_note(f"checker check {inventory} --register {register} --as-of {DEMO_DAY} --rate USD=7.10")
    say_note(f"this check exits with {int(result.exit_code)}; the demo itself with 0")
    return 0


def write_sample(name: str, folder: Path) -> Path:
    """Write one sample of ``directory_data/demo`` as a workbook and return its path."""
    import xlsxwriter  # noqa: PLC0415 - only here

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.xlsx"
    with data_path("demo", f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    with xlsxwriter.Workbook(path, {"strings_to_urls": False, "strings_to_formulas": False}) as workbook:
        sheet = workbook.add_worksheet("销售明细" if name == "inventory" else "认证和检测结果")
        sheet.set_column(0, 11, 18)
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                if text.isdecimal() and not text.startswith("0"):
                    sheet.write_number(number, column, int(text))
                else:
                    sheet.write_string(number, column, text)
    return path
