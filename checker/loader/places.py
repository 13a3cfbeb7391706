"""Where the user's own data lies: the store of the register, stored editions and their checks, and what was downloaded."""

import os
from pathlib import Path

APPLICATION = "csl-directory-checker"
DATA_VARIABLE = "CHECKER_DATA"
STORE_VARIABLE = "CHECKER_STORE"


def data_folder(chosen: Path | None = None) -> Path:
    """Return the user's data folder: the one chosen, else that of ``CHECKER_DATA``, else the system's; it need not exist yet."""
    named = os.environ.get(DATA_VARIABLE, "").strip()
    if chosen or named:
        return chosen or Path(named)
    import platformdirs  # noqa: PLC0415 - not needed when a folder is named

    return Path(platformdirs.user_data_path(APPLICATION, appauthor=False))


def editions_folder(data: Path | None = None) -> Path:
    """Return where stored editions of the Directory lie; it may not exist yet."""
    return data_folder(data) / "directory"


def checks_folder(data: Path | None = None) -> Path:
    """Return the folder of recorded checks of the Directory's rows; it may not exist yet."""
    return data_folder(data) / "directory_checks"


def store_path(chosen: Path | None = None) -> Path:
    """Return the store's file: the one chosen, else that of ``CHECKER_STORE``, else the one in the user's data folder."""
    if chosen:
        return chosen
    named = os.environ.get(STORE_VARIABLE, "").strip()
    return Path(named) if named else data_folder() / "register.sqlite3"


def snapshot_folder(store: Path | None = None) -> Path:
    """Return the folder of the snapshots that belong to a store, or of those that belong to none."""
    return store.with_suffix(".snapshots") if store else data_folder() / "snapshots"
