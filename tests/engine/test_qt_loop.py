"""The loop of the tests: what is due while it does not run is neither lost nor run without it."""

import asyncio
import time

from PySide6.QtWidgets import QApplication
from tests.support.qt_loop import qt_loop


def test_what_is_due_between_a_fixture_and_its_test_waits_for_the_test(qapp: QApplication) -> None:
    loop = qt_loop()
    ran_in: list[asyncio.AbstractEventLoop] = []

    async def work() -> None:
        await asyncio.sleep(0)
        ran_in.append(asyncio.get_running_loop())

    task = loop.create_task(work())
    for _ in range(5):
        time.sleep(0.01)
        qapp.processEvents()
    assert not ran_in
    loop.run_until_complete(asyncio.wait_for(task, 5))
    assert ran_in == [loop]
    loop.close()
