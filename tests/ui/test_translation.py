"""English plurals, and the language of the desktop in their place."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import PySide6
import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from postdesk.engine.series_changes import Withdrawal
from postdesk.ui.text.series import drafted_words, missed_words, withdrawn_words
from postdesk.ui.text.translation import install_translations

GERMAN = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de"><context><name>Repeating</name>
<message><source>Ended</source><translation>Beendet</translation></message>
</context></TS>"""


def test_one_and_many() -> None:
    assert withdrawn_words(Withdrawal(1, 0)) == "1 scheduled post was cancelled."
    assert withdrawn_words(Withdrawal(4, 0)) == "4 scheduled posts were cancelled."
    assert withdrawn_words(Withdrawal(0, 2)) == "2 stay, because they were edited or are locked."
    assert missed_words("Bakery", 1) == "Repeating posts for Bakery: one was due before it could be prepared, and was skipped."
    assert drafted_words("Bakery", 3).startswith("Repeating posts for Bakery: 3 can’t be scheduled")


@pytest.mark.usefixtures("twelve_hours")
def test_plurals_stay_with_a_clock_of_twelve_hours() -> None:
    assert withdrawn_words(Withdrawal(1, 1)).startswith("1 scheduled post was cancelled. 1 stays")


@pytest.fixture
def german(qapp: QApplication, tmp_path: Path, resources: Path) -> Iterator[None]:
    """A desktop in German, with a translation file for it."""
    (tmp_path / "translations").mkdir()
    for language in ("en", "de"):
        texts = (resources / "translations" / "postdesk_en.ts").read_text() if language == "en" else GERMAN
        file = tmp_path / "translations" / f"postdesk_{language}.ts"
        file.write_text(texts, "utf-8")
        subprocess.run([f"{PySide6.__path__[0]}/lrelease", "-silent", file, "-qm", file.with_suffix(".qm")], check=True)
    QLocale.setDefault(QLocale("de_DE"))
    before = set(qapp.findChildren(QTranslator))
    install_translations(qapp, tmp_path)
    yield
    for translator in set(qapp.findChildren(QTranslator)) - before:
        qapp.removeTranslator(translator)
        translator.deleteLater()


@pytest.mark.usefixtures("german")
def test_the_language_of_the_desktop_goes_before_english() -> None:
    assert QCoreApplication.translate("Repeating", "Ended") == "Beendet"
    assert withdrawn_words(Withdrawal(1, 0)) == "1 scheduled post was cancelled."
