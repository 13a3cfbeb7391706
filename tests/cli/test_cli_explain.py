"""``checker explain``: one line taken apart, and what codes mean."""

import pytest

from checker.cli.app import run
from checker.errors import ExitCode
from checker.messages import messages

STOCK = "产品名称,型号,品牌\n防火墙,EX-1,示例甲安全有限公司\n合计,,\n\x1b[31m防火墙,EX-9,示例甲安全有限公司\n"
LIST = "产品名称,产品型号,生产企业,证书编号,有效期至\n防火墙,EX-1,示例甲安全有限公司,SAMPLE-1,2029-01-01\n"


@pytest.fixture
def stock(tmp_path):
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    (tmp_path / "stock.csv").write_text(STOCK, encoding="utf-8")
    return tmp_path / "stock.csv"


def explain(stock, place, *more):
    return run(
        ["explain", str(stock), place, "--register", str(stock.parent / "list.csv"), "--as-of", "2026-11-01", *more]
    )


def test_a_line_is_taken_apart(stock, capsys):
    assert explain(stock, "stock.csv!2") == 0
    said = capsys.readouterr().out
    for text in ("model: EX-1", "P02", "SAMPLE-1", "Verdict: certified", "list.csv"):
        assert text in said


def test_it_speaks_chinese(stock, capsys):
    assert explain(stock, "2", "--lang", "zh") == 0
    assert "结论: certified" in capsys.readouterr().out


def test_no_escape_of_a_cell_reaches_the_terminal(stock, capsys):
    assert explain(stock, "stock.csv!4") == 0
    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("place", "said"),
    [("stock.csv!3", "set aside"), ("stock.csv!99", "outside"), ("甲!2", "stock.csv!ROW"), ("x", "stock.csv!ROW")],
)
def test_places_that_are_no_line_are_told(stock, capsys, place, said):
    assert explain(stock, place) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    "code", [str(int(code)) for code in ExitCode] + ["scope_part", "certificate_not_found", "line_unreadable", "total"]
)
def test_codes_are_explained(code, capsys):
    assert run(["explain", code]) == 0
    assert len(capsys.readouterr().out) > len(code) + 8


def test_an_unknown_code_brings_the_nearest(capsys):
    assert run(["explain", "scope_prt"]) == 2
    assert "scope_part" in capsys.readouterr().err


def test_every_reason_has_both_languages_and_every_error_a_next_step():
    for code, message in messages().items():
        assert message.zh, code
        assert message.en, code
        assert bool(message.next_zh) == bool(message.next_en), code
        assert bool(message.about_zh) == bool(message.about_en), code
