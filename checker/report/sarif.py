"""The report as SARIF 2.1.0: a result per line in question, or decided by a person; fingerprints survive moved rows."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import PurePath
from typing import Any, BinaryIO
from urllib.parse import quote

import numpy as np
import orjson
import pandas as pd

from checker import __version__
from checker.messages import Language
from checker.numbering import Numbers
from checker.report.attention import ATTENTION, encode_products, rank_attention
from checker.report.coded import combine
from checker.report.columns import Columns
from checker.report.content import Report
from checker.report.safety import clean_cell, clean_line, escape_controls
from checker.report.words import word

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"uncertified": "error", "lapsed": "error", "review": "warning", "waived": "note"}
RULES = (*ATTENTION, "waived")
IDENTITY = ("sku", "manufacturer", "model", "version", "product_name", "seller", "date")
"""What a line is recognised by in a later run: never its row, file name or sheet, nor what was decided."""

SHOWN = (*IDENTITY, "verdict", "path", "sheet", "row", "categories", "reasons")
BATCH = 20_000
"""Results encoded at a time, so that memory stays flat."""

_AFTER_RESULTS = b"\n      ]\n    }\n  ]\n}"


def write(report: Report, stream: BinaryIO, language: Language) -> None:
    """Write the held and review lines as results, and the waived ones as suppressed; clear and certified lines are no findings."""
    uris = {one["path"]: quote(PurePath(one["path"]).as_posix()) for one in report.head["inputs"]}
    run = {
        "tool": {
            "driver": {
                "name": "csl-directory-checker",
                "version": __version__,
                "rules": [_describe_rule(verdict) for verdict in RULES],
            }
        },
        "artifacts": [
            {"location": {"uri": uris[one["path"]]}, "hashes": {"sha-256": one["sha256"]}}
            for one in report.head["inputs"]
        ],
        "results": [],
        "columnKind": "unicodeCodePoints",
        "properties": {"summary": report.head["summary"], "basis": report.head["basis"]},
    }
    before, none, after = _encode({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}).partition(b'"results": []')
    stream.write(before)
    separator = b'"results": ['
    for results in list_results(report, uris, language):
        stream.write(separator + _encode_results(results))
        separator = b","
    stream.write((none if separator != b"," else b"\n      ]") + after + b"\n")


def _encode(document: dict[str, Any]) -> bytes:
    return escape_controls(orjson.dumps(document, option=orjson.OPT_INDENT_2))


def _encode_results(results: list[dict[str, Any]]) -> bytes:
    """Return results as they stand in the document, without the brackets around them."""
    return (
        _encode({"runs": [{"results": results}]})
        .partition(b'[\n    {\n      "results": [')[2]
        .removesuffix(_AFTER_RESULTS)
    )


def _describe_rule(verdict: str) -> dict[str, Any]:
    return {
        "id": verdict,
        "name": verdict.capitalize(),
        "shortDescription": {"text": f"{word('zh', f'verdict_{verdict}')} / {word('en', f'verdict_{verdict}')}"},
        "fullDescription": {"text": f"{word('zh', f'about_{verdict}')} {word('en', f'about_{verdict}')}"},
        "defaultConfiguration": {"level": LEVELS[verdict]},
    }


def list_results(report: Report, uris: dict[str, str], language: Language) -> Iterator[list[dict[str, Any]]]:
    """Yield the results in batches, most urgent first, the waived lines last."""
    columns = report.columns
    places = np.concatenate([rank_attention(columns), np.flatnonzero(columns["verdict"].find("waived"))])
    lines = report.lines.iloc[places]
    told = columns.join("reasons", language).take(places).word(clean_cell)
    shown = pd.DataFrame({name: lines[name] for name in SHOWN}).assign(
        product=encode_products(columns, places).decode().to_numpy(zero_copy_only=False),
        number=number_equals(columns, places),
        told=told.decode().to_numpy(zero_copy_only=False),
    )
    for start in range(0, len(places), BATCH):
        batch = shown.iloc[start : start + BATCH].astype(object).to_dict("records")
        yield [_describe_result(line, uris, language) for line in batch]


def number_equals(columns: Columns, places: Numbers) -> Numbers:
    """Return the number of every line among those of the same identity, from 1, by their places in the inventory."""
    order = np.argsort(places)
    identity = pd.Series(combine(*columns.select(IDENTITY, places[order]).values()).numbers)
    numbers = np.empty(len(places), dtype=np.int64)
    numbers[order] = identity.groupby(identity).cumcount() + 1
    return numbers


def _describe_result(line: dict[Any, Any], uris: dict[str, str], language: Language) -> dict[str, Any]:
    verdict = line["verdict"]
    identity = "\x1f".join([*(line[name] for name in IDENTITY), str(line["number"])])
    return {
        "ruleId": verdict,
        "ruleIndex": RULES.index(verdict),
        "level": LEVELS[verdict],
        "message": {"text": f"{word(language, f'verdict_{verdict}')}: {clean_line(line['product'])}\n{line['told']}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": uris[line["path"]]},
                    "region": {"startLine": line["row"]},
                },
                "logicalLocations": [
                    {"name": line["sheet"], "fullyQualifiedName": f"{line['sheet']}!{line['row']}", "kind": "sheet"}
                ],
            }
        ],
        "partialFingerprints": {"line/v1": sha256(identity.encode()).hexdigest()},
        **({"suppressions": [_describe_decision(line, language)]} if verdict == "waived" else {}),
        "properties": {
            "sheet": line["sheet"],
            "row": line["row"],
            "categories": line["categories"].split(),
            "reasons": [reason.code for reason in line["reasons"]],
        },
    }


def _describe_decision(line: dict[Any, Any], language: Language) -> dict[str, Any]:
    """Return the person's decision that waived a line, as a suppression: the result stays, with who decided and until when."""
    texts = [getattr(reason, language) for reason in line["reasons"] if reason.code.startswith("decision_")]
    return {"kind": "external", "status": "accepted", "justification": clean_cell("\n".join(texts))}
