"""PySide6 is imported without compiling its support modules again, and works as ever; httpx without its command line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support.running_app import SOURCES

_COUNTED = """
import builtins
own, names = builtins.compile, []

def counted(source, name, *rest, **options):
    if isinstance(source, bytes) and "shibokensupport" in str(name):
        names.append(name)
    return own(source, name, *rest, **options)

builtins.compile = counted
import postdesk.lean_imports
from PySide6.QtCore import QPoint
print(len(names), builtins.compile is counted)
try:
    QPoint("x")
except TypeError as error:
    print(error)
"""


def imported(bytecode: Path) -> list[str]:
    """Return what a process says that imports PySide6: the number of compiled modules first, a wrong call's message last."""
    environment = os.environ | {"PYTHONPATH": str(SOURCES), "PYTHONPYCACHEPREFIX": str(bytecode), "PYTHONDONTWRITEBYTECODE": ""}
    done = subprocess.run(
        [sys.executable, "-c", _COUNTED], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


def cache(bytecode: Path) -> Path:
    (found,) = bytecode.rglob("*.code")
    return found


def test_the_second_start_compiles_nothing_of_it(tmp_path: Path) -> None:
    first, second = imported(tmp_path), imported(tmp_path)
    assert int(first[0].split()[0]) > 5
    assert second[0] == "0 True"
    assert first[1:] == second[1:]
    assert "Supported signatures" in "".join(first)


def test_httpx_works_without_its_command_line() -> None:
    program = "import postdesk.lean_imports, sys, httpx; print(httpx.URL('https://a.example').host, 'click' in sys.modules)"
    command, environment = [sys.executable, "-c", program], os.environ | {"PYTHONPATH": str(SOURCES)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["a.example", "False"]


@pytest.mark.parametrize("content", [b"", b"no code", None])
def test_a_cache_that_cannot_be_read_is_made_again(tmp_path: Path, content: bytes | None) -> None:
    said = imported(tmp_path)
    file = cache(tmp_path)
    file.write_bytes(file.read_bytes()[:-100] if content is None else content)
    assert imported(tmp_path) == said
    assert imported(tmp_path)[0] == "0 True"


def test_one_of_another_version_is_made_again(tmp_path: Path) -> None:
    said = imported(tmp_path)
    file = cache(tmp_path)
    file.write_bytes(b"\0\0\r\n" + file.read_bytes()[4:])
    assert imported(tmp_path) == said
