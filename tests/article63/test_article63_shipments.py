"""Planned shipments: hold, review or release, and what to take out."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from checker.article63.shipments import plan_shipments

LINES = [
    {"shipment": "S1", "quantity": "2", "unit_price": "60000", "date": date(2026, 12, 1)},
    {"shipment": "S1", "verdict": "review", "unit_price": "5", "date": date(2026, 12, 3)},
    {"shipment": "S1", "verdict": "certified", "date": date(2026, 12, 1)},
    {"shipment": "S2", "verdict": "review", "date": date(2026, 11, 20)},
    {"shipment": "S3", "verdict": "clear", "date": date(2027, 1, 5)},
    {"shipment": "s3 ", "verdict": "waived", "date": date(2027, 1, 6)},
    {"shipment": "", "verdict": "lapsed", "date": date(2027, 2, 1), "unit_price": "10"},
]


@pytest.fixture
def plans(sales_of, law):
    sales = sales_of(LINES)
    sales["certificate_number"] = ["", "", "C-1", "", "C-2", "", "C-3"]
    sales["certificate_valid_until"] = pd.to_datetime(
        [None, None, "2027-01-01", None, "2026-12-31", None, "2026-12-31"]
    ).astype("datetime64[s]")
    return {plan.shipment: plan for plan in plan_shipments(sales, law, as_of=date(2026, 11, 1))}


def test_each_shipment_has_its_decision_by_planned_date(plans):
    assert [(plan.shipment, plan.decision) for plan in plans.values()] == [
        ("S2", "REVIEW"),
        ("S1", "HOLD"),
        ("s3 ", "RELEASE"),
        ("", "HOLD"),
    ]


def test_the_lines_to_take_out_are_named(plans):
    plan = plans["S1"]
    assert (plan.held, plan.review, plan.lines) == ((0,), (1,), 3)
    assert (plan.planned_from, plan.planned_to) == (date(2026, 12, 1), date(2026, 12, 3))
    assert "1 can be released" in plan.remark.en
    assert all(plan.remark.zh for plan in plans.values())


def test_what_would_be_at_risk_if_it_went(plans):
    found, worst = plans["S1"].exposure
    assert (found.illegal_gains, found.fine_max) == (Decimal("120000.00"), Decimal("600000.00"))
    assert worst.illegal_gains == Decimal("120005.00")
    assert plans["s3 "].exposure == ()


def test_certificates_that_run_out_before_the_planned_date(plans):
    (expiring,) = plans[""].expiring
    assert (expiring.line, expiring.number, expiring.good_today) == (6, "C-3", True)
    assert (expiring.valid_until, expiring.planned) == (date(2026, 12, 31), date(2027, 2, 1))
    assert plans["S1"].expiring == plans["s3 "].expiring == ()


def test_the_whole_quantity_is_planned_sold_or_not(sales_of, law):
    sales = sales_of([{"quantity": "9", "sold_quantity": "0", "stock_quantity": "9", "unit_price": "100"}])
    (plan,) = plan_shipments(sales, law, as_of=date(2026, 11, 1))
    assert plan.exposure[0].illegal_gains == Decimal("900.00")
