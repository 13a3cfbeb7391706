"""The rows of one sheet of a list: which are entries, which continue the one above, and why others are none."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from checker.loader.headers import Header, find_headers
from checker.loader.listing import HALF_WIDTH
from checker.loader.register import write_extra
from checker.loader.words import fold, is_empty, pattern, words
from checker.tables.sheet import Sheet

FIELDS = (
    "number", "maker", "holder", "product_name", "category", "model", "version", "status", "valid_from", "valid_until",
    "validity", "issuer", "paper", "listed", "listing",
)  # fmt: skip
"""What a row may tell; the last two only in the program's own exports."""
NUMBERING = re.compile(r"^\s*(?:[(]?[0-9一二三四五六七八九十]+\s*(?:[)、]|[.](?!\d)))\s*")
COUNTING = "一二三四五六七八九十百〇零两年月日第批号期至"
LATIN_OR_DIGIT = re.compile(r"[A-Za-z0-9]")
INHERITED = (
    "number", "maker", "product_name", "version", "status", "valid_from", "valid_until", "validity", "issuer", "paper", "extra",
)  # fmt: skip
"""What a row that continues the one above takes from it where its own cell is blank."""

LONGEST_HEADING = 40
ROWS_OF_TITLE = 6
"""So many rows above the first header are looked at for its heading."""


def read_sheet(sheet: Sheet) -> tuple[list[Header], pd.DataFrame]:
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
        parts.append(_pick_fields(rows, header).assign(number_name=header.number_name))
    rows = pd.concat(parts).sort_index(kind="stable")
    rows["place"] = [f"{sheet.name}!{row}" for row in rows.index]
    faulty = {fault.row for fault in sheet.faults if _needed(headers, fault.row, fault.column)}
    titles = _find_titles(sheet, headers[0].first_row)
    heading = next((text for text in titles if not is_title(text)), "")
    return headers, _name_papers(_classify(rows, faulty, heading), titles)


def is_title(text: str) -> bool:
    """Whether a text standing alone is the title of a list, a date or a note, and names no kind of product."""
    plain = fold(text)
    if len(plain) > LONGEST_HEADING or plain.startswith(tuple(words("note"))):
        return True
    rest = re.sub(pattern("title"), "", text, flags=re.IGNORECASE)
    return not any(sign.isalpha() and sign not in COUNTING for sign in rest)


def _find_titles(sheet: Sheet, header_row: int) -> list[str]:
    """Return what the first table of a sheet is headed with: texts that stand alone above it, the nearest first."""
    titles = []
    above = sheet.cells[sheet.cells.index < header_row].iloc[-ROWS_OF_TITLE:]
    for cells in above.to_numpy(dtype=object)[::-1]:
        texts = list(dict.fromkeys(text.strip() for text in cells if text.strip()))
        if len(texts) > 1:
            break
        titles += texts
    return [*titles, sheet.heading] if sheet.heading else titles


def _name_papers(rows: pd.DataFrame, titles: Sequence[str]) -> pd.DataFrame:
    """Give every row what its list says of the kind of its papers, the nearest first, one text a line.

    That is the cell of a column for it, else the heading of the section, the header of the number and the titles above the table.
    """
    heading = rows["alone"].where(rows["reason"] == "list_heading").ffill().fillna("")
    above = "\n".join(" ".join(text.split()) for text in titles)
    said = {
        pair: "\n".join(filter(None, (*(" ".join(text.split()) for text in pair), above)))
        for pair in set(zip(heading, rows["number_name"].tolist(), strict=True))
    }
    named = pd.Series(
        [said[pair] for pair in zip(heading, rows["number_name"].tolist(), strict=True)], rows.index, dtype="str"
    )
    rows["paper"] = rows["paper"].where(rows["paper"] != "", named)
    return rows


