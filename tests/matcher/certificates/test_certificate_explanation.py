from datetime import date

import pytest

from checker.matcher.certificates import find_certificates
from checker.matcher.considered import explain_certificate


@pytest.fixture
def explain(makers, make):
    def explain_line(line, *certificates):
        return explain_certificate(make.lines(line), make.register(*certificates), makers, date(2026, 11, 1))

    return explain_line


CERTIFICATES = [
    {"number": "SERIES", "listed": "XR-1000系列"},
    {"number": "EXACT"},
    {"number": "OVER", "valid_until": "2025-01-01"},
    {"number": "OTHER", "maker": "示例乙科技股份有限公司"},
    {"number": "UNRELATED", "listed": "QQ-99999"},
]


def test_every_candidate_is_named_with_its_relations_and_only_one_is_taken(explain):
    explanation = explain({}, *CERTIFICATES)
    told = {
        item.number: (item.model, item.maker_relation, item.standing, item.outcome, item.taken)
        for item in explanation.considered
    }
    assert told == {
        "EXACT": ("equal", "same", "valid", "certified", True),
        "OVER": ("equal", "same", "expired", "lapsed", False),
        "SERIES": ("series", "same", "valid", "review", False),
        "OTHER": ("equal", "other", "valid", "none", False),
    }
    assert next(item.number for item in explanation.considered) == "EXACT"
    assert (explanation.finding, explanation.models, explanation.declared) == ("certified", ("xr1000",), "none")
    assert all(
        item.reasons and all(remark.zh and remark.en for remark in item.reasons) for item in explanation.considered
    )


def test_a_hint_is_considered_but_not_taken(explain):
    (item,) = explain({"model": "XR-1001"}, {}).considered
    assert (item.model, item.outcome, item.taken) == ("near", "none", False)


def test_the_explanation_agrees_with_the_finding(explain, makers, make):
    for line in ({}, {"model": "XR-1024"}, {"manufacturer": ""}, {"certificate_number": "EXACT"}, {"model": "ZZ-77"}):
        finding = find_certificates(make.lines(line), make.register(*CERTIFICATES), makers, date(2026, 11, 1)).iloc[0]
        explanation = explain(line, *CERTIFICATES)
        assert explanation.finding == finding["certificate_finding"]
        assert explanation.reasons == finding["reasons"]


def test_only_one_line_is_explained_at_a_time(makers, make):
    with pytest.raises(ValueError, match="one line"):
        explain_certificate(make.lines({}, {}), make.register(), makers, date(2026, 11, 1))
