"""Postdesk starts while screen readers read it, on a busy computer."""

from pathlib import Path

import pytest
from tests.support.read_starts import READERS, starts

pytestmark = [pytest.mark.real_window, pytest.mark.accessibility, pytest.mark.long]
_STARTS = 20


@pytest.mark.timeout(60 * _STARTS)
def test_no_start_ends_under_those_who_read(tmp_path: Path) -> None:
    found = list(starts(tmp_path, _STARTS))
    assert [each.said for each in found if each.status] == []
    assert all(each.walks >= READERS for each in found)
