"""Texts about odd characters: invisible or reserved ones."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from postdesk.domain.oddities import UnusualCharacter, UnusualKind
from postdesk.domain.platforms import Platform
from postdesk.ui.kit.editor.paste_cleanup import PastedText
from postdesk.ui.text import QT_TRANSLATE_NOOP
from postdesk.ui.text.names import names

translate = QCoreApplication.translate

_SOFT_HYPHEN: Final = "\u00ad"
_HIDDEN_LETTERS: Final = range(0xE0000, 0xE1000)
_ODD: Final = {
    UnusualKind.UNSENDABLE: QT_TRANSLATE_NOOP("OddWords", "A character that can’t be sent."),
    UnusualKind.TURNING: QT_TRANSLATE_NOOP("OddWords", "Changes the writing direction."),
    UnusualKind.CONTROL: QT_TRANSLATE_NOOP("OddWords", "An invisible control character."),
    UnusualKind.FIXED_SPACE: QT_TRANSLATE_NOOP("OddWords", "A non-breaking space."),
    UnusualKind.RESERVED: QT_TRANSLATE_NOOP("OddWords", "{0} may cut the text here."),
    UnusualKind.INVISIBLE: QT_TRANSLATE_NOOP("OddWords", "An invisible character."),
}


def odd_words(odd: UnusualCharacter, reserving: tuple[Platform, ...]) -> str:
    """Return the note about a character; `reserving` are the platforms that reserve it."""
    if odd.kind is UnusualKind.INVISIBLE and odd.character == _SOFT_HYPHEN:
        return translate("OddWords", "A soft hyphen, visible only at a line’s end.")
    if odd.kind is UnusualKind.INVISIBLE and ord(odd.character) in _HIDDEN_LETTERS:
        return translate("OddWords", "A hidden letter that only machines read.")
    return translate("OddWords", _ODD[odd.kind]).format(names(reserving))


def paste_cleaned_words(what: PastedText) -> str:
    """Return the note about characters that were removed from a paste."""
    if what.unsendable:
        return translate("OddWords", "Invisible characters that can’t be sent were removed from what you pasted.")
    return translate("OddWords", "Tabs, soft hyphens and extra spaces were removed from what you pasted.")


def with_key_hint(words: str, *, before: bool) -> str:
    """Return the note with the key that removes the character; `before`: the cursor is before it."""
    key = translate("OddWords", "Delete removes it.") if before else translate("OddWords", "Backspace removes it.")
    return f"{words} {key}"
