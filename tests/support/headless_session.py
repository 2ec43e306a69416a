"""A session without a window in a process of its own, to be killed: `python -m tests.support.headless_session PROFILE SANDBOX`.

SANDBOX is JSON with the addresses and the key of a running sandbox.
"""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import cast

import qasync
from PySide6.QtCore import QCoreApplication
from tests.support.sandbox_process import SandboxProcess
from tests.support.working_session import PATIENT, Options, working_session


async def work_for_ever(folder: Path, sandbox: SandboxProcess) -> None:
    async with working_session(folder, sandbox, Options(timeouts=PATIENT)):
        await asyncio.Event().wait()


def main() -> None:
    folder, addresses = sys.argv[1:]
    sandbox = SandboxProcess(**json.loads(addresses), process=cast("subprocess.Popen[str]", None))
    application = QCoreApplication([])
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(application, set_running_loop=False)) as runner:
        runner.run(work_for_ever(Path(folder), sandbox))


if __name__ == "__main__":
    main()
