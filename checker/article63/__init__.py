"""The law as data, illegal gains, cases and exposure. Decimal only; knows nothing of files."""
