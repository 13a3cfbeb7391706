"""Any file as a raw grid of text cells with their addresses, behind guards against hostile files.

The room knows files, not meanings: it imports only the standard library and third-party packages.
"""
