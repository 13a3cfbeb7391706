"""Manufacturers' names in any spelling, and how two of them stand to each other."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.errors import DataError
from checker.matcher import makers as makers_module
from checker.matcher.makers import Makers, load_makers

PAIRS = [
    # one, other, relation
    ("示例甲网络技术有限公司", "示例甲网络技术有限公司", "same"),
    ("示例甲网络技术有限公司", "深圳市示例甲网络技术有限公司", "same"),
    ("Example Networks Co., Ltd.", "EXAMPLE NETWORKS CO LTD", "same"),
    ("Example Networks Co., Ltd.", "Example Networks", "same"),
    ("示例甲網絡技術有限公司", "示例甲网络技术有限公司", "same"),
    ("示例甲", "示例甲网络技术有限公司", "alias"),
    ("ExNet", "示例甲网络技术有限公司", "alias"),
    ("Example Networks", "示例甲网络技术有限公司", "alias"),
    ("示例甲 Example Networks", "示例甲网络技术有限公司", "alias"),
    ("示例甲软件有限公司", "示例甲网络技术有限公司", "group"),
    ("示例甲数码科技有限公司", "示例甲网络技术有限公司", "unknown"),
    ("Example Networks Storage Ltd.", "示例甲网络技术有限公司", "unknown"),
    ("", "示例甲网络技术有限公司", "unknown"),
    ("N/A", "示例甲网络技术有限公司", "unknown"),
    ("-", "-", "unknown"),
    ("示例乙", "示例甲", "other"),
    ("Sample Systems", "示例甲", "other"),
    ("示例丁仪器厂", "示例甲", "other"),
    ("示例丁", "示例丁仪器有限公司", "alias"),
    ("示例丁仪器有限公司", "示例丁科技有限公司", "unknown"),
    ("Quux Instruments Inc.", "Quux Instruments", "same"),
    ("QIC", "Quux Instrument Company", "unknown"),
    ("Quuxinstru", "Quuxinstruments GmbH", "unknown"),
    ("夸克斯", "Quux Instruments Inc.", "unknown"),
    ("Quux Instruments Inc.", "Grault Devices Inc.", "other"),
]


@pytest.mark.parametrize(("one", "other", "relation"), PAIRS)
def test_relation(makers, one, other, relation):
    assert makers.relate(one, other) in ({relation, "alias"} if relation == "same" else {relation})
    assert makers.relate(other, one) == makers.relate(one, other)


@given(st.text(max_size=20), st.text(max_size=20))
def test_the_relation_is_symmetric_for_any_text(makers, one, other):
    assert makers.relate(one, other) == makers.relate(other, one)


def test_a_name_of_two_makers_stands_for_none():
    names = [
        ("a", "Common Brand", "brand"),
        ("a", "Alpha Ltd.", "same"),
        ("b", "Common Brand", "brand"),
        ("b", "Beta Ltd.", "same"),
    ]
    makers = Makers.from_rows((), [dict(zip(("maker", "name", "relation"), row, strict=True)) for row in names])
    assert makers.identify("Common Brand") is None
    assert makers.relate("Common Brand", "Alpha Ltd.") == "unknown"


def test_names_in_running_text(makers):
    text = "适用于示例甲和 exnet 的光模块 exnetic"
    assert [(text[mention.start : mention.end], mention.maker) for mention in makers.find_in(text)] == [
        ("示例甲", "jia"),
        ("exnet", "jia"),
    ]


def test_a_company_begins_a_text_but_no_brand_does(makers):
    assert makers.find_company("示例甲 防火墙") == "示例甲"
    assert makers.find_company("example networks 防火墙") == "example networks"
    assert makers.find_company("exnet 防火墙") == ""
    assert makers.find_company("防火墙 示例甲") == ""
    assert makers.find_company("示例甲 示例乙 互联") == ""


def test_a_maker_before_a_model_is_stripped_but_no_brand_and_never_everything(makers):
    assert makers.strip_names("示例甲 XR-1000", "示例甲网络技术有限公司") == ("示例甲 XR-1000", "XR-1000")
    assert makers.strip_names("ExNet XR-1000", "示例甲网络技术有限公司") == ("ExNet XR-1000",)
    assert makers.strip_names("示例甲", "示例甲网络技术有限公司") == ("示例甲",)
    assert makers.strip_names("XR-1000", "示例甲") == ("XR-1000",)


def test_makers_travel_in_a_pickle(makers):
    makers.find_in("示例甲")
    copy = pickle.loads(pickle.dumps(makers))  # noqa: S301 - its own bytes
    assert copy.relate("ExNet", "示例甲网络技术有限公司") == "alias"


def test_the_data_as_shipped():
    makers = load_makers()
    same = ["华为", "華為", "Huawei", "HUAWEI", "华为技术有限公司", "Huawei Technologies Co., Ltd."]
    assert {makers.identify(name) for name in same} == {makers.identify("华为")} != {None}
    assert makers.relate("Cisco Systems, Inc.", "思科") == "alias"
    assert makers.relate("Huawei", "Cisco") == "other"


def test_files_of_makers_may_be_missing_or_empty_but_not_damaged(tmp_path, monkeypatch):
    monkeypatch.setattr(makers_module, "DATA_FOLDER", tmp_path)
    assert load_makers().own == {}
    folder = tmp_path / "makers"
    folder.mkdir()
    monkeypatch.setattr("checker.resources.DATA_FOLDER", tmp_path)
    (folder / "one.csv").write_text("maker,name,relation,source,date\n", encoding="utf-8")
    (folder / "two.csv").write_text("", encoding="utf-8")
    assert load_makers().own == {}
    (folder / "two.csv").write_text(
        "maker,name,relation,source,date\na,Alpha,cousin,trade,2026-11-24\n", encoding="utf-8"
    )
    with pytest.raises(DataError):
        load_makers()
