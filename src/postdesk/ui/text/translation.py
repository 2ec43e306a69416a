"""The translation of the window's texts: plurals in English, all texts in another language of the desktop."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator


def install_translations(app: QCoreApplication, resources: Path) -> None:
    """Install the English plurals, and above them the language of the desktop where there is a file of it.

    Call it before the first window is made, and before the clock's translator is installed: the last one is asked first.
    """
    folder = str(resources / "translations")
    english = QTranslator(app)
    if english.load("postdesk_en", folder):
        app.installTranslator(english)
    local = QTranslator(app)
    if local.load(QLocale(), "postdesk", "_", folder) and local.language() != english.language():
        app.installTranslator(local)
