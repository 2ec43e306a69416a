"""The start at login, in a folder of the test's own."""

from pathlib import Path

from postdesk.engine.autostart import Autostart, background_command
from postdesk.engine.login_items import AutostartEntry
from postdesk.engine.tasks import Tasks


def at_login(folder: Path, tasks: Tasks) -> Autostart:
    """Return the autostart as on Linux, with `folder` in the place of the autostart folder."""
    return Autostart(AutostartEntry(folder), background_command("/usr/bin/python3", None), tasks)
