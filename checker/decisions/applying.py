"""Decisions applied to findings: a verdict is changed where a decision fits exactly and no list contradicts it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import cast

import pandas as pd

from checker.decisions.decision import COUNTS, Decision, DecisionUse, judge_use
from checker.loader.register import Register
from checker.matcher.declared import number_key
from checker.matcher.findings import HELD_VERDICTS
from checker.matcher.makers import Makers
from checker.matcher.models import model_key
from checker.matcher.text import normalise
from checker.messages import Remark

OWN_MAKERS = ("same", "alias")
BOUND = ["manufacturer", "model", "version", "product_name", "categories"]
VERDICTS = {"not_in_scope": "waived", "covered": "waived", "accepted": "waived", "uncertified": "uncertified"}
"""What each kind of decision makes of a line in question."""

IN_QUESTION = (*HELD_VERDICTS, "review")
Product = tuple[str, str, str, str, tuple[str, ...], str]
"""Maker, model, version, product name, categories, and the key of the model or name."""


Span = tuple[pd.Timestamp, pd.Timestamp, str]
"""From when until when a list shows a certificate, and its status there."""


def apply_decisions(
    lines: pd.DataFrame,
    findings: pd.DataFrame,
    decisions: Sequence[Decision],
    register: Register,
    *,
    makers: Makers,
    edition: str,
    as_of: date,
) -> tuple[pd.DataFrame, tuple[DecisionUse, ...]]:
    """Return the findings with decisions applied, and what became of each decision.

    A decision settles lines that are held or to be reviewed, of the same maker (under any of its names), exactly the same model and
    version, and no category beyond those decided on; it counts up to its last day and under its own edition of the Directory. Of
    several that fit, those of this check's file go before those of the store, the narrowest first, the newest first. Each distinct
    product is looked at once.

    Args:
        lines: Inventory lines.
        findings: Their findings, same index.
        decisions: The decisions on record.
        register: The lists loaded, which may contradict a certificate relied on.
        makers: Manufacturers' names.
        edition: Edition of the Directory applied.
        as_of: The day of the check.
    """
    if not decisions:
        return findings, ()
    check = _Check(decisions, makers, _valid_spans(register), edition, as_of)
    settled = findings.copy()
    question = findings["verdict"].isin(IN_QUESTION) | findings["verdict_other"].isin(IN_QUESTION)
    products = pd.concat([lines[BOUND[:-1]], findings[["categories", "verdict"]]], axis="columns")
    named = products["model"].where(products["model"] != "", products["product_name"])
    keys = named.map({text: model_key(text) for text in named.unique()})
    products = products.assign(key=keys, question=question)[keys.isin(list(check.by_model))]
    days = lines["date"].fillna(pd.Timestamp(as_of))
    for product, group in products[products["question"]].groupby([*BOUND, "key"], sort=False):
        check.settle(cast("Product", product), group.index, days.loc[group.index], settled)
    for product, group in products[~products["question"]].groupby([*BOUND, "key", "verdict"], sort=False):
        *bound, verdict = product
        check.pass_by(cast("Product", tuple(bound)), str(verdict), group.index, settled)
    uses = (judge_use(one, check.counts[place], edition=edition, as_of=as_of) for place, one in enumerate(decisions))
    return settled, tuple(uses)


class _Check:
    """The decisions of one check by the key of their model, and how many lines each of them met."""

    def __init__(
        self, decisions: Sequence[Decision], makers: Makers, spans: dict[str, list[Span]], edition: str, as_of: date
    ) -> None:
        self.makers, self.spans, self.edition, self.as_of = makers, spans, edition, as_of
        self.counts = [dict.fromkeys(COUNTS, 0) for _ in decisions]
        self.by_model: dict[str, list[tuple[int, Decision]]] = defaultdict(list)
        for place, one in sorted(enumerate(decisions), key=lambda pair: _precedence(pair[1])):
            self.by_model[model_key(one.model)].append((place, one))

    def settle(self, product: Product, index: pd.Index, days: "pd.Series[pd.Timestamp]", settled: pd.DataFrame) -> None:
        """Write verdict and reason of the lines in question of one product, where a decision fits."""
        fitting = [(place, one) for place, one in self._of(product) if set(product[4]) <= set(one.categories)]
        in_force = [pair for pair in fitting if self._is_in_force(pair[1])]
        if not in_force:
            for number, (place, one) in enumerate(fitting):
                self.counts[place]["waiting"] += len(index)
                if number == 0:
                    code = "decision_expired" if one.until < self.as_of else "decision_other_edition"
                    _write(settled, index, one, code, None)
            return
        (place, first), *others = in_force
        good = pd.Series(True, index=index)
        if first.kind == "covered":
            good = _is_good(days, self.spans.get(number_key(first.certificate)))
        _write(settled, index[good], first, f"decision_{first.kind}", VERDICTS[first.kind])
        _write(settled, index[~good], first, "decision_contradicted", None)
        self.counts[place]["lines"] += int(good.sum())
        self.counts[place]["contradicted"] += int((~good).sum())
        for place, _ in others:
            self.counts[place]["overruled"] += len(index)

    def pass_by(self, product: Product, verdict: str, index: pd.Index, settled: pd.DataFrame) -> None:
        """Count lines that are in order by themselves; a list that certifies what was decided to be uncertified is told."""
        for place, one in self._of(product):
            if not self._is_in_force(one):
                continue
            refuted = one.kind == "uncertified" and verdict == "certified"
            if refuted:
                _write(settled, index, one, "decision_now_certified", None)
            self.counts[place]["contradicted" if refuted else "unneeded"] += len(index)

    def _of(self, product: Product) -> list[tuple[int, Decision]]:
        """Return the decisions on a product's maker, model and version, whatever their categories, in order of precedence."""
        maker, _, version, _, _, key = product
        return [
            (place, one)
            for place, one in self.by_model[key]
            if normalise(one.version) == normalise(version)
            and (one.manufacturer == maker or self.makers.relate(one.manufacturer, maker) in OWN_MAKERS)
        ]

    def _is_in_force(self, decision: Decision) -> bool:
        return decision.until >= self.as_of and decision.edition == self.edition


