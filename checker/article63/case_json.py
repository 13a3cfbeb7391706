"""A case as an entry of the report JSON."""

from decimal import Decimal

from checker.article63.cases import Case
from checker.article63.law import load_law
from checker.messages import messages

MONEY_KEYS = ("illegal_gains", "confiscation", "fine_min", "fine_max", "total_min", "total_max", "before_2026")


def case_to_json(case: Case) -> dict[str, object]:
    """Return a case with exactly the keys of the report's contract; money as strings in yuan with two decimals."""
    return {
        "case": case.case,
        "scenario": case.scenario,
        "basis": case.basis,
        "lines": case.lines,
        **{key: format_money(getattr(case, key)) for key in MONEY_KEYS},
        "measures": [describe_measure(code) for code in case.measures],
        "other_law": [dict(entry) for entry in case.other_law],
    }


def format_money(money: Decimal) -> str:
    """Return yuan with two decimals, without grouping, e.g. ``100000.00``."""
    return f"{money:.2f}"


def describe_measure(code: str) -> dict[str, str]:
    """Return an order as ``code``, ``when`` (``always`` or ``serious`` cases only), and its wording in both languages."""
    serious = {name for provision in load_law().main for name in provision.measures_serious}
    wording = messages()[code]
    return {
        "code": code,
        "when": "serious" if code in serious else "always",
        "text_zh": wording.word("zh", {}),
        "text_en": wording.word("en", {}),
    }
