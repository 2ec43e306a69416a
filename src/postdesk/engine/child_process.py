"""A module of this package, run as a separate Python process."""

import sys
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment


def module_process(module: str, *arguments: str, parent: QObject) -> QProcess:
    """Return a process that runs the module once it is started.

    The package is imported from the same place as here; -P keeps the current folder off the module path.
    """
    environment = QProcessEnvironment.systemEnvironment()
    environment.insert("PYTHONPATH", str(Path(__file__).resolve().parents[2]))
    process = QProcess(parent)
    process.setProgram(sys.executable)
    process.setArguments(["-P", "-m", module, *arguments])
    process.setProcessEnvironment(environment)
    return process
