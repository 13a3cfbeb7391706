"""Lines of which something could not be read: no verdict lets them pass before a person has looked."""

import pandas as pd

from checker.messages import Remark

PASSING = ("clear", "certified")
UNREADABLE = Remark("line_unreadable")


def hold_back(lines: pd.DataFrame, findings: pd.DataFrame) -> pd.DataFrame:
    """Return the findings with unreadable lines (``lines["unreadable"]``) at ``review`` wherever they would pass.

    What was not read might have named a listed product, so that ``out`` becomes ``undetermined`` too.
    """
    unread = lines["unreadable"].astype(bool)
    if not unread.any():
        return findings
    held = findings.copy()
    for verdict, scope in (("verdict", "scope"), ("verdict_other", "scope_other")):
        passing = unread & held[verdict].isin(PASSING)
        held.loc[passing, verdict] = "review"
        held.loc[passing & (held[scope] == "out"), scope] = "undetermined"
    touched = held.index[unread]
    reasons = [(*known, UNREADABLE) for known in held.loc[touched, "reasons"].array]
    held.loc[touched, "reasons"] = pd.Series(reasons, index=touched, dtype=object)
    return held
