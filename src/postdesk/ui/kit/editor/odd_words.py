"""What is said of a character that is unseen or reserved."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from postdesk.domain.oddities import Oddity, OddKind
from postdesk.domain.platforms import Platform
from postdesk.ui.kit.editor.pasting import Pasted
from postdesk.ui.text.names import names

translate = QCoreApplication.translate

_SOFT_HYPHEN: Final = "\u00ad"
_HIDDEN_LETTERS: Final = range(0xE0000, 0xE1000)


def odd_words(odd: Oddity, reserving: tuple[Platform, ...]) -> str:
    """What it does, in a sentence; `reserving` are the platforms that it is reserved on."""
    match odd.kind:
        case OddKind.UNSENDABLE:
            return translate("OddWords", "A character that can’t be sent.")
        case OddKind.TURNING:
            return translate("OddWords", "Changes the writing direction.")
        case OddKind.CONTROL:
            return translate("OddWords", "An invisible control character.")
        case OddKind.FIXED_SPACE:
            return translate("OddWords", "A non-breaking space.")
        case OddKind.RESERVED:
            return translate("OddWords", "{0} may cut the text here.").format(names(reserving))
        case OddKind.INVISIBLE if odd.character == _SOFT_HYPHEN:
            return translate("OddWords", "A soft hyphen, visible only at a line’s end.")
        case OddKind.INVISIBLE if ord(odd.character) in _HIDDEN_LETTERS:
            return translate("OddWords", "A hidden letter that only machines read.")
        case OddKind.INVISIBLE:
            return translate("OddWords", "An invisible character.")


def cleaned_words(what: Pasted) -> str:
    """What was left out of a paste."""
    if what.unsendable:
        return translate("OddWords", "Invisible characters that can’t be sent were removed from what you pasted.")
    return translate("OddWords", "Tabs, soft hyphens and extra spaces were removed from what you pasted.")


def with_key(words: str, *, before: bool) -> str:
    """The same for a cursor that stands before or behind it, with the key that removes it."""
    return (
        words + " " + (translate("OddWords", "Delete removes it.") if before else translate("OddWords", "Backspace removes it."))
    )
