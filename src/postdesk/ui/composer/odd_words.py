"""What is said of a character that is unseen or reserved."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from postdesk.domain.oddities import Oddity, OddKind
from postdesk.domain.platforms import Platform
from postdesk.ui.composer.pasting import Pasted
from postdesk.ui.composer.words import names

_SOFT_HYPHEN: Final = "\u00ad"
_HIDDEN_LETTERS: Final = range(0xE0000, 0xE1000)


def odd_words(odd: Oddity, reserving: tuple[Platform, ...]) -> str:
    """What it does, in a sentence; `reserving` are the platforms that it is reserved on."""
    tr = QCoreApplication.translate
    match odd.kind:
        case OddKind.UNSENDABLE:
            return tr("OddWords", "A character that can’t be sent.")
        case OddKind.TURNING:
            return tr("OddWords", "Turns the direction of writing.")
        case OddKind.CONTROL:
            return tr("OddWords", "An invisible control character.")
        case OddKind.FIXED_SPACE:
            return tr("OddWords", "A space at which no line breaks.")
        case OddKind.RESERVED:
            return tr("OddWords", "{0} may cut the text here.").format(names(reserving))
        case OddKind.INVISIBLE if odd.character == _SOFT_HYPHEN:
            return tr("OddWords", "A hyphen that is only seen at the end of a line.")
        case OddKind.INVISIBLE if ord(odd.character) in _HIDDEN_LETTERS:
            return tr("OddWords", "A hidden letter: people don’t see it, machines read it.")
        case OddKind.INVISIBLE:
            return tr("OddWords", "An invisible character.")


def cleaned_words(what: Pasted) -> str:
    """What was left out of a paste."""
    tr = QCoreApplication.translate
    if what.unsendable:
        return tr("OddWords", "Invisible characters that can’t be sent were left out of what you pasted.")
    return tr("OddWords", "Tabs, hidden hyphens and spaces that only laid the text out were left out of what you pasted.")


def with_key(words: str, *, before: bool) -> str:
    """The same for a cursor that stands before or behind it, with the key that removes it."""
    tr = QCoreApplication.translate
    return words + " " + (tr("OddWords", "Delete removes it.") if before else tr("OddWords", "Backspace removes it."))
