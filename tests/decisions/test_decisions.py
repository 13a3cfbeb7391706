"""Decisions: what a file of them says, what they do to findings, and what becomes of them."""

from datetime import date

import openpyxl
import pandas as pd
import pytest

from checker.decisions.applying import apply_decisions
from checker.decisions.decision import Decision, join_uses
from checker.decisions.reading import read_decisions
from checker.errors import ConfigurationError
from checker.loader.register import ENTRY_COLUMNS, Register, empty_entries
from checker.matcher.makers import Makers

DAY = date(2026, 11, 1)
MAKERS = Makers.from_rows(
    [{"maker": "jia", "name": "示例甲"}], [{"maker": "jia", "name": "Example Jia", "relation": "same"}]
)
HEADER = "生产厂商,型号,版本,目录类别,目录版本,决定,理由,决定人,决定有效期至,依据证书"


def decide(**changes):
    plain = {
        "kind": "not_in_scope", "manufacturer": "示例甲", "model": "EX-1", "version": "", "categories": ("P02",), "edition": "2023",
        "reason": "配件", "by": "张三", "until": date(2027, 1, 1),
    }  # fmt: skip
    return Decision(**(plain | changes))


def check(line, decisions, entries=None):
    """Return the finding of one line of EX-1 in category P02 with decisions applied, and their uses."""
    plain = {
        "manufacturer": "示例甲", "model": "EX-1", "version": "", "product_name": "防火墙", "sku": "", "categories": ("P02",), "date": pd.NaT,
        "verdict": "review", "verdict_other": "review", "reasons": (),
    }  # fmt: skip
    row = plain | line
    lines = pd.DataFrame(
        {name: [row[name]] for name in ("manufacturer", "model", "version", "product_name", "sku", "date")}
    )
    lines["date"] = lines["date"].astype("datetime64[s]")
    findings = pd.DataFrame({name: [row[name]] for name in ("categories", "verdict", "verdict_other", "reasons")})
    register = Register((), empty_entries() if entries is None else entries)
    settled, uses = apply_decisions(lines, findings, decisions, register, makers=MAKERS, edition="2023", as_of=DAY)
    return settled.iloc[0], uses


@pytest.mark.parametrize("verdict", ["review", "uncertified", "lapsed"])
@pytest.mark.parametrize("kind", ["not_in_scope", "accepted", "covered"])
def test_a_line_in_question_is_waived_and_says_by_whom(kind, verdict):
    certificate = "SAMPLE-1" if kind == "covered" else ""
    finding, (use,) = check({"verdict": verdict}, [decide(kind=kind, certificate=certificate)])
    assert (finding["verdict"], finding["verdict_other"], use.state, use.lines) == ("waived", "waived", "applied", 1)
    (reason,) = finding["reasons"]
    assert reason.code == ("decision_covered_unlisted" if kind == "covered" else f"decision_{kind}")
    assert {"张三", "2027-01-01", "配件"} <= {*reason.facts.values()}
    assert "张三" in reason.zh
    assert "张三" in reason.en


def test_a_line_decided_to_be_uncertified_is_held():
    finding, _ = check({}, [decide(kind="uncertified")])
    assert finding["verdict"] == "uncertified"


@pytest.mark.parametrize("verdict", ["clear", "certified"])
@pytest.mark.parametrize("kind", ["not_in_scope", "accepted"])
def test_a_settled_line_stays_as_it_is_and_the_decision_is_reported_unneeded(verdict, kind):
    finding, (use,) = check({"verdict": verdict, "verdict_other": verdict}, [decide(kind=kind)])
    assert (finding["verdict"], use.state, use.unneeded) == (verdict, "unneeded", 1)
    assert finding["reasons"] == ()


def test_a_certificate_found_later_contradicts_that_there_is_none():
    finding, (use,) = check({"verdict": "certified", "verdict_other": "certified"}, [decide(kind="uncertified")])
    assert (finding["verdict"], use.state, use.contradicted) == ("certified", "contradicted", 1)
    assert [reason.code for reason in finding["reasons"]] == ["decision_now_certified"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"until": date(2026, 10, 31)}, "decision_expired"), ({"edition": "2017"}, "decision_other_edition")],
)
def test_a_line_tells_of_a_decision_that_does_not_count_any_more(changes, code):
    finding, (use,) = check({}, [decide(**changes)])
    assert (finding["verdict"], use.waiting) == ("review", 1)
    assert [reason.code for reason in finding["reasons"]] == [code]
    finding, _ = check({}, [decide(**changes), decide(kind="accepted")])
    assert [reason.code for reason in finding["reasons"]] == ["decision_accepted"]


