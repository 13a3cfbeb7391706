"""Small hand-made results of a check, from frames, independent of the other rooms' work."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from checker.article63.assessment import assess
from checker.article63.law import load_law
from checker.errors import ExitCode
from checker.inventory.lines import (
    DATE_COLUMNS,
    LINE_COLUMNS,
    NUMBER_COLUMNS,
    TEXT_COLUMNS,
    Inventory,
    MappedColumn,
    SetAside,
    SheetReading,
)
from checker.loader.directory import Category, Directory
from checker.loader.register import RegisterSource
from checker.matcher.findings import FINDING_COLUMNS, HELD_VERDICTS
from checker.messages import Message, Remark, messages
from checker.report.content import build_report
from checker.result import Basis, CheckResult

WORDINGS = {
    "test_scope": Message("“{term}”属于{category}。", "“{term}” belongs to {category}."),
    "test_found": Message("证书 {number} 有效至 {until}。", "Certificate {number} is good until {until}."),
    "test_missing": Message("在所载清单中未查到 {model}。", "{model} was not found in the lists."),
    "test_problem": Message("单元格 {cell} 无法读取：{text}", "Cell {cell} cannot be read: {text}"),
    "test_row_blank": Message("空行", "blank"),
}
HEADER = ("序号", "产品名称", "厂商", "型号", "版本", "销售日期", "金额", "销售单位")
LETTERS = {
    "sku": "A",
    "product_name": "B",
    "manufacturer": "C",
    "model": "D",
    "version": "E",
    "date": "F",
    "amount": "G",
    "seller": "H",
}


@pytest.fixture(autouse=True, scope="session")
def _wordings():
    """Reasons of these tests have their wording here, so that the matcher's may change."""
    known = messages()._read
    known.update(WORDINGS)
    yield
    for code in WORDINGS:
        del known[code]


def remark(code, cell=None, **facts):
    evidence = {"field": "model", "text": facts.get("model") or facts.get("text") or ""}
    return Remark(code, facts | ({"cell": cell} if cell else {}), evidence | ({"cell": cell} if cell else {}))


LINES = (
    {"row": 3, "sku": "00012", "product_name": "防火墙", "manufacturer": "示例甲", "model": "FW-100", "version": "V1", "amount": "120000", "seller": "甲公司",
     "date": "2026-03-05", "verdict": "uncertified", "scope": "in", "categories": ("P02", "P12"), "finding": "not_found",
     "reasons": (remark("test_scope", term="防火墙", category="P02"), remark("test_missing", model="FW-100"))},
    {"row": 4, "sku": "00013", "product_name": "核心路由器", "manufacturer": "示例乙", "model": "R-9", "amount": "50000", "seller": "甲公司",
     "date": "2026-04-01", "verdict": "certified", "scope": "in", "categories": ("E01",), "finding": "certified", "number": "CCIS-2024-001",
     "match": "equal", "until": "2027-05-01",
     "reasons": (remark("test_scope", term="路由器", category="E01"), remark("test_found", number="CCIS-2024-001", until="2027-05-01"))},
    {"row": 5, "sku": "1E5", "product_name": "Example VPN gateway", "manufacturer": "Example Networks", "model": "VG 7", "amount": "90000", "seller": "乙公司",
     "date": "2026-05-01", "verdict": "review", "scope": "undetermined", "scope_other": "in", "categories": ("P11",), "finding": "not_found",
     "reasons": (remark("test_scope", term="VPN", category="P11"),)},
    {"row": 7, "sku": "00015", "product_name": "交换机机柜", "manufacturer": "", "model": "", "amount": None, "seller": "甲公司",
     "date": None, "verdict": "clear", "scope": "out", "categories": (), "finding": "not_found", "reasons": (remark("test_scope", term="机柜", category="–"),),
     "problems": (remark("test_problem", cell="G7", text="#REF!"),)},
    {"row": 8, "sku": "00016", "product_name": "入侵检测系统", "manufacturer": "示例丙", "model": "IDS-2", "amount": "8000.50", "seller": "乙公司",
     "date": "2026-06-30", "verdict": "lapsed", "scope": "in", "categories": ("P04",), "finding": "lapsed", "number": "CCIS-2019-777", "match": "equal",
     "until": "2026-01-31", "reasons": (remark("test_found", number="CCIS-2019-777", until="2026-01-31"),)},
)  # fmt: skip
"""One line per kind of verdict; rows 1, 2 and 6 of the sheet are title, header and blank."""


