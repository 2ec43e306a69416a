"""An import in a process that is killed once so many rows are kept: `python -m tests.support.killed_import FOLDER ROWS`.

FOLDER has the profile, with clients and their accounts, and `plan.csv`.
"""

import os
import signal
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from postdesk.domain.csv_files import taken_apart
from postdesk.domain.dry_run import DryRun
from postdesk.domain.import_known import Usual
from postdesk.domain.importing import file_rows, recognised
from postdesk.domain.submitting import Act, Terms
from postdesk.engine.bringing_in import Bringing, begin, bring_in
from postdesk.engine.import_world import World, known
from postdesk.resources import find_resources
from postdesk.store.database import Database
from postdesk.store.sqlite import Transaction

_NOW: Final = datetime(2026, 11, 25, 10, tzinfo=UTC)


def main() -> None:
    folder, rows = Path(sys.argv[1]), int(sys.argv[2])
    file = taken_apart("plan.csv", (folder / "plan.csv").read_bytes())
    read = tuple(file_rows(file, recognised(file.header)))
    database = Database(folder / "profile")
    rules_file = find_resources() / "platforms.toml"
    world = World(database.path, 1, rules_file, _NOW, timedelta(), (), lambda url: None)
    run = DryRun(read, known(world, read), Usual())
    list(run.work())

    terms = Terms(Act.SCHEDULE, _NOW, timedelta(), frozenset())
    bringing = Bringing(1, "plan.csv", tuple(run.rows), True, terms)
    begun = database.submit(lambda conn: begin(conn, bringing)).result()
    part = replace(bringing, rows=bringing.rows[:rows])
    database.submit(lambda conn: bring_in(conn, part, begun, 0)).result()

    def killed(conn: Transaction) -> None:
        bring_in(conn, bringing, begun, rows)
        os.kill(os.getpid(), signal.SIGKILL)

    database.submit(killed).result()


if __name__ == "__main__":
    main()
