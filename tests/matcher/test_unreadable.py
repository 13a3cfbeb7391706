import pandas as pd
import pytest

from checker.matcher.unreadable import hold_back
from checker.messages import Remark


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
    lines = pd.DataFrame({"unreadable": [True, False], "date": pd.to_datetime([None, None]), "problems": [(), ()]})
    held = hold_back(lines, findings)
    assert held.loc[0, ["scope", "verdict", "verdict_other"]].tolist() == [held_scope, held_verdict, held_verdict]
    assert [remark.code for remark in held.loc[0, "reasons"][1:]] == ["line_unreadable"]
    assert held.loc[1].equals(findings.loc[1])


@pytest.mark.parametrize(
    ("day", "field", "verdict", "held_verdict"),
    [
        (None, "date", "certified", "review"),
        (None, "amount", "certified", "certified"),
        ("2026-03-01", "date", "certified", "certified"),
        (None, "date", "clear", "clear"),
        (None, "date", "uncertified", "uncertified"),
    ],
)
def test_a_certificate_is_not_taken_for_good_on_a_day_that_was_not_read(day, field, verdict, held_verdict):
    problem = Remark("cell_not_date", {}, {"field": field, "cell": "C2", "text": "03/04/2026"})
    lines = pd.DataFrame({"unreadable": [False], "date": pd.to_datetime([day]), "problems": [(problem,)]})
    findings = pd.DataFrame(
        {"scope": ["in"], "scope_other": ["in"], "verdict": [verdict], "verdict_other": [verdict], "reasons": [()]}
    )
    held = hold_back(lines, findings)
    assert held.loc[0, ["verdict", "verdict_other"]].tolist() == [held_verdict] * 2
    assert [remark.code for remark in held.loc[0, "reasons"]] == ["line_day_unreadable"] * (verdict != held_verdict)
