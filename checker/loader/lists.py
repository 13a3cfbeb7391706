"""Published lists of certificates and test results, read from files into a :class:`~checker.loader.register.Register`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast, get_args

import numpy as np
import pandas as pd

from checker.errors import DataError
from checker.loader.headers import Header
from checker.loader.listing import ListedModel, Listing, may_be_generation, split_models
from checker.loader.register import ENTRY_COLUMNS, Register, RegisterSource, empty_entries, read_extra
from checker.loader.rows import read_sheet
from checker.loader.validity import read_periods, read_statuses
from checker.loader.words import fold, is_empty, words
from checker.tables.reading import read_workbook
from checker.tables.sheet import Sheet, UnreadableTableError, plain_name

LETTERS = re.compile(r"[A-Z]{1,3}")
EVIDENCE_FIELDS = frozenset({"number", "valid_from", "valid_until", "validity", "status"})
TITLE_ROWS = 200


def read_register(paths: Sequence[Path]) -> Register:
    """Read published lists.

    Args:
        paths: Files of any kind that :mod:`checker.tables` reads.

    Returns:
        The register, its entries in the order of the lists.

    Raises:
        DataError: A file cannot be read, has no usable columns, or holds no entry (exit code 67).
        RuntimeError: The account of a list's rows does not add up; a defect of the program.
    """
    read = [read_list(Path(path)) for path in paths]
    entries = pd.concat([frame for _, frame in read], ignore_index=True) if read else empty_entries()
    return Register(sources=tuple(source for source, _ in read), entries=entries)


def read_list(path: Path) -> tuple[RegisterSource, pd.DataFrame]:
    """Read one list; see :func:`read_register`."""
    try:
        workbook = read_workbook(path)
    except UnreadableTableError as error:
        raise DataError(error.code, **error.facts) from error
    tables = [read_sheet(sheet) for sheet in workbook.sheets]
    if not any(headers for headers, _ in tables):
        raise DataError("register_without_columns", path=str(path))
    refuse_inventory(path, workbook.sheets, [head for headers, _ in tables for head in headers])
    rows = pd.concat([frame for _, frame in tables], ignore_index=True)
    aside = tuple(
        (place, reason) for place, reason in zip(rows["place"].tolist(), rows["reason"].tolist(), strict=True) if reason
    )
    certificates = int((rows["reason"] == "").sum())
    if len(rows) != certificates + len(aside):
        message = f"{path}: {len(rows)} rows read, {certificates} entries, {len(aside)} set aside"
        raise RuntimeError(message)
    if not certificates:
        raise DataError("register_without_entries", path=str(path), rows=len(rows))
    source = RegisterSource(
        name=plain_name(path),
        retrieved=datetime.fromtimestamp(path.stat().st_mtime, tz=UTC).date(),
        sha256=workbook.sha256,
        entries=certificates,
        rows_read=len(rows),
        set_aside=aside,
        unknown_columns=_name_unknown([head for headers, _ in tables for head in headers], rows["extra"]),
    )
    return source, _make_entries(rows[rows["reason"].isin(("", "list_continued"))], plain_name(path))


def refuse_inventory(path: Path, sheets: Sequence[Sheet], headers: Sequence[Header]) -> None:
    """Refuse a table that nobody who certifies or tests has published: an inventory must not vouch for its own products.

    A list has a column for the certificate's number, dates or state, or says above its header what it is; it has no prices.

    Raises:
        DataError: The table is none of this, or looks like an inventory.
    """
    named = {fold(text) for header in headers for text in (*header.unknown, *header.kept.values())}
    traded = sorted(text for text in named if text in words("inventory_column"))
    evident = any(EVIDENCE_FIELDS & header.fields.keys() for header in headers)
    if len(traded) >= (2 if evident else 1):
        raise DataError("register_is_inventory_like", path=str(path), columns="、".join(traded))
    if evident:
        return
    said = " ".join(fold(text) for sheet in sheets for text in (sheet.name, *_titles(sheet)))
    if not any(word in said for word in words("list_title")):
        raise DataError("register_without_evidence", path=str(path))


def _titles(sheet: Sheet) -> list[str]:
    """Return the texts of the rows that have only one, at the beginning of a sheet."""
    head = sheet.cells.head(TITLE_ROWS)
    return ["".join(texts) for texts in head[(head != "").sum(axis="columns") == 1].to_numpy(dtype=object)]


def _name_unknown(headers: Sequence[Header], extra: "pd.Series[str]") -> tuple[str, ...]:
    """Return the headers of columns that were taken for no field, and the letters of those that have cells and no header."""
    unknown = dict.fromkeys(text for header in headers for text in header.unknown)
    texts = {text for header in headers for text in header.kept.values()}
    held = {name for text in extra.unique().tolist() if text for name in read_extra(text)}
    letters = sorted(name for name in held & texts if LETTERS.fullmatch(name) and name not in unknown)
    return (*unknown, *letters)


def _make_entries(rows: pd.DataFrame, source: str) -> pd.DataFrame:
    """Return the entries of a list: every row once for each model that its cell names."""
    columns = (rows["model"].tolist(), rows["version"].tolist(), rows["listing"].tolist())
    listed = {cells: _read_models(*cells) for cells in zip(*columns, strict=True)}
    models = [listed[cells] for cells in zip(*columns, strict=True)]
    counts = np.fromiter((len(found) for found in models), dtype=np.int64, count=len(models))
    flat = list(_flatten(models))
    spread = rows.iloc[np.repeat(np.arange(len(rows)), counts)].reset_index(drop=True)
    periods = read_periods(rows["valid_from"], rows["valid_until"], rows["validity"])
    status = read_statuses(rows["status"])
    status = status.mask(status.isin(("valid", "unstated")) & ~periods["readable"], "unknown")
    own_version = pd.Series([version for _, version, _ in flat], dtype="str")
    entries = pd.DataFrame(
        {
            "number": spread["number"],
            "maker": spread["maker"],
            "product_name": spread["product_name"],
            "listed": spread["listed"].where(spread["listed"] != "", spread["model"]),
            "model": pd.Series([model for model, _, _ in flat], dtype="str"),
            "version": own_version.where(own_version != "", spread["version"]),
            "listing": pd.Series([listing for _, _, listing in flat], dtype="str"),
            "status": np.repeat(status.to_numpy(), counts),
            "valid_from": np.repeat(periods["valid_from"].to_numpy(), counts),
            "valid_until": np.repeat(periods["valid_until"].to_numpy(), counts),
            "issuer": spread["issuer"],
            "source": source,
            "place": spread["place"],
            "paper": spread["paper"],
            "missing": "",
            "extra": spread["extra"],
        }
    )
    return entries.astype({column: "str" for column in ENTRY_COLUMNS if not column.startswith("valid_")})


def _read_models(cell: str, version: str, listing: str) -> tuple[ListedModel, ...]:
    """Return the models of a cell; beside a version column, a ``V5`` behind a model is part of its name.

    A row of an export, which says how its one model was ``listed``, is taken as it stands.
    """
    if listing in get_args(Listing):
        return (ListedModel(cell, "", cast("Listing", listing)),)
    models = split_models(cell)
    if is_empty(version):
        return models
    return tuple(
        replace(model, model=f"{model.model} {model.version}", version="")
        if may_be_generation(model.version)
        else model
        for model in models
    )


def _flatten(models: Sequence[tuple[object, ...]]) -> Iterator[tuple[str, str, str]]:
    for found in models:
        for model in found:
            yield model.model, model.version, model.listing  # type: ignore[attr-defined]
