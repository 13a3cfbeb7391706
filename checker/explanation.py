"""One line's decision taken apart: every cell as read, every step of the scope, every certificate looked at, the verdict."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from checker.errors import UsageError
from checker.inventory.lines import TEXT_COLUMNS, Inventory
from checker.inventory.reading import read_inventory
from checker.loader.directory import Directory
from checker.matcher.considered import Explanation as CertificateExplanation
from checker.matcher.considered import explain_certificate
from checker.matcher.derivation import derive_scope
from checker.messages import Remark
from checker.pipeline import CheckRequest, SilentProgress, load_judge

SHOWN = (*(name for name in TEXT_COLUMNS if name not in ("path", "sheet")), "date")


@dataclass(frozen=True)
class Explanation:
    """The whole derivation of one line.

    Attributes:
        place: ``file SHEET!ROW``.
        cells: Field to text as read, empty ones left out.
        problems: What could not be read.
        scope: The steps of the scope.
        certificate: The certificates looked at, and why each was taken or not.
        lists: Names of the lists loaded.
        verdict: What the check says.
        reasons: The reasons of the finding, decisions of persons included.
        directory: The edition applied.
    """

    place: str
    cells: dict[str, str]
    problems: tuple[Remark, ...]
    scope: tuple[Remark, ...]
    certificate: CertificateExplanation
    lists: tuple[str, ...]
    verdict: str
    reasons: tuple[Remark, ...]
    directory: Directory


def explain_line(request: CheckRequest, place: str) -> Explanation:
    """Return how the decision on one line came about.

    Args:
        request: The check that the line belongs to; its first inventory is read.
        place: ``SHEET!ROW`` as reports name it; ``ROW`` alone where the file has one sheet.

    Raises:
        UsageError: There is no such sheet or row, or the row was set aside (with its reason).
    """
    path = Path(request.inventories[0])
    inventory = read_inventory(path, sheets=request.sheets, columns=request.columns, date_order=request.date_order)
    lines = _find_line(inventory, place)
    judge = load_judge(request, SilentProgress())
    knowledge, register = judge.knowledge, judge.register
    findings, _ = judge.find(lines)
    line, finding = lines.iloc[0], findings.iloc[0]
    cells = {
        name: str(line[name]).removesuffix(" 00:00:00") for name in SHOWN if not pd.isna(line[name]) and str(line[name])
    }
    return Explanation(
        place=f"{path.name} {line['sheet']}!{line['row']}",
        cells=cells,
        problems=line["problems"],
        scope=derive_scope(cells, knowledge).steps,
        certificate=explain_certificate(lines, register, knowledge.makers, request.as_of),
        lists=tuple(source.name for source in register.sources),
        verdict=str(finding["verdict"]),
        reasons=finding["reasons"],
        directory=knowledge.directory,
    )


def _find_line(inventory: Inventory, place: str) -> pd.DataFrame:
    """Return the one line at a place, with index 0."""
    name, mark, number = place.rpartition("!")
    names = [sheet.name for sheet in inventory.sheets]
    if not mark and len(names) == 1:
        name = names[0]
    if name not in names or not number.strip().isdecimal():
        raise UsageError("explain_no_such_place", place=place, sheets="、".join(f"{known}!ROW" for known in names))
    row = int(number)
    lines = inventory.lines
    found = lines[(lines["sheet"] == name) & (lines["row"] == row)]
    if len(found):
        return found.head(1).reset_index(drop=True)
    sheet = next(sheet for sheet in inventory.sheets if sheet.name == name)
    aside = next((entry.reason for entry in sheet.set_aside if entry.row == row), None)
    if aside:
        raise UsageError("explain_set_aside", place=f"{name}!{row}", reason=aside)
    raise UsageError("explain_no_such_row", place=f"{name}!{row}", rows=sheet.rows_read)
