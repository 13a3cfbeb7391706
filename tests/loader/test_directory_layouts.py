"""Other layouts of the Directory than those of the official forms, each read as equal."""

import docx
import openpyxl
import pytest

from checker.loader.editions import load_directory
from checker.loader.verifying import verify_page

HEADINGS = {"E": "一、网络关键设备", "P": "二、网络安全专用产品"}
HEADERS = {"E": ("序号", "设备类别", "范围"), "P": ("序号", "产品类别", "产品描述")}


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("CHECKER_DATA", str(tmp_path / "data"))


@pytest.fixture
def directory():
    return load_directory("2023")


def part(letter):
    return [row for row in load_directory("2023").categories if row.id[0] == letter]


def number_of(row):
    return str(int(row.id[1:]))


def lines_of(row):
    return row.scope_zh.split("；")


def test_rows_set_in_one_line_each(tmp_path, directory):
    lines = [f"{number_of(row)} {row.name_zh} {'；'.join(lines_of(row))}" for row in load_directory("2023").categories]
    lines.insert(4, HEADINGS["P"])
    path = tmp_path / "copy.txt"
    path.write_text("\n".join([HEADINGS["E"], *lines]), "utf-8")
    assert verify_page(path, directory).changes == ()


def test_rows_numbered_with_a_mark_and_named_before_a_colon(tmp_path, directory):
    lines = [
        f"{number_of(row)}、{row.name_zh}：{'；'.join(lines_of(row))}" for row in load_directory("2023").categories
    ]
    lines.insert(4, HEADINGS["P"])
    path = tmp_path / "copy.txt"
    path.write_text("\n\n".join([HEADINGS["E"], *lines]), "utf-8")
    assert verify_page(path, directory).changes == ()


def test_numbers_before_the_names_in_a_table_of_two_columns(tmp_path, directory):
    body = []
    for letter, heading in HEADINGS.items():
        body += [f"<p>{heading}</p><table><tr><td>{HEADERS[letter][1]}<td>{HEADERS[letter][2]}</tr>"]
        body += [
            f"<tr><td>{number_of(row)}. {row.name_zh}<td>{'<br>'.join(lines_of(row))}</tr>" for row in part(letter)
        ]
        body += ["</table>"]
    path = tmp_path / "page.html"
    path.write_text("".join(body), "utf-8")
    assert verify_page(path, directory).changes == ()


def test_rows_numbered_by_word_itself(tmp_path, directory):
    document = docx.Document()
    for letter, heading in HEADINGS.items():
        document.add_paragraph(heading)
        table = document.add_table(rows=0, cols=3)
        for texts in (HEADERS[letter], *(("", row.name_zh, "\n".join(lines_of(row))) for row in part(letter))):
            for cell, text in zip(table.add_row().cells, texts, strict=True):
                cell.text = text
    document.save(tmp_path / "annex.docx")
    assert verify_page(tmp_path / "annex.docx", directory).changes == ()


def test_one_sheet_for_each_part(tmp_path, directory):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for letter, heading in HEADINGS.items():
        sheet = book.create_sheet(heading[2:])
        sheet.append(["编号", "类别", "说明"])
        for row in part(letter):
            sheet.append([int(number_of(row)), row.name_zh, "\n".join(lines_of(row))])
    book.save(tmp_path / "annex.xlsx")
    assert verify_page(tmp_path / "annex.xlsx", directory).changes == ()


def test_a_csv_file(tmp_path, directory):
    lines = [
        ",".join(HEADERS["E"]),
        *(f'{number_of(row)},{row.name_zh},"{"；".join(lines_of(row))}"' for row in part("E")),
    ]
    lines += ["网络安全专用产品,,", ",".join(HEADERS["P"])]
    lines += [f'{number_of(row)},{row.name_zh},"{"；".join(lines_of(row))}"' for row in part("P")]
    (tmp_path / "annex.csv").write_bytes("\r\n".join(lines).encode("gb18030"))
    assert verify_page(tmp_path / "annex.csv", directory).changes == ()
