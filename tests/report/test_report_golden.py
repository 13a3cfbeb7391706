"""Whole reports compared with files read by a person; write them anew with WRITE_GOLDEN=1 and read the difference."""

import os
from io import BytesIO
from pathlib import Path

import pytest

from checker import __version__
from checker.report.interface import REPORTS
from checker.report.law_basis import hash_law

GOLDEN = Path(__file__).parent / "golden"
FORMATS = {"terminal": "txt", "csv": "csv", "json": "json", "markdown": "md", "junit": "xml", "sarif": "sarif"}
BILINGUAL = {"csv", "json"}
"""Formats that have both languages in one file."""


@pytest.mark.parametrize(
    ("name", "language"),
    [(name, one) for name in FORMATS for one in ("zh", "en") if one == "zh" or name not in BILINGUAL],
)
def test_report_is_as_read_before(report, name, language):
    stream = BytesIO()
    REPORTS[name].load()(report, stream, language)
    text = stream.getvalue().decode().replace(f'"version": "{__version__}"', '"version": "VERSION"')
    text = text.replace(hash_law(), "0" * 64)
    golden = GOLDEN / f"{name}_{language}.{FORMATS[name]}"
    if os.environ.get("WRITE_GOLDEN"):
        golden.write_bytes(text.encode())
    assert text == golden.read_bytes().decode()
