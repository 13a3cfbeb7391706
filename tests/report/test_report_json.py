import json
from dataclasses import replace
from importlib.resources import files
from io import BytesIO

import jsonschema
import pytest

from checker.inventory.lines import SetAside
from checker.report import items, json_document
from checker.report.account import AccountError
from checker.report.content import build_report


def render(report):
    stream = BytesIO()
    json_document.write(report, stream, "en")
    return stream.getvalue()


def load_schema():
    return json.loads((files("checker.report") / "schema" / "report.schema.json").read_text(encoding="utf-8"))


def validate(document):
    schema = load_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(document)


@pytest.fixture(scope="module")
def document(report):
    return json.loads(render(report))


def test_document_follows_its_schema(document):
    validate(document)


def test_schema_refuses_a_dropped_key(document):
    broken = json.loads(json.dumps(document))
    del broken["items"][0]["version"]
    with pytest.raises(jsonschema.ValidationError):
        validate(broken)


def test_contract_keys_stand_in_their_order(document):
    assert list(document)[:6] == ["schema_version", "basis", "inputs", "summary", "items", "article63"]
    assert document["schema_version"] == "1"


def test_one_item_whole(document):
    assert document["items"][3] == {
        "path": "stock/inventory.xlsx",
        "sheet": "库存",
        "row": 7,
        "sku": "00015",
        "product_name": "交换机机柜",
        "manufacturer": None,
        "model": None,
        "version": None,
        "seller": "甲公司",
        "date": None,
        "scope": "out",
        "categories": [],
        "depends_on_reading": False,
        "certificate": {"finding": "not_found", "number": None, "match": None, "valid_until": None},
        "verdict": "clear",
        "reasons": [
            {
                "code": "test_scope",
                "text_zh": "“机柜”属于–。",
                "text_en": "“机柜” belongs to –.",
                "evidence": {"field": "model", "text": ""},
            }
        ],
        "problems": [
            {
                "code": "test_problem",
                "text_zh": "单元格 G7 无法读取：#REF!",
                "text_en": "Cell G7 cannot be read: #REF!",
                "evidence": {"field": "model", "text": "#REF!", "cell": "G7"},
                "cell": "G7",
            }
        ],
    }


def test_summary_counts_every_verdict(document):
    assert document["summary"] == {
        "lines": 5,
        "verdicts": {"clear": 1, "certified": 1, "uncertified": 1, "lapsed": 1, "review": 1, "waived": 0},
        "depends_on_reading": 1,
        "exit_code": 1,
        "decision": "HOLD",
        "rows_read": 8,
        "set_aside": 3,
        "unread_sheets": 0,
        "lines_with_problems": 1,
    }


def test_rows_read_are_lines_and_rows_set_aside(document):
    (sheet,) = document["inputs"][0]["sheets"]
    assert sheet["rows_read"] == sheet["lines"] + len(sheet["set_aside"])
    assert sheet["set_aside"] == [
        {"row": 1, "reason": "title"},
        {"row": 2, "reason": "header"},
        {"row": 6, "reason": "test_row_blank"},
    ]


def test_article63_money_is_text_in_yuan(document):
    case = next(case for case in document["article63"] if case["case"] == "甲公司" and case["scenario"] == "found")
    assert (case["illegal_gains"], case["fine_min"], case["fine_max"]) == ("120000.00", "120000.00", "600000.00")


def test_products_at_risk_come_with_their_share_largest_first(document):
    shares = [(product["product"], product["share"]) for product in document["products_at_risk"]]
    assert shares == [("示例甲 FW-100", "55.0"), ("Example Networks VG 7", "41.3"), ("示例丙 IDS-2", "3.7")]


@pytest.mark.parametrize("lost", ["row", "line", "finding"])
def test_a_lost_row_is_a_crash_and_no_report(result, lost):
    inventory = result.inventories[0]
    sheet = inventory.sheets[0]
    if lost == "row":
        broken = replace(
            result, inventories=(replace(inventory, sheets=(replace(sheet, set_aside=sheet.set_aside[1:]),)),)
        )
    elif lost == "line":
        broken = replace(result, lines=result.lines.iloc[1:], findings=result.findings.iloc[1:])
    else:
        broken = replace(result, findings=result.findings.iloc[1:])
    with pytest.raises(AccountError):
        build_report(broken)


def test_a_row_counted_twice_is_a_crash(result):
    inventory = result.inventories[0]
    sheet = inventory.sheets[0]
    twice = replace(sheet, set_aside=(*sheet.set_aside, SetAside(6, "blank")))
    with pytest.raises(AccountError):
        build_report(replace(result, inventories=(replace(inventory, sheets=(twice,)),)))


def test_controls_never_stand_raw_in_json(make_result, lines):
    hostile = make_result(({**lines[0], "product_name": "\x1b[31m\x9b2J\x7f</script>\x00"},))
    text = render(build_report(hostile))
    assert not any(raw in text for raw in (b"\x1b", b"\xc2\x9b", b"\x7f", b"\x00"))
    assert json.loads(text)["items"][0]["product_name"] == "\x1b[31m\x9b2J\x7f</script>\x00"


def test_equal_reasons_are_worded_once_however_many_lines(make_result, lines, monkeypatch):
    many = make_result(tuple({**lines[0], "row": row} for row in range(3, 203)))
    worded, describe = [], items.describe_reasons
    monkeypatch.setattr(items, "describe_reasons", lambda remarks: worded.append(remarks) or describe(remarks))
    build_report(many)
    assert 0 < len(worded) <= len(lines[0]["reasons"]) + 1
