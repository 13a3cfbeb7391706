"""Published lists as files: every shape they are printed in, and no row lost or invented."""

from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.errors import DataError
from checker.loader.lists import read_list, read_register
from checker.loader.register import ENTRY_COLUMNS

HEADER = ["序号", "产品名称", "规格型号", "生产企业", "证书编号", "发证日期", "有效期至", "证书状态"]
ROWS = [
    ["1", "防火墙", "XR-1000", "示例甲网络技术有限公司", "TEST-0001", "2024-01-01", "2028-12-31", "有效"],
    ["2", "路由器", "YR-2000、YR-3000", "示例乙科技有限公司", "TEST-0002", "2024-02-01", "2029-01-31", "暂停"],
]


def write(path: Path, sheets: dict[str, list[list[object]]], merge: tuple[str, ...] = ()) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for block in merge:
            sheet.merge_cells(block)
    book.save(path)
    return path


def write_csv(path: Path, rows: list[list[str]]) -> Path:
    pd.DataFrame(rows).to_csv(path, header=False, index=False)
    return path


def account_adds_up(source) -> bool:
    return source.rows_read == source.entries + len(source.set_aside)


def reasons(source) -> list[str]:
    return [reason for _, reason in source.set_aside]


def test_a_plain_list(tmp_path):
    source, entries = read_list(write(tmp_path / "list.xlsx", {"Sheet1": [HEADER, *ROWS]}))
    assert (source.name, source.entries, source.rows_read, source.set_aside) == ("list.xlsx", 2, 2, ())
    assert list(entries.columns) == list(ENTRY_COLUMNS)
    assert entries["model"].tolist() == ["XR-1000", "YR-2000", "YR-3000"]
    assert entries["listing"].tolist() == ["equal", "listed", "listed"]
    assert entries["place"].tolist() == ["Sheet1!2", "Sheet1!3", "Sheet1!3"]
    assert entries["status"].tolist() == ["valid", "suspended", "suspended"]
    assert entries["valid_until"].dt.date.astype(str).tolist() == ["2028-12-31", "2029-01-31", "2029-01-31"]
    assert entries["maker"].tolist() == ["示例甲网络技术有限公司", "示例乙科技有限公司", "示例乙科技有限公司"]


def test_titles_sections_repeated_headers_notes_and_totals(tmp_path):
    rows = [
        ["网络关键设备和网络安全专用产品安全认证结果"], ["（示例，2026年）"], [],
        ["一、防火墙"], HEADER, ROWS[0], [],
        ["二、路由器"], HEADER, ROWS[1], HEADER, [*ROWS[0][:4], "TEST-0003", *ROWS[0][5:]],
        ["注：以上结果以证书为准。"], ["合计：3"],
    ]  # fmt: skip
    source, entries = read_list(write_csv(tmp_path / "list.csv", [[*row, *[""] * (8 - len(row))] for row in rows]))
    assert account_adds_up(source)
    assert entries["number"].tolist() == ["TEST-0001", "TEST-0002", "TEST-0002", "TEST-0003"]
    assert reasons(source).count("list_note") == 2
    assert reasons(source).count("list_header") == 2


def test_the_heading_of_a_section_names_the_product_where_no_column_does(tmp_path):
    head = ["规格型号", "生产企业", "证书编号"]
    rows = [
        head,
        ["防火墙", "", ""],
        ["XR-1000", "示例甲", "TEST-0001"],
        ["路由器", "", ""],
        ["YR-2000", "示例甲", "TEST-0002"],
    ]
    source, entries = read_list(write_csv(tmp_path / "list.csv", rows))
    assert account_adds_up(source)
    assert entries["product_name"].tolist() == ["防火墙", "路由器"]


def test_several_tables_and_sheets(tmp_path):
    other = ["Certificate No.", "Model", "Manufacturer", "Valid until"]
    sheets = {
        "说明": [["本表仅供查询"], ["示例"]],
        "国内": [HEADER, ROWS[0], [], other, ["TEST-0009", "ZR-1", "Example Networks", "2029-01-01"]],
        "Imported": [other, ["TEST-0010", "ZR-2", "Example Networks", "2029-01-01"]],
    }
    source, entries = read_list(write(tmp_path / "list.xlsx", sheets))
    assert account_adds_up(source)
    assert entries["number"].tolist() == ["TEST-0001", "TEST-0009", "TEST-0010"]
    assert entries["place"].tolist() == ["国内!2", "国内!5", "Imported!2"]


