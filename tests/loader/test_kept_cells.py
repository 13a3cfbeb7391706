"""Nothing that a list prints is dropped: cells of other columns, headings, and what it says of its papers."""

import os
from pathlib import Path

import docx
import openpyxl
import pandas as pd
import pytest

from checker.cli.options import Output
from checker.cli.register_export import write_export
from checker.errors import DataError
from checker.loader.importing import ImportRequest, import_lists
from checker.loader.inquiry import find_number, read_history, read_products_of
from checker.loader.lists import read_list
from checker.loader.loading import load_register
from checker.loader.register import read_extra
from checker.loader.rows import is_title
from checker.loader.store import open_store

HEADER = ["证书编号", "生产企业", "规格型号", "颜色", "备注", ""]
ROW = ["T-1", "示例甲", "XR-1、XR-2", "灰", "仅限硬件", "尾注"]


def write_csv(path, *rows):
    pd.DataFrame(rows).fillna("").to_csv(path, header=False, index=False)
    return path


def test_cells_of_unknown_unnamed_and_remark_columns_stay_with_their_entry(tmp_path):
    source, entries = read_list(write_csv(tmp_path / "list.csv", HEADER, ROW, ["T-2", "示例乙", "YR-1", "", "", ""]))
    assert source.unknown_columns == ("颜色", "F")
    assert [read_extra(text) for text in entries["extra"]] == [{"颜色": "灰", "备注": "仅限硬件", "F": "尾注"}] * 2 + [
        {}
    ]


def test_the_second_of_two_names_for_one_thing_is_kept(tmp_path):
    header = ["证书编号", "生产企业", "持证单位", "产品名称", "产品类别", "规格型号", "报告编号"]
    rows = [
        ["T-1", "示例甲", "示例乙", "XX 防火墙", "防火墙", "XR-1", "R-9"],
        ["T-2", "示例甲", "示例甲", "", "路由器", "YR-1", ""],
    ]
    _, entries = read_list(write_csv(tmp_path / "list.csv", header, *rows))
    assert [read_extra(text) for text in entries["extra"]] == [
        {"持证单位": "示例乙", "产品类别": "防火墙", "报告编号": "R-9"},
        {},
    ]
    assert entries["product_name"].tolist() == ["XX 防火墙", "路由器"]


def test_kept_cells_are_stored_loaded_shown_and_compared(tmp_path):
    store = tmp_path / "store.sqlite3"
    for day, colour in (("2026-01-01", "灰"), ("2026-02-01", "蓝")):
        path = write_csv(tmp_path / "list.csv", HEADER, [*ROW[:3], colour, *ROW[4:]])
        os.utime(path, (pd.Timestamp(day).timestamp(),) * 2)
        import_lists(ImportRequest([str(path)], store))
    kept = {"颜色": "蓝", "备注": "仅限硬件", "F": "尾注"}
    assert [read_extra(text) for text in load_register(store).entries["extra"]] == [kept, kept]
    with open_store(store) as connection:
        products = read_products_of(connection, int(find_number(connection, "T-1")["id"].iloc[0]))
        history = read_history(connection)
    assert [read_extra(text) for text in products["extra"]] == [kept, kept]
    assert history[["event", "field", "was", "became"]].to_numpy().tolist() == [["changed", "颜色", "灰", "蓝"]]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("网络安全专用产品获证清单", True), ("网络关键设备和网络安全专用产品安全认证结果（第12批）", True), ("截至2026年1月1日", True), ("附件2", True),
        ("List of certified products, 2026", True), ("注：以证书为准", True), ("", True),
        ("防火墙", False), ("一、防火墙", False), ("防火墙产品清单", False), ("Routers", False),
    ],
)  # fmt: skip
def test_titles_name_no_product(text, title):
    assert is_title(text) is title


def test_headings_before_the_tables_of_a_document_name_their_products(tmp_path):
    document = docx.Document()
    document.add_paragraph("网络安全专用产品获证清单")
    for number, heading in enumerate(("一、防火墙", "二、路由器")):
        document.add_paragraph(heading)
        table = document.add_table(0, 3)
        for cells in (["证书编号", "生产企业", "规格型号"], [f"T-{number}", "示例甲", f"XR-{number}"]):
            for cell, text in zip(table.add_row().cells, cells, strict=True):
                cell.text = text
    document.save(tmp_path / "list.docx")
    _, entries = read_list(tmp_path / "list.docx")
    assert entries["product_name"].tolist() == ["一、防火墙", "二、路由器"]


def test_what_a_list_says_of_its_papers_is_kept_the_nearest_first(tmp_path):
    sheet = openpyxl.Workbook().active
    for row in (
        ["销售许可证清单"],
        ["许可证号", "生产企业", "规格型号"],
        ["1", "示例甲", "A-1"],
        ["二、入网"],
        ["2", "示例甲", "A-2"],
    ):
        sheet.append(row)
    sheet.parent.save(tmp_path / "list.xlsx")
    _, entries = read_list(tmp_path / "list.xlsx")
    assert entries["paper"].tolist() == ["许可证号\n销售许可证清单", "二、入网\n许可证号\n销售许可证清单"]


@pytest.mark.skipif(os.name == "nt", reason="names of files are text there")
def test_a_file_whose_name_is_no_utf8_is_read(tmp_path):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/list\xff.csv"))
    source, _ = read_list(write_csv(path, HEADER, ROW))
    assert source.name == "list�.csv"
    (result,) = import_lists(ImportRequest([str(path)], tmp_path / "store.sqlite3"))
    assert result.source.name == "list�.csv"


def test_an_old_word_file_says_what_it_is(tmp_path):
    path = tmp_path / "list.doc"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "WordDocument".encode("utf-16-le") + bytes(1000)
    )
    with pytest.raises(DataError) as raised:
        read_list(path)
    assert raised.value.code == "table_old_word"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_reads_as_what_it_was_made_from(tmp_path, form):
    rows = [
        ["0402230123", "示例甲", "XR-1000系列", ""],
        ["T-2", "示例乙", "S5735-L24T4X-A/L48T4X-A", "暂停"],
        ["T-3", "示例丙", "YR-*、YR-1 V2.0", "有效"],
    ]
    lists = write_csv(tmp_path / "list.csv", ["许可证号", "生产企业", "规格型号", "状态"], *rows)
    store, export = tmp_path / "store.sqlite3", tmp_path / f"export.{form}"
    import_lists(ImportRequest([str(lists)], store))
    write_export(store, Output(form, export))
    before, after = load_register(store).entries, read_list(export)[1]
    columns = [column for column in before.columns if column not in ("source", "place", "missing", "extra")]
    pd.testing.assert_frame_equal(before[columns], after[columns])
