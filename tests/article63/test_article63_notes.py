"""What the reader is told about the figures."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from checker.article63.assessment import assess
from checker.article63.notes import name_lines


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ({"date": ""}, "article63_undated"),
        ({"quantity": "3"}, "article63_unpriced"),
        ({"quantity": "", "stock_quantity": "3", "unit_price": "5"}, "article63_stock_as_sold"),
        ({"sold_quantity": "1", "stock_quantity": "3", "unit_price": "5", "amount": "15"}, "article63_amount_is_stock"),
        ({"quantity": "2", "unit_price": "100", "amount": "226"}, "article63_amount_differs"),
        ({"sold_quantity": "0", "stock_quantity": "3", "unit_price": "5"}, "article63_unsold"),
        ({"amount": "-3"}, "article63_refunds_exceed"),
    ],
)
def test_each_doubt_about_a_line_is_told(assess_lines, line, code):
    filler = {"amount": "1", "seller": "乙"}
    note = next(note for note in assess_lines([filler, {"quantity": "1"} | line]).notes if note.code == code)
    assert "1" in note.facts.get("lines", "1")
    assert code not in {note.code for note in assess_lines([filler]).notes}
    assert note.zh != note.en


def test_past_limitation_is_a_reading_with_its_years(assess_lines):
    exposure = assess_lines([{"amount": "70", "date": date(2026, 2, 1)}], as_of=date(2028, 3, 1))
    (note,) = exposure.notes
    assert note.code == "article63_past_limitation"
    assert (note.facts["years"], note.facts["gains"]) == ("2", "70.00")


def test_several_sellers_in_one_case_are_told(assess_lines):
    lines = [{"amount": "1", "seller": "甲"}, {"amount": "1", "seller": "乙"}]
    assert [note.code for note in assess_lines(lines, case_by="all").notes] == ["article63_several_sellers"]
    assert assess_lines(lines).notes == ()


def test_lines_are_named_by_file_sheet_and_row_and_cut_with_a_count():
    lines = pd.DataFrame({"path": "a/b.xlsx", "sheet": "销售", "row": range(12, 0, -1)})
    assert name_lines(lines, limit=3) == "销售!1, 销售!2, 销售!3 … (+9)"
    two_files = pd.DataFrame({"path": ["a/x.csv", "b/y.csv"], "sheet": "", "row": [2, 3]})
    assert name_lines(two_files) == "x.csv:2, y.csv:3"


def test_a_frame_with_verdicts_alone_is_enough(law):
    exposure = assess(pd.DataFrame({"verdict": ["uncertified", "clear"]}), law, as_of=date(2026, 11, 1))
    case = exposure.cases[0]
    assert (case.case, case.lines, case.unpriced, case.undated) == ("", 1, 1, 1)
    assert case.fine_min == Decimal("20000.00")


def test_nothing_held_makes_no_case(assess_lines):
    exposure = assess_lines(
        [{"verdict": "clear"}, {"verdict": "certified"}, {"verdict": "waived", "verdict_other": "review"}]
    )
    assert exposure.cases == exposure.notes == ()
    assert len(exposure.lines) == 0


def test_a_later_column_of_the_same_name_is_the_findings_own(law):
    lines = pd.DataFrame({"verdict": ["clear"], "amount": [Decimal(5)]})
    findings = pd.DataFrame({"verdict": ["uncertified"]})
    exposure = assess(pd.concat([lines, findings], axis="columns"), law, as_of=date(2026, 11, 1))
    assert exposure.cases[0].illegal_gains == Decimal("5.00")


def test_prices_without_tax_keep_it_in_the_net_figure(assess_lines, pick):
    lines = [{"amount": "1000", "cost": "600", "tax": "130"}]
    assert pick(assess_lines(lines), basis="net").illegal_gains == Decimal("270.00")
    assert pick(assess_lines(lines, tax_included=False), basis="net").illegal_gains == Decimal("400.00")
