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
            return translate("OddWords", "Turns the direction of writing.")
        case OddKind.CONTROL:
            return translate("OddWords", "An invisible control character.")
        case OddKind.FIXED_SPACE:
            return translate("OddWords", "A space at which no line breaks.")
        case OddKind.RESERVED:
            return translate("OddWords", "{0} may cut the text here.").format(names(reserving))
        case OddKind.INVISIBLE if odd.character == _SOFT_HYPHEN:
            return translate("OddWords", "A hyphen that is only seen at the end of a line.")
        case OddKind.INVISIBLE if ord(odd.character) in _HIDDEN_LETTERS:
            return translate("OddWords", "A hidden letter: people don’t see it, machines read it.")
        case OddKind.INVISIBLE:
            return translate("OddWords", "An invisible character.")


def cleaned_words(what: Pasted) -> str:
    """What was left out of a paste."""
    if what.unsendable:
        return translate("OddWords", "Invisible characters that can’t be sent were left out of what you pasted.")
    return translate("OddWords", "Tabs, hidden hyphens and spaces that only laid the text out were left out of what you pasted.")


def with_key(words: str, *, before: bool) -> str:
    """The same for a cursor that stands before or behind it, with the key that removes it."""
    return (
        words + " " + (translate("OddWords", "Delete removes it.") if before else translate("OddWords", "Backspace removes it."))
    )
