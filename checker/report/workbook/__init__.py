"""The report as a workbook: one module per sheet, and two ways of writing rows that read back the same."""
