"""The collection of cyclic garbage: its time, and the objects that it leaves out."""

import gc
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from postdesk.engine.gc_freeze import freeze_new_objects
from postdesk.garbage import IdleCollector, trim_memory

MANY = 100_000


@pytest.fixture
def collector(qapp: QApplication) -> Iterator[IdleCollector]:
    yield IdleCollector()
    gc.unfreeze()


def collections() -> int:
    return sum(generation["collections"] for generation in gc.get_stats())


def test_a_collection_comes_when_much_was_made(collector: IdleCollector) -> None:
    before = collections()
    made = [[] for _ in range(MANY)]  # type: ignore[var-annotated]
    collector.collect()
    assert collections() == before + 1
    assert made


def test_no_collection_looks_at_what_a_library_made(collector: IdleCollector) -> None:
    before, frozen = collections(), gc.get_freeze_count()
    with freeze_new_objects():
        made = [[] for _ in range(MANY)]  # type: ignore[var-annotated]
        collector.collect()
        assert collections() == before
    assert gc.get_freeze_count() >= frozen + MANY
    assert gc.get_threshold()[0] > 0
    assert made


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="what a process holds is read from Linux's /proc")
def test_what_was_needed_for_a_moment_is_given_back() -> None:
    needed = [bytearray(2_000) for _ in range(20_000)]
    kept = needed[::100]  # between the freed objects, so that no memory is returned by itself
    del needed
    before = resident_mb()
    trim_memory()
    assert resident_mb() < before - 10
    assert kept


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc gives each thread a heap of its own")
def test_threads_share_two_heaps() -> None:
    words = (
        "import ctypes, threading\n"
        "from postdesk.garbage import share_heaps\n"
        "share_heaps()\n"
        "gate = threading.Barrier(9)\n"
        "def work():\n"
        "    kept = [bytearray(2000) for _ in range(100)]\n"
        "    gate.wait()\n"
        "    gate.wait()\n"
        "threads = [threading.Thread(target=work) for _ in range(8)]\n"
        "[each.start() for each in threads]\n"
        "gate.wait()\n"
        "libc = ctypes.CDLL(None)\n"
        "libc.malloc_info(0, ctypes.c_void_p.in_dll(libc, 'stdout'))\n"
        "libc.fflush(None)\n"
        "gate.wait()\n"
    )
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    assert done.stdout.count("<heap nr=") <= 2


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
