"""Where the user's own data lie: editions of the Directory, recorded checks."""

import os
from pathlib import Path

VARIABLE = "CHECKER_DATA"


def data_folder(store: Path | None = None) -> Path:
    """Return the user's data folder: the one given, else that of ``CHECKER_DATA``, else the system's for this program."""
    if store is not None:
        return store
    if named := os.environ.get(VARIABLE):
        return Path(named)
    from platformdirs import user_data_path  # noqa: PLC0415 - only where nothing is named

    return user_data_path("csl-directory-checker", appauthor=False)


def editions_folder(store: Path | None = None) -> Path:
    """Return where stored editions of the Directory lie; it may not exist yet."""
    return data_folder(store) / "directory"


def checks_file(store: Path | None = None) -> Path:
    """Return the file of recorded checks; it may not exist yet."""
    return data_folder(store) / "directory_checks.json"
