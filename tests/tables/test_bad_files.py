"""Every file that is no table raises one error with a code, and every code has its sentence and its next step."""

import os
import re
import struct
import zipfile

import openpyxl
import pytest
import xlsxwriter
import xlwt

from checker.messages import messages
from checker.tables.limits import Limits
from checker.tables.reading import read_workbook
from checker.tables.sheet import UnreadableTableError


def refused(path, **keywords):
    with pytest.raises(UnreadableTableError) as caught:
        read_workbook(path, **keywords)
    message = messages()[caught.value.code]
    for language in ("zh", "en"):
        assert str(path) in message.word(language, caught.value.facts)
        assert message.advise(language, caught.value.facts)
    return caught.value.code


@pytest.fixture
def workbook(tmp_path):
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    for row in range(200):
        book.active.append([f"型号{row}", f"text {row * 7919}", row])
    book.save(path)
    return path


def repack(path, change):
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)


def test_missing(tmp_path):
    assert refused(tmp_path / "none.xlsx") == "table_missing"


def test_folder(tmp_path):
    assert refused(tmp_path) == "table_is_folder"


def test_empty(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"")
    assert refused(tmp_path / "a.xlsx") == "table_empty_file"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(workbook):
    workbook.chmod(0)
    assert refused(workbook) == "table_unreadable"


def test_too_large(workbook):
    assert refused(workbook, limits=Limits(file_bytes=100)) == "table_too_large"


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.99])
def test_truncated(workbook, share):
    data = workbook.read_bytes()
    workbook.write_bytes(data[: int(len(data) * share)])
    assert refused(workbook) == "table_truncated"


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_byte_is_noticed_or_harmless(workbook, seed):
    data = bytearray(workbook.read_bytes())
    place = (seed * 7919 + 200) % len(data)
    data[place] ^= 0xFF
    workbook.write_bytes(bytes(data))
    try:
        read_workbook(workbook)
    except UnreadableTableError as error:
        assert error.code.startswith("table_")  # noqa: PT017 - either outcome is right


def test_shared_strings_missing_or_damaged(tmp_path):
    for number, change in enumerate(
        [
            lambda parts: parts.pop("xl/sharedStrings.xml"),
            lambda parts: parts.update({"xl/sharedStrings.xml": b"<sst"}),
            lambda parts: parts.update(
                {"xl/sharedStrings.xml": re.sub(rb"<si>.*</si>", b"", parts["xl/sharedStrings.xml"])}
            ),
        ]
    ):
        path = tmp_path / f"{number}.xlsx"
        with xlsxwriter.Workbook(path) as book:
            book.add_worksheet().write_row(0, 0, ["型号", "品牌"])
        repack(path, change)
        assert refused(path) == "table_truncated"


def test_sheet_part_missing_or_no_xml(workbook):
    repack(workbook, lambda parts: parts.update({"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row r='1'><c"}))
    assert refused(workbook) == "table_truncated"
    repack(workbook, lambda parts: parts.pop("xl/worksheets/sheet1.xml"))
    assert refused(workbook) == "table_truncated"


def test_workbook_part_missing(workbook):
    repack(workbook, lambda parts: parts.pop("xl/workbook.xml"))
    assert refused(workbook) == "table_not_a_table"


def test_a_workbook_of_charts_only_has_no_sheets(workbook):
    repack(
        workbook,
        lambda parts: parts.update(
            {"xl/workbook.xml": re.sub(rb"<sheets>.*</sheets>", b"<sheets/>", parts["xl/workbook.xml"])}
        ),
    )
    assert refused(workbook) == "table_no_sheets"


def test_binary_workbook(workbook):
    repack(workbook, lambda parts: parts.update({"xl/workbook.bin": b"\x83\x01\x00"}))
    assert refused(workbook) == "table_binary_workbook"


def test_password_on_xlsx(tmp_path):
    path = tmp_path / "a.xlsx"
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1016)
    name = "EncryptedPackage".encode("utf-16-le")
    header[600 : 600 + len(name)] = name
    path.write_bytes(bytes(header))
    assert refused(path) == "table_encrypted"


