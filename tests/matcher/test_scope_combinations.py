"""Two words that name a product together, whatever stands between them."""

import pytest

from checker.loader.editions import load_directory
from checker.resources import read_rows


@pytest.mark.parametrize(
    ("name", "scope", "categories"),
    [
        ("日志综合分析系统", "in", {"P31"}),
        ("运维管控审计系统", "in", {"P30"}),
        ("移动介质安全管理系统", "in", {"P25"}),
        ("log event analytics box", "in", {"P31"}),
        ("审计系统", "in", {"P07"}),
        ("日志本", "out", set()),
        ("气体流量控制装置", "out", set()),
        ("USB media player", "out", set()),
        ("电气火灾隐患检测装置", "out", set()),
        ("病毒采样防护套装", "out", set()),
    ],
)
def test_combinations_speak_where_no_term_does(decide, name, scope, categories):
    found = decide(name, "EX-1")
    assert (found["scope_all"], set(found["categories_all"])) == (scope, categories)


def test_the_reason_names_both_words(decide):
    reason = decide("日志综合分析系统")["reasons_all"][0]
    assert reason.code == "scope_name_combined"
    assert reason.evidence["entry"] == "日志 … 分析"


def test_combinations_name_categories_that_exist():
    known = {category.id for category in load_directory("2023").categories}
    for row in read_rows("vocabulary", "combinations.csv"):
        assert row["first"]
        assert row["second"]
        assert set(row["categories"].split("|")) <= known
