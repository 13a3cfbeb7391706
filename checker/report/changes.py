"""Since last time: which lines are new, settled or changed against an earlier report, and why."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from checker.matcher.findings import HELD_VERDICTS
from checker.report.content import Report

IN_QUESTION = (*HELD_VERDICTS, "review")
IDENTITY = (
    ("sku", "manufacturer", "model", "version", "product_name", "date"),
    ("sku",),
    ("manufacturer", "model", "version"),
    ("product_name",),
)
"""Columns by which a line is found again, the strictest first; later ones serve lines that the earlier left over."""
DESCRIPTION = ("sku", "product_name", "manufacturer", "model", "version", "date")
OUTCOME = ("verdict", "scope", "categories", "certificate_finding", "certificate_number", "certificate_valid_until")
KINDS = ("arisen", "settled", "changed", "new", "gone")
"""``arisen``: now in question and was not. ``settled``: was in question and is not. ``changed``: another outcome on the same
side. ``new`` and ``gone``: lines that only one of the reports has."""


def find_changes(old: Report, new: Report) -> dict[str, Any]:
    """Return what changed between two reports: counts per kind, and every change with its causes.

    Args:
        old: The earlier report, read back from its JSON.
        new: The report of this run.

    Returns:
        ``as_of`` of the earlier report, ``counts`` (by kind of :data:`KINDS`) and ``lines``: dictionaries with ``kind``, the place and
        description of the line, ``old`` and ``new`` outcome (None where it has none) and ``causes`` (message codes).
    """
    pairs = _pair(old.lines, new.lines)
    causes = _find_causes(old.head["basis"], new.head["basis"])
    lines = [*_compare(pairs, old.lines, new.lines, causes)]
    lines += [
        _tell("new", None, _take(new.lines, place), ["change_new_line"]) for place in _left(new.lines, pairs["new"])
    ]
    lines += [
        _tell("gone", _take(old.lines, place), None, ["change_gone_line"]) for place in _left(old.lines, pairs["old"])
    ]
    counts = {kind: sum(line["kind"] == kind for line in lines) for kind in KINDS}
    return {"as_of": old.head["basis"]["as_of"], "counts": counts, "lines": lines}


def _pair(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Return positions of the same line in both tables; of several alike the first stands for the first."""
    rest = {"old": _prepare(old), "new": _prepare(new)}
    found = []
    for columns in IDENTITY:
        keyed = {side: _number(frame, columns) for side, frame in rest.items()}
        joined = keyed["old"].merge(keyed["new"], on=[*columns, "turn"], suffixes=("_old", "_new"))
        pairs = joined[["place_old", "place_new"]].set_axis(["old", "new"], axis="columns")
        found.append(pairs)
        rest = {side: frame[~frame["place"].isin(pairs[side])] for side, frame in rest.items()}
    return pd.concat(found, ignore_index=True).sort_values("new", ignore_index=True)


def _prepare(lines: pd.DataFrame) -> pd.DataFrame:
    return lines[list(DESCRIPTION)].astype("str").assign(place=range(len(lines)))


def _number(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return the rows that have something in the columns, with how many alike stood before each."""
    some = frame[(frame[list(columns)] != "").any(axis="columns")]
    return some.assign(turn=some.groupby(list(columns)).cumcount())[[*columns, "turn", "place"]]


def _compare(
    pairs: pd.DataFrame, old: pd.DataFrame, new: pd.DataFrame, causes: Sequence[str]
) -> "list[dict[str, Any]]":
    before = old.iloc[pairs["old"]].reset_index(drop=True)
    after = new.iloc[pairs["new"]].reset_index(drop=True)
    differs = pd.Series(False, index=before.index)
    for column in OUTCOME:
        differs |= before[column].astype("str") != after[column].astype("str")
    described = pd.Series(False, index=before.index)
    for column in DESCRIPTION:
        described |= before[column].astype("str") != after[column].astype("str")
    found = []
    for place in before.index[differs]:
        one, other = _take(before, place), _take(after, place)
        own = ["change_row"] if described[place] else []
        decided = [code for line in (one, other) for code in line["codes"] if code.startswith("decision_")]
        if decided and one["codes"] != other["codes"]:
            own.append("change_decision")
        kind = _classify(one["verdict"], other["verdict"])
        found.append(_tell(kind, one, other, [*own, *causes] or ["change_knowledge"]))
    return found


def _classify(before: str, after: str) -> str:
    was, is_now = before in IN_QUESTION, after in IN_QUESTION
    return "changed" if was == is_now else "arisen" if is_now else "settled"


def _find_causes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Return what differs in the basis of the two reports; any of it may have changed a line."""

    def lists(basis: Mapping[str, Any]) -> set[tuple[str, str]]:
        return {(source["name"], source["sha256"]) for source in basis["register"]}

    def directory(basis: Mapping[str, Any]) -> tuple[str, str]:
        return basis["directory"]["edition"], basis["directory"]["sha256"]

    found = {
        "change_lists": lists(old) != lists(new),
        "change_directory": directory(old) != directory(new),
        "change_reading": old["threshold_rule"] != new["threshold_rule"],
        "change_day": old["as_of"] != new["as_of"],
    }
    return [code for code, differs in found.items() if differs]


def _left(lines: pd.DataFrame, paired: "pd.Series[int]") -> list[int]:
    return sorted(set(range(len(lines))) - set(paired))


def _take(lines: pd.DataFrame, place: int) -> dict[str, Any]:
    """Return one line as plain values with the codes of its reasons."""
    row = lines.iloc[place]
    codes = [entry["code"] for entry in row["reasons"]]
    texts = {column: str(row[column]) for column in ("path", "sheet", *DESCRIPTION, *OUTCOME)}
    return {**texts, "row": int(row["row"]), "codes": codes}


def _tell(kind: str, old: dict[str, Any] | None, new: dict[str, Any] | None, causes: Sequence[str]) -> dict[str, Any]:
    shown = new or old or {}
    return {
        "kind": kind,
        **{column: shown[column] for column in ("path", "sheet", "row", *DESCRIPTION)},
        "old": {column: old[column] for column in OUTCOME} if old else None,
        "new": {column: new[column] for column in OUTCOME} if new else None,
        "causes": list(causes),
    }
