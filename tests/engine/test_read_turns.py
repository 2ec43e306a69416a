"""Reads that follow a change: each comes once for many requests, and the loop turns between two of them."""

import asyncio
from functools import partial

from PySide6.QtCore import QObject

from postdesk.engine.read_turns import LastRead, ReadTurn


async def test_many_requests_are_one_read() -> None:
    parent, reads = QObject(), list[str]()
    turn = ReadTurn(LastRead(), lambda: reads.append("one"), parent)
    turn.request()
    turn.request()
    assert reads == []
    await asyncio.sleep(0.1)
    assert reads == ["one"]
    turn.request()
    await asyncio.sleep(0.1)
    assert reads == ["one", "one"]


async def test_the_loop_turns_between_two_reads_of_a_change() -> None:
    parent, last, seen = QObject(), LastRead(), list[str]()
    loop = asyncio.get_running_loop()

    def read(name: str) -> None:
        seen.append(name)
        loop.call_soon(seen.append, "the loop")

    turns = [ReadTurn(last, partial(read, name), parent) for name in ("one", "other")]
    for turn in turns:
        turn.request()
    await asyncio.sleep(0.2)
    assert seen in (["one", "the loop", "other", "the loop"], ["other", "the loop", "one", "the loop"])


async def test_a_read_whose_owner_is_gone_holds_up_no_other() -> None:
    last, gone, reads = LastRead(), QObject(), list[str]()
    parent = QObject()
    ReadTurn(last, lambda: reads.append("gone"), gone).request()
    ReadTurn(last, lambda: reads.append("other"), parent).request()
    gone.deleteLater()
    await asyncio.sleep(0.2)
    assert reads == ["other"]
