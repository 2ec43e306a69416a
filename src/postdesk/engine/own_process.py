"""A module of this package as a process of its own."""

import sys
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment


def process_of(module: str, *arguments: str, parent: QObject) -> QProcess:
    """Return a process that runs the module once it is started.

    It has the package that runs here, wherever it was imported from; -P keeps the working folder out.
    """
    environment = QProcessEnvironment.systemEnvironment()
    environment.insert("PYTHONPATH", str(Path(__file__).resolve().parents[2]))
    process = QProcess(parent)
    process.setProgram(sys.executable)
    process.setArguments(["-P", "-m", module, *arguments])
    process.setProcessEnvironment(environment)
    return process
