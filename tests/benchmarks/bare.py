"""The floor: the least time and memory that a PySide6 window takes. Run as a script, so that nothing else is imported."""

import sys

from PySide6.QtWidgets import QApplication, QMainWindow

application = QApplication(sys.argv[:1])
window = QMainWindow()
window.resize(1440, 900)
window.show()
application.exec()
