"""Keeps Python's own `__import__`. Import this module before any of PySide6's.

PySide6 replaces it with one that reads the source of each module imported afterwards, to see whether it may use the names that
`from __feature__ import …` switches on. Nothing here does, and that would be a third of the start.
"""

import builtins

_own = builtins.__import__

import PySide6.QtCore  # noqa: E402, F401

builtins.__import__ = _own
