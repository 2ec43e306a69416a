"""The key taken out of what a server answers: it may repeat it, and in another spelling than it was sent in."""

import re
from html.entities import codepoint2name
from typing import Final

_ERASED: Final = b"[key]"
_SHORTEST_SECRET: Final = 8
_RUN: Final = re.compile(rb"[A-Za-z0-9]+")


class Eraser:
    """Takes one key out of bodies. A shorter one than eight characters stays: it might be any word."""

    def __init__(self, key: str) -> None:
        self._key = key.encode()
        self._is_secret = len(key) >= _SHORTEST_SECRET
        self._spelt = re.compile("".join(map(_spellings, key)).encode())
        # No encoder touches letters and digits, and looking for these alone takes a millisecond for megabytes.
        self._run = max(_RUN.findall(self._key), key=len, default=b"")

    def without_key(self, body: bytes, *, whole: bool = True) -> bytes:
        """The body with a mark in each place where the key stood; of one that broke off also where only its beginning did."""
        if not self._is_secret:
            return body
        if self._run in body:
            body = self._spelt.sub(_ERASED, body)
        lengths = () if whole else range(len(self._key) - 1, _SHORTEST_SECRET - 1, -1)
        cut = next((length for length in lengths if body.endswith(self._key[:length])), 0)
        return body[:-cut] + _ERASED if cut else body


def _spellings(character: str) -> str:
    r"""As JSON (`\u002B`, `\/`, also as a text within JSON), an address (`%2B`) or a page (`&#43;`) writes it.

    Each repetition has an end, so that no answer is read for long.
    """
    if character.isalnum():
        return character
    code, plain = ord(character), re.escape(character)
    named = f"|&{codepoint2name[code]};" if code in codepoint2name else ""
    escaped = rf"\\{{0,4}}{plain}|\\{{1,4}}u(?i:{code:04x})|%(?:25){{0,2}}(?i:{code:02x})"
    return rf"(?:{escaped}|&#0{{0,4}}{code};|&#[xX]0{{0,4}}(?i:{code:x});{named})"
