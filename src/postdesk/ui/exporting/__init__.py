"""Exporting posts into a file."""