@pytest.mark.parametrize(
    ("winner", "loser"),
    [
        (decide(), decide(kind="accepted", number=7)),
        (decide(categories=("P02",), number=1), decide(kind="accepted", categories=("P02", "P04"), number=2)),
        (decide(number=2), decide(kind="accepted", number=1)),
    ],
)
def test_of_two_decisions_the_file_the_narrower_and_the_newer_go_first(winner, loser):
    for order in ((winner, loser), (loser, winner)):
        finding, uses = check({}, list(order))
        assert finding["reasons"][0].code == "decision_not_in_scope"
        assert {use.decision.kind: use.state for use in uses} == {"not_in_scope": "applied", "accepted": "overruled"}


def test_a_check_made_in_parts_counts_like_one():
    decisions = [decide(), decide(model="EX-9"), decide(until=date(2020, 1, 1), model="EX-2")]
    parts = [check({}, decisions)[1], check({"verdict": "clear", "verdict_other": "clear"}, decisions)[1]]
    joined = join_uses([*parts, check({"model": "EX-2"}, decisions)[1]], edition="2023", as_of=DAY)
    assert [(use.state, use.lines, use.unneeded, use.waiting) for use in joined] == [
        ("applied", 1, 1, 0),
        ("unused", 0, 0, 0),
        ("expired", 0, 0, 1),
    ]


@pytest.mark.parametrize(
    ("line", "changes", "state"),
    [
        ({"model": "EX-2"}, {}, "unused"),
        ({"model": "ＥＸ－1"}, {}, "applied"),
        ({"manufacturer": "Example Jia Ltd."}, {}, "applied"),
        ({"manufacturer": "示例乙"}, {}, "unused"),
        ({"version": "V2"}, {}, "unused"),
        ({"version": "V2"}, {"version": "v2"}, "applied"),
        ({"categories": ("P02", "P04")}, {}, "unused"),
        ({"categories": ("P02",)}, {"categories": ("P02", "P04")}, "applied"),
        ({"model": ""}, {"model": "防火墙"}, "applied"),
        ({"model": "", "sku": "A-1"}, {"model": "防火墙", "sku": "a-1"}, "applied"),
        ({"model": "", "sku": "A-2"}, {"model": "防火墙", "sku": "A-1"}, "unused"),
        ({"model": ""}, {"model": "防火墙", "sku": "A-1"}, "unused"),
        ({"sku": "A-2"}, {}, "applied"),
        ({}, {"until": DAY}, "applied"),
        ({}, {"until": date(2026, 10, 31)}, "expired"),
        ({}, {"edition": "2017"}, "other_edition"),
    ],
)
def test_a_decision_is_bound_to_its_product_and_time(line, changes, state):
    finding, (use,) = check(line, [decide(**changes)])
    assert use.state == state
    assert (finding["verdict"] == "waived") == (state == "applied")


@pytest.mark.parametrize(
    ("entry", "state"),
    [
        ({"status": "valid", "valid_until": "2027-01-01"}, "applied"),
        ({"status": "withdrawn", "valid_until": "2027-01-01"}, "contradicted"),
        ({"status": "unknown", "valid_until": "2027-01-01"}, "contradicted"),
        ({"status": "suspended"}, "contradicted"),
        ({"status": "unstated"}, "applied"),
        ({"status": "expired", "valid_until": "2027-01-01"}, "applied"),
        ({"status": "expired"}, "contradicted"),
        ({"status": "valid", "valid_until": "2026-10-31"}, "contradicted"),
        ({"status": "valid", "valid_from": "2026-11-02"}, "contradicted"),
        ({"status": "valid", "number": "SAMPLE-2", "valid_until": "2020-01-01"}, "applied"),
    ],
)
def test_a_list_contradicts_the_certificate_relied_on(entry, state):
    row = dict.fromkeys(ENTRY_COLUMNS, "") | {"number": "sample 1", "valid_from": None, "valid_until": None} | entry
    entries = pd.DataFrame([row]).astype({"valid_from": "datetime64[s]", "valid_until": "datetime64[s]"})
    finding, (use,) = check({}, [decide(kind="covered", certificate="SAMPLE-1")], entries)
    assert (use.state, use.contradicted) == (state, int(state == "contradicted"))
    assert finding["verdict"] == ("review" if state == "contradicted" else "waived")
    expected = "decision_covered" if entry.get("number") is None else "decision_covered_unlisted"
    assert [reason.code for reason in finding["reasons"]] == [expected if state == "applied" else f"decision_{state}"]


