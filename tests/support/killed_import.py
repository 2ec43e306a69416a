"""An import in a process that is killed once so many rows are stored: `python -m tests.support.killed_import FOLDER ROWS`.

FOLDER has the profile, with clients and their accounts, and `plan.csv`.
"""

import os
import signal
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from postdesk.domain.csv_files import parse_csv
from postdesk.domain.dry_run import DryRun
from postdesk.domain.import_columns import file_rows, recognise_columns
from postdesk.domain.import_facts import ImportDefaults
from postdesk.domain.new_posts import SubmitMode, SubmitTerms
from postdesk.engine.import_context import ImportContext, load_facts
from postdesk.engine.import_steps import ImportJob, begin_import, import_rows
from postdesk.resources import find_resources
from postdesk.store.database import Database
from postdesk.store.sqlite import Transaction

_NOW: Final = datetime(2026, 11, 25, 10, tzinfo=UTC)


def main() -> None:
    folder, rows = Path(sys.argv[1]), int(sys.argv[2])
    file = parse_csv("plan.csv", (folder / "plan.csv").read_bytes())
    read = tuple(file_rows(file, recognise_columns(file.header)))
    database = Database(folder / "profile")
    rules_file = find_resources() / "platforms.toml"
    world = ImportContext(database.path, 1, rules_file, _NOW, timedelta(), (), lambda url: None)
    run = DryRun(read, load_facts(world, read), ImportDefaults())
    list(run.work())

    terms = SubmitTerms(SubmitMode.SCHEDULE, _NOW, timedelta(), frozenset())
    job = ImportJob(1, "plan.csv", tuple(run.rows), True, terms)
    begun = database.submit(lambda conn: begin_import(conn, job)).result()
    part = replace(job, rows=job.rows[:rows])
    database.submit(lambda conn: import_rows(conn, part, begun, 0)).result()

    def killed(conn: Transaction) -> None:
        import_rows(conn, job, begun, rows)
        os.kill(os.getpid(), signal.SIGKILL)

    database.submit(killed).result()


if __name__ == "__main__":
    main()
