"""Decisions applied to findings: a verdict is changed where a decision fits exactly and no list contradicts it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from checker.decisions.decision import COUNTS, Decision, DecisionUse, judge_use
from checker.loader.register import Register
from checker.matcher.declared import number_key
from checker.matcher.findings import HELD_VERDICTS
from checker.matcher.makers import Makers
from checker.matcher.models import model_key
from checker.matcher.text import normalise
from checker.messages import Remark

OWN_MAKERS = ("same", "alias")
BOUND = ["manufacturer", "model", "version", "product_name", "sku", "categories"]
VERDICTS = {"not_in_scope": "waived", "covered": "waived", "accepted": "waived", "uncertified": "uncertified"}
"""What each kind of decision makes of a line in question."""

WRITTEN = ("verdict", "verdict_other", "reasons")
IN_QUESTION = (*HELD_VERDICTS, "review")
Product = tuple[str, str, str, str, str, tuple[str, ...], str]
"""Maker, model, version, product name, SKU (only without a model), categories, and the key of the model or name."""


Places = NDArray[np.int64]
Days = NDArray[np.datetime64]
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
    version (without a model, the same name and SKU), and no category beyond those decided on; it counts up to its last day and
    under its own edition of the Directory. Of several that fit, those of this check's file go before those of the store, the
    narrowest first, the newest first. Each distinct product is looked at once.

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
    question = findings["verdict"].isin(IN_QUESTION) | findings["verdict_other"].isin(IN_QUESTION)
    products = pd.concat([lines[BOUND[:-1]], findings[["categories", "verdict"]]], axis="columns")
    products["sku"] = products["sku"].where(products["model"] == "", "")
    named = products["model"].where(products["model"] != "", products["product_name"])
    keys = named.map({text: model_key(text) for text in named.unique().tolist()})
    products = products.assign(key=keys, question=question, place=range(len(lines)))[keys.isin(list(check.by_model))]
    days = lines["date"].fillna(pd.Timestamp(as_of)).to_numpy()
    writing = _Writing(findings)
    for product, group in products[products["question"]].groupby([*BOUND, "key"], sort=False)["place"]:
        places = group.to_numpy()
        check.settle(cast("Product", product), places, days[places], writing)
    for product, group in products[~products["question"]].groupby([*BOUND, "key", "verdict"], sort=False)["place"]:
        *bound, verdict = product
        check.pass_by(cast("Product", tuple(bound)), str(verdict), group.to_numpy(), writing)
    uses = (judge_use(one, check.counts[place], edition=edition, as_of=as_of) for place, one in enumerate(decisions))
    return writing.finish(findings), tuple(uses)


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

    def settle(self, product: Product, places: Places, days: Days, writing: "_Writing") -> None:
        """Write verdict and reason of the lines in question of one product, where a decision fits."""
        fitting = [(number, one) for number, one in self._of(product) if set(product[5]) <= set(one.categories)]
        in_force = [pair for pair in fitting if self._is_in_force(pair[1])]
        if not in_force:
            for number, _ in fitting:
                self.counts[number]["waiting"] += len(places)
            if fitting:
                past = fitting[0][1]
                code = "decision_expired" if past.until < self.as_of else "decision_other_edition"
                writing.add(places, past, code)
            return
        (number, first), *others = in_force
        good, code = np.ones(len(places), dtype=bool), f"decision_{first.kind}"
        if first.kind == "covered":
            spans = self.spans.get(number_key(first.certificate))
            good, code = (_is_good(days, spans), code) if spans else (good, "decision_covered_unlisted")
        writing.add(places[good], first, code, VERDICTS[first.kind])
        writing.add(places[~good], first, "decision_contradicted")
        self.counts[number]["lines"] += int(good.sum())
        self.counts[number]["contradicted"] += int((~good).sum())
        for number, _ in others:
            self.counts[number]["overruled"] += len(places)

    def pass_by(self, product: Product, verdict: str, places: Places, writing: "_Writing") -> None:
        """Count lines that are in order by themselves; a list that certifies what was decided to be uncertified is told."""
        for number, one in self._of(product):
            if not self._is_in_force(one):
                continue
            refuted = one.kind == "uncertified" and verdict == "certified"
            if refuted:
                writing.add(places, one, "decision_now_certified")
            self.counts[number]["contradicted" if refuted else "unneeded"] += len(places)

    def _of(self, product: Product) -> list[tuple[int, Decision]]:
        """Return the decisions on a product's maker, model and version, whatever their categories, in order of precedence."""
        maker, _, version, _, sku, _, key = product
        return [
            (place, one)
            for place, one in self.by_model[key]
            if normalise(one.version) == normalise(version)
            and (not one.sku or normalise(one.sku) == normalise(sku))
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


def _is_good(days: Days, spans: list[Span]) -> NDArray[np.bool_]:
    """Return on which days a certificate is good by the lists that have it."""
    good = np.zeros(len(days), dtype=bool)
    for first, last, status in spans:
        if status in ("valid", "unstated") or (status == "expired" and last != pd.Timestamp.max):
            good |= (days >= first.as_unit("s").to_numpy()) & (days <= last.as_unit("s").to_numpy())
    return good


class _Writing:
    """Verdicts and reasons of all lines while decisions are written into them, by position."""

    def __init__(self, findings: pd.DataFrame) -> None:
        self.columns = {name: findings[name].to_numpy(dtype=object, copy=True) for name in WRITTEN}

    def add(self, places: Places, decision: Decision, code: str, verdict: str | None = None) -> None:
        """Add a reason to lines, and give them a verdict if there is one; lines with equal reasons go on sharing them."""
        facts = {
            "by": decision.by,
            "reason": decision.reason,
            "until": decision.until.isoformat(),
            "certificate": decision.certificate,
            "edition": decision.edition,
        }
        remark = Remark(code, facts, {"source": decision.place, "text": decision.model})
        reasons = self.columns["reasons"]
        joined: dict[int, tuple[Remark, ...]] = {}
        for place in places.tolist():
            known = reasons[place]
            reasons[place] = joined.setdefault(id(known), (*known, remark))
        if verdict:
            self.columns["verdict"][places] = verdict
            self.columns["verdict_other"][places] = verdict

    def finish(self, findings: pd.DataFrame) -> pd.DataFrame:
        """Return the findings with what was written."""
        types = {"reasons": object}
        written = {
            name: pd.Series(values, index=findings.index, dtype=types.get(name, findings[name].dtype))
            for name, values in self.columns.items()
        }
        return findings.assign(**written)
