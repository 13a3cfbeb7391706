"""Which lines a person must look at, most urgent first."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow.compute as pc

from checker.messages import Language
from checker.numbering import Numbers, group_numbers
from checker.report.coded import Coded, repeat, sort_codes
from checker.report.columns import Columns
from checker.report.safety import clean_line
from checker.report.weave import choose, join

if TYPE_CHECKING:
    import pandas as pd

URGENCY = ("uncertified", "lapsed", "review", "waived", "certified", "clear")
ATTENTION = ("uncertified", "lapsed", "review")

IN_ORDER = {"certificate_exact", "certificate_valid", "certificate_declared_confirmed", "certificate_maker_alias"}
"""Codes of reasons that speak for a line: of a line that needs attention a short report leaves them out."""

MOST_REASONS = 3

NAMES = ("manufacturer", "model", "version", "product_name")
"""What a product is named by, as far as given."""


def list_attention(lines: "pd.DataFrame") -> "pd.DataFrame":
    """Return the held and review lines: by verdict, then product, then place, with the index of ``lines``."""
    return lines.iloc[rank_attention(Columns(lines))]


def rank_attention(columns: Columns) -> Numbers:
    """Return the positions of the held and review lines: by verdict, then maker and model, then position."""
    chosen = np.flatnonzero(columns["verdict"].find(*ATTENTION))
    keys = [sort_codes(columns[name].take(chosen)) for name in ("model", "manufacturer")]
    ranked: Numbers = chosen[np.lexsort([*keys, rank_verdicts(columns, chosen)])]
    return ranked


def rank_verdicts(columns: Columns, rows: Numbers) -> Numbers:
    """Return the places of the verdicts of some lines in ``URGENCY``."""
    verdicts = columns["verdict"]
    places = np.array([URGENCY.index(verdict) for verdict in verdicts.texts.to_pylist()], dtype=np.int8)
    ranks: Numbers = places[verdicts.codes[rows]]
    return ranks


def count_by_verdict(summary: dict[str, Any]) -> list[tuple[str, int]]:
    """Return the verdicts with their counts, most urgent first."""
    return [(verdict, summary["verdicts"][verdict]) for verdict in URGENCY]


def name_product(line: Mapping[Any, Any]) -> str:
    """Return maker, model and name of a line, as far as given."""
    parts = [line["manufacturer"], line["model"], line["version"], line["product_name"]]
    named = " ".join(part for part in parts if part) or line["sku"]
    return f"{named} [{line['categories']}]" if line["categories"] else str(named)


def encode_products(columns: Columns, rows: Numbers) -> Coded:
    """Return :func:`name_product` of some lines, each distinct product named once."""
    own = columns.select((*NAMES, "sku", "categories"), rows)
    named = np.zeros(len(rows), dtype=np.bool_)
    for name in NAMES:
        named |= ~own[name].find("")
    counted = [(column.codes, len(column.texts)) for name, column in own.items() if name != "sku"]
    products = group_numbers([*counted, (np.where(named, 0, own["sku"].codes + 1), len(own["sku"].texts) + 1)])
    texts = {name: column.take(products.first).decode() for name, column in own.items()}
    said = repeat("", len(products)).decode()
    for name in NAMES:
        both = pc.and_(pc.not_equal(said, ""), pc.not_equal(texts[name], ""))
        said = join(said, choose(both, " ", ""), texts[name])
    said = choose(pc.equal(said, ""), texts["sku"], said)
    listed = join(said, " [", texts["categories"], "]")
    return Coded(products.numbers, choose(pc.equal(texts["categories"], ""), said, listed))


def word_key_reasons(line: Mapping[Any, Any], language: Language) -> str:
    """Return what a person must know of a line that needs attention: the doubts and failures, not what was in order."""
    reasons = [reason for reason in line["reasons"] if reason.code not in IN_ORDER]
    about_scope = [reason for reason in reasons if reason.code.startswith("scope")]
    others = [reason for reason in reasons if not reason.code.startswith("scope")]
    if line["scope"] == "undetermined":
        others = [*about_scope[-1:], *(reason for reason in others if reason.code != "certificate_not_found")]
    others.sort(key=lambda reason: not reason.code.startswith("decision_"))
    chosen = others or about_scope[-1:] or list(line["reasons"])[-1:]
    return clean_line(" ".join(getattr(reason, language) for reason in chosen[:MOST_REASONS]))


def group_attention(columns: Columns, most: int) -> list[tuple[dict[Any, Any], list[tuple[str, str, int]]]]:
    """Return the lines that need attention, those of one product with the same reasons together, at most ``most`` groups.

    Returns:
        For each group its first line and the places (path, sheet, row) of all its lines, in the order of the lines.
    """
    ranked = rank_attention(columns)
    alike = [columns[name] for name in ("verdict", *NAMES, "categories")]
    reasons, sku = columns.lists("reasons"), columns["sku"]
    unnamed = columns["model"].find("")[ranked]
    groups = group_numbers(
        [
            *((column.codes[ranked], len(column.texts)) for column in alike),
            (np.where(unnamed, sku.codes[ranked] + 1, 0), len(sku.texts) + 1),
            (reasons.codes[ranked], len(reasons.offsets)),
        ]
    )
    shown = np.flatnonzero(groups.numbers < most)
    lines = columns.lines.iloc[ranked[shown]]
    places: list[list[tuple[str, str, int]]] = [[] for _ in groups.first[:most]]
    for group, place in zip(
        groups.numbers[shown].tolist(),
        zip(lines["path"], lines["sheet"], lines["row"].tolist(), strict=True),
        strict=True,
    ):
        places[group].append(place)
    firsts = columns.lines.iloc[ranked[groups.first[:most]]].to_dict("records")
    return list(zip(firsts, places, strict=True))
