"""``checker report``: a saved result shown again."""

import json

import pytest

from checker.cli.app import run

STOCK = "产品名称,型号,品牌,金额,销售日期\n防火墙,EX-1,示例甲,1200,2026-03-01\n激光打印机,P-1,示例乙,900,2026-03-01\n"


@pytest.fixture
def saved(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stock.csv").write_text(STOCK, encoding="utf-8")
    assert (
        run(
            [
                "check",
                "stock.csv",
                "--as-of",
                "2026-11-01",
                "-q",
                "-o",
                "json=saved.json",
                "-o",
                "csv=first.csv",
                "-o",
                "markdown=first.md",
            ]
        )
        == 1
    )
    return tmp_path / "saved.json"


def test_a_saved_result_is_shown_as_the_check_showed_it(saved):
    assert (
        run(["report", str(saved), "-q", "-o", "csv=again.csv", "-o", "markdown=again.md", "-o", "json=again.json"])
        == 1
    )
    for name in ("csv", "md"):
        assert (saved.parent / f"again.{name}").read_bytes() == (saved.parent / f"first.{name}").read_bytes()
    assert json.loads((saved.parent / "again.json").read_bytes()) == json.loads(saved.read_bytes())


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        (("items", 0, "verdict"), "perhaps"),
        (("items", 0, "scope"), "perhaps"),
        (("decisions",), [{"state": "dreamt", "kind": "accepted"}]),
        (("changes",), {"as_of": "2026-01-01", "basis": ["change_of_mind"], "counts": {}, "lines": []}),
        (("items",), []),
    ],
)
def test_a_saved_report_with_words_of_another_program_is_refused(saved, capsys, place, wrong):
    document = json.loads(saved.read_bytes())
    *path, last = place
    node = document
    for key in path:
        node = node[key]
    node[last] = wrong
    saved.write_text(json.dumps(document), encoding="utf-8")
    for arguments in (["report", str(saved)], ["check", "stock.csv", "--against", str(saved), "-q", "-o", "csv=x.csv"]):
        assert run(arguments) == 2
        assert "saved.json" in capsys.readouterr().err


def test_without_a_format_it_is_the_summary(saved, capsys):
    assert run(["report", str(saved)]) == 1
    assert "HOLD" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"schema_version": "99"}', "a,b\n1,2"])
def test_what_is_no_saved_report_is_a_usage_error(tmp_path, capsys, text):
    (tmp_path / "x.json").write_text(text, encoding="utf-8")
    assert run(["report", str(tmp_path / "x.json")]) == 2
    assert "x.json" in capsys.readouterr().err
