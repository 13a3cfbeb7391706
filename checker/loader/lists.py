"""Published lists of certificates and test results, read from files into a :class:`~checker.loader.register.Register`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from checker.errors import DataError
from checker.loader.headers import Header, find_headers
from checker.loader.listing import HALF_WIDTH, ListedModel, may_be_generation, split_models
from checker.loader.register import ENTRY_COLUMNS, Register, RegisterSource, empty_entries
from checker.loader.validity import read_periods, read_statuses
from checker.loader.words import fold, is_empty, words
from checker.tables.reading import read_workbook
from checker.tables.sheet import Sheet, UnreadableTableError

FIELDS = (
    "number", "maker", "holder", "product_name", "category", "model", "version", "status", "valid_from", "valid_until",
    "validity", "issuer",
)  # fmt: skip
NUMBERING = re.compile(r"^\s*(?:[(]?[0-9一二三四五六七八九十]+\s*(?:[)、]|[.](?!\d)))\s*")
LATIN_OR_DIGIT = re.compile(r"[A-Za-z0-9]")
INHERITED = ("number", "maker", "product_name", "version", "status", "valid_from", "valid_until", "validity", "issuer")
"""What a row that continues the one above takes from it where its own cell is blank."""


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
    tables = [_read_sheet(sheet) for sheet in workbook.sheets]
    if not any(headers for headers, _ in tables):
        raise DataError("register_without_columns", path=str(path))
    rows = pd.concat([frame for _, frame in tables], ignore_index=True)
    aside = tuple((place, reason) for place, reason in zip(rows["place"], rows["reason"], strict=True) if reason)
    certificates = int((rows["reason"] == "").sum())
    if len(rows) != certificates + len(aside):
        message = f"{path}: {len(rows)} rows read, {certificates} entries, {len(aside)} set aside"
        raise RuntimeError(message)
    if not certificates:
        raise DataError("register_without_entries", path=str(path), rows=len(rows))
    source = RegisterSource(
        name=path.name,
        retrieved=datetime.fromtimestamp(path.stat().st_mtime, tz=UTC).date(),
        sha256=workbook.sha256,
        entries=certificates,
        rows_read=len(rows),
        set_aside=aside,
        unknown_columns=tuple(
            dict.fromkeys(text for headers, _ in tables for head in headers for text in head.unknown)
        ),
    )
    return source, _make_entries(rows[rows["reason"].isin(("", "list_continued"))], path.name)


def _read_sheet(sheet: Sheet) -> tuple[list[Header], pd.DataFrame]:
    """Return a sheet's headers and every row below the first, as fields with ``place`` and ``reason`` (``""`` for an entry)."""
    headers = find_headers(sheet)
    if not headers:
        cells = sheet.cells[(sheet.cells != "").any(axis="columns")]
        return [], _empty_rows(sheet, cells.index, "list_no_header")
    cells = _fill_merged(sheet, headers[0].last_row)
    bounds = [*headers, None]
    parts = []
    for header, following in pairwise(bounds):
        assert header is not None  # noqa: S101 - only the last of the bounds is None
        end = following.first_row if following else int(cells.index[-1]) + 1 if len(cells) else 0
        rows = cells.loc[(cells.index > header.last_row) & (cells.index < end)]
        if header is not headers[0]:
            span = cells.index[(cells.index >= header.first_row) & (cells.index <= header.last_row)]
            parts.append(_empty_rows(sheet, span, "list_header"))
        parts.append(_pick_fields(rows, header))
    rows = pd.concat(parts).sort_index(kind="stable")
    rows["place"] = [f"{sheet.name}!{row}" for row in rows.index]
    faulty = {fault.row for fault in sheet.faults if _needed(headers, fault.row, fault.column)}
    return headers, _classify(rows, faulty)


def _empty_rows(sheet: Sheet, index: pd.Index, reason: str) -> pd.DataFrame:
    rows = pd.DataFrame("", index=index, columns=[*FIELDS, "alone"], dtype="str")
    return rows.assign(filled=0, reason=reason, place=[f"{sheet.name}!{row}" for row in index])


def _needed(headers: Sequence[Header], row: int, column: int) -> bool:
    above = [header for header in headers if header.last_row < row]
    return bool(above) and column in above[-1].fields.values()


def _fill_merged(sheet: Sheet, below: int) -> pd.DataFrame:
    """Return the cells with the value of every block merged over rows repeated in each of them."""
    blocks = [block for block in sheet.merged if block.last_row > block.first_row > below]
    if not blocks:
        return sheet.cells
    grid = sheet.cells.to_numpy(dtype=object, copy=True)
    place = {int(row): position for position, row in enumerate(sheet.cells.index)}
    for block in blocks:
        if block.first_column <= grid.shape[1] and block.first_row in place:
            rows = [place[row] for row in range(block.first_row, block.last_row + 1) if row in place]
            grid[rows, block.first_column - 1] = grid[place[block.first_row], block.first_column - 1]
    return pd.DataFrame(grid, index=sheet.cells.index, columns=sheet.cells.columns, dtype="str")


