"""Inventories larger than memory, and engines beyond one process."""
