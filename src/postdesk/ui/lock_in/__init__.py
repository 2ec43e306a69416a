"""The dialog that locks in scheduled posts."""
