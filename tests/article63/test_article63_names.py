"""Sellers that differ only in how they are written."""

import pandas as pd
import pytest

from checker.article63.names import merge_spellings, product_key, seller_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("上海甲贸易有限公司", "上海甲贸易有限责任公司"),
        ("上海甲贸易有限公司", "上海甲贸易股份有限公司"),
        ("上海甲贸易有限公司", " 上海 甲贸易 有限 公司"),
        ("甲（深圳）有限公司", "甲(深圳)有限公司"),
        ("Beta Import (Shenzhen) Co., Ltd.", "Beta Import（Shenzhen）Co.,Ltd"),
        ("Beta Import (Shenzhen) Co., Ltd.", "BETA  IMPORT(SHENZHEN) LIMITED"),
        ("Ｂｅｔａ Import Inc.", "Beta Import, Inc"),
        ("Gamma GmbH & Co. KG", "Gamma GmbH"),
        ("Delta S.p.A.", "Delta SpA"),
    ],
)
def test_one_seller(one, other):
    assert seller_key(one) == seller_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("上海甲贸易有限公司", "上海乙贸易有限公司"),
        ("上海甲贸易有限公司", "上海甲贸易有限公司北京分公司"),
        ("Zinc", "Z"),
        ("Vintag", "Vint AG"),
        ("甲（深圳）有限公司", "甲（上海）有限公司"),
        ("有限公司", ""),
    ],
)
def test_two_sellers(one, other):
    assert seller_key(one) != seller_key(other)


def test_the_most_frequent_spelling_is_shown_and_all_are_reported(assess_lines):
    sellers = ["甲有限公司", "甲股份有限公司", "甲有限公司", "乙"]
    exposure = assess_lines([{"amount": "1", "seller": seller} for seller in sellers])
    assert {case.case for case in exposure.cases} == {"甲有限公司", "乙"}
    (note,) = [note for note in exposure.notes if note.code == "article63_sellers_merged"]
    assert note.facts == {"seller": "甲有限公司", "spellings": "甲有限公司 | 甲股份有限公司"}


def test_products_differ_by_every_sign_of_their_model():
    names = pd.Series(["Maker X-1", "maker Ｘ-1", "Maker X1", "Maker X-1 "])
    shown, merged = merge_spellings(names, product_key)
    assert shown.nunique() == 2
    assert set(merged) == {shown[0]}
