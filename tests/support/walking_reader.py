"""A screen reader in a hurry: reads all programs on the accessibility bus again and again, and never comes to rest.

A program of its own, for the system's Python, which has the bindings. It prints the program's number and the nodes in view,
a line for each hundred and another at the end, with a full stop.
"""

import sys
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
probe = import_module("screen_reader_probe")
Atspi, GLib = probe.Atspi, probe.GLib

_TIMEOUT_MS = 3000
_LINE = 100


def walk() -> None:
    """Go through all programs once."""
    desktop = Atspi.get_desktop(0)
    desktop.clear_cache()
    for n in range(desktop.get_child_count()):
        program = desktop.get_child_at_index(n)
        if program is not None:
            number = program.get_process_id()
            count = 0
            for count, _ in enumerate(probe.in_view(program), 1):
                if count % _LINE == 0:
                    print(number, count, flush=True)
            print(number, count, ".", flush=True)


if __name__ == "__main__":
    Atspi.init()
    Atspi.set_timeout(_TIMEOUT_MS, _TIMEOUT_MS)
    while True:
        try:
            walk()
        except GLib.Error:  # it disappeared meanwhile
            continue
