"""A clipboard manager of an X display: `DISPLAY`, a program of its own on the system's python-xlib.

Prints "ready" once it owns CLIPBOARD_MANAGER. At a save request it takes over the text of CLIPBOARD and serves it from then on.
"""

import sys

from Xlib import X, Xatom
from Xlib.display import Display
from Xlib.protocol import event


def answer(request: event.SelectionRequest, property_: int) -> None:
    told = event.SelectionNotify(
        time=request.time, requestor=request.requestor, selection=request.selection, target=request.target, property=property_
    )
    request.requestor.send_event(told)


def manage(display: Display) -> None:
    atom = display.intern_atom
    manager, clipboard, targets, utf8, save, kept_in = map(
        atom, ("CLIPBOARD_MANAGER", "CLIPBOARD", "TARGETS", "UTF8_STRING", "SAVE_TARGETS", "_KEPT")
    )
    window = display.screen().root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
    window.set_selection_owner(manager, X.CurrentTime)
    display.sync()
    print("ready", flush=True)
    waiting, kept = None, b""
    while True:
        got = display.next_event()
        if got.type == X.SelectionRequest and got.selection == manager and got.target == save:
            waiting = got
            window.convert_selection(clipboard, utf8, kept_in, X.CurrentTime)
        elif got.type == X.SelectionNotify and waiting:
            found = window.get_full_property(kept_in, X.AnyPropertyType) if got.property else None
            kept = bytes(found.value) if found else b""
            window.set_selection_owner(clipboard, X.CurrentTime)
            answer(waiting, waiting.property)
            waiting = None
        elif got.type == X.SelectionRequest and got.target == targets:
            got.requestor.change_property(got.property, Xatom.ATOM, 32, [targets, utf8])
            answer(got, got.property)
        elif got.type == X.SelectionRequest and got.target in (utf8, Xatom.STRING):
            got.requestor.change_property(got.property, got.target, 8, kept)
            answer(got, got.property)
        elif got.type == X.SelectionRequest:
            answer(got, X.NONE)


if __name__ == "__main__":
    manage(Display(sys.argv[1]))
