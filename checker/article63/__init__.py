"""The law as data, illegal gains, cases and exposure. Money is exact, nothing is rounded before the end; knows nothing of files."""