def _pick_fields(rows: pd.DataFrame, header: Header) -> pd.DataFrame:
    """Return one table's rows as fields, with the number of ``filled`` cells and the text of a row that has only one."""
    picked = {
        field: rows[header.fields[field]].str.strip() if field in header.fields else pd.Series("", index=rows.index, dtype="str")
        for field in FIELDS
    }  # fmt: skip
    frame = pd.DataFrame(picked, index=rows.index)
    if "model" not in header.fields:
        frame["model"] = frame["product_name"]
    frame["maker"] = frame["maker"].where(frame["maker"] != "", frame["holder"])
    filled = rows != ""
    frame["filled"] = filled.sum(axis="columns")
    alone = rows[frame["filled"] == 1]
    frame["alone"] = pd.Series(["".join(texts) for texts in alone.to_numpy(dtype=object)], alone.index, "str")
    frame["alone"] = frame["alone"].fillna("")
    return frame.assign(reason="", place="")


def _classify(rows: pd.DataFrame, faulty: set[int]) -> pd.DataFrame:
    """Give every row that is no entry its reason, and every entry what it takes from the rows above."""
    for field in ("number", "maker", "model", "product_name"):
        empty = rows[field].map({text: is_empty(text) for text in rows[field].unique()}).astype(bool)
        rows[field] = rows[field].mask(empty, "")
    blank = {field: rows[field] == "" for field in ("number", "maker", "model", "product_name")}
    alone = rows["filled"] == 1
    told = rows["reason"] != ""
    named = rows["model"].map({text: _names_a_model(text) for text in rows["model"].unique()}).astype(bool)
    continues = blank["number"] & blank["maker"] & ~blank["model"] & ~told
    note = tuple(words("note"))
    is_note = rows["alone"].map({text: fold(text).startswith(note) for text in rows["alone"].unique()}).astype(bool)
    reason = np.select(
        [
            told,
            rows.index.isin(faulty),
            rows["filled"] == 0,
            alone & is_note,
            alone & blank["model"],
            alone & ((rows["alone"] != rows["model"]) | ~named),
            continues,
            (blank["model"] & blank["product_name"]) | (blank["number"] & blank["maker"]),
        ],
        [
            rows["reason"],
            "list_unreadable",
            "list_blank",
            "list_note",
            "list_heading",
            "list_heading",
            "list_continued",
            "list_incomplete",
        ],
        default="",
    )
    rows["reason"] = reason
    return _inherit(rows)


def _names_a_model(text: str) -> bool:
    """Whether a text that stands alone in its row can be a model and not the heading of a section, as ``二、防火墙`` is."""
    return bool(LATIN_OR_DIGIT.search(NUMBERING.sub("", text.translate(HALF_WIDTH))))


def _inherit(rows: pd.DataFrame) -> pd.DataFrame:
    """Fill continued rows from the entry above them, and names of products from the heading above."""
    heading = rows["alone"].where(rows["reason"] == "list_heading").ffill().fillna("")
    named = rows["product_name"].where(rows["product_name"] != "", rows["category"])
    rows["product_name"] = named.where(named != "", heading)
    entry = rows["reason"] == ""
    continued = rows["reason"] == "list_continued"
    orphan = continued & (entry.cumsum() == 0)
    rows.loc[orphan, "reason"] = "list_incomplete"
    if continued.any():
        for field in INHERITED:
            above = rows[field].where(entry).ffill().fillna("")
            rows[field] = rows[field].mask(continued & (rows[field] == ""), above)
    return rows


def _make_entries(rows: pd.DataFrame, source: str) -> pd.DataFrame:
    """Return the entries of a list: every row once for each model that its cell names."""
    columns = (rows["model"].tolist(), rows["version"].tolist())
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
            "listed": spread["model"],
            "model": pd.Series([model for model, _, _ in flat], dtype="str"),
            "version": own_version.where(own_version != "", spread["version"]),
            "listing": pd.Series([listing for _, _, listing in flat], dtype="str"),
            "status": np.repeat(status.to_numpy(), counts),
            "valid_from": np.repeat(periods["valid_from"].to_numpy(), counts),
            "valid_until": np.repeat(periods["valid_until"].to_numpy(), counts),
            "issuer": spread["issuer"],
            "source": source,
            "place": spread["place"],
        }
    )
    return entries.astype({column: "str" for column in ENTRY_COLUMNS if not column.startswith("valid_")})


def _read_models(cell: str, version: str) -> tuple[ListedModel, ...]:
    """Return the models of a cell; beside a version column, a ``V5`` behind a model is part of its name."""
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
