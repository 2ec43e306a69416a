"""What languages are called."""

from PySide6.QtCore import QCoreApplication, QLocale

from postdesk.domain.spelling import OFF

translate = QCoreApplication.translate


def language_words(language: str) -> str:
    """The language in its own words, "Deutsch (Österreich)"; Off, and the code itself where Qt does not know it."""
    if language == OFF:
        return translate("Languages", "Off")
    locale = QLocale(language)
    if locale.language() is QLocale.Language.C:
        return language
    name = locale.nativeLanguageName()
    return f"{name} ({locale.nativeTerritoryName()})" if "_" in language and "(" not in name else name
