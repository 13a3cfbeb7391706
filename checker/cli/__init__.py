"""The command line: parses arguments, calls the pipeline, prints, and is the only place that exits."""
