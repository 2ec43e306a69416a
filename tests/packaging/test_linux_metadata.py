"""The desktop file and the AppStream metadata, checked by their own validators."""

import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

import postdesk

LINUX = Path(__file__).resolve().parents[2] / "packaging" / "linux"
DESKTOP = LINUX / "org.postdesk.Postdesk.desktop"
METAINFO = LINUX / "org.postdesk.Postdesk.metainfo.xml"
_OLDER = (
    '"Version" in group "Desktop Entry" is not a known version',
    'contains key "SingleMainWindow"',
    "'url-homepage-missing' is not recognized",
)


def validate(tool: str, *arguments: str) -> None:
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed")
    done = subprocess.run([tool, *arguments], capture_output=True, text=True, check=False)
    said = (done.stdout + done.stderr).splitlines()
    older = [line for line in said if any(words in line for words in _OLDER)]
    if older and not [line for line in said if " error: " in line and line not in older]:
        pytest.skip(f"this {tool} is older than what it is to check")
    assert done.returncode == 0, done.stdout + done.stderr


def test_desktop_file() -> None:
    validate("desktop-file-validate", str(DESKTOP))


def test_metadata() -> None:
    # There is no home page yet.
    validate("appstreamcli", "validate", "--no-net", "--override=url-homepage-missing=info", str(METAINFO))


def test_metadata_names_the_desktop_file_and_this_version() -> None:
    component = ET.parse(METAINFO).getroot()
    assert component.findtext("launchable") == DESKTOP.name
    release = component.find("releases/release")
    assert release is not None
    assert release.get("version") == postdesk.__version__


def test_icon_has_the_size_of_its_folder() -> None:
    image = QImage(str(LINUX / "icons/hicolor/128x128/apps/org.postdesk.Postdesk.png"))
    assert (image.width(), image.height()) == (128, 128)
    assert image.hasAlphaChannel()