def build_lines(lines, path, sheet):
    """Return a frame of inventory lines from dictionaries; what a line does not say is unknown."""
    frame = pd.DataFrame(index=range(len(lines)))
    frame["row"] = [line["row"] for line in lines]
    for name in TEXT_COLUMNS:
        known = {"path": path, "sheet": sheet}
        frame[name] = pd.Series([line.get(name, known.get(name, "")) for line in lines], dtype="str")
    for name in NUMBER_COLUMNS:
        frame[name] = pd.Series([Decimal(line[name]) if line.get(name) else None for line in lines], dtype=object)
    for name in DATE_COLUMNS:
        frame[name] = pd.to_datetime(pd.Series([line.get(name) for line in lines], dtype=object)).astype(
            "datetime64[s]"
        )
    frame["unreadable"] = [bool(line.get("unreadable")) for line in lines]
    frame["problems"] = pd.Series([line.get("problems", ()) for line in lines], dtype=object)
    return frame[list(LINE_COLUMNS)]


def build_findings(lines):
    """Return a frame of findings from the same dictionaries."""
    findings = pd.DataFrame(
        {
            "scope": [line["scope"] for line in lines],
            "categories": pd.Series([line["categories"] for line in lines], dtype=object),
            "scope_other": [line.get("scope_other", line["scope"]) for line in lines],
            "certificate_finding": [line["finding"] for line in lines],
            "certificate_number": [line.get("number", "") for line in lines],
            "certificate_match": [line.get("match", "") for line in lines],
            "certificate_valid_until": pd.to_datetime(
                pd.Series([line.get("until") for line in lines], dtype=object)
            ).astype("datetime64[s]"),
            "verdict": [line["verdict"] for line in lines],
            "verdict_other": [line.get("verdict_other", line["verdict"]) for line in lines],
            "reasons": pd.Series([line["reasons"] for line in lines], dtype=object),
        }
    )
    return findings[list(FINDING_COLUMNS)]


def build_cells(lines):
    """Return the raw grid that such lines could have been read from: title, header, rows."""
    last = max(line["row"] for line in lines)
    grid = [[""] * len(HEADER) for _ in range(last)]
    grid[0][0], grid[1] = "示例库存", list(HEADER)
    for line in lines:
        grid[line["row"] - 1] = [line.get(name) or "" for name in LETTERS]
    return pd.DataFrame(grid, index=range(1, last + 1), columns=range(1, len(HEADER) + 1), dtype="str")


def build_result(lines=LINES, *, path="stock/inventory.xlsx", sheet="库存", as_of=date(2026, 11, 1)):
    """Return the result of a check that found what the dictionaries say."""
    frame, findings, cells = build_lines(lines, path, sheet), build_findings(lines), build_cells(lines)
    rows = {line["row"] for line in lines}
    aside = tuple(
        SetAside(row, "title" if row == 1 else "header" if row == 2 else "test_row_blank")
        for row in cells.index
        if row not in rows
    )
    reading = SheetReading(
        name=sheet,
        header_row=2,
        columns={
            name: MappedColumn(letter, header) for (name, letter), header in zip(LETTERS.items(), HEADER, strict=True)
        },
        ignored=(),
        rows_read=len(cells),
        lines=len(lines),
        set_aside=aside,
        cells=cells,
    )
    sales = pd.concat([frame, findings], axis="columns")
    verdicts = {line["verdict"] for line in lines}
    code = ExitCode.HOLD if verdicts & set(HELD_VERDICTS) else ExitCode.REVIEW if "review" in verdicts else ExitCode.OK
    return CheckResult(
        basis=build_basis(as_of),
        inventories=(Inventory(Path(path), "a" * 64, (reading,), frame),),
        lines=frame,
        findings=findings,
        exposure=assess(sales, load_law(), as_of=as_of),
        exit_code=code,
    )


def build_basis(as_of):
    """Return a small edition and one list."""
    names = {
        "E01": ("路由器", "Router"),
        "P02": ("防火墙", "Firewall"),
        "P04": ("入侵检测系统", "IDS"),
        "P11": ("虚拟专用网产品", "VPN"),
        "P12": ("防病毒网关", "Gateway"),
    }
    categories = tuple(Category(key, zh, en, "", (), "reprint", key != "P11") for key, (zh, en) in names.items())
    directory = Directory(
        "2023", "2023年第2号", ("国家互联网信息办公室",), date(2023, 7, 3), None, "notice.html", "d" * 64, categories
    )
    source = RegisterSource("register.xlsx", date(2026, 10, 15), "b" * 64, 120)
    return Basis(as_of, directory, (source,), "all", {"USD": Decimal("7.10")})


@pytest.fixture(scope="session")
def result():
    return build_result()


@pytest.fixture(scope="session")
def report(result):
    return build_report(result)


@pytest.fixture(scope="session")
def make_result():
    """Return the function that makes a result from dictionaries."""
    return build_result


@pytest.fixture(scope="session")
def lines():
    return LINES
