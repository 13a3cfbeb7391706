"""Since last time: which lines are new, settled or changed against an earlier report, and why."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from checker.matcher.findings import HELD_VERDICTS
from checker.report.content import Report

if TYPE_CHECKING:
    from checker.report.reasons import Reason

IN_QUESTION = (*HELD_VERDICTS, "review")
IDENTITY = (
    (("sku", "manufacturer", "model", "version", "product_name", "date"), (), ()),
    (("sku",), ("sku",), ()),
    (("manufacturer", "model", "version"), ("model",), ()),
    (("manufacturer", "product_name"), ("product_name",), ("sku", "model")),
    (("path", "sheet", "row"), (), ("sku", "model", "product_name")),
)
"""Columns by which a line is found again, the strictest first, with those that it must have and must not have; later ones serve
lines that the earlier left over. A name counts only for lines with neither SKU nor model, a place only for those without a name too."""
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
        ``as_of`` of the earlier report, ``basis`` (message codes of what differs in the basis), ``counts`` (by kind of
        :data:`KINDS`) and ``lines``, ordered by kind: dictionaries with ``kind``, the place and description of the line, ``old``
        and ``new`` outcome (None where it has none) and ``causes`` (message codes).
    """
    pairs = _pair(old.lines, new.lines)
    causes = _find_causes(old.head["basis"], new.head["basis"])
    lines = [*_compare(pairs, old.lines, new.lines, causes)]
    arrived, gone = (
        _take(report.lines, _left(report.lines, pairs[side])) for side, report in (("new", new), ("old", old))
    )
    lines += [_tell("new", None, line, ["change_new_line"]) for line in arrived]
    lines += [_tell("gone", line, None, ["change_gone_line"]) for line in gone]
    lines.sort(key=lambda line: KINDS.index(line["kind"]))
    counts = {kind: sum(line["kind"] == kind for line in lines) for kind in KINDS}
    return {"as_of": old.head["basis"]["as_of"], "basis": causes, "counts": counts, "lines": lines}


def _pair(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Return positions of the same line in both tables; of several alike the first stands for the first."""
    rest = {"old": _prepare(old), "new": _prepare(new)}
    found = []
    for columns, present, absent in IDENTITY:
        keyed = {side: _number(_choose(frame, present, absent), columns) for side, frame in rest.items()}
        joined = keyed["old"].merge(keyed["new"], on=[*columns, "turn"], suffixes=("_old", "_new"))
        pairs = joined[["place_old", "place_new"]].set_axis(["old", "new"], axis="columns")
        found.append(pairs)
        rest = {side: frame[~frame["place"].isin(pairs[side])] for side, frame in rest.items()}
    return pd.concat(found, ignore_index=True).sort_values("new", ignore_index=True)


def _prepare(lines: pd.DataFrame) -> pd.DataFrame:
    return lines[["path", "sheet", "row", *DESCRIPTION]].astype("str").assign(place=range(len(lines)))


def _choose(frame: pd.DataFrame, present: Sequence[str], absent: Sequence[str]) -> pd.DataFrame:
    chosen = (frame[list(present)] != "").all(axis="columns") & (frame[list(absent)] == "").all(axis="columns")
    return frame[chosen]


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
    chosen = before.index[differs]
    found = []
    for one, other, moved in zip(_take(before, chosen), _take(after, chosen), described[chosen], strict=True):
        own = ["change_row"] if moved else []
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

    def law(basis: Mapping[str, Any]) -> object:
        return basis.get("law") or (new if basis is old else old).get("law")

    found = {
        "change_lists": lists(old) != lists(new),
        "change_directory": directory(old) != directory(new),
        "change_law": law(old) != law(new),
        "change_reading": old["threshold_rule"] != new["threshold_rule"],
        "change_day": old["as_of"] != new["as_of"],
    }
    return [code for code, differs in found.items() if differs]


def _left(lines: pd.DataFrame, paired: "pd.Series[int]") -> list[int]:
    return sorted(set(range(len(lines))) - set(paired))


def _take(lines: pd.DataFrame, places: "Sequence[int] | pd.Index") -> list[dict[str, Any]]:
    """Return lines as plain values with the codes of their reasons."""
    chosen = lines.iloc[list(places)]
    texts = chosen[["path", "sheet", *DESCRIPTION, *OUTCOME]].astype("str").to_dict("records")
    more = zip(texts, chosen["row"].tolist(), chosen["reasons"], strict=True)
    return [
        {**line, "row": row, "codes": [reason.code for reason in reasons]}
        for line, row, reasons in cast("Iterable[tuple[dict[str, Any], int, tuple[Reason, ...]]]", more)
    ]


def _tell(kind: str, old: dict[str, Any] | None, new: dict[str, Any] | None, causes: Sequence[str]) -> dict[str, Any]:
    shown = new or old or {}
    return {
        "kind": kind,
        **{column: shown[column] for column in ("path", "sheet", "row", *DESCRIPTION)},
        "old": {column: old[column] for column in OUTCOME} if old else None,
        "new": {column: new[column] for column in OUTCOME} if new else None,
        "causes": list(causes),
    }
