"""A search for the emoji in a text."""

from typing import Any, Final, NamedTuple

_JOINER: Final = "\u200d"
_SELECTORS: Final = "\ufe0e\ufe0f"


class _Token(NamedTuple):
    start: int
    end: int
    is_emoji: bool


def find_emoji(text: str) -> list[tuple[int, int]]:
    """Return the emoji in a text as (start, end), in order: the same as `emoji.emoji_list`, in linear time.

    `emoji_list` searches a list of all ignored joiners for each character, so that its time grows with the square of their
    number. The first call loads the tables of the `emoji` package (40 ms, 4 MB).
    """
    from emoji import STATUS  # slow to import, and most texts have no emoji
    from emoji.tokenizer import get_search_tree

    return _Tokens(text, get_search_tree(), STATUS["component"]).emoji()


class _Tokens:
    """The emoji and the other characters of the part of a text that was read.

    A joiner between emoji that do not form a joined emoji is ignored, and the emoji before it are read again without it.
    """

    def __init__(self, text: str, tree: dict[str, Any], component: int) -> None:
        self._text, self._tree, self._component = text, tree, component
        self._read: list[_Token] = []
        self._kept = 0
        """The number of tokens that are never read again."""
        self._ignored: set[int] = set()

    def emoji(self) -> list[tuple[int, int]]:
        """Read the whole text, and return its emoji as (start, end)."""
        text, tree, position = self._text, self._tree, 0
        while position < len(text):
            character = text[position]
            if position in self._ignored:
                position += 1
            elif character in tree:
                position = self._after_emoji(position)
            elif character == _JOINER and (back := self._before_joined(position)) is not None:
                position = back
            else:
                self._kept = len(self._read)
                position = self._after_other(position)
        return [(start, end) for start, end, is_emoji in self._read if is_emoji]

    def _after_emoji(self, position: int) -> int:
        """Read the longest emoji that may begin there, and return the position to continue from."""
        text, ignored = self._text, self._ignored
        branch = begun = self._tree[text[position]]
        end = position + 1
        while end < len(text) and (longer := branch.get(text[end])) and end not in ignored:
            branch, end = longer, end + 1
        if about := branch.get("data"):
            self._read.append(_Token(position, end, True))
            if text.startswith(_JOINER, end) and text[end - 1] in self._tree and about["status"] != self._component:
                ignored.add(end)  # reading the emoji again would give the same token
                return end + 1
            return end
        if text.startswith(_JOINER, position + 1) and self._stands_alone(begun):
            ignored.add(position + 1)
            return position
        return self._after_other(position)

    def _stands_alone(self, branch: dict[str, Any]) -> bool:
        return "data" in branch and branch["data"]["status"] != self._component

    def _after_other(self, position: int) -> int:
        if self._text[position] not in _SELECTORS:
            self._read.append(_Token(position, position + 1, False))
        return position + 1

    def _before_joined(self, joiner: int) -> int | None:
        """Ignore the joiner, drop the tokens to read again and return their position; None if it joins no emoji."""
        from emoji import EMOJI_DATA

        if len(self._read) == self._kept or self._text[joiner - 1] not in self._tree:
            return None
        start, end, _ = self._read[-1]
        if (about := EMOJI_DATA.get(self._text[start:end])) is None:
            return None
        self._ignored.add(joiner)
        first = max(self._kept, len(self._read) - (2 if about["status"] == self._component else 1))
        again = self._read[first:]
        back = joiner - sum(end - start for start, end, _ in again)
        if about["status"] == self._component and self._text[back] == _JOINER:
            del self._read[-1]
            return back + 1
        del self._read[first:]
        return back
