from decimal import Decimal
from pathlib import Path

import pytest

from checker.cli.options import Output, parse_day, parse_outputs, parse_pairs, parse_rates
from checker.errors import UsageError


@pytest.mark.parametrize("text", ["", "2026-13-01", "01/02/2026", "tomorrow", "2026-02-30"])
def test_days_other_than_iso_are_refused(text):
    with pytest.raises(UsageError) as error:
        parse_day(text, "--as-of")
    assert error.value.facts["option"] == "--as-of"


@pytest.mark.parametrize(
    "text", ["USD", "USD=", "=7", "USD=-7", "USD=0", "USD=seven", "USD=NaN", "USD=inf", "DOLLAR=7", "美元=7"]
)
def test_rates_that_are_none_are_refused(text):
    with pytest.raises(UsageError):
        parse_rates([text])


def test_rates_are_decimals_by_upper_case_currency():
    assert parse_rates(["usd=7.10", "EUR=7.9"]) == {"USD": Decimal("7.10"), "EUR": Decimal("7.9")}


def test_a_name_given_twice_must_agree():
    assert parse_pairs(["model=A", "model=A"], "--column") == {"model": "A"}
    with pytest.raises(UsageError):
        parse_pairs(["model=A", "model=B"], "--column")


def test_a_header_may_contain_an_equals_sign():
    assert parse_pairs(["model=型号=规格"], "--column") == {"model": "型号=规格"}


def test_outputs_name_a_format_and_a_place(tmp_path):
    target = tmp_path / "a.json"
    assert parse_outputs([f"json={target}", "csv"], ["json", "csv"], []) == (
        Output("json", target),
        Output("csv", None),
    )


@pytest.mark.parametrize(
    "texts", [["yaml"], ["json="], ["json", "csv"], ["json=a.json", "csv=a.json"], ["json=nowhere/a.json"]]
)
def test_outputs_that_cannot_be_written_are_refused_before_the_check(texts, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError):
        parse_outputs(texts, ["json", "csv"], [])


def test_a_report_never_replaces_an_input(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("stock.csv").write_text("a", encoding="utf-8")
    with pytest.raises(UsageError):
        parse_outputs(["csv=./stock.csv"], ["csv"], [Path("stock.csv")])
