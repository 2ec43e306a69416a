"""Texts about odd characters: invisible or reserved ones."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from postdesk.domain.oddities import Oddity, OddKind
from postdesk.domain.platforms import Platform
from postdesk.ui.kit.editor.pasting import Pasted
from postdesk.ui.text import QT_TRANSLATE_NOOP
from postdesk.ui.text.names import names

translate = QCoreApplication.translate

_SOFT_HYPHEN: Final = "\u00ad"
_HIDDEN_LETTERS: Final = range(0xE0000, 0xE1000)
_ODD: Final = {
    OddKind.UNSENDABLE: QT_TRANSLATE_NOOP("OddWords", "A character that can’t be sent."),
    OddKind.TURNING: QT_TRANSLATE_NOOP("OddWords", "Changes the writing direction."),
    OddKind.CONTROL: QT_TRANSLATE_NOOP("OddWords", "An invisible control character."),
    OddKind.FIXED_SPACE: QT_TRANSLATE_NOOP("OddWords", "A non-breaking space."),
    OddKind.RESERVED: QT_TRANSLATE_NOOP("OddWords", "{0} may cut the text here."),
    OddKind.INVISIBLE: QT_TRANSLATE_NOOP("OddWords", "An invisible character."),
}


def odd_words(odd: Oddity, reserving: tuple[Platform, ...]) -> str:
    """Return the note about a character; `reserving` are the platforms that reserve it."""
    if odd.kind is OddKind.INVISIBLE and odd.character == _SOFT_HYPHEN:
        return translate("OddWords", "A soft hyphen, visible only at a line’s end.")
    if odd.kind is OddKind.INVISIBLE and ord(odd.character) in _HIDDEN_LETTERS:
        return translate("OddWords", "A hidden letter that only machines read.")
    return translate("OddWords", _ODD[odd.kind]).format(names(reserving))


def cleaned_words(what: Pasted) -> str:
    """Return the note about characters that were removed from a paste."""
    if what.unsendable:
        return translate("OddWords", "Invisible characters that can’t be sent were removed from what you pasted.")
    return translate("OddWords", "Tabs, soft hyphens and extra spaces were removed from what you pasted.")


def with_key(words: str, *, before: bool) -> str:
    """Return the note with the key that removes the character; `before`: the cursor is before it."""
    key = translate("OddWords", "Delete removes it.") if before else translate("OddWords", "Backspace removes it.")
    return f"{words} {key}"
