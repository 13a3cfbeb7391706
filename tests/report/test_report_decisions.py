"""Decisions of persons in every report for people: who, until when, and what became of them."""

import json
from dataclasses import replace
from datetime import date
from importlib.resources import files
from io import BytesIO
from xml.etree import ElementTree as ET

import jsonschema
import openpyxl
import pytest

from checker.decisions.decision import Decision, DecisionUse
from checker.messages import Remark
from checker.report.changes import find_changes
from checker.report.content import build_report
from checker.report.interface import REPORTS


@pytest.fixture(scope="module")
def decided(make_result, lines):
    decision = Decision("accepted", "示例甲", "FW-100", "V1", ("P02",), "2023", "替换中", "张三", date(2026, 12, 31))
    old = replace(decision, kind="covered", model="OLD-1", certificate="C-9", until=date(2026, 1, 31), by="<b>李四</b>")
    uses = (DecisionUse(decision, "applied", lines=1), DecisionUse(old, "expired", waiting=2))
    return build_report(replace(make_result(({**lines[0], "verdict": "waived"},)), decisions=uses))


def render(report, name):
    stream = BytesIO()
    REPORTS[name].load()(report, stream, "zh")
    return stream


@pytest.mark.parametrize("name", ["terminal", "markdown", "html"])
def test_decision_is_shown_with_person_day_and_state(decided, name):
    text = "".join(render(decided, name).getvalue().decode().split())
    assert "替换中" in text
    assert "张三" in text
    assert text.index("已到期，不再适用") < text.index("已适用")
    assert "<b>李四" not in text or name == "terminal"


def test_workbook_shows_decisions_on_its_first_sheet(decided):
    told = [cell.value for cell in openpyxl.load_workbook(render(decided, "xlsx"))["摘要"]["A"] if cell.value]
    assert "· 示例甲 FW-100 V1：在期限前接受（替换中），张三，至 2026-12-31。已适用；1 行。" in told


def test_a_waived_line_is_still_in_every_list(decided):
    assert render(decided, "csv").getvalue().decode("utf-8-sig").count("FW-100") >= 1
    assert openpyxl.load_workbook(render(decided, "xlsx"))["明细"]["I3"].value == "已裁定"


@pytest.mark.parametrize("name", ["terminal", "markdown", "html"])
def test_changes_since_an_earlier_report_are_told_with_their_causes(make_result, lines, name):
    old, new = (
        build_report(make_result(lines)),
        build_report(make_result(({**lines[0], "verdict": "review"}, *lines[1:]))),
    )
    told = replace(new, head={**new.head, "changes": find_changes(old, new)})
    text = "".join(render(told, name).getvalue().decode().split())
    assert "与2026-11-01的报告相比" in text
    assert "未查到认证→待复核" in text
    assert "与上次报告相比" not in "".join(render(new, name).getvalue().decode().split())


def test_levers_name_the_products_that_carry_a_case_over_the_line(make_result, lines):
    text = "".join(render(build_report(make_result(lines)), "terminal").getvalue().decode().split())
    assert "“甲公司”（只计已发现的行）：不计以下1个产品，违法所得为0.00元，不足十万元：示例甲FW-100" in text


@pytest.fixture(scope="module")
def waived(make_result, lines):
    reason = Remark("decision_accepted", {"by": "<张三>", "reason": "替换中", "until": "2026-12-31"})
    decided = {**lines[0], "verdict": "waived", "reasons": (*lines[0]["reasons"], reason)}
    return build_report(make_result((decided, lines[4])))


def test_a_waived_line_stays_in_sarif_as_suppressed_with_who_and_until(waived):
    run = json.loads(render(waived, "sarif").getvalue())["runs"][0]
    held, decided = run["results"]
    assert "suppressions" not in held
    assert run["tool"]["driver"]["rules"][decided["ruleIndex"]]["id"] == decided["ruleId"] == "waived"
    (suppression,) = decided["suppressions"]
    assert (suppression["kind"], suppression["status"]) == ("external", "accepted")
    assert "张三" in suppression["justification"]
    assert "2026-12-31" in suppression["justification"]


def test_a_waived_line_passes_in_junit_and_says_by_whom(waived):
    root = ET.fromstring(render(waived, "junit").getvalue())  # noqa: S314 - written a line above
    assert (root.get("tests"), root.get("failures"), root.get("skipped")) == ("2", "1", "0")
    (said,) = root.findall(".//testcase/system-out")
    assert "<张三>" in said.text
    assert "2026-12-31" in said.text


def test_decisions_and_changes_are_what_the_schema_says(decided, make_result, lines):
    schema = json.loads((files("checker.report") / "schema" / "report.schema.json").read_text(encoding="utf-8"))
    old = build_report(make_result(tuple({**line, "verdict": "review"} for line in lines)))
    told = replace(decided, head={**decided.head, "changes": find_changes(old, decided)})
    document = json.loads(render(told, "json").getvalue())
    jsonschema.Draft202012Validator(schema).validate(document)
    assert document["changes"]["counts"]["gone"] == len(lines) - 1
    assert [one["state"] for one in document["decisions"]] == ["applied", "expired"]
    for place, wrong in (("decisions", [{"state": "dreamt"}]), ("changes", {"lines": []})):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.Draft202012Validator(schema).validate({**document, place: wrong})