@pytest.mark.parametrize("kind", [0, 1])
def test_password_on_xls(tmp_path, kind):
    path = tmp_path / "a.xls"
    book = xlwt.Workbook()
    book.add_sheet("A").write(0, 0, "型号")
    book.save(str(path))
    data = path.read_bytes()
    bof = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    length = struct.unpack("<H", data[bof + 2 : bof + 4])[0]
    place = bof + 4 + length
    filepass = struct.pack("<HHH", 0x2F, 6, kind) + b"\1\2\3\4"
    path.write_bytes(data[:place] + filepass + data[place + len(filepass) :])
    assert refused(path) == "table_encrypted"


def test_password_on_the_zip(workbook):
    data = bytearray(workbook.read_bytes())
    for found in re.finditer(rb"PK\x01\x02", bytes(data)):
        data[found.start() + 8] |= 1
    workbook.write_bytes(bytes(data))
    assert refused(workbook) == "table_encrypted"


@pytest.mark.parametrize(
    "head", [b"\x89PNG\r\n\x1a\n\0\0\0", b"\x7fELF\2\1\1\0\0\0", b'{"a": 1}', b"\xff\xd8\xff\xe0\0\x10JFIF\0"]
)
@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.bin"])
def test_no_spreadsheet(tmp_path, head, name):
    (tmp_path / name).write_bytes(head)
    assert refused(tmp_path / name) == "table_not_a_table"


def test_a_zip_that_is_none_of_them(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("readme.txt", "hello")
    assert refused(path) == "table_not_a_table"


def test_zip_bomb(workbook):
    repack(
        workbook,
        lambda parts: parts.update({"xl/worksheets/sheet1.xml": b"<worksheet><sheetData>" + b" " * 30_000_000}),
    )
    assert refused(workbook) == "table_zip_bomb"


def test_a_zip_that_lies_about_its_sizes(workbook):
    repack(
        workbook,
        lambda parts: parts.update({"xl/worksheets/sheet1.xml": b"<worksheet><sheetData>" + b" " * 30_000_000}),
    )
    data = bytearray(workbook.read_bytes())
    for found in re.finditer(rb"PK\x01\x02", bytes(data)):
        data[found.start() + 24 : found.start() + 28] = struct.pack("<I", 1000)
    workbook.write_bytes(bytes(data))
    assert refused(workbook) in {"table_truncated", "table_zip_bomb"}


ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_external_entities(workbook, part, encoding):
    def change(parts):
        body = re.sub(rb"<\?xml[^>]*\?>", b"", parts[part])
        parts[part] = (ENTITY + body).decode().encode(encoding)

    repack(workbook, change)
    assert refused(workbook) == "table_external_entity"


def test_a_document_type_behind_a_long_comment(workbook):
    def change(parts):
        body = re.sub(rb"<\?xml[^>]*\?>", b"", parts["xl/worksheets/sheet1.xml"])
        noise = os.urandom(900_000).hex().encode()
        parts["xl/worksheets/sheet1.xml"] = b"<!--" + noise + b"-->" + ENTITY.split(b"?>")[1] + body

    repack(workbook, change)
    assert refused(workbook) == "table_external_entity"


def test_the_wrong_ending_does_not_matter(workbook, tmp_path):
    for name in ("a.xls", "a.csv", "a.ods", "a"):
        other = tmp_path / name
        other.write_bytes(workbook.read_bytes())
        assert read_workbook(other).sheets[0].cells.loc[1, 1] == "型号0"


def test_ods_with_a_password(tmp_path):
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("content.xml", b"\x01\x02")
        package.writestr("META-INF/manifest.xml", b"<manifest><encryption-data/></manifest>")
    assert refused(path) == "table_encrypted"


def test_damaged_ods_and_xls_and_parquet(tmp_path):
    ods, xls, parquet = tmp_path / "a.ods", tmp_path / "a.xls", tmp_path / "a.parquet"
    with zipfile.ZipFile(ods, "w") as package:
        package.writestr("content.xml", b"<office:document-content")
    xls.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000)
    parquet.write_bytes(b"PAR1" + b"\1" * 100 + b"PAR1")
    assert [refused(path) for path in (ods, xls, parquet)] == ["table_truncated"] * 3


def test_ods_that_repeats_a_cell_without_end(tmp_path):
    path = tmp_path / "a.ods"
    namespaces = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell>'
    content = f'<office:document-content {namespaces}><office:body><office:spreadsheet><table:table table:name="A"><table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>'
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
    assert refused(path) == "table_too_many_cells"
