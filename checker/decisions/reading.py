"""Decisions from a file: the attention sheet of the workbook report as a person filled it in, or any table with its columns."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import get_args

import pandas as pd

from checker.decisions.decision import Decision, DecisionFile, Kind
from checker.errors import ConfigurationError
from checker.resources import read_rows
from checker.tables.dates import parse_date
from checker.tables.reading import read_workbook
from checker.tables.sheet import Sheet, UnreadableTableError, cell_address

ANSWERS = ("decision", "reason", "by", "until")
"""What a person fills in; a row in which all of these are empty holds no decision."""
NEEDED = frozenset({*ANSWERS, "categories", "edition"})
PRODUCT = frozenset({"model", "product_name"})
HEADER_ROWS = 20
CATEGORY = re.compile(r"[A-Z]\d{2,3}")
CATEGORY_SEPARATOR = re.compile(r"[\s,，、;；/|]+")


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """Return the decisions of a file, in its order.

    Args:
        path: Any table that :mod:`checker.tables` reads; columns are found by name, in Chinese or English.

    Raises:
        ConfigurationError: The file cannot be read, has no header of decisions, a decision is incomplete, or two decisions for
            one product differ (exit code 68).
    """
    try:
        workbook = read_workbook(path)
    except UnreadableTableError as error:
        raise ConfigurationError(error.code, **error.facts) from error
    tables = [(sheet, header) for sheet in workbook.sheets if (header := _find_header(sheet.cells))]
    if not tables:
        raise ConfigurationError("decisions_unreadable", path=str(path))
    found = [decision for sheet, (row, fields) in tables for decision in _read_sheet(path, sheet, row, fields)]
    return _without_repeats(path, found)


def identify_file(path: Path) -> DecisionFile:
    """Return what identifies a file of decisions.

    Raises:
        ConfigurationError: It cannot be read.
    """
    try:
        return DecisionFile(str(path), hashlib.sha256(path.read_bytes()).hexdigest())
    except OSError as error:
        raise ConfigurationError("table_missing", path=str(path)) from error


def bound_to(decision: Decision) -> tuple[object, ...]:
    """Return what two decisions for the same product and edition share, as written."""
    texts = (decision.manufacturer, decision.model, decision.version, decision.sku)
    return (*map(fold_text, texts), decision.categories, decision.edition)


def _find_header(cells: pd.DataFrame) -> tuple[int, dict[str, int]] | None:
    """Return row and columns of the header of decisions, or None; of two columns for one field the name listed first counts."""
    for row, texts in cells.head(HEADER_ROWS).iterrows():
        columns = {fold_text(str(text)): int(str(column)) for column, text in reversed(list(texts.items()))}
        fields: dict[str, int] = {}
        for name, field in _names().items():
            if name in columns:
                fields.setdefault(field, columns[name])
        if fields.keys() >= NEEDED and PRODUCT & fields.keys():
            return int(str(row)), fields
    return None


def _read_sheet(path: Path, sheet: Sheet, header: int, fields: Mapping[str, int]) -> list[Decision]:
    below = sheet.cells.loc[sheet.cells.index > header]
    answers = below[[fields[name] for name in ANSWERS]]
    filled = below.loc[(answers.apply(lambda texts: texts.str.strip()) != "").any(axis="columns")]
    found = []
    for row, texts in filled.iterrows():
        values = {field: str(texts[column]).strip() for field, column in fields.items()}
        place = f"{path.name} {sheet.name}"
        found.append(
            _read_row(values, path, place, {field: cell_address(int(str(row)), fields[field]) for field in fields})
        )
    return found


def _read_row(values: Mapping[str, str], path: Path, place: str, cells: Mapping[str, str]) -> Decision:
    def refuse(field: str) -> ConfigurationError:
        where = f"{place}!{cells.get(field, cells['decision'])}"
        return ConfigurationError("decisions_row", path=str(path), place=where, field=field, text=values.get(field, ""))

    kind = _words().get(fold_text(values["decision"]))
    until = parse_date(values["until"])
    if kind is None:
        raise refuse("decision")
    if until is None:
        raise refuse("until")
    model = values.get("model") or values.get("product_name", "")
    certificate = values.get("certificate", "")
    categories = tuple(sorted({*CATEGORY_SEPARATOR.split(values["categories"].upper())} - {""}))
    if not all(CATEGORY.fullmatch(one) for one in categories):
        raise refuse("categories")
    wanted = {"reason": values["reason"], "by": values["by"], "model": model, "edition": values["edition"]}
    if kind == "covered":
        wanted["certificate"] = certificate
    for field, text in wanted.items():
        if not text:
            raise refuse(field)
    return Decision(
        kind=kind,
        manufacturer=values.get("manufacturer", ""),
        model=model,
        version=values.get("version", ""),
        categories=categories,
        edition=values["edition"],
        reason=values["reason"],
        by=values["by"],
        until=until,
        certificate=certificate if kind == "covered" else "",
        place=f"{place}!{cells['decision']}",
        sku="" if values.get("model") else values.get("sku", ""),
    )


def _without_repeats(path: Path, decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return the decisions with those repeated word for word once; a workbook lists one product on several lines."""
    kept: dict[tuple[object, ...], Decision] = {}
    for decision in decisions:
        first = kept.setdefault(bound_to(decision), decision)
        same = (first.kind, first.until, first.certificate) == (decision.kind, decision.until, decision.certificate)
        if not same:
            raise ConfigurationError("decisions_twice", path=str(path), first=first.place, second=decision.place)
    return tuple(kept.values())


def fold_text(text: str) -> str:
    """Return a text as names are compared here: width, case and white space do not count."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@cache
def _names() -> dict[str, str]:
    return {fold_text(row["name"]): row["field"] for row in read_rows("decisions", "columns.csv")}


@cache
def _words() -> dict[str, Kind]:
    kinds = {str(kind): kind for kind in get_args(Kind)}
    return {fold_text(row["word"]): kinds[row["kind"]] for row in read_rows("decisions", "words.csv")}
