"""Labelled products of every category, look-alikes and everyday goods: how many are decided rightly."""

from pathlib import Path

import pandas as pd
import pytest

from checker.matcher.scope import decide_scope

LABELLED = Path(__file__).parent / "labelled_products.csv"


def grade(row, said, named):
    named, wanted = set(named), set(row["categories"].split("|")) - {""}
    if said not in row["scope"].split("|"):
        return {"undetermined": "undecided", "out": "missed", "in": "false alarm"}[said]
    if said == "in" and wanted and (not named & wanted or named - wanted - set(row["also"].split("|"))):
        return "wrong kind"
    return "right"


@pytest.fixture(scope="module")
def graded(knowledge):
    rows = pd.read_csv(LABELLED, dtype=str, keep_default_na=False)
    found = decide_scope(rows, knowledge)
    rows["grade"] = [
        grade(row, said, named)
        for row, said, named in zip(rows.to_dict("records"), found["scope_all"], found["categories_all"], strict=True)
    ]
    rows["said"] = found["scope_all"]
    return rows


@pytest.mark.parametrize(
    ("outcome", "most"), [("missed", 0.005), ("false alarm", 0.005), ("undecided", 0.01), ("wrong kind", 0.01)]
)
def test_few_labelled_products_are_decided_wrongly(graded, outcome, most):
    wrong = graded[graded["grade"] == outcome]
    assert len(wrong) <= most * len(graded), wrong[
        ["product_name", "model", "specification", "scope", "said"]
    ].to_string()


def test_most_labelled_products_are_right_in_both_languages(graded):
    english = graded["product_name"].map(str.isascii)
    for rows in (graded[english], graded[~english]):
        assert len(rows) > 100
        assert (rows["grade"] == "right").mean() >= 0.98


def test_every_category_is_labelled_and_found(graded, knowledge):
    labelled = {
        found for cell in graded.loc[graded["scope"] == "in", "categories"] for found in cell.split("|") if found
    }
    assert labelled == {category.id for category in knowledge.directory.categories}


def test_a_list_of_ordinary_goods_does_not_come_back_for_review(graded):
    unlisted = graded[graded["scope"] == "out"]
    assert len(unlisted) > 200
    assert (unlisted["said"] == "undetermined").mean() <= 0.01
