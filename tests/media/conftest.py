"""Access to files on this computer."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from PySide6.QtCore import QCoreApplication
from tests.support.local_probe import LocalProbe, probe_file_server


@pytest.fixture(autouse=True)
def images_are_read_as_in_the_application(qapp: QCoreApplication) -> None:
    """Qt's image formats belong to the thread of an application."""


@pytest_asyncio.fixture
async def looking() -> AsyncIterator[LocalProbe]:
    async with probe_file_server() as looking:
        yield looking