def test_merged_makers_and_continued_rows(tmp_path):
    rows = [
        ["证书编号", "生产企业", "规格型号", "有效期至"],
        ["TEST-0001", "示例甲", "XR-1000", "2028-12-31"],
        ["TEST-0002", None, "XR-2000", "2029-12-31"],
        [None, None, "XR-3000", None],
    ]
    source, entries = read_list(write(tmp_path / "list.xlsx", {"S": rows}, merge=("B2:B3",)))
    assert account_adds_up(source)
    assert entries[["number", "maker", "model"]].to_numpy().tolist() == [
        ["TEST-0001", "示例甲", "XR-1000"],
        ["TEST-0002", "示例甲", "XR-2000"],
        ["TEST-0002", "示例甲", "XR-3000"],
    ]
    assert entries["valid_until"].dt.year.tolist() == [2028, 2029, 2029]
    assert reasons(source) == ["list_continued"]


def test_a_header_of_two_rows(tmp_path):
    rows = [
        ["证书编号", "生产企业", "规格型号", "有效期", None],
        [None, None, None, "起", "止"],
        ["T-1", "示例甲", "XR-1", "2024-01-01", "2028-12-31"],
    ]
    _, entries = read_list(write(tmp_path / "list.xlsx", {"S": rows}))
    assert (str(entries["valid_from"][0].date()), str(entries["valid_until"][0].date())) == ("2024-01-01", "2028-12-31")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2028-12-31", None, "2028-12-31"), ("2024年1月1日至2028年12月31日", "2024-01-01", "2028-12-31"),
        ("2024.01.01-2028.12.31", "2024-01-01", "2028-12-31"), ("20240101~20281231", "2024-01-01", "2028-12-31"), ("长期", None, None),
        ("自2024-01-01起长期有效", "2024-01-01", None),
    ],
)  # fmt: skip
def test_validity_as_one_date_two_dates_or_unlimited(tmp_path, text, first, last):
    rows = [["证书编号", "生产企业", "规格型号", "有效期"], ["T-1", "示例甲", "XR-1", text]]
    _, entries = read_list(write_csv(tmp_path / "list.csv", rows))
    found = [None if pd.isna(day) else str(day.date()) for day in entries.loc[0, ["valid_from", "valid_until"]]]
    assert found == [first, last]
    assert entries["status"][0] == "unstated"


def test_a_period_that_cannot_be_read_leaves_the_state_unknown(tmp_path):
    rows = [["证书编号", "生产企业", "规格型号", "有效期", "状态"], ["T-1", "示例甲", "XR-1", "见证书", "有效"]]
    _, entries = read_list(write_csv(tmp_path / "list.csv", rows))
    assert entries["status"][0] == "unknown"


def test_unknown_columns_are_reported_and_rows_without_what_is_needed_set_aside(tmp_path):
    rows = [
        ["证书编号", "生产企业", "规格型号", "颜色"],
        ["T-1", "示例甲", "XR-1", "灰"],
        ["", "", "", "蓝"],
        ["T-2", "示例甲", "无", "灰"],
    ]
    source, entries = read_list(write_csv(tmp_path / "list.csv", rows))
    assert source.unknown_columns == ("颜色",)
    assert account_adds_up(source)
    assert entries["number"].tolist() == ["T-1"]
    assert source.set_aside[-1] == ("list.csv!4", "list_incomplete")


