"""The law as data: exact texts, figures that agree with them, dates in force, and a change of the law as a change of data."""

import hashlib
import re
import shutil
from datetime import date
from decimal import Decimal

import pytest

from checker import resources
from checker.article63.law import load_law
from checker.article63.measures import list_mitigation, list_orders
from checker.errors import DataError
from checker.messages import messages

SHA256_OF_TEXTS = {
    ("cybersecurity_law", "25"): "9cf494623aa35e9c",
    ("cybersecurity_law", "63"): "c2217b6ae94cfc06",
    ("cybersecurity_law", "73"): "7f21edbccc5b96ae",
    ("administrative_penalty_law", "28"): "20d400bd83200936",
    ("administrative_penalty_law", "29"): "0d52bf79124ce08b",
    ("administrative_penalty_law", "32"): "9fd6549880c2f190",
    ("administrative_penalty_law", "33"): "3b07599d0ec61425",
    ("administrative_penalty_law", "36"): "922be4075c1d179c",
    ("administrative_penalty_law", "37"): "21ef82dbb6f58d89",
    ("cryptography_law", "26"): "ab8e0cc0aa6822d1",
    ("cryptography_law", "36"): "6a5494e5ac0e2bc5",
}
"""Of the quoted texts, so that no word of a statute changes unnoticed."""
NUMERALS = {"二": "2", "三": "3", "五": "5", "十": "10", "一": "1"}


@pytest.fixture
def edited_law(tmp_path, monkeypatch):
    """Return a function that loads the law after replacing text in one of its files."""
    shutil.copytree(resources.DATA_FOLDER / "law", tmp_path / "law")
    monkeypatch.setattr(resources, "DATA_FOLDER", tmp_path)

    def load(file, old="", new=""):
        path = tmp_path / "law" / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new) if old else text + new, encoding="utf-8")
        return load_law.__wrapped__()

    return load


@pytest.mark.parametrize(("statute", "number"), SHA256_OF_TEXTS)
def test_texts_stay_word_for_word(law, statute, number):
    article = law.article(statute, number)
    assert article.text.startswith(article.number_zh)
    assert hashlib.sha256(article.text.encode()).hexdigest()[:16] == SHA256_OF_TEXTS[statute, number]


def test_figures_are_those_of_the_texts(law):
    """万 and 倍 in the article's own words, in the order lower then upper end."""
    for statute in law.statutes.values():
        for provision in statute.penalties:
            text = law.article(statute.id, provision.article).text
            low, high = re.search(r"处(.)万元以上(.)万元以下罚款", text).groups()
            least, most = re.search(r"违法所得(.)倍以上(.)倍以下罚款", text).groups()
            assert provision.below_min == Decimal(NUMERALS[low]) * 10_000
            assert provision.below_max == Decimal(NUMERALS[high]) * 10_000
            assert (provision.multiple_min, provision.multiple_max) == (
                Decimal(NUMERALS[least]),
                Decimal(NUMERALS[most]),
            )
            assert ("可以并处" in text) != provision.fine_mandatory
            assert ("没收违法产品" in text) == provision.goods_confiscated
            assert "违法所得十万元以上的" in text
            assert provision.threshold == 100_000


def test_orders_are_quoted_from_their_article(law):
    orders = list_orders(law)
    assert [order.serious for order in orders] == [False] * 3 + [True] * 4
    for order in orders:
        assert messages()[order.code].zh.removeprefix("情节严重的：") in order.text.replace("并可以责令", "责令")


def test_mitigation_has_its_article_and_what_to_collect(law):
    facts = list_mitigation(law)
    assert {fact.article_en.rsplit(" ", 1)[-1] for fact in facts} == {"73", "32", "33"}
    for fact in facts:
        assert fact.clause in fact.text
        assert messages()[fact.code].advise("zh", {})
        assert messages()[fact.code].advise("en", {})


def test_readings_rest_on_articles_that_are_there(law):
    for reading in law.readings.values():
        for place in reading.rests_on:
            assert law.article(*place.split("/"))
        assert reading.value in reading.choices


@pytest.mark.parametrize(
    ("day", "provision"),
    [(date(2025, 12, 31), None), (date(2026, 1, 1), "csl_63"), (date(2031, 7, 1), "csl_63")],
)
def test_article_63_is_in_force_from_2026(law, day, provision):
    found = law.provision_on(day)
    assert (found.id if found else None) == provision


CHANGED = """
[[penalty]]
id = "csl_63_of_2028"
article = "63"
duty_article = "25"
in_force_from = 2028-01-01
threshold = "200000"
below_min = "40000"
below_max = "200000"
multiple_min = "2"
multiple_max = "10"
fine_mandatory = true
goods_confiscated = false
measures_always = ["measure_stop"]
measures_serious = []
source = "csl_2026"
"""


def test_a_change_of_the_law_is_a_change_of_data(edited_law, assess_lines, pick):
    changed = edited_law(
        "cybersecurity_law.toml",
        'in_force_from = 2026-01-01\nthreshold = "100000"',
        'in_force_from = 2026-01-01\nin_force_to = 2027-12-31\nthreshold = "100000"',
    )
    assert changed.provision_on(date(2028, 1, 1)) is None
    changed = edited_law("cybersecurity_law.toml", new=CHANGED)
    exposure = assess_lines(
        [{"amount": "150000", "date": date(2027, 12, 31)}, {"amount": "150000", "date": date(2028, 1, 1)}],
        law=changed,
        as_of=date(2028, 6, 1),
    )
    case = pick(exposure)
    assert case.provisions == ("csl_63", "csl_63_of_2028")
    assert case.illegal_gains == Decimal("300000.00")
    assert case.fine_min == Decimal("150000.00") + Decimal("40000.00")
    assert case.fine_max == Decimal("750000.00") + Decimal("200000.00")
    assert "article63_law_changed" in {note.code for note in exposure.notes}


def test_a_reading_is_changed_without_code(edited_law, assess_lines, pick):
    lower = edited_law("readings.toml", 'value = "upper"', 'value = "lower"')
    assert pick(assess_lines([{"amount": "100000"}], law=lower)).fine_max == Decimal("100000.00")
    apart = edited_law("readings.toml", 'value = "marked"', 'value = "apart"')
    old = [{"amount": "100", "date": date(2026, 1, 5)}, {"amount": "30", "date": date(2028, 5, 1)}]
    case = pick(assess_lines(old, law=apart, as_of=date(2028, 6, 1)))
    assert (case.lines, case.past_limitation, case.illegal_gains) == (1, 1, Decimal("30.00"))


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("cybersecurity_law.toml", 'threshold = "100000"', 'threshold = "ten"'),
        ("cybersecurity_law.toml", 'threshold = "100000"', ""),
        ("cybersecurity_law.toml", 'article = "63"', 'article = "64"'),
        ("cybersecurity_law.toml", 'id = "csl_63"', 'unknown = "x"'),
        ("cybersecurity_law.toml", "", CHANGED),
        ("administrative_penalty_law.toml", "limitation_years = 2", ""),
        ("mitigation.toml", "（一）主动消除", "（一）主动地消除"),
        ("cryptography_law.toml", "[[penalty]]", "[[penalty"),
        ("readings.toml", 'value = "upper"', 'value = "uper"'),
    ],
)
def test_damaged_law_is_refused(edited_law, file, old, new):
    with pytest.raises(DataError):
        edited_law(file, old, new)
