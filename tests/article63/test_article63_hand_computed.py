"""The figures that a lawyer can follow by hand: hand_computed.csv and worked_cases.toml."""

import csv
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from checker.article63.penalty import penalty

HERE = Path(__file__).parent
with (HERE / "hand_computed.csv").open(encoding="utf-8", newline="") as stream:
    AMOUNTS = list(csv.DictReader(stream))
CASES = tomllib.loads((HERE / "worked_cases.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("row", AMOUNTS, ids=lambda row: f"{row['statute']}-{row['illegal_gains']}")
def test_amount(row, law):
    (statute,) = [statute for statute in law.statutes.values() if statute.short_zh == row["statute"]]
    (provision,) = [provision for provision in statute.penalties if provision.article == row["article"]]
    found = penalty(Decimal(row["illegal_gains"]), provision)
    assert {key: str(getattr(found, key)) for key in ("confiscation", "fine_min", "fine_max")} == {
        key: row[key] for key in ("confiscation", "fine_min", "fine_max")
    }
    assert found.total_min == found.confiscation + found.fine_min
    assert found.total_max == found.confiscation + found.fine_max


@pytest.mark.parametrize("worked", CASES, ids=lambda worked: worked["name"])
def test_case(worked, assess_lines):
    choices = {key: worked[key] for key in ("as_of", "case_by") if key in worked}
    exposure = assess_lines(worked["lines"], **choices)
    for expected in worked["expect"]:
        same = [
            case
            for case in exposure.cases
            if all(getattr(case, key) == expected.get(key, getattr(case, key)) for key in ("case", "scenario", "basis"))
        ]
        if expected.get("absent"):
            assert same == []
            continue
        (case,) = same
        facts = {key: value for key, value in expected.items() if key not in ("case", "scenario", "basis")}
        assert {key: _plain(getattr(case, key)) for key in facts} == facts


def _plain(value):
    return str(value) if isinstance(value, Decimal) else value
