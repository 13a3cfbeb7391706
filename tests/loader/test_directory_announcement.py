"""What an announcement says about its Directory."""

from datetime import date

import pytest

from checker.loader.announcement import parse_announcement
from checker.loader.chinese import fold, tidy
from checker.loader.headings import column_of, part_of, plain_number, split_name

FOUR = ("国家互联网信息办公室", "工业和信息化部", "公安部", "国家认证认可监督管理委员会")


@pytest.mark.parametrize(
    "number", ["2023年第2号", "2023年 第2号", "（２０２３年第２号）", "公告 2023年第2号", "公告（2023 年第 2 号）"]
)
def test_the_number(number):
    said = parse_announcement(["国家互联网信息办公室", number, "2023年7月3日"])
    assert (said.number, said.edition, said.issued_on) == ("2023年第2号", "2023", date(2023, 7, 3))


def test_the_number_of_a_repealed_announcement_is_not_its_own():
    said = parse_announcement(["2017年联合发布的公告（2017年第1号）中的目录同步废止。", "公告2023年第2号"])
    assert said.number == "2023年第2号"
    assert said.repeals == ("2017年第1号",)


def test_what_is_cited_but_not_repealed_stays():
    said = parse_announcement(["2023年第2号", "依据2023年第1号公告。2017年第1号同时废止。"])
    assert said.repeals == ("2017年第1号",)


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("现予以公布，自印发之日起施行。", date(2023, 7, 3)),
        ("本公告自2024年1月1日起施行。", date(2024, 1, 1)),
        ("自2024年1月1日实施", date(2024, 1, 1)),
        ("自2024年13月1日起施行", date(2023, 7, 3)),
    ],
)
def test_the_first_day_in_force(sentence, day):
    assert parse_announcement(["2023年第2号", sentence, "2023年7月3日"]).effective_from == day


def test_the_date_below_goes_before_a_date_in_a_line():
    said = parse_announcement(["发布时间：2023年7月10日 来源：示例网站", "2023年第2号", "2023年7月3日"])
    assert said.issued_on == date(2023, 7, 3)


def test_bodies_in_the_order_printed():
    assert parse_announcement(["国家互联网信息办公室　工业和信息化部", "公安部"]).issued_by == FOUR[:2]
    assert parse_announcement(["、".join(FOUR)]).issued_by == FOUR
    assert parse_announcement(["公安部"]).issued_by == ()


def test_a_page_that_says_nothing():
    said = parse_announcement(["路由器", "1"])
    assert (said.number, said.issued_on, said.effective_from, said.issued_by, said.repeals) == ("", None, None, (), ())


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("一、网络关键设备", "E"), ("网络关键设备：", "E"), ("（一）網絡關鍵設備", "E"), ("第一部分 网络关键设备", "E"), ("二. 网络安全专用产品", "P"),
        ("2、网络安全专用产品", "P"), ("【网络安全专用产品】", "P"), ("网络关键设备和网络安全专用产品目录", ""), ("购买网络关键设备", ""), ("", ""),
    ],
)  # fmt: skip
def test_headings_of_parts(text, part):
    assert part_of(text) == part


@pytest.mark.parametrize(
    ("text", "column"),
    [("序 号", "number"), ("产品类别", "name"), ("范　围", "scope"), ("產品描述", "scope"), ("备注", ""), ("", "")],
)
def test_headers(text, column):
    assert column_of(text) == column


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("０７", 7),
        ("7.", 7),
        ("（7）", 7),
        ("\u200b7 ", 7),
        ("7.0", 7),
        ("①", 1),
        ("7a", None),
        ("0", None),
        ("2023", None),
        ("", None),
    ],
)
def test_numbers(text, number):
    assert plain_number(text) == number


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("路由器", ("路由器", "")),
        ("服务器 (机架式) CPU数量≥8个", ("服务器 (机架式)", "CPU数量≥8个")),
        (
            "可编程逻辑控制器（PLC 设备）：控制器指令执行时间≤0.08微秒",
            ("可编程逻辑控制器（PLC 设备）", "控制器指令执行时间≤0.08微秒"),
        ),
    ],
)
def test_names_and_the_rest_of_their_line(text, parts):
    assert split_name(text) == parts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("整系统吞吐量（双向）≥12Tbps", "整系统 吞吐量(双向)≧ 12 Tbps"),
        ("文本、图片，等。", "文本､图片,等｡"),
        ("文本图片.", "文本图片。"),
        ("網絡關鍵設備", "网络关键设备"),
        ("０．０８微秒", "0.08微秒"),
        ("安\u200b全\u00ad数据库\ufeff", "安全数据库"),
        ("“安全”", '"安全"'),
    ],
)
def test_what_does_not_count(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("0.08微秒", "008微秒"),
        ("12Tbps", "12tbps"),
        ("μs", "ms"),
        ("≥", ">"),
        ("≥", "≤"),
        ("文本、图片", "文本,图片"),
        ("万条", "条"),
        ("12", "1.2"),
    ],
)
def test_what_counts(one, other):
    assert fold(one) != fold(other)


def test_tidy_keeps_signs_and_closes_up():
    assert tidy(" 从\n系统 设计 TPC-E\u00a0tpsE（每秒） ≥ 4500 个 ") == "从系统设计TPC-E tpsE（每秒）≥4500个"
