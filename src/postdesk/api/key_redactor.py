"""Removal of the API key from responses: a server may repeat the key, even in another spelling."""

import re
from html.entities import codepoint2name
from typing import Final

_ERASED: Final = b"[key]"
_SHORTEST_SECRET: Final = 8
_RUN: Final = re.compile(rb"[A-Za-z0-9]+")


class KeyRedactor:
    """Removes one key from response bodies. A key of less than eight characters stays: it might be any word."""

    def __init__(self, key: str) -> None:
        self._key = key.encode()
        self._is_secret = len(key) >= _SHORTEST_SECRET
        self._spelt = re.compile("".join(map(_spellings, key)).encode())
        # Encoders leave letters and digits alone, and a search for these takes a millisecond for megabytes.
        self._run = max(_RUN.findall(self._key), key=len, default=b"")

    def without_key(self, body: bytes, *, whole: bool = True) -> bytes:
        """Return the body with a mark in place of the key; in a body that broke off, also in place of the key's beginning."""
        if not self._is_secret:
            return body
        if self._run in body:
            body = self._spelt.sub(_ERASED, body)
        lengths = () if whole else range(len(self._key) - 1, _SHORTEST_SECRET - 1, -1)
        cut = next((length for length in lengths if body.endswith(self._key[:length])), 0)
        return body[:-cut] + _ERASED if cut else body


def _spellings(character: str) -> str:
    r"""Return a pattern for a character in JSON (`\u002B`, `\/`, also nested), in an address (`%2B`) or in HTML (`&#43;`).

    All repetitions are bounded, so that no response takes long to search.
    """
    if character.isalnum():
        return character
    code, plain = ord(character), re.escape(character)
    named = f"|&{codepoint2name[code]};" if code in codepoint2name else ""
    escaped = rf"\\{{0,4}}{plain}|\\{{1,4}}u(?i:{code:04x})|%(?:25){{0,2}}(?i:{code:02x})"
    return rf"(?:{escaped}|&#0{{0,4}}{code};|&#[xX]0{{0,4}}(?i:{code:x});{named})"
