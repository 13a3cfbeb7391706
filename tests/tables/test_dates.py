from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.tables.dates import find_dates, parse_date, parse_dates

DAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-05", "2026-3-5", "2026/3/5", "2026.03.05", "20260305", "2026年3月5日", "2026 年 03 月 05 日", "2026年3月5号",
        "２０２６年３月５日", "二〇二六年三月五日", "2026-03-05 14:30:00", "2026-03-05T14:30:00", "2026-03-05T14:30:00Z",
        "2026年3月5日 星期四", "2026-03-05 14:30:00.000", "5 March 2026", "5-Mar-2026", "Mar 5, 2026", "March 5th, 2026", "46086", " 2026-03-05 ",
    ],
)  # fmt: skip
def test_reads_a_date_in_every_habit(text):
    assert parse_date(text) == DAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("13/04/2026", date(2026, 4, 13)),
        ("04/13/2026", date(2026, 4, 13)),
        ("05.05.2026", date(2026, 5, 5)),
        ("二〇二六年十二月二十日", date(2026, 12, 20)),
        ("二〇二六年十月三十一日", date(2026, 10, 31)),
    ],
)
def test_reads_a_date_that_can_only_be_one_day(text, day):
    assert parse_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "长期",
        "2026",
        "2026年3月",
        "03/04/2026",
        "2026-02-30",
        "20261301",
        "2026-03-05 至 2029-03-05",
        "12345",
        "99999",
        "0123456789",
        "2026-03-051",
        "S5735-20260305",
        "46086万",
    ],
)
def test_takes_nothing_else_for_a_date(text):
    assert parse_date(text) is None


def test_finds_both_ends_of_a_period():
    assert find_dates("自2024-01-01至2029年1月1日止") == (date(2024, 1, 1), date(2029, 1, 1))


def test_a_column_keeps_its_index_and_misses_are_nat():
    parsed = parse_dates(pd.Series(["2026-03-05", "", "x"], index=[4, 9, 2]))
    assert parsed.dtype == "datetime64[s]"
    assert parsed.index.tolist() == [4, 9, 2]
    assert parsed.isna().tolist() == [False, True, True]


@given(st.dates(min_value=date(1954, 11, 1), max_value=date(2064, 1, 1)))
def test_all_ways_to_write_a_day_agree(day):
    serial = str((day - date(1899, 12, 30)) // timedelta(days=1))
    texts = [
        day.isoformat(),
        day.strftime("%Y%m%d"),
        f"{day.year}年{day.month}月{day.day}日",
        day.strftime("%d %B %Y"),
        serial,
    ]
    assert {parse_date(text) for text in texts} == {day}


@pytest.mark.parametrize(
    ("text", "dmy", "mdy"),
    [
        ("03/04/2026", date(2026, 4, 3), date(2026, 3, 4)), ("3.4.2026", date(2026, 4, 3), date(2026, 3, 4)), ("13/04/2026", date(2026, 4, 13), date(2026, 4, 13)), ("04/13/2026", date(2026, 4, 13), date(2026, 4, 13)),
        ("2026-03-04", date(2026, 3, 4), date(2026, 3, 4)), ("4 March 2026", date(2026, 3, 4), date(2026, 3, 4)), ("31/31/2026", None, None),
    ],
)  # fmt: skip
def test_an_ambiguous_date_is_read_in_the_order_that_is_given_and_no_other_date_changes(text, dmy, mdy):
    assert (parse_date(text, "dmy"), parse_date(text, "mdy")) == (dmy, mdy)
