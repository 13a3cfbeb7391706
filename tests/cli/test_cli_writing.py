"""Reports written side by side are those written one after the other."""

import json
from pathlib import Path

import pytest

from checker.cli.app import run
from checker.tables.reading import read_workbook

LINES = "产品名称,型号,品牌,金额,销售日期\n" + "".join(
    f"{name},EX-{number},示例{maker},{100 + number},2026-0{1 + number % 9}-01\n"
    for number, (name, maker) in enumerate(
        zip(("防火墙", "激光打印机", "接入交换机") * 40, "甲乙丙丁" * 30, strict=True)
    )
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sold.csv").write_text(LINES, encoding="utf-8")
    return tmp_path


def check(*outputs):
    words = [word for output in outputs for word in ("-o", output)]
    return run(["check", "sold.csv", "--as-of", "2026-11-01", "-q", *words])


def see(name):
    """Return a report without what differs from run to run: the time at which a workbook was made."""
    path = Path(name)
    if path.suffix != ".xlsx":
        return path.read_bytes()
    return [(sheet.name, sheet.cells.to_dict("list")) for sheet in read_workbook(path).sheets]


@pytest.mark.usefixtures("folder")
def test_side_by_side_and_in_turn_give_the_same_files(monkeypatch):
    names = ["r.json", "r.csv", "r.parquet", "r.xlsx", "r.md"]
    outputs = [f"{'markdown' if name.endswith('md') else name[2:]}={name}" for name in names]
    assert check(*outputs) == 1
    in_turn = [see(name) for name in names]
    for name in names:
        Path(name).unlink()
    monkeypatch.setattr("checker.cli.writing.MANY_LINES", 2)
    assert check(*outputs) == 1
    assert [see(name) for name in names] == in_turn


def test_of_reports_written_side_by_side_one_may_fail(folder, monkeypatch, capsys):
    monkeypatch.setattr("checker.cli.writing.MANY_LINES", 2)

    def fail(report, stream, language):  # noqa: ARG001 - the interface of a format
        stream.write(b"half")
        raise OSError(28, "no space left")

    monkeypatch.setattr("checker.report.csv_table.write", fail)
    assert check("json=r.json", "csv=r.csv", "parquet=r.parquet") == 2
    assert "no space left" in capsys.readouterr().err
    assert json.loads(Path("r.json").read_bytes())["summary"]["lines"] == 120
    assert sorted(path.name for path in folder.iterdir()) == ["r.json", "r.parquet", "sold.csv"]
