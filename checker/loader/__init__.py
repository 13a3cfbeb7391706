"""Official pages and published lists become a Directory and a Register, with their provenance."""