def test_a_cell_that_cannot_be_read_sets_its_row_aside(tmp_path):
    path = write(tmp_path / "list.xlsx", {"S": [HEADER, ROWS[0], [*ROWS[1][:2], "=A1&B1", *ROWS[1][3:]]]})
    source, entries = read_list(path)
    assert entries["number"].tolist() == ["TEST-0001"]
    assert source.set_aside == (("S!3", "list_unreadable"),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings(tmp_path, encoding):
    path = tmp_path / "list.csv"
    path.write_bytes("\n".join(",".join(row) for row in [HEADER, *ROWS]).encode(encoding))
    _, entries = read_list(path)
    assert entries["maker"].tolist()[0] == "示例甲网络技术有限公司"


def test_several_lists_are_one_register(tmp_path):
    one = write(tmp_path / "one.xlsx", {"S": [HEADER, ROWS[0]]})
    two = write_csv(tmp_path / "two.csv", [HEADER, ROWS[1]])
    register = read_register([one, two])
    assert [source.name for source in register.sources] == ["one.xlsx", "two.csv"]
    assert register.entries["source"].tolist() == ["one.xlsx", "two.csv", "two.csv"]
    assert register.entries.index.tolist() == [0, 1, 2]
    assert read_register([]).entries.empty


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["甲", "乙"], ["1", "2"]], "register_without_columns"),
        ([["证书编号", "发证日期"], ["T-1", "2024-01-01"]], "register_without_columns"),
        ([HEADER], "register_without_entries"),
        ([HEADER, ["注：无"] + [""] * 7], "register_without_entries"),
    ],
)
def test_a_file_that_is_no_list_is_refused(tmp_path, rows, code):
    with pytest.raises(DataError) as caught:
        read_list(write_csv(tmp_path / "list.csv", rows))
    assert caught.value.code == code


def test_a_file_that_cannot_be_read_is_an_error_of_the_data(tmp_path):
    with pytest.raises(DataError):
        read_list(tmp_path / "missing.xlsx")


cells = (
    st.text(st.sampled_from("AXR019-防火 "), min_size=1, max_size=8)
    .map(str.strip)
    .filter(lambda text: any(map(str.isdigit, text)))
)
certificates = st.builds(
    lambda number, model: [f"TEST-{number}", "示例甲", f"XR{model}", "2028-12-31"],
    st.integers(1, 999),
    st.integers(1, 9999),
)
noise = st.sampled_from(
    [
        [""] * 4,
        ["注：说明文字", "", "", ""],
        ["防火墙类", "", "", ""],
        ["证书编号", "生产企业", "规格型号", "有效期至"],
        ["", "", "", "2028-12-31"],
        ["合计", "", "", ""],
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.one_of(certificates.map(lambda row: (True, row)), noise.map(lambda row: (False, row))), max_size=14
    ),
    first=certificates,
)
def test_no_entry_is_lost_or_invented(tmp_path_factory, rows, first):
    path = tmp_path_factory.mktemp("lists") / "list.csv"
    table = [["证书编号", "生产企业", "规格型号", "有效期至"], first, *(row for _, row in rows)]
    source, entries = read_list(write_csv(path, table))
    expected = [first, *(row for real, row in rows if real)]
    assert entries[["number", "model"]].to_numpy().tolist() == [[row[0], row[2]] for row in expected]
    assert (source.entries, account_adds_up(source)) == (len(expected), True)
    last = max(place for place, row in enumerate(table, start=1) if any(row))
    assert source.rows_read == last - 1


def test_beside_a_version_column_a_v_behind_a_model_belongs_to_the_model(tmp_path):
    rows = [
        ["证书编号", "生产企业", "规格型号", "版本"],
        ["T-1", "示例甲", "2288H V5", "V8.2.1"],
        ["T-2", "示例甲", "2288H V6", ""],
    ]
    _, entries = read_list(write_csv(tmp_path / "list.csv", rows))
    assert entries[["model", "version"]].to_numpy().tolist() == [["2288H V5", "V8.2.1"], ["2288H", "V6"]]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("产品名称,规格型号,生产厂商,数量,单价\n防火墙,EX-1,示例甲,2,900\n", "register_is_inventory_like"),
        ("产品名称,规格型号,生产厂商,证书编号,数量,单价\n防火墙,EX-1,示例甲,S-1,2,900\n", "register_is_inventory_like"),
        ("产品名称,规格型号,生产厂商\n防火墙,EX-1,示例甲\n", "register_without_evidence"),
        ("Product,Model,Manufacturer\nFirewall,EX-1,Example Networks\n", "register_without_evidence"),
    ],
)
def test_an_inventory_cannot_vouch_for_itself(tmp_path, text, code):
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_list(tmp_path / "list.csv")
    assert caught.value.code == code


def test_test_results_without_numbers_are_a_list_when_their_title_says_so(tmp_path):
    text = "网络关键设备安全检测结果（第九批）,,\n序号,设备名称,设备型号,生产企业\n1,路由器,EX-1,示例甲\n"
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    source, _ = read_list(tmp_path / "list.csv")
    assert source.entries == 1
