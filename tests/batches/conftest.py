import csv
import random
from datetime import date
from pathlib import Path

import pytest

from checker.batches.outputs import open_output
from checker.batches.run import check_all, check_in_batches
from checker.batches.sources import expand_sources, read_batches
from checker.pipeline import CheckRequest, check_inventories
from checker.report.content import build_report
from checker.report.files import write_report

NAMES = [
    "下一代防火墙",
    "接入交换机",
    "入侵防御系统",
    "激光打印机",
    "Web应用防火墙",
    "光模块",
    "核心路由器",
    "培训服务",
    "VPN网关",
]
MAKERS = ["示例甲网络有限公司", "示例乙科技股份有限公司", "Example Networks, Inc.", ""]
SELLERS = ["样例贸易（上海）有限公司", "样例贸易(上海)有限公司", "样例进出口有限公司"]
HEADER = ["物料编码", "产品名称", "型号", "厂商", "数量", "金额", "采购成本", "销售日期", "销售主体", "批次"]


def make_rows(pick, count):
    """Return rows as a messy export has them: titles, the header again, blanks, subtotals, notes, cells that cannot be read."""
    rows = [["销售台账"], ["单位：元"], [], HEADER]
    for number in range(count):
        kind = pick.random()
        if kind < 0.05:
            rows.append([])
        elif kind < 0.08:
            rows.append(HEADER)
        elif kind < 0.11:
            rows.append(["", "小计", "", "", str(pick.randint(1, 90)), str(pick.randint(100, 90000)), "", "", "", ""])
        elif kind < 0.12:
            rows.append(["备注：以上为样例"])
        else:
            rows.append([
                f"S{number:05d}", pick.choice(NAMES), f"M-{pick.randint(1, 30)}", pick.choice(MAKERS), pick.choice(["1", "2台", "三"]),
                pick.choice(["1200", "￥3,500.00", "98000.5", "待定", ""]), pick.choice(["", "700"]),
                pick.choice(["2025-12-31", "2026-03-05", "2026/7/1", "", "不详"]), pick.choice(SELLERS), f"B{number // 9}",
            ])  # fmt: skip
    return rows


def write_csv(path, rows, *, encoding="utf-8", delimiter=","):
    with Path(path).open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows(rows)


@pytest.fixture
def messy(tmp_path):
    path = tmp_path / "台账.csv"
    write_csv(path, make_rows(random.Random(7), 400))
    return path


@pytest.fixture
def request_for(tmp_path):
    register = tmp_path / "register.csv"
    write_csv(register, [
        ["产品名称", "产品型号", "生产企业", "证书编号", "发证日期", "有效期至", "证书状态"],
        *(["防火墙", f"M-{number}", MAKERS[number % 3], f"SAMPLE-{number:04d}", "2024-01-01", f"202{5 + number % 3}-06-30", "有效"] for number in range(1, 20, 2)),
    ])  # fmt: skip

    def build(*paths, **more):
        return CheckRequest(inventories=expand_sources(paths), registers=(register,), as_of=date(2026, 11, 1), **more)

    return build


@pytest.fixture
def in_batches(tmp_path):
    """Check in batches of so many rows; returns the result and the paths of the streamed reports."""

    def check(request, rows, formats=("parquet", "csv", "ndjson", "json")):
        def engine(files, asked, judge, whole):
            return check_all(read_batches(files, asked, rows), asked, judge, whole)

        paths = {name: tmp_path / f"batches-{rows}.{name}" for name in formats}
        outputs = [open_output(name, path) for name, path in paths.items()]
        result = check_in_batches(request.inventories, request, outputs, engine=engine)
        return result, paths

    return check


@pytest.fixture
def at_once(tmp_path):
    """Check in one; returns the report and the paths of the same reports."""

    def check(request, formats=("parquet", "csv", "ndjson", "json")):
        result = check_inventories(request)
        report = build_report(result)
        paths = {name: tmp_path / f"whole.{name}" for name in formats}
        for name, path in paths.items():
            write_report(name, report, path, "en")
        return result, report, paths

    return check


@pytest.fixture(name="messy_rows")
def _messy_rows():
    return make_rows


@pytest.fixture(name="write_csv")
def _write_csv():
    return write_csv
