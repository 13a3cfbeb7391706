"""Several inventories in one run: one result each, one exit code."""

import json
from pathlib import Path

import openpyxl
import pytest

from checker.cli.app import run

HEADER = "产品名称,型号,品牌,金额,销售日期\n"
HELD = HEADER + "防火墙,EX-1,示例甲,1200,2026-03-01\n防火墙,EX-2,示例甲,900,2026-03-01\n"
CLEAR = HEADER + "激光打印机,P-1,示例乙,900,2026-03-01\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "held.csv").write_text(HELD, encoding="utf-8")
    (tmp_path / "clear.csv").write_text(CLEAR, encoding="utf-8")
    return tmp_path


def check(*arguments):
    return run(["check", *arguments, "--as-of", "2026-11-01", "--lang", "en"])


@pytest.mark.usefixtures("folder")
def test_every_format_shows_the_verdicts_of_each_file(capsys):
    formats = ["-o", "json=r.json", "-o", "markdown=r.md", "-o", "html=r.html", "-o", "xlsx=r.xlsx"]
    assert check("held.csv", "clear.csv", *formats) == 1
    said = capsys.readouterr().out
    assert "held.csv: uncertified 2" in said
    assert "clear.csv: out of scope 1" in said
    inputs = json.loads(Path("r.json").read_bytes())["inputs"]
    assert [(one["path"], one["verdicts"]["uncertified"], one["verdicts"]["clear"]) for one in inputs] == [
        ("held.csv", 2, 0),
        ("clear.csv", 0, 1),
    ]
    assert "| held&#46;csv | 2 | 0 |" in Path("r.md").read_text(encoding="utf-8").replace("held.csv", "held&#46;csv")
    assert "<h2>" in Path("r.html").read_text(encoding="utf-8")
    assert "Per file" in Path("r.html").read_text(encoding="utf-8")
    summary = openpyxl.load_workbook("r.xlsx").worksheets[0]
    rows = [[cell for cell in row if cell is not None] for row in summary.iter_rows(values_only=True)]
    assert ["held.csv", 2, 0, 0, 0, 0, 0] in rows


@pytest.mark.usefixtures("folder")
def test_of_one_file_nothing_more_is_said(capsys):
    assert check("held.csv") == 1
    assert "Per file" not in capsys.readouterr().out


@pytest.mark.parametrize(("files", "code"), [(("clear.csv",), 0), (("clear.csv", "held.csv"), 1), (("held.csv",), 1)])
@pytest.mark.usefixtures("folder")
def test_the_worst_file_decides_the_exit_code(files, code, capsys):
    assert check(*files, "-q", "-o", "json") == code
    assert json.loads(capsys.readouterr().out)["summary"]["exit_code"] == code


def test_a_file_that_cannot_be_read_stops_the_run(folder):
    (folder / "broken.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    assert check("held.csv", "broken.xlsx", "-q", "-o", "json=r.json") == 65
    assert not (folder / "r.json").exists()
