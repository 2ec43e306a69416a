"""Posts of a series made ahead in processes that are killed: `python -m tests.support.killed_series FOLDER`.

FOLDER has `profile`, with a client, its accounts and a series. One process after another begins with a copy of it, and is
killed before its first statement, its second, and so on, until one gets through. Another one makes the rest each time. A line
for each gives the result as JSON: outcomes, posts, drafts.
"""

import json
import os
import shutil
import signal
import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from postdesk.domain.new_posts import SubmitMode, SubmitTerms
from postdesk.domain.review import ReviewContext
from postdesk.domain.rules import load_rules
from postdesk.domain.text_counter import TextCounter
from postdesk.engine.series_posts import OccurrenceRefused, find_pending, keep_as_draft, make_posts
from postdesk.resources import find_resources
from postdesk.store import series
from postdesk.store.database import Database
from postdesk.store.sqlite import Transaction

_NOW: Final = datetime(2026, 11, 25, 10, tzinfo=UTC)
_TERMS: Final = SubmitTerms(SubmitMode.SCHEDULE, _NOW, timedelta(), frozenset())


def make_all(database: Database, context: ReviewContext) -> None:
    """Make all posts as the maker of series does."""
    for pending in database.submit(lambda conn: find_pending(conn, 1, _NOW)).result():
        for each in pending.coming:
            try:
                database.submit(
                    partial(make_posts, workspace_id=1, pending=pending, occurrence=each, terms=_TERMS, context=context)
                ).result()
            except OccurrenceRefused as why:
                database.submit(partial(keep_as_draft, pending=pending, occurrence=each, reason=str(why), now=_NOW)).result()


def killed(folder: Path, context: ReviewContext, statement: int) -> bool:
    """Return True where a process of its own was killed before that statement; it may have had fewer statements."""
    if child := os.fork():
        return os.WIFSIGNALED(os.waitpid(child, 0)[1])
    database, seen = Database(folder), 0

    def count(_: str) -> None:
        nonlocal seen
        seen += 1
        if seen == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    database.submit(lambda conn: conn.set_trace_callback(count)).result()
    make_all(database, context)
    os._exit(0)


def what_is_there(conn: Transaction) -> dict[str, object]:
    (one,) = series.all_of(conn, 1)
    return {
        "outcomes": [[each.number, each.outcome] for each in series.records_from(conn, one.id)],
        "posts": [row["group_token"] for row in conn.execute("SELECT group_token FROM posts ORDER BY due_ms")],
        "entries": conn.execute("SELECT count(*) FROM entries").fetchone()[0],
        "drafts": [row["id"] for row in conn.execute("SELECT id FROM drafts")],
        "noted": [each.draft_id for each in series.records_from(conn, one.id)],
    }


def main() -> None:
    folder, statement, again = Path(sys.argv[1]), 0, True
    rules = load_rules(find_resources() / "platforms.toml")
    context = ReviewContext(rules, TextCounter(rules.x_counting))
    while again:
        statement += 1
        copy = folder / "copy"
        shutil.copytree(folder / "profile", copy)
        again = killed(copy, context, statement)
        database = Database(copy)
        make_all(database, context)
        print(json.dumps(what_is_there(database.reader)))
        database.close()
        shutil.rmtree(copy)


if __name__ == "__main__":
    main()
