"""What a list must look like before it may change the store, from ``directory_data/register/expectations.toml``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from checker.errors import DataError, UsageError
from checker.loader.register import ENTRY_COLUMNS, RegisterSource
from checker.resources import data_path, read_toml

UNREADABLE = frozenset({"list_unreadable", "list_incomplete"})


@dataclass(frozen=True)
class Demand:
    """What is expected of one kind of list; shares lie between 0 and 1.

    Attributes:
        kind: Name of the kind.
        title_zh: Its title in Chinese.
        title_en: Its title in English.
        least_entries: Fewest certificates.
        most_entries: Most certificates.
        needed: Groups of register columns; of each group one must be filled somewhere.
        filled: Share of entries in which a column must be filled.
        heading: Regular expression found in a cell, a sheet's name or the file's name; ``""`` for none.
        largest_unreadable: Share of the rows read that may be set aside as unreadable or incomplete.
        largest_loss: Share of the stored certificates that may be missing from a newer list.
        loss_counts_from: Stored certificates below which the loss is not judged.
    """

    kind: str
    title_zh: str
    title_en: str
    least_entries: int
    most_entries: int
    needed: tuple[tuple[str, ...], ...]
    filled: Mapping[str, float]
    heading: str
    largest_unreadable: float
    largest_loss: float
    loss_counts_from: int


@cache
def load_demands() -> dict[str, Demand]:
    """Return what is expected, by kind of list.

    Raises:
        DataError: The data file is missing or damaged, names no column of the register, or a heading is no regular expression.
    """
    tables = read_toml("register", "expectations.toml")
    try:
        return {kind: _read_kind(kind, {**tables["all"], **own}) for kind, own in tables["kinds"].items()}
    except (KeyError, TypeError, ValueError, re.error) as error:
        path = data_path("register", "expectations.toml")
        raise DataError("data_damaged", path=str(path), detail=str(error)) from error


def demand_of(kind: str) -> Demand:
    """Return what is expected of a kind.

    Raises:
        UsageError: There is no such kind.
    """
    kinds = load_demands()
    if kind not in kinds:
        raise UsageError("store_kind_unknown", kind=kind, kinds=", ".join(kinds))
    return kinds[kind]


def check_list(path: Path, source: RegisterSource, entries: pd.DataFrame, demand: Demand) -> None:
    """Refuse a list that is not what is expected of its kind.

    Args:
        path: Its file.
        source: The list as read, under the name of its source.
        entries: Its entries.
        demand: What is expected.

    Raises:
        DataError: It fails an expectation; the code names which, the facts the figures.
    """
    name = source.name
    if not demand.least_entries <= source.entries <= demand.most_entries:
        raise DataError(
            "expectation_rows", name=name, rows=source.entries, least=demand.least_entries, most=demand.most_entries
        )
    shares = {column: float(_filled(entries[column]).mean()) for column in ENTRY_COLUMNS}
    for group in demand.needed:
        if not any(shares[column] for column in group):
            raise DataError("expectation_column", name=name, columns=" / ".join(group))
    for column, least in demand.filled.items():
        if shares[column] < least:
            share = f"{shares[column]:.0%}"
            raise DataError("expectation_filled", name=name, column=column, share=share, least=f"{least:.0%}")
    unreadable = sum(reason in UNREADABLE for _, reason in source.set_aside)
    if unreadable > demand.largest_unreadable * source.rows_read:
        raise DataError("expectation_unreadable", name=name, rows=unreadable, rows_read=source.rows_read)
    if demand.heading and not _has_heading(path, name, demand.heading):
        raise DataError("expectation_heading", name=name, heading=demand.heading)


def check_loss(name: str, stored: int, lost: int, demand: Demand) -> None:
    """Refuse a newer list that lacks too many of the ``stored`` certificates.

    Raises:
        DataError: More than ``largest_loss`` of them are ``lost``.
    """
    if stored >= demand.loss_counts_from and lost > demand.largest_loss * stored:
        raise DataError("expectation_loss", name=name, lost=lost, stored=stored, largest=f"{demand.largest_loss:.0%}")


def _read_kind(kind: str, values: Mapping[str, Any]) -> Demand:
    demand = Demand(kind=kind, **values)
    named = {column for group in demand.needed for column in group} | set(demand.filled)
    if unknown := named - set(ENTRY_COLUMNS):
        message = f"no column of the register: {', '.join(sorted(unknown))}"
        raise ValueError(message)
    re.compile(demand.heading)
    return demand


def _filled(column: "pd.Series[str]") -> "pd.Series[bool]":
    return column.notna() & (column != "") if pd.api.types.is_string_dtype(column) else column.notna()


def _has_heading(path: Path, name: str, heading: str) -> bool:
    """Whether any cell, sheet's name or the source's name has the expected heading; reads the file once more."""
    from checker.tables.reading import read_workbook  # noqa: PLC0415 - only for kinds with a heading

    wanted = re.compile(heading, re.IGNORECASE)
    if wanted.search(name):
        return True
    for sheet in read_workbook(path).sheets:
        texts = pd.unique(sheet.cells.to_numpy(dtype=object).ravel())
        if wanted.search(sheet.name) or any(wanted.search(text) for text in texts):
            return True
    return False
