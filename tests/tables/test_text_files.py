"""csv in every habit, and the fast reader against the careful one."""

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.tables.delimited import has_whole_quotes, read_careful, read_delimited, read_fast
from checker.tables.reading import read_workbook
from checker.tables.sheet import UnreadableTableError
from checker.tables.streams import find_record_end

TABLE = "产品名称,型号,品牌,备注\n下一代防火墙,FW-1,示例甲,国产设备采购\n入侵防御系统,00012,示例乙,1E5\n"
TRADITIONAL = "產品名稱,型號,品牌\n防火牆設備,FW-1,示例甲\n網路交換器,S-1,示例乙\n"


def grid(data, name="a.csv"):
    (sheet,) = read_delimited(data, Path(name))
    return sheet.cells.to_numpy().tolist()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"])
def test_encodings(encoding):
    assert grid(TABLE.encode(encoding)) == [line.split(",") for line in TABLE.splitlines()]


def test_big5():
    assert grid(TRADITIONAL.encode("big5")) == [line.split(",") for line in TRADITIONAL.splitlines()]


def test_western_text():
    assert grid("name,model\nSécurité réseau,X\nCafé,Y\n".encode("cp1252"))[1] == ["Sécurité réseau", "X"]


def test_one_damaged_sign_in_utf_8_does_not_make_the_file_chinese_of_another_kind():
    data = bytearray(("型号,名称\n" + "A-1,安全审计系统\n" * 100).encode())
    data[-2:-1] = b""
    cells = grid(bytes(data))
    assert cells[1] == ["A-1", "安全审计系统"]
    assert "\ufffd" in cells[-1][1]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_endings(delimiter, ending):
    rows = [["型号", "名称", "数量"], ["A-1", "防火墙", "1"], ["A-2", "网闸", "2"]]
    assert grid(ending.join(delimiter.join(row) for row in rows).encode()) == rows


@pytest.mark.parametrize(
    "text",
    [
        "产品名称,型号,数量\n防火墙,FW-1\n堡垒机,RIS,2,多余,字段\n\n;;\n",
        "名称,型号\n防火墙\n网闸,G-1,甲\n审计,A-1,乙,1\n;\n;\n",
        "名称,型号,备注\n防火墙,FW-1,含电源; 三年\n网闸,G-1\n",
    ],
)
def test_a_ragged_table_keeps_its_delimiter(text):
    assert grid(text.encode())[0][:2] == text.split("\n", maxsplit=1)[0].split(",")[:2]


@pytest.mark.parametrize("text", ['a;""1\n', '"a""b";c\n"x"";y\n', 'a;"" \n'])
def test_the_fast_reader_leaves_odd_quotes_to_the_careful_one(text):
    assert read_fast(text.encode()) is None


def test_a_line_that_names_the_delimiter():
    assert grid(b"sep=;\nmodel;a,b,c\nX;1,2,3\n") == [["sep=", ""], ["model", "a,b,c"], ["X", "1,2,3"]]


def test_rows_of_any_length_quoted_breaks_and_blank_lines():
    assert grid('标题\n\n型号,说明\nA,"两行\n文字, ""引号"""\nB,x,多\n'.encode()) == [
        ["标题", "", ""], ["", "", ""], ["型号", "说明", ""], ["A", '两行\n文字, "引号"', ""], ["B", "x", "多"],
    ]  # fmt: skip


def test_a_csv_whose_first_header_is_pk(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("PK,model\n1,X\n")
    assert read_workbook(path).sheets[0].cells.loc[2].tolist() == ["1", "X"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'model,name\nA,"open\nB,b\n', "table_bad_quoting"),
        (b"model,name\nA,\0\0\0\n", "table_not_a_table"),
        (b'{"model": 1}', "table_not_a_table"),
        (b"model\n" + bytes(range(128, 256)) * 3, "table_bad_encoding"),
    ],
)
def test_refused(data, code):
    with pytest.raises(UnreadableTableError) as caught:
        read_delimited(data, Path("a.csv"))
    assert caught.value.code == code


CELLS = st.text(st.sampled_from('ab1,;"\n\r\t 防é|'), max_size=6)
ROWS = st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=12)


@settings(max_examples=150)
@given(rows=ROWS, quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), delimiter=st.sampled_from(",;\t"))
def test_the_fast_reader_gives_the_careful_readers_grid_or_none(rows, quoting, delimiter):
    stream = io.StringIO(newline="")
    csv.writer(stream, quoting=quoting, delimiter=delimiter).writerows(rows)
    agree(stream.getvalue().encode())


@settings(max_examples=300)
@given(st.text(st.sampled_from('ab1,;"\n\r 防'), max_size=40))
def test_the_fast_reader_is_never_sure_of_what_the_careful_one_refuses(text):
    agree(text.encode())


def agree(data):
    fast = read_fast(data)
    if fast is None:
        return
    careful = read_careful(data, Path("a.csv"))
    assert fast.shape == careful.shape
    pd.testing.assert_frame_equal(fast, careful)


def test_plain_large_files_take_the_fast_way():
    data = ("型号,名称,数量\r\n" + 'A-1,"防火墙, ""新""",1\r\n' * 500 + "B,,\r\n").encode("utf-8-sig")
    fast = read_fast(data)
    assert fast is not None
    pd.testing.assert_frame_equal(fast, read_careful(data, Path("a.csv")))


def test_parquet(tmp_path):
    path = tmp_path / "a.parquet"
    frame = pd.DataFrame(
        {
            "型号": ["00012", None], "数量": [5, None], "单价": [Decimal("1200.10"), None], "日期": [date(2026, 3, 5), None],
            "时间": pd.to_datetime(["2026-03-05 14:30:00", None]), "真": [True, None], "率": [0.1, 1e21], "组": pd.Categorical(["x", None]), "列": [[1, 2], None],
        }
    )  # fmt: skip
    frame.to_parquet(path)
    assert read_workbook(path).sheets[0].cells.to_numpy().tolist() == [
        ["型号", "数量", "单价", "日期", "时间", "真", "率", "组", "列"],
        ["00012", "5", "1200.10", "2026-03-05", "2026-03-05 14:30:00", "true", "0.1", "x", "[1, 2]"],
        ["", "", "", "", "", "", "1000000000000000000000", "", ""],
    ]


@given(st.text('a,"\n\r', max_size=14), st.sampled_from(["", "\ufeff"]), st.integers(1, 16))
@settings(max_examples=400, deadline=None)
def test_quotes_are_judged_alike_in_windows_of_any_size(text, mark, window):
    signs = f"\n{text}\n"
    quotes = [place for place, sign in enumerate(signs) if sign == '"']
    whole = (
        len(quotes) % 2 == 0
        and all(signs[place - 1] in ',\n"' for place in quotes[::2])
        and all(signs[place + 1] in ',\n\r"' for place in quotes[1::2])
    )
    assert has_whole_quotes((mark + text).encode(), ",", window) == whole


@given(st.text('a,"\n', max_size=14))
@settings(max_examples=300, deadline=None)
def test_a_record_ends_at_the_last_break_outside_quotes(text):
    ends = [place + 1 for place, sign in enumerate(text) if sign == "\n" and text.count('"', 0, place) % 2 == 0]
    assert find_record_end(text.encode()) == max(ends, default=0)
