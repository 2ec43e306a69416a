# ruff: noqa: PLC0414
"""The former name of a module, until all imports name the new one."""

from postdesk.ui.text.times import date_text
from postdesk.ui.text.times import short_day as short_day
from postdesk.ui.text.times import whole_day as whole_day

day_text = date_text
