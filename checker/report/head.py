"""The head of a report: what it rests on, how every file was read, and the counts."""

from typing import Any

import numpy as np
import pandas as pd

from checker.decisions.decision import COUNTS
from checker.inventory.lines import Inventory, SheetReading
from checker.matcher.findings import HELD_VERDICTS, VERDICTS
from checker.numbering import group_objects
from checker.report.law_basis import describe_law
from checker.result import CheckResult


def describe_basis(result: CheckResult) -> dict[str, Any]:
    """Return the Directory, lists, readings and rates that a result rests on."""
    basis, directory = result.basis, result.basis.directory
    found = {identity for ids in group_objects(result.findings["categories"])[1] for identity in ids}
    return {
        "as_of": basis.as_of.isoformat(),
        "directory": {
            "edition": directory.edition,
            "announcement": directory.announcement,
            "issued_by": list(directory.issued_by),
            "effective_from": directory.effective_from.isoformat(),
            "effective_to": directory.effective_to.isoformat() if directory.effective_to else None,
            "sha256": directory.sha256,
            "rows": len(directory.categories),
            "unchecked_rows": directory.unchecked_rows,
            "categories": [
                {
                    "id": category.id,
                    "name_zh": category.name_zh,
                    "name_en": category.name_en,
                    "checked": category.is_checked,
                }
                for category in directory.categories
                if category.id in found
            ],
        },
        "register": [
            {
                "name": source.name,
                "retrieved": source.retrieved.isoformat(),
                "sha256": source.sha256,
                "entries": source.entries,
                "rows_read": source.rows_read,
                "rows_set_aside": len(source.set_aside),
                "unknown_columns": list(source.unknown_columns),
            }
            for source in basis.register
        ],
        "law": describe_law(),
        "threshold_rule": basis.threshold_rule,
        "case_by": result.exposure.case_by,
        "decisions": {"name": basis.decisions.name, "sha256": basis.decisions.sha256} if basis.decisions else None,
        "rates": {currency: f"{rate:f}" for currency, rate in sorted(basis.rates.items())},
    }


def describe_decisions(result: CheckResult) -> list[dict[str, Any]]:
    """Return every decision on record with what became of it in this check."""
    return [
        {
            "number": use.decision.number,
            "kind": use.decision.kind,
            **{name: getattr(use.decision, name) for name in ("manufacturer", "model", "version", "sku")},
            "categories": list(use.decision.categories),
            **{name: getattr(use.decision, name) for name in ("edition", "reason", "by")},
            "until": use.decision.until.isoformat(),
            "certificate": use.decision.certificate or None,
            "place": use.decision.place,
            "state": use.state,
            **{name: getattr(use, name) for name in COUNTS},
        }
        for use in result.decisions
    ]


def describe_inputs(result: CheckResult) -> list[dict[str, Any]]:
    """Return every file with its sheets and the account of their rows."""
    by_file = count_by_file(result) if len(result.lines) == len(result.findings) else {}
    return [_describe_file(inventory, by_file.get(str(inventory.path))) for inventory in result.inventories]


def count_by_file(result: CheckResult) -> dict[str, dict[str, int]]:
    """Return the lines of every file per verdict."""
    (paths, files), (verdicts, names) = (
        pd.factorize(column) for column in (result.lines["path"], result.findings["verdict"])
    )
    counts = np.bincount(paths * len(names) + verdicts, minlength=len(files) * len(names)).reshape(
        len(files), len(names)
    )
    return {str(path): dict(zip(names, own, strict=True)) for path, own in zip(files, counts.tolist(), strict=True)}


def _describe_file(inventory: Inventory, verdicts: dict[str, int] | None) -> dict[str, Any]:
    lines = sum(sheet.lines for sheet in inventory.sheets)
    known = verdicts or (None if lines else {})
    return {
        "path": str(inventory.path),
        "sha256": inventory.sha256,
        "verdicts": None if known is None else {verdict: int(known.get(verdict, 0)) for verdict in VERDICTS},
        "sheets": [_describe_sheet(sheet) for sheet in inventory.sheets],
    }


def _describe_sheet(sheet: SheetReading) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "header_row": sheet.header_row,
        "columns": {name: {"letter": column.letter, "header": column.header} for name, column in sheet.columns.items()},
        "ignored_columns": list(sheet.ignored),
        "looks_tabular": sheet.looks_tabular,
        "notes": [{"code": note.code, "text_zh": note.zh, "text_en": note.en} for note in sheet.notes],
        "rows_read": sheet.rows_read,
        "lines": sheet.lines,
        "set_aside": [{"row": row.row, "reason": row.reason} for row in sheet.set_aside],
    }


def describe_summary(result: CheckResult) -> dict[str, Any]:
    """Return the counts, the decision that follows from them, and the exit code of the run."""
    verdicts = result.verdict_counts
    sheets = [sheet for inventory in result.inventories for sheet in inventory.sheets]
    unread = sum(sheet.looks_tabular for sheet in sheets)
    held = sum(verdicts[verdict] for verdict in HELD_VERDICTS)
    return {
        "lines": len(result.lines),
        "verdicts": verdicts,
        "depends_on_reading": result.depends_on_reading,
        "exit_code": int(result.exit_code),
        "decision": "HOLD" if held else "REVIEW" if verdicts["review"] or unread else "RELEASE",
        "rows_read": sum(sheet.rows_read for sheet in sheets),
        "set_aside": sum(len(sheet.set_aside) for sheet in sheets),
        "unread_sheets": unread,
        "lines_with_problems": int(np.count_nonzero(result.lines["problems"].to_numpy())),
    }
