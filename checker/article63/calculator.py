"""The calculator: one amount of illegal gains, its range under Article 63 and, where asked, the second statute's."""

import re
import unicodedata
from collections.abc import Collection
from datetime import date
from decimal import Decimal, localcontext

from checker.article63.assessment import list_measures
from checker.article63.cases import Case, GainsBasis
from checker.article63.law import Law, load_law
from checker.article63.penalty import DIGITS, NOTHING, ZERO, penalty, round_to_fen
from checker.article63.second_statute import OtherExposure, describe
from checker.errors import UsageError

AMOUNT = re.compile(
    r"(?:CNY|RMB|¥)?\s*(?P<whole>[0-9]{1,18}|[0-9]{1,3}(?:,[0-9]{3}){1,5})(?:\.(?P<part>[0-9]+))?\s*(?P<unit>万元?|亿元?|元)?"
)
UNITS = {"": Decimal(1), "元": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}


def parse_amount(text: str) -> Decimal:
    """Return an amount of yuan written as ``123456.78``, ``123,456.78``, ``１２３４５６`` or ``12.5万元``.

    Raises:
        UsageError: The amount is negative, no number, or finer than the fen; the error says what is expected.
    """
    plain = unicodedata.normalize("NFKC", text).strip().replace("\N{MINUS SIGN}", "-")
    if plain.startswith("-"):
        raise UsageError("amount_negative", text=text)
    match = AMOUNT.fullmatch(plain)
    if not match:
        raise UsageError("amount_not_number", text=text)
    with localcontext(prec=DIGITS):
        number = Decimal(match["whole"].replace(",", "") + "." + (match["part"] or "0"))
        amount = number * UNITS[(match["unit"] or "").removesuffix("元") or "元"]
        if amount != round_to_fen(amount) or (not match["unit"] and len(match["part"] or "") > 2):
            raise UsageError("amount_decimals", text=text)
        return round_to_fen(amount)


def calculate(
    gains: Decimal,
    *,
    law: Law | None = None,
    on: date | None = None,
    basis: GainsBasis = "gross",
    categories: Collection[str] = (),
) -> Case:
    """Return what Article 63 puts on one amount of illegal gains, as a case without lines.

    Args:
        gains: Illegal gains in yuan.
        law: The law to apply, by default that of ``directory_data/law``.
        on: Day of the sales; by default the latest version of the law applies. Before 2026-01-01 there was no penalty:
            the money then stands in ``before_2026`` and nothing follows.
        basis: How the amount was computed; it is taken as given.
        categories: Directory categories of the products; some of them bring in the second statute.
    """
    applied = law or load_law()
    provision = applied.main[-1] if on is None else applied.provision_on(on)
    settled = round_to_fen(max(gains, ZERO))
    result = penalty(settled, provision) if provision else NOTHING
    other = tuple(
        describe(OtherExposure(second, 1, {"gross": settled, "net": settled}, ZERO, ZERO), basis, result, applied)
        | {"lines": "0"}
        for second in applied.second
        if not second.categories.isdisjoint(categories) and (on is None or second.applies_on(on))
    )
    return Case(
        case="",
        scenario="found",
        basis=basis,
        lines=0,
        illegal_gains=result.illegal_gains,
        confiscation=result.confiscation,
        fine_min=result.fine_min,
        fine_max=result.fine_max,
        total_min=result.total_min,
        total_max=result.total_max,
        before_2026=ZERO if provision else settled,
        measures=list_measures([provision]) if provision else (),
        other_law=other,
        reaches_threshold=result.reaches_threshold,
        provisions=(provision.id,) if provision else (),
    )