def _precedence(decision: Decision) -> tuple[bool, int, int]:
    return decision.number is not None, len(decision.categories), -(decision.number or 0)


def _valid_spans(register: Register) -> dict[str, list[Span]]:
    """Return from when until when each listed certificate is valid, with its status, by the key of its number."""
    spans: dict[str, list[Span]] = defaultdict(list)
    columns = ["number", "valid_from", "valid_until", "status"]
    for number, start, end, status in register.entries[columns].drop_duplicates().itertuples(index=False, name=None):
        if key := number_key(number):
            first = pd.Timestamp.min if pd.isna(start) else pd.Timestamp(start)
            last = pd.Timestamp.max if pd.isna(end) else pd.Timestamp(end)
            spans[key].append((first, last, status))
    return spans


def _is_good(days: "pd.Series[pd.Timestamp]", spans: list[Span] | None) -> "pd.Series[bool]":
    """Return on which days a certificate is good by the lists; one that no list has is taken on the person's word."""
    if not spans:
        return pd.Series(True, index=days.index)
    good = pd.Series(False, index=days.index)
    for first, last, status in spans:
        if status in ("valid", "unstated", "expired"):
            good |= (days >= first) & (days <= last) & (status != "expired" or last != pd.Timestamp.max)
    return good


def _write(settled: pd.DataFrame, index: pd.Index, decision: Decision, code: str, verdict: str | None) -> None:
    if not len(index):
        return
    facts = {
        "by": decision.by,
        "reason": decision.reason,
        "until": decision.until.isoformat(),
        "certificate": decision.certificate,
        "edition": decision.edition,
    }
    remark = Remark(code, facts, {"source": decision.place, "text": decision.model})
    reasons = settled.loc[index, "reasons"]
    joined = {id(known): (*known, remark) for known in reasons.array}
    settled.loc[index, "reasons"] = pd.Series([joined[id(known)] for known in reasons.array], index=index, dtype=object)
    if verdict:
        settled.loc[index, ["verdict", "verdict_other"]] = verdict
