"""Keeps Python's own `__import__`. Import this before anything of PySide6's.

PySide6 puts another one in its place, which reads the source of each module that is imported afterwards, to see whether it
may use the names that `from __feature__ import …` switches on. Nothing here does, and it would be a third of the start.
"""

import builtins

_own = builtins.__import__

import PySide6.QtCore  # noqa: E402, F401

builtins.__import__ = _own
