"""Decides scope and certificate of each distinct product and gives every finding its reasons."""
