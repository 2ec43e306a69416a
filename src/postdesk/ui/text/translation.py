"""The translation of the window's texts: English plurals, and the desktop's language."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator


def install_translations(app: QCoreApplication, resources: Path) -> None:
    """Install the English plurals and, above them, the desktop's language if there is a file for it.

    Call it before the first window is made, and before the clock's translator is installed: the last one is asked first.
    """
    folder = str(resources / "translations")
    english = QTranslator(app)
    if english.load("postdesk_en", folder):
        app.installTranslator(english)
    local = QTranslator(app)
    if local.load(QLocale(), "postdesk", "_", folder) and local.language() != english.language():
        app.installTranslator(local)
