"""When the cyclic garbage is collected, and what is left out of it."""

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from postdesk.garbage import IdleCollector, keeping

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
    with keeping():
        made = [[] for _ in range(MANY)]  # type: ignore[var-annotated]
        collector.collect()
        assert collections() == before
    assert gc.get_freeze_count() >= frozen + MANY
    assert gc.get_threshold()[0] > 0
    assert made
