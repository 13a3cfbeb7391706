"""What Article 63 puts at risk, as a report shows it: cases, readings side by side, products, shipments, notes."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import pandas as pd

from checker.article63.case_json import case_to_json, format_money
from checker.article63.cases import Case, Exposure
from checker.article63.choices import choose, rank_products
from checker.article63.comparison import compare_readings
from checker.article63.readings import ReadingFigure
from checker.article63.shipments import ShipmentPlan
from checker.article63.totals import add_money
from checker.messages import Remark
from checker.numbering import add_by
from checker.report.legal import describe_influence, describe_law, describe_levers, describe_readings
from checker.result import CheckResult

LARGEST_CASES = 50
"""Cases whose readings are set side by side; all cases are in ``article63``."""

CASES_WEIGHED = 10
"""Cases in which the share of every line is given."""

LARGEST_PRODUCTS = 200
"""Products at risk that are named; the rest is in the cases."""


def describe_exposure(result: CheckResult) -> dict[str, Any]:
    """Return the parts of a report that concern Article 63."""
    exposure = result.exposure
    names = name_largest_cases(exposure.cases)
    comparisons = compare_readings(exposure, names)
    return {
        "article63": [case_to_json(case) for case in exposure.cases],
        "case_details": [_detail_case(case) for case in exposure.cases],
        "readings": [_describe_figure(one.case, figure) for one in comparisons for figure in one.figures],
        "crossings": [_word(crossing.remark, case=one.case) for one in comparisons for crossing in one.crossings],
        "products_at_risk": list_products(exposure),
        "notes": [_word(note) for note in exposure.notes],
        "shipments": [_describe_plan(plan, result.lines) for plan in result.plans],
        "levers": describe_levers(exposure, names),
        "influence": describe_influence(exposure, names[:CASES_WEIGHED]),
        "law_readings": describe_readings(exposure),
        **describe_law(exposure),
    }


def name_largest_cases(cases: Sequence[Case]) -> list[str]:
    """Return the names of the cases with the most at risk, largest first, at most ``LARGEST_CASES``."""
    worst: dict[str, Decimal] = {}
    for case in cases:
        worst[case.case] = max(worst.get(case.case, Decimal(0)), case.total_max)
    return sorted(worst, key=lambda name: (-worst[name], name))[:LARGEST_CASES]


def rank_cases(cases: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the names of the cases of a report, the one with the most at risk first."""
    worst: dict[str, Decimal] = {}
    for case in cases:
        worst[case["case"]] = max(worst.get(case["case"], Decimal(0)), Decimal(case["total_max"]))
    return sorted(worst, key=lambda name: (-worst[name], name))


def _detail_case(case: Case) -> dict[str, Any]:
    """Return what a person wants to know of a case beyond the contract's keys, in the order of ``article63``."""
    return {
        **{name: getattr(case, name) for name in ("case", "scenario", "basis")},
        **{name: getattr(case, name) for name in ("unpriced", "undated", "past_limitation", "cost_missing", "unsold")},
        "stock_blocked": format_money(case.stock_blocked),
        "reaches_threshold": case.reaches_threshold,
    }


def _describe_figure(case: str, figure: ReadingFigure) -> dict[str, Any]:
    reading, penalty = figure.reading, figure.penalty
    return {
        "case": case,
        **{name: getattr(reading, name) for name in ("scenario", "basis", "threshold_rule", "split")},
        "lines": figure.lines,
        "cases": figure.cases,
        "cases_reaching": figure.reaching,
        **{
            name: format_money(getattr(penalty, name))
            for name in ("illegal_gains", "fine_min", "fine_max", "total_min", "total_max")
        },
    }


def _word(remark: Remark, **more: str) -> dict[str, str]:
    return {**more, "code": remark.code, "text_zh": remark.zh, "text_en": remark.en}


def list_products(exposure: Exposure) -> list[dict[str, Any]]:
    """Return the products that bring illegal gains if every review line fails, largest share first.

    The share is of the gross gains of all cases; of products that are partly held and partly to review, ``held`` says
    how much is held already.
    """
    if exposure.folded is None:
        return []
    figures = exposure.folded.select(exposure.folded["counted"] & choose(exposure.folded, "if_review_fails"))
    ranked, total = rank_products(figures, "gross")[0][:LARGEST_PRODUCTS], add_money(figures["gross"])
    named = figures.names["product"][ranked].tolist()
    figures = figures.select(np.isin(figures["product"], ranked)).narrow("product")
    gains, held = (some.sum_by(["product"], "gross") for some in (figures, figures.select(figures["held"])))
    products = figures.names["product"]
    counts = dict(zip(products, add_by(figures["product"], len(products), figures["lines"]).tolist(), strict=True))
    categories: dict[str, set[str]] = {product: set() for product in named}
    listed = figures.names["categories"][figures["categories"]]
    for product, ids in zip(products[figures["product"]], listed, strict=True):
        categories[product].update(ids)
    return [
        {
            "product": product,
            "categories": " ".join(sorted(categories[product])),
            "lines": counts[product],
            "gains": format_money(gains[product]),
            "held": format_money(held.get(product, Decimal(0))),
            "share": str((gains[product] * 100 / total).quantize(Decimal("0.1"), ROUND_HALF_UP)) if total > 0 else None,
        }
        for product in named
    ]


def _describe_plan(plan: ShipmentPlan, lines: pd.DataFrame) -> dict[str, Any]:
    return {
        "shipment": plan.shipment,
        "decision": plan.decision,
        "lines": plan.lines,
        "planned_from": plan.planned_from.isoformat() if plan.planned_from else None,
        "planned_to": plan.planned_to.isoformat() if plan.planned_to else None,
        "held": _place_lines(lines, plan.held),
        "review": _place_lines(lines, plan.review),
        "exposure": [case_to_json(case) for case in plan.exposure],
        "text_zh": plan.remark.zh,
        "text_en": plan.remark.en,
        "expiring": [
            {
                **_place_lines(lines, [entry.line])[0],
                "number": entry.number,
                "valid_until": entry.valid_until.isoformat(),
                "planned": entry.planned.isoformat(),
                "good_today": entry.good_today,
            }
            for entry in plan.expiring
        ],
    }


def _place_lines(lines: pd.DataFrame, labels: Sequence[int]) -> list[dict[str, Any]]:
    """Return path, sheet and row of lines."""
    chosen = lines.loc[list(labels)]
    return [
        {"path": path, "sheet": sheet, "row": row}
        for path, sheet, row in zip(
            chosen["path"].tolist(), chosen["sheet"].tolist(), chosen["row"].tolist(), strict=True
        )
    ]
