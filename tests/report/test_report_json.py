import json
from dataclasses import replace
from importlib.resources import files
from io import BytesIO

import jsonschema
import orjson
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.inventory.lines import SetAside
from checker.messages import Message
from checker.report import json_document
from checker.report.account import AccountError
from checker.report.coded import to_arrow
from checker.report.content import build_report
from checker.report.json_document import quote_texts
from checker.report.reasons import Told
from checker.report.safety import escape_controls


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
    report, worded, word = build_report(many), [], Message.word
    monkeypatch.setattr(Message, "word", lambda *told: worded.append(told) or word(*told))
    render(report)
    render(report)
    assert len(worded) == 2 * len(lines[0]["reasons"])


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.sampled_from(
    ["", "\x7f", "\x85", '"', "\\", "£"]
)


@settings(max_examples=50, deadline=None)
@given(st.lists(TEXTS, max_size=8))
def test_quoted_texts_are_json_as_any_writer_makes_it_without_controls(texts):
    quoted = quote_texts(to_arrow(texts)).to_pylist()
    assert quoted == [escape_controls(orjson.dumps(text)).decode() for text in texts]
    assert [json.loads(text) for text in quoted] == texts
    assert not any("\x7f" <= mark < "\xa0" for text in quoted for mark in text)


TOLD = (Told("again", "又", "again", {}),)


def describe(reason):
    return {"code": reason.code, "text_zh": reason.zh, "text_en": reason.en, "evidence": dict(reason.evidence)}


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(*[TEXTS] * 7), min_size=1, max_size=6), batch=st.integers(1, 4))
def test_items_woven_from_pieces_are_the_lines(rows, batch, report, monkeypatch):
    monkeypatch.setattr(json_document, "BATCH", batch)
    names = ("path", "sku", "product_name", "model", "seller", "certificate_number", "sheet")
    lines = report.lines.iloc[[number % len(report.lines) for number in range(len(rows))]].reset_index(drop=True)
    lines = lines.assign(
        **{name: pd.Series([row[place] for row in rows], dtype="str") for place, name in enumerate(names)},
        **{
            name: pd.Series([(Told(*row[:3], {"cell": row[3]}), *TOLD) for row in rows], dtype=object)
            for name in ("reasons", "problems")
        },
    )
    found = [json.loads(item) for part in json_document.encode_items(lines) for item in part]
    for item, line in zip(found, lines.to_dict("records"), strict=True):
        assert item == {
            **{name: line[name] for name in ("path", "sheet", "row", "scope", "depends_on_reading", "verdict")},
            **{
                name: line[name] or None
                for name in ("sku", "product_name", "manufacturer", "model", "version", "seller", "date")
            },
            "categories": line["categories"].split(),
            "certificate": {
                "finding": line["certificate_finding"],
                **{name: line[f"certificate_{name}"] or None for name in ("number", "match", "valid_until")},
            },
            "reasons": [describe(one) for one in line["reasons"]],
            "problems": [describe(one) | {"cell": one.evidence.get("cell")} for one in line["problems"]],
        }
        assert list(item)[:4] == ["path", "sheet", "row", "sku"]
