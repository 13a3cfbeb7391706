"""``checker check --against``: what changed since an earlier report, in every format, without touching the exit code."""

import json

import openpyxl
import pytest

from checker.cli.app import run

STOCK = (
    "货号,产品名称,型号,品牌,金额,销售日期\n1,防火墙,EX-1,示例甲,1200,2026-03-01\n2,防火墙,EX-2,示例甲,900,2026-03-01\n"
)
REGISTER = "证书编号,生产企业,产品名称,型号,有效期至\nSAMPLE-1,示例甲,防火墙,EX-1,2030-01-01\n"
DECISIONS = "生产厂商,型号,版本,目录类别,目录版本,决定,理由,决定人,决定有效期至\n示例甲,EX-2,,P02,2023,接受风险,整改中,张三,2026-11-30\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, text in {"stock.csv": STOCK, "register.csv": REGISTER, "decisions.csv": DECISIONS}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert check("-o", "json=old.json") == 1
    return tmp_path


def check(*options, day="2026-11-01"):
    return run(["check", "stock.csv", "--as-of", day, "-q", *options])


def read(name):
    with open(name, encoding="utf-8") as stream:  # noqa: PTH123 - beside the inventory
        return json.load(stream)


def causes(name="new.json"):
    return {(line["sku"], line["kind"], *line["causes"]) for line in read(name)["changes"]["lines"]}


@pytest.mark.usefixtures("folder")
def test_without_it_nothing_is_said_of_changes():
    assert read("old.json")["changes"] is None


@pytest.mark.usefixtures("folder")
def test_nothing_changed_is_said_too():
    assert check("--against", "old.json", "-o", "json=new.json") == 1
    changes = read("new.json")["changes"]
    assert (changes["lines"], set(changes["counts"].values())) == ([], {0})


@pytest.mark.usefixtures("folder")
def test_a_newer_list_settles_a_line():
    assert check("--against", "old.json", "--register", "register.csv", "-o", "json=new.json") == 1
    assert ("1", "settled", "change_lists") in causes()


@pytest.mark.usefixtures("folder")
def test_a_decision_settles_a_line_and_its_end_brings_it_back():
    assert check("--decisions", "decisions.csv", "--against", "old.json", "-o", "json=new.json") == 1
    assert causes() == {("2", "settled", "change_decision")}
    assert (
        check("--decisions", "decisions.csv", "--against", "new.json", "-o", "json=later.json", day="2026-12-01") == 1
    )
    assert ("2", "arisen", "change_decision", "change_day") in causes("later.json")


def test_a_changed_row_a_new_one_and_one_that_is_gone(folder):
    rows = STOCK.replace("防火墙,EX-1", "激光打印机,EX-1").splitlines()
    (folder / "stock.csv").write_text("\n".join([*rows[:2], "3,防火墙,EX-3,示例甲,1,2026-03-01"]), encoding="utf-8")
    assert check("--against", "old.json", "-o", "json=new.json") == 1
    assert {(sku, kind) for sku, kind, *_ in causes()} == {("1", "settled"), ("2", "gone"), ("3", "new")}
    assert ("1", "settled", "change_row") in causes()


@pytest.mark.usefixtures("folder")
def test_every_report_for_people_tells_it_with_its_causes(capsys):
    formats = ["-o", "markdown=new.md", "-o", "html=new.html", "-o", "xlsx=new.xlsx"]
    capsys.readouterr()
    code = run(
        [
            "check",
            "stock.csv",
            "--as-of",
            "2026-11-01",
            "--register",
            "register.csv",
            "--against",
            "old.json",
            "--lang",
            "en",
            *formats,
        ]
    )
    assert code == 1
    said = " ".join(capsys.readouterr().out.split())
    sheets = openpyxl.load_workbook("new.xlsx").worksheets
    cells = " ".join(str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    texts = [said, cells]
    for name in ("new.md", "new.html"):
        with open(name, encoding="utf-8") as stream:  # noqa: PTH123 - beside the inventory
            texts.append(stream.read())
    for text in texts:
        assert "the lists of certificates changed" in text


@pytest.mark.usefixtures("folder")
def test_the_new_report_may_take_the_place_of_the_old():
    assert check("--against", "old.json", "--register", "register.csv", "-o", "json=old.json") == 1
    assert read("old.json")["changes"]["counts"]["settled"] == 1


@pytest.mark.usefixtures("folder")
def test_a_saved_report_keeps_its_changes():
    check("--against", "old.json", "--register", "register.csv", "-o", "json=new.json")
    assert run(["report", "new.json", "-q", "-o", "json=again.json"]) == 1
    assert read("again.json") == read("new.json")


@pytest.mark.parametrize("key", ["decisions", "changes", "levers"])
@pytest.mark.usefixtures("folder")
def test_a_report_of_an_older_program_is_still_understood(key):
    document = read("old.json")
    del document[key]
    with open("old.json", "w", encoding="utf-8") as stream:  # noqa: PTH123 - beside the inventory
        json.dump(document, stream)
    assert check("--against", "old.json", "-o", "json=new.json") == 1
    assert run(["report", "old.json", "-q", "-o", "markdown=old.md"]) == 1


@pytest.mark.parametrize("text", ["", "{}", "a,b\n"])
def test_what_is_no_report_is_a_usage_error_before_anything_is_written(folder, text):
    (folder / "bad.json").write_text(text, encoding="utf-8")
    assert check("--against", "bad.json", "-o", "json=new.json") == 2
    assert check("--against", "none.json", "-o", "json=new.json") == 2
    assert not (folder / "new.json").exists()
