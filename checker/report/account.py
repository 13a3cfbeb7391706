"""The account of rows: every row read is a line or set aside, and every line has its finding."""

from checker.result import CheckResult


class AccountError(RuntimeError):
    """A row was lost on the way: a defect of the program, never of the input."""


def check_account(result: CheckResult) -> None:
    """Make sure that no row was lost.

    Raises:
        AccountError: The rows of a sheet, the lines of a file, or lines and findings do not add up.
    """
    for inventory in result.inventories:
        for sheet in inventory.sheets:
            if sheet.rows_read != sheet.lines + len(sheet.set_aside):
                raise AccountError(
                    f"{inventory.path} {sheet.name}: {sheet.rows_read} rows read, "
                    f"{sheet.lines} lines and {len(sheet.set_aside)} set aside"
                )
        counted = sum(sheet.lines for sheet in inventory.sheets)
        if counted != len(inventory.lines):
            raise AccountError(f"{inventory.path}: {counted} lines in its sheets, {len(inventory.lines)} handed on")
    handed_on = sum(len(inventory.lines) for inventory in result.inventories)
    if not handed_on == len(result.lines) == len(result.findings):
        raise AccountError(
            f"{handed_on} lines read, {len(result.lines)} checked, {len(result.findings)} with a finding"
        )
    if not result.lines.index.equals(result.findings.index):
        raise AccountError("findings stand beside other lines than their own")
