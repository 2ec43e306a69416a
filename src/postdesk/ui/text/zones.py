# ruff: noqa: PLC0414
"""The former name of a module, until all imports name the new one."""

from postdesk.ui.text.times import offset_text as offset_text
