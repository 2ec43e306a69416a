"""The wheel contains all that the app needs, and no file is found in the checkout only."""

import configparser
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    target = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(target)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (built,) = target.glob("postdesk-*.whl")
    with zipfile.ZipFile(built) as opened:
        yield opened


def read_metadata(wheel: zipfile.ZipFile, name: str) -> str:
    (path,) = [each for each in wheel.namelist() if each.endswith(f".dist-info/{name}")]
    return wheel.read(path).decode()


def test_all_resources_are_in_the_package(wheel: zipfile.ZipFile) -> None:
    resources = [file.relative_to(ROOT) for file in (ROOT / "resources").rglob("*") if file.is_file()]
    assert resources
    assert {f"postdesk/{each.as_posix()}" for each in resources} <= set(wheel.namelist())


def test_all_modules_are_in_the_package(wheel: zipfile.ZipFile) -> None:
    modules = [file.relative_to(ROOT / "src").as_posix() for file in (ROOT / "src" / "postdesk").rglob("*.py")]
    assert set(modules) <= set(wheel.namelist())


def test_tests_are_not_in_the_package(wheel: zipfile.ZipFile) -> None:
    assert not [name for name in wheel.namelist() if name.startswith("tests")]


def test_the_command_starts_a_function_that_is_there(wheel: zipfile.ZipFile) -> None:
    entries = configparser.ConfigParser()
    entries.read_string(read_metadata(wheel, "entry_points.txt"))
    module, _, function = entries["gui_scripts"]["postdesk"].partition(":")
    source = wheel.read(module.replace(".", "/") + ".py").decode()
    assert f"def {function}(" in source


def test_desktop_file_and_icons_go_to_the_shared_folders(wheel: zipfile.ZipFile) -> None:
    shared = {name.partition(".data/data/")[2] for name in wheel.namelist() if ".data/data/" in name}
    assert shared >= {
        "share/applications/org.postdesk.Postdesk.desktop",
        "share/metainfo/org.postdesk.Postdesk.metainfo.xml",
        "share/icons/hicolor/128x128/apps/org.postdesk.Postdesk.png",
        "share/icons/hicolor/scalable/apps/org.postdesk.Postdesk.svg",
    }


def test_the_metadata_says_what_is_needed(wheel: zipfile.ZipFile) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    metadata = read_metadata(wheel, "METADATA")
    assert "Requires-Python: >=3.11" in metadata
    assert metadata.count("Requires-Dist: ") == len(project["dependencies"])
    assert "License-Expression: MIT" in metadata
