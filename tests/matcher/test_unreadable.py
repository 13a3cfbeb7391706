import pandas as pd
import pytest

from checker.matcher.unreadable import hold_back


@pytest.mark.parametrize(
    ("scope", "verdict", "held_scope", "held_verdict"),
    [
        ("out", "clear", "undetermined", "review"),
        ("in", "certified", "in", "review"),
        ("in", "uncertified", "in", "uncertified"),
        ("undetermined", "review", "undetermined", "review"),
        ("in", "lapsed", "in", "lapsed"),
    ],
)
def test_an_unreadable_line_never_passes(scope, verdict, held_scope, held_verdict):
    findings = pd.DataFrame(
        {
            "scope": [scope] * 2, "scope_other": [scope] * 2, "verdict": [verdict] * 2, "verdict_other": [verdict] * 2, "reasons": [("a",)] * 2,
        }
    )  # fmt: skip
    held = hold_back(pd.DataFrame({"unreadable": [True, False]}), findings)
    assert held.loc[0, ["scope", "verdict", "verdict_other"]].tolist() == [held_scope, held_verdict, held_verdict]
    assert [remark.code for remark in held.loc[0, "reasons"][1:]] == ["line_unreadable"]
    assert held.loc[1].equals(findings.loc[1])
