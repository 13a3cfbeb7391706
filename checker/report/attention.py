"""Which lines a person must look at, most urgent first."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from checker.messages import Language
from checker.report.coded import Coded, Codes, combine, encode, find_first, sort_codes
from checker.report.safety import clean_line, number_distinct

URGENCY = ("uncertified", "lapsed", "review", "waived", "certified", "clear")
ATTENTION = ("uncertified", "lapsed", "review")

IN_ORDER = {"certificate_exact", "certificate_valid", "certificate_declared_confirmed", "certificate_maker_alias"}
"""Codes of reasons that speak for a line: of a line that needs attention a short report leaves them out."""

MOST_REASONS = 3


def list_attention(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the held and review lines: by verdict, then product, then place, with the index of ``lines``."""
    return lines.iloc[rank_attention(lines)]


def rank_attention(lines: pd.DataFrame) -> Codes:
    """Return the positions of the held and review lines: by verdict, then maker and model, then position."""
    chosen = np.flatnonzero(lines["verdict"].isin(ATTENTION))
    keys = [sort_codes(encode(lines[name].iloc[chosen])) for name in ("model", "manufacturer")]
    ranked: Codes = chosen[np.lexsort([*keys, rank_verdicts(lines["verdict"].iloc[chosen])])]
    return ranked


def rank_verdicts(verdicts: "pd.Series[str]") -> Codes:
    """Return the place of every verdict in ``URGENCY``."""
    column = encode(verdicts)
    ranks: Codes = np.array([URGENCY.index(verdict) for verdict in column.texts], dtype=np.int64)[column.codes]
    return ranks


def count_by_verdict(summary: dict[str, Any]) -> list[tuple[str, int]]:
    """Return the verdicts with their counts, most urgent first."""
    return [(verdict, summary["verdicts"][verdict]) for verdict in URGENCY]


def name_product(line: Mapping[Any, Any]) -> str:
    """Return maker, model and name of a line, as far as given."""
    parts = [line["manufacturer"], line["model"], line["version"], line["product_name"]]
    named = " ".join(part for part in parts if part) or line["sku"]
    return f"{named} [{line['categories']}]" if line["categories"] else str(named)


def name_products(lines: pd.DataFrame) -> "pd.Series[str]":
    """Return :func:`name_product` of every line, column by column."""
    names = pd.Series("", index=lines.index, dtype="str")
    for column in ("manufacturer", "model", "version", "product_name"):
        between = ((names != "") & (lines[column] != "")).map({True: " ", False: ""}).astype("str")
        names = names + between + lines[column]
    names = names.where(names != "", lines["sku"])
    return names.where(lines["categories"] == "", names + " [" + lines["categories"] + "]")


def encode_products(lines: pd.DataFrame) -> Coded:
    """Return :func:`name_product` of every line, each distinct product named once."""
    names = ("manufacturer", "model", "version", "product_name", "categories")
    columns = [encode(lines[name]) for name in names]
    unnamed = (lines[list(names[:4])] == "").all(axis="columns")
    products = combine(*(column.codes for column in columns), encode(lines["sku"].where(unnamed, "")).codes)
    return Coded(products, name_products(lines.iloc[find_first(products)]).reset_index(drop=True))


def word_key_reasons(line: Mapping[Any, Any], language: Language) -> str:
    """Return what a person must know of a line that needs attention: the doubts and failures, not what was in order."""
    reasons = [reason for reason in line["reasons"] if reason["code"] not in IN_ORDER]
    about_scope = [reason for reason in reasons if reason["code"].startswith("scope")]
    others = [reason for reason in reasons if not reason["code"].startswith("scope")]
    if line["scope"] == "undetermined":
        others = [*about_scope[-1:], *(reason for reason in others if reason["code"] != "certificate_not_found")]
    others.sort(key=lambda reason: not reason["code"].startswith("decision_"))
    chosen = others or about_scope[-1:] or list(line["reasons"])[-1:]
    return clean_line(" ".join(reason[f"text_{language}"] for reason in chosen[:MOST_REASONS]))


def group_attention(lines: pd.DataFrame, most: int) -> list[tuple[dict[Any, Any], list[tuple[str, str, int]]]]:
    """Return the lines that need attention, those of one product with the same reasons together, at most ``most`` groups.

    Returns:
        For each group its first line and the places (path, sheet, row) of all its lines, in the order of the lines.
    """
    attention = list_attention(lines)
    names = ("verdict", "manufacturer", "model", "version", "product_name", "categories")
    unnamed = attention["sku"].where(attention["model"] == "", "")
    same_reasons, _ = number_distinct(attention["reasons"])
    group = combine(*(encode(column).codes for column in (*(attention[name] for name in names), unnamed)), same_reasons)
    chosen = attention[group < most]
    grouped = []
    for _, part in chosen.groupby(group[group < most], sort=True):
        places = zip(part["path"], part["sheet"], part["row"].tolist(), strict=True)
        grouped.append((part.iloc[0].to_dict(), list(places)))
    return grouped
