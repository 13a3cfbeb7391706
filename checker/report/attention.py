"""Which lines a person must look at, most urgent first."""

from typing import Any

import pandas as pd

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
