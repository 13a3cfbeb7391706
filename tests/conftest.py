"""What holds for every test: the user's own data, settings and language stay out of it."""

import os

import pytest


@pytest.fixture(autouse=True)
def _own_surroundings(tmp_path_factory, monkeypatch):
    for variable in [name for name in os.environ if name.startswith("CHECKER_") and name != "CHECKER_WRITE_EXAMPLES"]:
        monkeypatch.delenv(variable)
    data = tmp_path_factory.mktemp("data")
    monkeypatch.setenv("CHECKER_DATA", str(data))
    monkeypatch.setenv("CHECKER_STORE", str(data / "store.sqlite"))
    monkeypatch.setenv("CHECKER_LANG", "en")
