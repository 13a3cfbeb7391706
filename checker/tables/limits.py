"""How large a file may be before it is refused unread."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bounds checked before anything is parsed.

    Attributes:
        file_bytes: Largest file.
        unpacked_bytes: Largest sum of a package's parts when unpacked; a million rows of twenty columns need about 2 GiB.
        ratio: Largest compression ratio of a part over one MiB; real sheets stay below 40, bombs are near 1,000.
        parts: Most parts of a package.
        cells: Most cells of a dense grid; a sheet whose extent is larger is read row by row, only where it has content.
    """

    file_bytes: int = 2048 * MIB
    unpacked_bytes: int = 6144 * MIB
    ratio: int = 200
    parts: int = 10_000
    cells: int = 60_000_000
