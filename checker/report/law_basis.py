"""What identifies the law that a result rests on: its provisions with their days in force, and a hash of all law data."""

import hashlib
from functools import cache
from typing import Any

from checker.article63.law import load_law
from checker.resources import data_path


def describe_law() -> dict[str, Any]:
    """Return the penalties applied, with the days on which they are in force, and the sha256 of ``directory_data/law``."""
    law = load_law()
    return {
        "sha256": hash_law(),
        "provisions": [
            {
                "id": provision.id,
                "in_force_from": provision.in_force_from.isoformat(),
                "in_force_to": provision.in_force_to.isoformat() if provision.in_force_to else None,
            }
            for provision in (*law.main, *law.second)
        ],
    }


@cache
def hash_law() -> str:
    """Return one sha256 over the names and contents of all files of ``directory_data/law``; line ends do not count."""
    digest = hashlib.sha256()
    for path in sorted(data_path("law").iterdir()):
        if path.is_file() and not path.name.startswith("."):
            content = path.read_bytes().replace(b"\r\n", b"\n")
            digest.update(f"{path.name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
