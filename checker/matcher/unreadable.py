"""Lines of which something could not be read: no verdict lets them pass before a person has looked."""

import pandas as pd

from checker.messages import Remark

PASSING = ("clear", "certified")
UNREADABLE = Remark("line_unreadable")
DAY_UNREADABLE = Remark("line_day_unreadable")


def hold_back(lines: pd.DataFrame, findings: pd.DataFrame) -> pd.DataFrame:
    """Return the findings with lines that could not be read wholly at ``review`` wherever they would pass.

    What was not read of an unreadable line (``lines["unreadable"]``) might have named a listed product, so that ``out`` becomes
    ``undetermined`` too. A line whose day of sale is stated but could not be read is not ``certified``: its certificate was
    looked at on another day.
    """
    unread = lines["unreadable"].astype(bool)
    no_day = _has_unread_day(lines) & (findings["verdict"] == "certified") & ~unread
    if not unread.any() and not no_day.any():
        return findings
    held = findings.copy()
    held.loc[no_day, "verdict"] = "review"
    held.loc[no_day & (held["verdict_other"] == "certified"), "verdict_other"] = "review"
    _add_reason(held, held.index[no_day], DAY_UNREADABLE)
    for verdict, scope in (("verdict", "scope"), ("verdict_other", "scope_other")):
        passing = unread & held[verdict].isin(PASSING)
        held.loc[passing, verdict] = "review"
        held.loc[passing & (held[scope] == "out"), scope] = "undetermined"
    _add_reason(held, held.index[unread], UNREADABLE)
    return held


def _has_unread_day(lines: pd.DataFrame) -> "pd.Series[bool]":
    """Return which lines have a problem with their day of sale."""
    unread = (lines["date"].isna() & lines["problems"].map(bool).astype(bool)).to_numpy(copy=True)
    unread[unread] = [
        any(problem.evidence.get("field") == "date" for problem in problems)
        for problems in lines.loc[unread, "problems"].array
    ]
    return pd.Series(unread, index=lines.index)


def _add_reason(held: pd.DataFrame, touched: pd.Index, reason: Remark) -> None:
    if len(touched):
        reasons = [(*known, reason) for known in held.loc[touched, "reasons"].array]
        held.loc[touched, "reasons"] = pd.Series(reasons, index=touched, dtype=object)