def test_without_a_model_the_sku_tells_products_apart(tmp_path):
    rows = ("示例甲,{},防火墙,{},P02,2023,接受风险,x,张三,2027-01-01").format
    path = tmp_path / "d.csv"
    header = "厂商,型号,产品名称,SKU,目录类别,目录版本,决定,理由,决定人,决定有效期至"
    path.write_text(
        "\n".join([header, rows("", "A-1"), rows("", "A-2"), rows("EX-1", "A-3"), rows("EX-1", "A-4")]), "utf-8"
    )
    found = read_decisions(path)
    assert [(one.model, one.sku) for one in found] == [("防火墙", "A-1"), ("防火墙", "A-2"), ("EX-1", "")]


def write(path, *rows):
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8-sig")
    return path


def test_a_file_is_read_by_its_column_names(tmp_path):
    path = write(
        tmp_path / "d.csv",
        "示例甲,EX-1,,P02 P04,2023,有证书覆盖,见附件,张三,2027年1月1日,SAMPLE-1",
        "示例甲,EX-2,,P02,2023,,,,,",
        "示例甲,EX-3,V2,P11,2023,Is Uncertified,asked maker,Li,2027-06-30,",
    )
    first, second = read_decisions(path)
    assert first == decide(
        kind="covered", categories=("P02", "P04"), reason="见附件", certificate="SAMPLE-1", place="d.csv d.csv!F2"
    )
    assert (second.kind, second.model, second.version, second.until) == ("uncertified", "EX-3", "V2", date(2027, 6, 30))


@pytest.mark.parametrize(
    ("row", "field", "cell"),
    [
        ("示例甲,EX-1,,P02,2023,也许,x,张三,2027-01-01,", "decision", "F2"),
        ("示例甲,EX-1,,P02,2023,,x,张三,2027-01-01,", "decision", "F2"),
        ("示例甲,EX-1,,P02,2023,接受风险,,张三,2027-01-01,", "reason", "G2"),
        ("示例甲,EX-1,,P02,2023,接受风险,x,,2027-01-01,", "by", "H2"),
        ("示例甲,EX-1,,P02,2023,接受风险,x,张三,永久,", "until", "I2"),
        ("示例甲,EX-1,,P02,2023,接受风险,x,张三,2027-02-30,", "until", "I2"),
        ("示例甲,EX-1,,P02,2023,接受风险,x,张三,03/04/2027,", "until", "I2"),
        ("示例甲,EX-1,,防火墙,2023,接受风险,x,张三,2027-01-01,", "categories", "D2"),
        ("示例甲,,,P02,2023,接受风险,x,张三,2027-01-01,", "model", "B2"),
        ("示例甲,EX-1,,P02,,接受风险,x,张三,2027-01-01,", "edition", "E2"),
        ("示例甲,EX-1,,P02,2023,有证书覆盖,x,张三,2027-01-01,", "certificate", "J2"),
    ],
)
def test_an_incomplete_decision_is_named_by_its_cell(tmp_path, row, field, cell):
    with pytest.raises(ConfigurationError) as caught:
        read_decisions(write(tmp_path / "d.csv", row))
    assert (caught.value.facts["field"], caught.value.facts["place"]) == (field, f"d.csv d.csv!{cell}")


def test_two_answers_for_one_product_are_refused_and_one_answer_twice_is_one(tmp_path):
    row = "示例甲,EX-1,,P02,2023,接受风险,x,张三,2027-01-01,"
    assert len(read_decisions(write(tmp_path / "d.csv", row, row))) == 1
    with pytest.raises(ConfigurationError) as caught:
        read_decisions(write(tmp_path / "d.csv", row, row.replace("接受风险", "确认未获证")))
    assert caught.value.code == "decisions_twice"


def test_other_sheets_of_a_workbook_are_passed_over(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active.append(["封面"])
    sheet = workbook.create_sheet("待处理")
    sheet.append(["待处理"])
    sheet.append(HEADER.split(","))
    sheet.append(["示例甲", "EX-1", None, "P02", "2023", "接受风险", "x", "张三", date(2027, 1, 1), None])
    workbook.save(tmp_path / "d.xlsx")
    (decision,) = read_decisions(tmp_path / "d.xlsx")
    assert (decision.kind, decision.until, decision.place) == ("accepted", date(2027, 1, 1), "d.xlsx 待处理!F3")


@pytest.mark.parametrize(
    ("name", "content", "code"), [("none.xlsx", None, "table_missing"), ("d.csv", "a,b\n1,2\n", "decisions_unreadable")]
)
def test_a_file_that_holds_no_decisions_is_refused(tmp_path, name, content, code):
    if content:
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        read_decisions(tmp_path / name)
    assert caught.value.code == code
