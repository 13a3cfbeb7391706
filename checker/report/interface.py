"""The formats of reports: one module each, loaded only when it is asked for."""

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

if TYPE_CHECKING:
    from checker.messages import Language
    from checker.report.content import Report


class Writer(Protocol):
    """What the module of a format offers under the name ``write``."""

    def __call__(self, report: "Report", stream: BinaryIO, language: "Language") -> None:
        """Write the whole report to a binary stream; ``language`` matters to formats for people only."""


@dataclass(frozen=True)
class ReportFormat:
    """One format of report.

    Attributes:
        module: Name of its module in this room.
        binary: Whether the report is no text, so that a terminal cannot show it.
    """

    module: str
    binary: bool = False

    def load(self) -> Writer:
        """Return the function that writes this format."""
        return cast("Writer", import_module(f"checker.report.{self.module}").write)


REPORTS = {
    "terminal": ReportFormat("terminal"),
    "json": ReportFormat("json_document"),
    "ndjson": ReportFormat("ndjson"),
    "csv": ReportFormat("csv_table"),
    "parquet": ReportFormat("parquet", binary=True),
    "xlsx": ReportFormat("workbook.book", binary=True),
    "xlsx-attention": ReportFormat("workbook.attention_book", binary=True),
    "html": ReportFormat("page.page"),
    "markdown": ReportFormat("markdown"),
    "junit": ReportFormat("junit"),
    "sarif": ReportFormat("sarif"),
}
"""Every format by the name it has on the command line."""
