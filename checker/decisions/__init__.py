"""What persons decided about products: read from a file, bound to one product and edition, applied to findings, never hiding a line."""
