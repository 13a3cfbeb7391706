import json
from io import BytesIO

import orjson

from checker.report import sarif
from checker.report.content import build_report


def run(result, language="en"):
    stream = BytesIO()
    sarif.write(build_report(result), stream, language)
    (only,) = json.loads(stream.getvalue())["runs"]
    return only


def prints(result):
    return {one["properties"]["row"]: one["partialFingerprints"]["line/v1"] for one in run(result)["results"]}


def test_results_are_the_lines_that_need_attention(result):
    found = run(result)["results"]
    assert [(one["ruleId"], one["level"], one["properties"]["row"]) for one in found] == [
        ("uncertified", "error", 3), ("lapsed", "error", 8), ("review", "warning", 5),
    ]  # fmt: skip
    rules = [rule["id"] for rule in run(result)["tool"]["driver"]["rules"]]
    assert all(rules[one["ruleIndex"]] == one["ruleId"] for one in found)


def test_location_names_file_sheet_and_row(result):
    (location,) = run(result)["results"][0]["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "stock/inventory.xlsx"},
        "region": {"startLine": 3},
    }
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "库存!3"


def test_fingerprints_survive_moved_rows_another_file_and_another_verdict(make_result, lines):
    before = prints(make_result(lines))
    moved = tuple({**line, "row": line["row"] + 40} for line in lines)
    after = prints(make_result(moved, path="elsewhere.csv", sheet="other"))
    assert {row + 40: print_ for row, print_ in before.items()} == after
    judged = prints(
        make_result(tuple({**line, "verdict": "review"} if line["verdict"] == "lapsed" else line for line in lines))
    )
    assert judged == before


def test_equal_lines_have_different_fingerprints_in_their_order(make_result, lines):
    twice = make_result(({**lines[0], "row": 3}, {**lines[0], "row": 4}))
    once = make_result(({**lines[0], "row": 9},))
    assert len(set(prints(twice).values())) == 2
    assert prints(twice)[3] == prints(once)[9]


def test_address_is_a_valid_reference(make_result, lines):
    only = run(make_result(lines, path="my stock/库存 100%#1.xlsx"))
    assert only["artifacts"][0]["location"]["uri"] == "my%20stock/%E5%BA%93%E5%AD%98%20100%25%231.xlsx"


def test_batches_of_results_are_one_document(make_result, lines, monkeypatch):
    many = build_report(make_result(tuple({**lines[number % 5], "row": 10 + number} for number in range(12))))
    whole = BytesIO()
    sarif.write(many, whole, "zh")
    assert whole.getvalue() == orjson.dumps(orjson.loads(whole.getvalue()), option=orjson.OPT_INDENT_2) + b"\n"
    monkeypatch.setattr(sarif, "BATCH", 2)
    parts = BytesIO()
    sarif.write(many, parts, "zh")
    assert parts.getvalue() == whole.getvalue()


def test_nothing_in_question_is_no_result(make_result, lines):
    assert run(make_result((lines[1], lines[3])))["results"] == []
