"""What moves the figures of a case, which orders may follow, and which facts may lighten the penalty, each with its article."""

from collections.abc import Collection
from typing import Any

from checker.article63.case_json import format_money
from checker.article63.cases import SCENARIOS, Case, Exposure
from checker.article63.levers import find_levers, weigh_influence
from checker.article63.measures import list_mitigation, list_orders
from checker.messages import messages

LARGEST_LINES = 50
"""Lines of a case whose influence is shown, largest first."""
MONEY = ("gains", "gains_without", "fine_min_without", "fine_max_without", "total_max_without")
NAMED_PRODUCTS = 50
"""Products named in one lever; ``products_to_nothing`` counts them all."""


def describe_law(exposure: Exposure) -> dict[str, Any]:
    """Return the orders and the checklist of facts to document with the exact text of their articles; empty without a case."""
    if exposure.law is None or not exposure.cases:
        return {"orders": [], "mitigation": []}
    wording = messages()
    return {
        "orders": [
            {
                "code": order.code,
                "when": "serious" if order.serious else "always",
                "text_zh": wording[order.code].zh,
                "text_en": wording[order.code].en,
                "article_zh": order.article_zh,
                "article_en": order.article_en,
                "article_text": order.text,
            }
            for order in list_orders(exposure.law)
        ],
        "mitigation": [
            {
                "code": fact.code,
                "effect": fact.effect,
                "text_zh": wording[fact.code].zh,
                "text_en": wording[fact.code].en,
                "document_zh": wording[fact.code].next_zh,
                "document_en": wording[fact.code].next_en,
                "article_zh": fact.article_zh,
                "article_en": fact.article_en,
                "clause": fact.clause,
            }
            for fact in list_mitigation(exposure.law)
        ],
    }


def describe_readings(exposure: Exposure) -> list[dict[str, Any]]:
    """Return every choice that the law leaves: what was applied, what else is possible, and what it rests on."""
    if exposure.law is None:
        return []
    return [
        {
            "id": reading.id,
            "value": reading.value,
            "choices": list(reading.choices),
            "set_by": reading.set_by,
            "rests_on": list(reading.rests_on),
            "text_zh": reading.zh,
            "text_en": reading.en,
        }
        for reading in exposure.law.readings.values()
    ]


def describe_levers(exposure: Exposure, names: Collection[str]) -> list[dict[str, Any]]:
    """Return for the cases named the fewest products to clear so that the case is below the threshold, and to nothing (gross)."""
    return [
        {
            "case": lever.case,
            "scenario": lever.scenario,
            "basis": lever.basis,
            "below_threshold": list(lever.below_threshold[:NAMED_PRODUCTS]),
            "products_below_threshold": len(lever.below_threshold),
            "gains_after": format_money(lever.gains_after),
            "to_nothing": list(lever.to_nothing[:NAMED_PRODUCTS]),
            "products_to_nothing": len(lever.to_nothing),
        }
        for scenario in SCENARIOS
        for lever in find_levers(exposure, scenario, "gross", names)
    ]


def describe_influence(exposure: Exposure, names: Collection[str]) -> list[dict[str, Any]]:
    """Return the lines that weigh most in the cases named (if review fails, gross), and what each case would be without them."""
    wanted = [
        case
        for case in exposure.cases
        if case.case in names and case.scenario == "if_review_fails" and case.basis == "gross"
    ]
    return [entry for case in wanted for entry in _influence_of(exposure, case)]


def _influence_of(exposure: Exposure, case: Case) -> list[dict[str, Any]]:
    if exposure.lines is None:
        return []
    table = weigh_influence(exposure, case, LARGEST_LINES)
    places = exposure.lines.index.get_indexer(table.index)
    named = {name: exposure.lines[name].iloc[places].tolist() for name in ("path", "sheet", "row", "product")}
    money = {name: list(map(format_money, table[name])) for name in MONEY}
    shares = [None if share is None else str(share) for share in table["share"]]
    columns = {"case": [case.case] * len(table), **named, "share": shares, **money}
    return [dict(zip(columns, line, strict=True)) for line in zip(*columns.values(), strict=True)]
