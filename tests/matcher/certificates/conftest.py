"""Registers and lines of made-up makers, small enough to read."""

from collections.abc import Callable, Mapping
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from checker.loader.listing import split_models
from checker.loader.register import ENTRY_COLUMNS, Register, RegisterSource
from checker.matcher.certificates import find_certificates
from checker.matcher.makers import Makers

NAMES = [
    ("jia", "示例甲网络技术有限公司", "same"),
    ("jia", "示例甲", "same"),
    ("jia", "Example Networks Co., Ltd.", "same"),
    ("jia", "ExNet", "brand"),
    ("jia", "示例甲软件有限公司", "group"),
    ("yi", "示例乙科技股份有限公司", "same"),
    ("yi", "Sample Systems Inc.", "same"),
]
LINE = {
    "manufacturer": "示例甲网络技术有限公司",
    "product_name": "",
    "model": "XR-1000",
    "version": "",
    "certificate_number": "",
    "certificate_valid_until": None,
    "date": "2026-03-05",
}
ENTRY = {
    "number": "TEST-0001",
    "maker": "示例甲网络技术有限公司",
    "product_name": "防火墙",
    "listed": "XR-1000",
    "version": "",
    "status": "valid",
    "valid_from": "2024-01-01",
    "valid_until": "2028-12-31",
    "issuer": "",
    "source": "list.xlsx",
    "paper": "",
    "missing": "",
    "extra": "",
}


def make_register(*certificates: Mapping[str, object]) -> Register:
    rows = []
    for number, given in enumerate(certificates, start=2):
        certificate = {**ENTRY, "place": f"Sheet1!{number}", **given}
        for listed in split_models(str(certificate["listed"])):
            version = listed.version or certificate["version"]
            rows.append({**certificate, "model": listed.model, "version": version, "listing": listed.listing})
    entries = pd.DataFrame(rows, columns=list(ENTRY_COLUMNS))
    types = {column: "datetime64[s]" if column.startswith("valid_") else "str" for column in ENTRY_COLUMNS}
    sources = (RegisterSource("list.xlsx", date(2026, 10, 1), "0" * 64, len(certificates)),) if certificates else ()
    return Register(sources, entries.astype(types))


def make_lines(*lines: Mapping[str, object]) -> pd.DataFrame:
    frame = pd.DataFrame([{**LINE, **line} for line in lines])
    types = {column: "datetime64[s]" if column in {"date", "certificate_valid_until"} else "str" for column in LINE}
    return frame.astype(types)


@pytest.fixture(scope="session")
def makers() -> Makers:
    return Makers.from_rows(
        (), [{"maker": maker, "name": name, "relation": relation} for maker, name, relation in NAMES]
    )


@pytest.fixture(scope="session")
def check(makers) -> Callable[..., pd.Series]:
    """Return the finding of one line against certificates."""

    def check_line(line: Mapping[str, object], *certificates: Mapping[str, object]) -> pd.Series:
        return find_certificates(make_lines(line), make_register(*certificates), makers, date(2026, 11, 1)).iloc[0]

    return check_line


@pytest.fixture(scope="session")
def check_all(makers) -> Callable[..., pd.DataFrame]:
    """Return the findings of several lines against certificates."""

    def check_lines(lines, certificates) -> pd.DataFrame:
        return find_certificates(make_lines(*lines), make_register(*certificates), makers, date(2026, 11, 1))

    return check_lines


@pytest.fixture(scope="session")
def make() -> SimpleNamespace:
    """Return what makes lines and registers."""
    return SimpleNamespace(lines=make_lines, register=make_register)
