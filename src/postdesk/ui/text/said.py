# ruff: noqa: PLC0414
"""The former name of a module, until all imports name the new one."""

from postdesk.ui.text.failures import said as said
from postdesk.ui.text.names import beginning as beginning
from postdesk.ui.text.names import one_line as one_line
