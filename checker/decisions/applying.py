"""Decisions applied to findings: a verdict is changed where a decision fits exactly and no list contradicts it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

import pandas as pd

from checker.decisions.decision import Decision, DecisionUse, State
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


@dataclass
class _Tally:
    applied: int = 0
    contradicted: int = 0


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
    version, and no category beyond those decided on; it counts up to its last day and under its own edition of the Directory. Each distinct
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
    in_force = [one for one in decisions if one.until >= as_of and one.edition == edition]
    tallies = {id(one): _Tally() for one in decisions}
    settled = findings.copy()
    question = findings["verdict"].isin([*HELD_VERDICTS, "review"]) | findings["verdict_other"].isin(
        [*HELD_VERDICTS, "review"]
    )
    if in_force and question.any():
        asked = pd.concat([lines.loc[question, BOUND[:-1]], findings.loc[question, ["categories"]]], axis="columns")
        days = lines.loc[question, "date"].fillna(pd.Timestamp(as_of))
        _settle(settled, asked, days, in_force, tallies, makers, _valid_spans(register))
    return settled, tuple(_use(one, tallies[id(one)], edition, as_of) for one in decisions)


def _settle(
    settled: pd.DataFrame,
    asked: pd.DataFrame,
    days: "pd.Series[pd.Timestamp]",
    decisions: Sequence[Decision],
    tallies: dict[int, _Tally],
    makers: Makers,
    spans: dict[str, list[tuple[pd.Timestamp, pd.Timestamp, str]]],
) -> None:
    """Write verdict and reason of every line that a decision fits; the narrowest decision, then the first, goes first."""
    by_model: dict[str, list[Decision]] = defaultdict(list)
    for decision in sorted(decisions, key=lambda one: len(one.categories)):
        by_model[model_key(decision.model)].append(decision)
    named = asked["model"].where(asked["model"] != "", asked["product_name"])
    keys = named.map({text: model_key(text) for text in named.unique()})
    for product, group in asked[keys.isin(list(by_model))].groupby([*BOUND, keys.rename("key")], sort=False):
        maker, _, version, _, categories, key = cast("tuple[str, str, str, str, tuple[str, ...], str]", product)
        fitting = next((one for one in by_model[key] if _fits(one, maker, version, categories, makers)), None)
        if fitting is None:
            continue
        good = pd.Series(True, index=group.index)
        if fitting.kind == "covered":
            good = _is_good(days.loc[group.index], spans.get(number_key(fitting.certificate)))
        tally = tallies[id(fitting)]
        _write(settled, group.index[good], fitting, f"decision_{fitting.kind}", VERDICTS[fitting.kind])
        _write(settled, group.index[~good], fitting, "decision_contradicted", None)
        tally.applied += int(good.sum())
        tally.contradicted += int((~good).sum())


def _fits(decision: Decision, maker: str, version: str, categories: tuple[str, ...], makers: Makers) -> bool:
    same_maker = makers.relate(decision.manufacturer, maker) in OWN_MAKERS or decision.manufacturer == maker
    same_version = normalise(decision.version) == normalise(version)
    return same_maker and same_version and set(categories) <= set(decision.categories)


def _valid_spans(register: Register) -> dict[str, list[tuple[pd.Timestamp, pd.Timestamp, str]]]:
    """Return from when until when each listed certificate is valid, with its status, by the key of its number."""
    spans: dict[str, list[tuple[pd.Timestamp, pd.Timestamp, str]]] = defaultdict(list)
    columns = ["number", "valid_from", "valid_until", "status"]
    for number, start, end, status in register.entries[columns].drop_duplicates().itertuples(index=False, name=None):
        if key := number_key(number):
            first = pd.Timestamp.min if pd.isna(start) else pd.Timestamp(start)
            last = pd.Timestamp.max if pd.isna(end) else pd.Timestamp(end)
            spans[key].append((first, last, status))
    return spans


def _is_good(
    days: "pd.Series[pd.Timestamp]", spans: list[tuple[pd.Timestamp, pd.Timestamp, str]] | None
) -> "pd.Series[bool]":
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
    }
    remark = Remark(code, facts, {"source": decision.place, "text": decision.model})
    reasons = settled.loc[index, "reasons"]
    joined = {id(known): (*known, remark) for known in reasons.array}
    settled.loc[index, "reasons"] = pd.Series([joined[id(known)] for known in reasons.array], index=index, dtype=object)
    if verdict:
        settled.loc[index, ["verdict", "verdict_other"]] = verdict


def _use(decision: Decision, tally: _Tally, edition: str, as_of: date) -> DecisionUse:
    state: State = "unused"
    if decision.until < as_of:
        state = "expired"
    elif decision.edition != edition:
        state = "other_edition"
    elif tally.applied:
        state = "applied"
    elif tally.contradicted:
        state = "contradicted"
    return DecisionUse(decision, state, tally.applied, tally.contradicted)
