"""Web addresses as X finds them in a text: twitter-text's rules, with a scan that is linear in the length of the line.

X counts an address as 23 with or without a protocol, and knows a bare one ("example.com") by its top-level domain. General link
finders differ on purpose, so they can't be used here.
"""

import re
from collections.abc import Iterator
from typing import Final

_ACCENTS: Final = (
    "\xc0-\xd6\xd8-\xf6\xf8-\xff\u0100-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f\u0272\u0289\u028b"
    "\u02bb\u0300-\u036f\u1e00-\u1eff"
)
_INVALID: Final = "\ufffe\ufeff\uffff"
_IN_NO_HOST: Final = r"!'#%&()*+,\\/:;<=>?@\[\]^{|}~$\s" + f"\x85\u180e\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069{_INVALID}"
_HOST: Final = rf"[^{_IN_NO_HOST}.\-_]"
_WITHIN: Final = rf"[^{_IN_NO_HOST}.]"
_PRECEDING: Final = rf"[^A-Za-z0-9@＠$#＃{_INVALID}]"
_PATH: Final = rf"[a-z\u0400-\u04ff0-9!*';:=+,.$/%#\[\]\-\u2013_~@|&{_ACCENTS}]"
_PATH_END: Final = rf"[+\-a-z\u0400-\u04ff0-9=_#/{_ACCENTS}]"
_PARENTHESES: Final = rf"\((?:{_PATH}+|{_PATH}*\({_PATH}+\){_PATH}*)\)"
_QUERY: Final = r"[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]"

_RUN: Final = re.compile(rf"[^{_IN_NO_HOST}]+")
_BEGIN: Final = re.compile(rf"(?:{_PRECEDING}|^)(?={_HOST})")
_PROTOCOL: Final = re.compile(rf"(?:^|(?<={_PRECEDING}))https?://\Z", re.IGNORECASE)
_LABEL: Final = re.compile(rf"{_HOST}(?:{_WITHIN}*{_HOST})?\.")
_ASCII_LABEL: Final = re.compile(rf"(?<![-a-z0-9{_ACCENTS}])[-a-z0-9{_ACCENTS}]+\.", re.IGNORECASE)
_PUNYCODE: Final = re.compile(r"xn--[-0-9a-z]+", re.IGNORECASE)
_TAIL: Final = re.compile(
    rf"(?::[0-9]+)?(?P<path>/(?:(?:{_PATH}|{_PARENTHESES})*{_PATH_END})?(?:{_PARENTHESES})*)?"
    rf"(?:\?{_QUERY}*[a-z0-9\-_&=#/])?",
    re.IGNORECASE,
)
_LONGEST_LABEL: Final = 63
_LONGEST_URL: Final = 4096


class XUrls:
    """A finder of the web addresses that X finds. Made once, since it stores the top-level domains."""

    def __init__(self, top_level_domains: frozenset[str]) -> None:
        self._domains = top_level_domains
        self._longest_domain = max(map(len, top_level_domains))

    def find(self, line: str) -> Iterator[tuple[int, int]]:
        """Yield the addresses of a line (without line breaks) as (start, end) in code points, in order."""
        free = position = 0
        while line.find(".", position) >= 0 and (run := _RUN.search(line, position)):
            match = self._match(line, free, *run.span())
            if match is None:
                position = run.end()
            else:
                free = position = match[0]
                yield from match[1]

    def _match(self, line: str, free: int, start: int, stop: int) -> tuple[int, list[tuple[int, int]]] | None:
        """Return the end of a match in a run of host characters, and the addresses in it; None where there is no host.

        Characters before `free` belong to an earlier match.
        """
        protocol = _PROTOCOL.search(line, max(free, start - len("https://")), start)
        bare = _BEGIN.search(line, max(free, start - 1), stop)
        begin = start if protocol else bare.end() if bare else stop
        end = self._host_end(line, begin, stop, _LABEL)
        if end is None:
            return None
        tail = _TAIL.match(line, end)
        after = tail.end() if tail else end
        if not _is_resolvable(line[begin:end]) or after - begin > _LONGEST_URL:
            return after, []
        if protocol:
            return after, [(protocol.start(), after)]
        if line[begin - 1 : begin] in {"-", "_", ".", "/"}:
            return after, []
        hosts = [(begin + first, begin + last) for first, last in self._bare(line[begin:end])]
        if hosts and tail and tail["path"]:
            hosts[-1] = (hosts[-1][0], after)  # the path belongs to the last host
        return after, hosts

    def _bare(self, host: str) -> Iterator[tuple[int, int]]:
        """Yield the ASCII parts of a host that are addresses without a protocol."""
        position = 0
        while label := _ASCII_LABEL.search(rest := host[position:]):
            end = self._host_end(rest, label.start(), len(rest), _ASCII_LABEL)
            if end is not None:
                yield position + label.start(), position + end
            position += end or label.end()

    def _host_end(self, line: str, start: int, stop: int, pattern: re.Pattern[str]) -> int | None:
        """Return the end of the longest host that begins at `start`: labels, then a top-level domain."""
        end = None
        while label := pattern.match(line, start, stop):
            start = label.end()
            if "_" not in label[0]:
                end = self._domain_end(line, start, stop) or end
        return end

    def _domain_end(self, line: str, start: int, stop: int) -> int | None:
        for end in range(min(stop, start + self._longest_domain), start + 1, -1):
            if line[start:end].lower() in self._domains and not _continues(line[end : end + 1]):
                return end
        punycode = _PUNYCODE.match(line, start, stop)
        return punycode.end() if punycode else None


def _continues(character: str) -> bool:
    """Tell whether the character after a top-level domain makes the domain a part of something longer."""
    return character.isascii() and (character.isalnum() or character in {"@", "+", "-"})


def _is_resolvable(host: str) -> bool:
    return all(_encoded_length(label) <= _LONGEST_LABEL for label in host.split("."))


def _encoded_length(label: str) -> int:
    if label.isascii() or len(label) > _LONGEST_LABEL:
        return len(label)
    return len("xn--") + len(label.encode("punycode"))
