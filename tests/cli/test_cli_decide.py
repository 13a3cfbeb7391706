"""``checker decide``: taking in, listing, revoking, and what a later check does with it."""

import hashlib
import json
from datetime import date

import openpyxl
import pytest

from checker.cli.app import run
from checker.decisions.record import load_decisions
from checker.messages import messages

HEADER = "生产厂商,型号,版本,目录类别,目录版本,决定,理由,决定人,决定有效期至,依据证书"
ROW = "示例甲,EX-1,,P02,2023,接受风险,整改中,张三,2027-01-01,"
STOCK = "产品名称,型号,品牌,金额,销售日期\n防火墙,EX-1,示例甲,1200,2026-03-01\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "d.csv").write_text(f"{HEADER}\n{ROW}\n", encoding="utf-8-sig")
    (tmp_path / "stock.csv").write_text(STOCK, encoding="utf-8")
    return tmp_path


def check(*options):
    """Return exit code and report of a check of the stock."""
    code = run(["check", "stock.csv", "--as-of", "2026-11-01", "-q", "-o", "json=r.json", *options])
    with open("r.json", encoding="utf-8") as stream:  # noqa: PTH123 - beside the inventory
        return code, json.load(stream)


@pytest.mark.usefixtures("folder")
def test_a_decision_taken_in_counts_in_every_later_check_until_revoked(capsys):
    assert check()[0] == 1
    assert run(["decide", "d.csv"]) == 0
    code, report = check()
    assert (code, report["items"][0]["verdict"]) == (0, "waived")
    assert run(["decide", "--revoke", "1", "--by", "李四", "--reason", "下架"]) == 0
    assert check()[0] == 1
    capsys.readouterr()
    assert run(["decide", "--history", "-o", "json"]) == 0
    (record,) = json.loads(capsys.readouterr().out)
    assert (record["standing"], record["revoked_by"], record["file"]) == ("revoked", "李四", "d.csv")
    assert run(["decide", "--list"]) == 0
    assert "No decision" in capsys.readouterr().out


def test_those_of_a_file_go_first(folder):
    run(["decide", "d.csv"])
    (folder / "own.csv").write_text(f"{HEADER}\n{ROW.replace('接受风险', '确认未获证')}\n", encoding="utf-8")
    code, report = check("--decisions", "own.csv")
    assert (code, report["items"][0]["verdict"]) == (1, "uncertified")
    digest = hashlib.sha256((folder / "own.csv").read_bytes()).hexdigest()
    assert report["basis"]["decisions"] == {"name": "own.csv", "sha256": digest}
    assert [(one["state"], one["number"]) for one in report["decisions"]] == [("applied", None), ("overruled", 1)]


@pytest.mark.usefixtures("folder")
def test_the_same_file_twice_is_said_and_changes_nothing(capsys):
    run(["decide", "d.csv"])
    capsys.readouterr()
    assert run(["decide", "d.csv"]) == 0
    assert "0 recorded, 1 on record already" in capsys.readouterr().out


def test_a_wrong_file_exits_68(folder, capsys):
    (folder / "d.csv").write_text(f"{HEADER}\n{ROW.replace('2027-01-01', 'some day')}\n", encoding="utf-8")
    assert run(["decide", "d.csv"]) == 68
    assert "d.csv!I2" in capsys.readouterr().err
    assert run(["decide", "none.xlsx"]) == 68
    assert run(["decide", "--history"]) == 0
    assert "No decision" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["d.csv", "--list"],
        ["--revoke", "1"],
        ["--revoke", "1", "--by", "x"],
        ["--list", "--by", "x"],
        ["--revoke", "0", "--by", "x", "--reason", "y"],
    ],
)
@pytest.mark.usefixtures("folder")
def test_wrong_usage_exits_2(arguments):
    assert run(["decide", *arguments]) == 2


def test_hostile_words_of_a_decision_reach_the_terminal_harmless(folder, capsys):
    hostile = ROW.replace("整改中", "x\x1b]0;evil\x07")
    (folder / "d.csv").write_text(f"{HEADER}\n{hostile}\n", encoding="utf-8")
    assert run(["decide", "d.csv"]) == 0
    said = capsys.readouterr().out
    assert "evil" in said
    assert "\x1b" not in said


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_attention_sheet_goes_round_from_report_to_reviewer_to_store(folder, language):
    rows = "激光打印机,P-1,示例乙,900,2026-03-01\n防火墙,,示例丙,900,2026-03-01\n"
    (folder / "stock.csv").write_text(STOCK + rows, encoding="utf-8")
    assert check("-o", "xlsx=r.xlsx", "--lang", language)[0] == 1
    workbook = openpyxl.load_workbook("r.xlsx")
    sheet = workbook["待处理" if language == "zh" else "Attention"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    names = (
        ("决定", "依据证书", "决定的理由", "决定人")
        if language == "zh"
        else ("Decision", None, "Reason for the decision", "Decided by")
    )
    until = next(
        name for name in columns if name in ("有效至", "决定有效期至", "Valid until (decision)", "Decision until")
    )
    choice = messages()["report_decision_choice_accepted_until"].word(language, {})
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, columns[names[0]]).value = choice
        sheet.cell(row, columns[names[2]]).value = "整改中"
        sheet.cell(row, columns[names[3]]).value = "张三"
        sheet.cell(row, columns[until]).value = date(2027, 1, 31)
    workbook.save("filled.xlsx")
    assert run(["decide", "filled.xlsx"]) == 0
    code, report = check()
    assert code == 0
    assert {item["verdict"] for item in report["items"]} == {"waived", "clear"}
    assert [(one["state"], one["until"]) for one in report["decisions"]] == [("applied", "2027-01-31")] * 2
    said = [reason["text_zh"] for item in report["items"] for reason in item["reasons"]]
    assert sum("张三" in text and "2027-01-31" in text for text in said) == 2


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_choice_that_the_sheet_offers_is_understood(folder, language):
    offered = [code for code in messages() if code.startswith("report_decision_choice_")]
    assert len(offered) == 4
    rows = [
        ROW.replace("接受风险", messages()[code].word(language, {})).replace("EX-1", f"EX-{place}") + "SAMPLE-1"
        for place, code in enumerate(offered)
    ]
    (folder / "all.csv").write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    assert run(["decide", "all.csv"]) == 0
    assert {one.kind for one in load_decisions()} == {"not_in_scope", "covered", "accepted", "uncertified"}


@pytest.mark.usefixtures("folder")
def test_the_demo_is_untouched_by_the_store(capsys):
    run(["decide", "d.csv"])
    capsys.readouterr()
    assert run(["demo"]) == 0
    assert "Decisions" not in capsys.readouterr().out


@pytest.mark.usefixtures("folder")
def test_explain_tells_of_the_decision_too(capsys):
    run(["decide", "d.csv"])
    capsys.readouterr()
    assert run(["explain", "stock.csv", "2", "--as-of", "2026-11-01", "--lang", "zh"]) == 0
    said = capsys.readouterr().out
    assert "waived" in said
    assert "张三的决定" in said
