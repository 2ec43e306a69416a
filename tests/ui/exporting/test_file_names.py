"""The names of saved files."""

from datetime import date

from postdesk.ui.exporting.save_controls import file_name
from postdesk.ui.kit.fields.period import month_of


def test_a_file_is_called_by_whose_and_when() -> None:
    assert file_name("Northwind", month_of(date(2026, 12, 5))) == "Northwind 2026-12"
    assert file_name("A/B: <C>", (date(2026, 12, 1), date(2026, 12, 5))) == "A-B- -C- 2026-12-01 – 2026-12-05"
