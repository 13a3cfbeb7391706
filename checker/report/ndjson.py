"""The report as newline-delimited JSON: first the head (``"type": "report"``), then a line per line (``"type": "item"``).

Head and items have the keys of the report JSON; a reader of any size of report needs only one line in memory.
"""

from typing import BinaryIO

import orjson

from checker.messages import Language
from checker.report.coded import repeat
from checker.report.content import Report
from checker.report.json_document import BATCH, list_pieces
from checker.report.safety import escape_controls
from checker.report.weave import Weave


def write(report: Report, stream: BinaryIO, language: Language) -> None:  # noqa: ARG001 - both languages are in it
    """Write the head and every item as one JSON object per line."""
    stream.write(escape_controls(orjson.dumps({"type": "report", **report.head})) + b"\n")
    items = list_pieces(report.columns, repeat('{"type":"item",', len(report.columns)), "}\n")
    stream.writelines(Weave(items).write(BATCH))
