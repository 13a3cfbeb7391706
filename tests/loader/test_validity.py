"""From when until when a certificate is valid, and its state."""

from datetime import date

import pandas as pd
import pytest

from checker.loader.validity import read_period, read_periods, read_status

D = date


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("有效", "valid"), ("暂停", "suspended"), ("撤销", "withdrawn"), ("註銷", "cancelled"), ("过期", "expired"), ("Valid", "valid"),
        ("已暂停", "suspended"), ("证书已被撤销", "withdrawn"), ("无效", "withdrawn"), ("不合格", "withdrawn"), ("", "unstated"), ("-", "unstated"), ("？？甲", "unknown"),
        ("有效（已注销）", "cancelled"), ("恢复", "valid"), ("Suspended since May", "suspended"),
    ],
)  # fmt: skip
def test_states(text, status):
    assert read_status(text) == status


@pytest.mark.parametrize(
    ("start", "end", "period", "expected"),
    [
        ("2024-01-01", "2028-12-31", "", (D(2024, 1, 1), D(2028, 12, 31), True)),
        ("", "", "", (None, None, True)),
        ("2024-01-01", "长期", "", (D(2024, 1, 1), None, True)),
        ("2024-01-01", "", "5年", (D(2024, 1, 1), D(2029, 1, 1), True)),
        ("2024-02-29", "", "12个月", (D(2024, 2, 29), D(2025, 2, 28), True)),
        ("2024-01-01", "见证书", "", (D(2024, 1, 1), None, False)),
        ("03/04/2024", "2028-12-31", "", (None, D(2028, 12, 31), False)),
        ("", "", "2024年1月1日至2028年12月31日", (D(2024, 1, 1), D(2028, 12, 31), True)),
        ("46086", "", "", (D(2026, 3, 5), None, True)),
    ],
)
def test_periods(start, end, period, expected):
    assert read_period(start, end, period) == expected


def test_a_column_is_read_by_row_and_keeps_its_index():
    index = [7, 3, 9]
    starts, ends = (
        pd.Series(["2024-01-01", "", "2024-01-01"], index, "str"),
        pd.Series(["2028-12-31", "x", "2028-12-31"], index, "str"),
    )
    found = read_periods(starts, ends, pd.Series(["", "", ""], index, "str"))
    assert found.index.tolist() == index
    assert found["readable"].tolist() == [True, False, True]
    assert found["valid_until"].dt.year.fillna(0).astype(int).tolist() == [2028, 0, 2028]
