"""A small window of the tests' own to drive."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from tests.tour.window import Window


@pytest.fixture
def window(qapp: QApplication) -> Iterator[Window]:
    made = Window()
    made.show()
    yield made
    made.close()
    made.deleteLater()
