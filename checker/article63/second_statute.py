"""The second statute: products that another law also covers, its range beside Article 63's, and which fine is higher."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from checker.article63.figures import Figures
from checker.article63.law import Law
from checker.article63.penalty import NOTHING, ZERO, Penalty, penalty, round_to_fen
from checker.article63.statutes import Provision
from checker.numbering import add_by


@dataclass(frozen=True)
class OtherExposure:
    """What one other provision covers of one case. Money in yuan, unrounded.

    Attributes:
        provision: The other provision.
        lines: Lines of the case that it may cover.
        gains: Their illegal gains by basis (``gross``, ``net``).
        before: Money from the same products sold while this law was in force and Article 63 was not.
        stock: Value of their stock not yet sold, as far as stated: goods that may be confiscated.
    """

    provision: Provision
    lines: int
    gains: dict[str, Decimal]
    before: Decimal
    stock: Decimal


def find_other_exposures(figures: Figures, law: Law) -> dict[str, tuple[OtherExposure, ...]]:
    """Return by case what other provisions cover of the chosen figures; cases without any are absent."""
    found: dict[str, tuple[OtherExposure, ...]] = {}
    known = figures.names["second"]
    for provision in law.second:
        concerned = np.fromiter((provision.id in ids for ids in known), bool, len(known))
        covered = figures.select(concerned[figures["second"]])
        if not len(covered):
            continue
        counted = covered.select(covered["counted"])
        before = covered.select(covered.find("provision", "") & covered["sold"])
        cases = covered.names["case"]
        counts = dict(zip(cases, add_by(counted["case"], len(cases), counted["lines"]).tolist(), strict=True))
        gains = {basis: counted.sum_by(["case"], basis) for basis in ("gross", "net")}
        earlier, stock = before.sum_by(["case"], "gross"), covered.sum_by(["case"], "stock_value")
        for case in stock:
            exposure = OtherExposure(
                provision=provision,
                lines=counts[case],
                gains={basis: sums.get(case, ZERO) for basis, sums in gains.items()},
                before=earlier.get(case, ZERO),
                stock=stock.get(case, ZERO),
            )
            found[case] = (*found.get(case, ()), exposure)
    return found


def describe(exposure: OtherExposure, basis: str, main: Penalty, law: Law) -> dict[str, str]:
    """Return the entry for a report: the other law's range, which fine is higher, and what happens to the goods.

    Of two fines for one act the higher applies (行政处罚法 art. 29); compared are the upper ends, then the lower ends, of
    the fine of the whole case under Article 63 and of this law's for the lines it covers.

    Args:
        exposure: What the other provision covers.
        basis: ``gross`` or ``net``.
        main: The case's own penalty under Article 63.
        law: The law, for names and texts.
    """
    provision = exposure.provision
    statute = law.statutes[provision.statute]
    range_ = penalty(min(exposure.gains[basis], exposure.gains["gross"]), provision) if exposure.lines else NOTHING
    ours, theirs = (main.fine_max, main.fine_min), (range_.fine_max, range_.fine_min)
    main_statute = next(iter(law.statutes.values()))
    higher = provision.id if theirs > ours else law.main[-1].id
    article = law.article(provision.statute, provision.article)
    higher_zh = f"{statute.short_zh}{article.number_zh}"
    higher_en = f"{statute.title_en}, article {provision.article}"
    if higher != provision.id:
        main_article = law.article(main_statute.id, law.main[-1].article)
        higher_zh = f"{main_statute.short_zh}{main_article.number_zh}"
        higher_en = f"{main_statute.title_en}, article {law.main[-1].article}"
    return {
        "law": provision.id,
        "law_zh": f"《{statute.title_zh}》{article.number_zh}",
        "law_en": f"{statute.title_en}, article {provision.article}",
        "article": provision.article,
        "categories": " ".join(sorted(provision.categories)),
        "lines": str(exposure.lines),
        "illegal_gains": str(range_.illegal_gains),
        "fine_min": str(range_.fine_min),
        "fine_max": str(range_.fine_max),
        "fine": "must" if provision.fine_mandatory else "may",
        "goods": "confiscated" if provision.goods_confiscated else "not_confiscated",
        "goods_stock_value": str(round_to_fen(exposure.stock)),
        "before_2026": str(round_to_fen(max(exposure.before, ZERO))),
        "higher_fine": higher,
        "higher_fine_zh": higher_zh,
        "higher_fine_en": higher_en,
        "combined_fine_min": str(max(main.fine_min, range_.fine_min)),
        "combined_fine_max": str(max(main.fine_max, range_.fine_max)),
        "reading": "second_statute",
    }


def in_force(days: "pd.Series[Any]", provision: Provision) -> "pd.Series[bool]":
    """Return on which days a provision is in force; an unknown day counts as one."""
    applies = days >= pd.Timestamp(provision.in_force_from)
    if provision.in_force_to is not None:
        applies &= days <= pd.Timestamp(provision.in_force_to)
    return applies | days.isna()
