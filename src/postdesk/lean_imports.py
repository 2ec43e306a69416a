"""Keeps libraries from what they do in vain at every start. Import this before any module of PySide6 or httpx.

- PySide6 replaces `__import__` with one that reads the source of each module imported afterwards, to see whether it may use the
  names that `from __feature__ import …` switches on. Nothing here does: Python's own one is kept.
- Its support modules lie as source in its library, and are compiled each time: their code is cached as that of other modules.
  One of them only generates type stubs, and is left empty. Together that is a third of a bare window's start.
- httpx imports click, rich and pygments, where these are installed, for its command line. It does without that, too.
"""

import builtins
import marshal
import os
import sys
from contextlib import suppress
from importlib.util import MAGIC_NUMBER, cache_from_source, source_hash
from pathlib import Path
from types import CodeType
from typing import Any, Final

_GENERATOR: Final = "shibokensupport/signature/lib/pyi_generator.py"
_UNREADABLE: Final = (OSError, EOFError, ValueError, TypeError)


class _CodeCache:
    """The code of modules by their file name, in a file beside the bytecode that Python caches of this module."""

    def __init__(self, file: Path) -> None:
        self._file, self._compile = file, builtins.compile
        self._known: dict[str, tuple[bytes, CodeType]] = {}
        self._grown = False
        with suppress(*_UNREADABLE):
            kept = file.read_bytes()
            if kept.startswith(MAGIC_NUMBER):
                self._known = dict(marshal.loads(kept[len(MAGIC_NUMBER) :]))

    def compile(self, source: Any, filename: Any, *rest: Any, **options: Any) -> Any:
        """Do what `compile` does, with the cached code where the source is the same."""
        if not isinstance(source, bytes) or rest != ("exec",) or options:
            return self._compile(source, filename, *rest, **options)
        if filename == _GENERATOR:
            source = b""
        match self._known.get(filename), source_hash(source):
            case (known, CodeType() as code), key if known == key:
                return code
            case _, key:
                code = self._compile(source, filename, *rest)
                self._known[filename] = key, code
                self._grown = True
                return code

    def keep(self) -> None:
        """Write what is new to the file, where Python may write such files."""
        if self._grown and not sys.dont_write_bytecode:
            made = self._file.with_suffix(f".{os.getpid()}")
            with suppress(OSError):
                made.write_bytes(MAGIC_NUMBER + marshal.dumps(self._known))
                made.replace(self._file)


_own = builtins.__import__, builtins.compile
_cache = _CodeCache(Path(cache_from_source(__file__)).with_suffix(".code"))
builtins.compile = _cache.compile

import PySide6.QtCore  # noqa: E402, F401

builtins.__import__, builtins.compile = _own
_cache.keep()
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
