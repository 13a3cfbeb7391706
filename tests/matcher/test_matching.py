"""Scope and certificate put together into a verdict."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from checker.loader.lists import read_register
from checker.matcher.findings import FINDING_COLUMNS, SCOPES, VERDICTS
from checker.matcher.matching import VERDICT_TABLE, decide_verdicts, match_lines

FINDINGS = ("certified", "lapsed", "review", "not_found")


def test_every_pair_has_a_verdict():
    assert set(VERDICT_TABLE) == {(scope, finding) for scope in SCOPES for finding in FINDINGS}
    assert set(VERDICT_TABLE.values()) <= set(VERDICTS)


@pytest.mark.parametrize(
    ("scope", "finding", "verdict"),
    [
        ("in", "not_found", "uncertified"),
        ("in", "certified", "certified"),
        ("in", "lapsed", "lapsed"),
        ("undetermined", "not_found", "review"),
        ("undetermined", "certified", "certified"),
        ("out", "not_found", "clear"),
    ],
)
def test_verdicts(scope, finding, verdict):
    found = decide_verdicts(["out", scope], np.array([1, 0]), [finding], np.array([0, 0]))
    assert list(found) == [verdict, "clear"]


def test_only_what_is_out_of_scope_is_clear():
    assert {scope for (scope, _), verdict in VERDICT_TABLE.items() if verdict == "clear"} == {"out"}


def test_findings_have_the_index_of_the_lines_and_reasons(knowledge):
    texts = ["path", "sheet", "sku", "version", "seller", "shipment", "currency", "certificate_number", "remark"]
    lines = pd.DataFrame(
        {
            "product_name": ["堡垒机", "激光打印机", "核心交换机"],
            "manufacturer": ["示例甲"] * 3,
            "model": ["EX-1", "EX-2", "EX-3"],
            "specification": [""] * 3,
            **{name: [""] * 3 for name in texts},
            "date": pd.Series([pd.NaT] * 3, dtype="datetime64[s]").to_numpy(),
            "certificate_valid_until": pd.Series([pd.NaT] * 3, dtype="datetime64[s]").to_numpy(),
        },
        index=[5, 2, 8],
    )
    found = match_lines(lines, knowledge, read_register([]), as_of=date(2026, 11, 1))
    assert list(found.index) == [5, 2, 8]
    assert list(found.columns) == list(FINDING_COLUMNS)
    assert list(found["verdict"]) == ["uncertified", "clear", "review"]
    assert all(len(reasons) for reasons in found["reasons"])
