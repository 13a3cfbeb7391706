"""Grids become inventory lines: headers found, columns mapped by name, cells typed, every row accounted for."""
