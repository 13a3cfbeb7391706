"""The report as one page: everything in one file, nothing from the network."""
