"""Checks an inventory against the Directory, the lists of certificates and Article 63 of the Cybersecurity Law."""

__version__ = "0.1.0"