def _empty_rows(sheet: Sheet, index: pd.Index, reason: str) -> pd.DataFrame:
    rows = pd.DataFrame("", index=index, columns=[*FIELDS, "alone", "extra", "number_name"], dtype="str")
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
    absent = pd.Series("", index=rows.index, dtype="str")
    picked = {field: rows[header.fields[field]].str.strip() if field in header.fields else absent for field in FIELDS}
    frame = pd.DataFrame(picked, index=rows.index)
    if "model" not in header.fields:
        frame["model"] = frame["product_name"]
    frame["maker"] = frame["maker"].where(frame["maker"] != "", frame["holder"])
    filled = rows != ""
    frame["filled"] = filled.sum(axis="columns")
    alone = rows[frame["filled"] == 1]
    frame["alone"] = pd.Series(["".join(texts) for texts in alone.to_numpy(dtype=object)], alone.index, "str")
    frame["alone"] = frame["alone"].fillna("")
    return frame.assign(extra=_keep_cells(rows, header, frame), reason="", place="")


def _keep_cells(rows: pd.DataFrame, header: Header, frame: pd.DataFrame) -> "pd.Series[str]":
    """Return the cells of a table's rows that are no field, as JSON, so that nothing printed in a list is lost."""
    kept = {name: rows[column].str.strip() for column, name in header.kept.items()}
    for second, first in (("holder", "maker"), ("category", "product_name")):
        name = header.kept.get(header.fields.get(second, 0))
        if name:
            is_used = (frame[first] == "") | (frame[first] == kept[name])
            kept[name] = kept[name].mask(is_used, "")
    texts = pd.Series("", index=rows.index, dtype="str")
    cells = pd.DataFrame(kept, index=rows.index)
    filled = (cells != "").any(axis="columns")
    if not filled.any():
        return texts
    distinct = cells[filled].drop_duplicates()
    names = list(kept)
    worded = [write_extra(dict(zip(names, row, strict=True))) for row in distinct.itertuples(index=False, name=None)]
    texts[filled] = cells[filled].merge(distinct.assign(worded=worded), how="left", on=names)["worded"].to_numpy()
    return texts


def _classify(rows: pd.DataFrame, faulty: set[int], heading: str) -> pd.DataFrame:
    """Give every row that is no entry its reason, and every entry what it takes from the rows above."""
    blank = {}
    for field in ("number", "maker", "model", "product_name"):
        blank[field] = _ask(is_empty, rows[field])
        rows[field] = rows[field].mask(blank[field], "")
    alone = rows["filled"].to_numpy() == 1
    told = rows["reason"].to_numpy(dtype=object) != ""
    named = _ask(_names_a_model, rows["model"])
    continues = blank["number"] & blank["maker"] & ~blank["model"] & ~told
    note = tuple(words("note"))
    is_note = _ask(lambda text: fold(text).startswith(note), rows["alone"])
    is_model = (rows["alone"] == rows["model"]).to_numpy()
    reason = np.select(
        [
            told,
            rows.index.isin(faulty),
            rows["filled"].to_numpy() == 0,
            alone & is_note,
            alone & blank["model"],
            alone & ~(is_model & named),
            continues,
            (blank["model"] & blank["product_name"]) | (blank["number"] & blank["maker"]),
        ],
        [
            rows["reason"].to_numpy(dtype=object),
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
    return _inherit(rows, heading)


def _ask(question: Callable[[str], bool], texts: "pd.Series[str]") -> NDArray[np.bool_]:
    """Return the answer for every text; each distinct one is asked once."""
    values = texts.tolist()
    answers = {text: question(text) for text in dict.fromkeys(values)}
    return np.fromiter(map(answers.__getitem__, values), dtype=bool, count=len(values))


def _names_a_model(text: str) -> bool:
    """Whether a text that stands alone in its row can be a model and not the heading of a section, as ``二、防火墙`` is."""
    return bool(LATIN_OR_DIGIT.search(NUMBERING.sub("", text.translate(HALF_WIDTH))))


def _inherit(rows: pd.DataFrame, first: str) -> pd.DataFrame:
    """Fill continued rows from the entry above them, and names of products from the heading above, at first ``first``."""
    alone = rows["alone"].where(rows["reason"] == "list_heading")
    alone = alone.mask(alone.isin([text for text in alone.dropna().unique().tolist() if is_title(text)]), "")
    heading = alone.ffill().fillna(first)
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
