"""What a reader must know about the figures: merged sellers, lines without price or date, refunds, limitation."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from checker.article63.cases import Case, CaseBy
from checker.article63.figures import Figures
from checker.article63.law import Law
from checker.article63.totals import add_money
from checker.messages import Remark

LISTED = 10
"""Lines named in one note; the frame of the exposure has them all."""


def write_notes(
    lines: pd.DataFrame,
    figures: Figures,
    cases: Sequence[Case],
    merged: Mapping[str, tuple[str, ...]],
    law: Law,
    *,
    case_by: CaseBy,
) -> tuple[Remark, ...]:
    """Return the notes on weighed lines (``GAINS_COLUMNS``), their figures and their cases, in a fixed order."""
    notes = [
        Remark("article63_sellers_merged", {"seller": seller, "spellings": " | ".join(spellings)})
        for seller, spellings in sorted(merged.items())
    ]
    counted = lines["counted"]
    flags = {
        "article63_undated": counted & lines["undated"],
        "article63_future": counted & lines["future"],
        "article63_unpriced": counted & lines["unpriced"],
        "article63_stock_as_sold": counted & lines["stock_as_sold"],
        "article63_amount_is_stock": lines["amount_is_stock"],
        "article63_amount_differs": counted & lines["amount_differs"],
        "article63_unsold": ~lines["sold"],
        "article63_past_limitation": lines["sold"] & (lines["provision"] != "") & lines["past_limitation"],
    }
    told = lines[["path", "sheet", "row", "gross", "stock_value", "lines"]]
    notes += [_note(code, told[flag], law) for code, flag in flags.items() if flag.any()]
    notes += _note_cases(figures, cases)
    if case_by in ("product", "category", "shipment", "all"):
        sellers = lines.loc[counted, ["case", "seller"]].groupby("case", observed=True)["seller"].nunique()
        if (sellers > 1).any():
            notes.append(Remark("article63_several_sellers", {"cases": str(int((sellers > 1).sum()))}))
    return tuple(notes)


def name_lines(lines: pd.DataFrame, limit: int = LISTED) -> str:
    """Return where lines stand, e.g. ``库存明细!7, 库存明细!9``: at most ``limit`` of them, in order, then how many more."""
    path, sheet, row = (lines[name] for name in ("path", "sheet", "row"))
    keys = [row.to_numpy(), *(pd.factorize(texts, sort=True)[0] for texts in (sheet, path))]
    first = np.lexsort(keys)[:limit]
    places = list(zip(*(texts.array.take(first) for texts in (path, sheet, row)), strict=True))
    several_files = len({path for path, _, _ in places}) > 1
    named = ", ".join(
        f"{f'{Path(path).name}:' if several_files else ''}{f'{sheet}!' if sheet else ''}{row}"
        for path, sheet, row in places
    )
    count = int(lines["lines"].sum()) if "lines" in lines else len(lines)
    return f"{named} … (+{count - len(places)})" if count > len(places) else named


def _note(code: str, lines: pd.DataFrame, law: Law) -> Remark:
    facts = {"count": str(lines["lines"].sum()), "lines": name_lines(lines), "years": str(law.limitation_years)}
    facts["gains"] = f"{add_money(lines['gross']):,.2f}"
    facts["stock"] = f"{add_money(lines['stock_value']):,.2f}"
    return Remark(code, facts)


def _note_cases(figures: Figures, cases: Sequence[Case]) -> list[Remark]:
    """Return what is to be said of single cases: costs missing, refunds beyond sales, several versions of the law."""
    notes: list[Remark] = []
    for case in cases:
        if case.cost_missing and case.scenario == "if_review_fails":
            facts = {"case": case.case, "count": str(case.cost_missing), "lines": str(case.lines)}
            notes.append(Remark("article63_cost_missing", facts))
        if len(case.provisions) > 1 and case.basis == "gross" and case.scenario == "if_review_fails":
            facts = {"case": case.case, "provisions": ", ".join(case.provisions)}
            notes.append(Remark("article63_law_changed", facts))
    sums = figures.select(figures["counted"]).sum_by(["case"], "gross")
    notes += [
        Remark("article63_refunds_exceed", {"case": case, "gains": f"{gains:,.2f}"})
        for case, gains in sorted(sums.items())
        if gains < 0
    ]
    return notes
