"""The report as SARIF 2.1.0: a result per line in question, or decided by a person; fingerprints survive moved rows."""

from collections import Counter
from hashlib import sha256
from pathlib import PurePath
from typing import Any, BinaryIO
from urllib.parse import quote

import orjson
import pandas as pd

from checker import __version__
from checker.messages import Language
from checker.report.attention import ATTENTION, list_attention, name_product
from checker.report.content import Report
from checker.report.safety import clean_cell, clean_line, escape_controls
from checker.report.words import word

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"uncertified": "error", "lapsed": "error", "review": "warning", "waived": "note"}
RULES = (*ATTENTION, "waived")
IDENTITY = ("sku", "manufacturer", "model", "version", "product_name", "seller", "date")
"""What a line is recognised by in a later run: never its row, file name or sheet, nor what was decided."""


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
        "results": list_results(report, uris, language),
        "columnKind": "unicodeCodePoints",
        "properties": {"summary": report.head["summary"], "basis": report.head["basis"]},
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    stream.write(escape_controls(orjson.dumps(document, option=orjson.OPT_INDENT_2)) + b"\n")


def _describe_rule(verdict: str) -> dict[str, Any]:
    return {
        "id": verdict,
        "name": verdict.capitalize(),
        "shortDescription": {"text": f"{word('zh', f'verdict_{verdict}')} / {word('en', f'verdict_{verdict}')}"},
        "fullDescription": {"text": f"{word('zh', f'about_{verdict}')} {word('en', f'about_{verdict}')}"},
        "defaultConfiguration": {"level": LEVELS[verdict]},
    }


def list_results(report: Report, uris: dict[str, str], language: Language) -> list[dict[str, Any]]:
    """Return the results; equal lines are told apart by their number among equals, in the order of the inventory."""
    seen: Counter[str] = Counter()
    prints: dict[Any, str] = {}
    attention = pd.concat([list_attention(report.lines), report.lines[report.lines["verdict"] == "waived"]])
    for index, line in zip(attention.index.sort_values(), attention.sort_index().to_dict("records"), strict=True):
        identity = "\x1f".join(str(line[name]) for name in IDENTITY)
        seen[identity] += 1
        prints[index] = sha256(f"{identity}\x1f{seen[identity]}".encode()).hexdigest()
    return [
        _describe_result(line, prints[index], uris, language)
        for index, line in zip(attention.index, attention.to_dict("records"), strict=True)
    ]


def _describe_result(line: dict[Any, Any], print_: str, uris: dict[str, str], language: Language) -> dict[str, Any]:
    verdict = line["verdict"]
    texts = "\n".join(clean_cell(reason[f"text_{language}"]) for reason in line["reasons"])
    product = clean_line(name_product(line))
    return {
        "ruleId": verdict,
        "ruleIndex": RULES.index(verdict),
        "level": LEVELS[verdict],
        "message": {"text": f"{word(language, f'verdict_{verdict}')}: {product}\n{texts}"},
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
        "partialFingerprints": {"line/v1": print_},
        **({"suppressions": [_describe_decision(line, language)]} if verdict == "waived" else {}),
        "properties": {
            "sheet": line["sheet"],
            "row": line["row"],
            "categories": line["categories"].split(),
            "reasons": [reason["code"] for reason in line["reasons"]],
        },
    }


def _describe_decision(line: dict[Any, Any], language: Language) -> dict[str, Any]:
    """Return the person's decision that waived a line, as a suppression: the result stays, with who decided and until when."""
    texts = [reason[f"text_{language}"] for reason in line["reasons"] if reason["code"].startswith("decision_")]
    return {"kind": "external", "status": "accepted", "justification": clean_cell("\n".join(texts))}
