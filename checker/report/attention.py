"""Which lines a person must look at, most urgent first."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from checker.messages import Language
from checker.report.safety import clean_line

URGENCY = ("uncertified", "lapsed", "review", "waived", "certified", "clear")
ATTENTION = ("uncertified", "lapsed", "review")


def list_attention(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the held and review lines: by verdict, then product, then place, with the index of ``lines``."""
    chosen = lines[lines["verdict"].isin(ATTENTION)]
    order = {verdict: place for place, verdict in enumerate(URGENCY)}
    keys = chosen[["manufacturer", "model", "path", "sheet", "row"]].assign(urgency=chosen["verdict"].map(order))
    keys["inventory"] = keys.index
    ordered = keys.sort_values(["urgency", "manufacturer", "model", "inventory"], kind="stable")
    return chosen.loc[ordered.index]


def count_by_verdict(summary: dict[str, Any]) -> list[tuple[str, int]]:
    """Return the verdicts with their counts, most urgent first."""
    return [(verdict, summary["verdicts"][verdict]) for verdict in URGENCY]


def name_product(line: Mapping[Any, Any]) -> str:
    """Return maker, model and name of a line, as far as given."""
    parts = [line["manufacturer"], line["model"], line["version"], line["product_name"]]
    named = " ".join(part for part in parts if part) or line["sku"]
    return f"{named} [{line['categories']}]" if line["categories"] else str(named)


def last_reason(line: Mapping[Any, Any], language: Language) -> str:
    """Return the reason that settled the verdict: the last one of the decision."""
    reasons = line["reasons"]
    return clean_line(reasons[-1][f"text_{language}"]) if len(reasons) else ""
