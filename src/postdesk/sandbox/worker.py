"""The worker: a thread that does what is due, also what fell due while the sandbox was stopped."""

import sys
import threading
import traceback
from typing import Final

from postdesk.sandbox.service import Service

# A computer that slept does not wake a waiting thread in time, so it looks again now and then.
LONGEST_WAIT: Final = 30.0


class Worker:
    def __init__(self, service: Service) -> None:
        self._service = service
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="sandbox-worker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping = True
        self._service.stirred.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping:
            try:
                wait = self._work()
            except Exception:
                traceback.print_exc(file=sys.stderr)
                wait = LONGEST_WAIT
            self._service.stirred.wait(wait)
            self._service.stirred.clear()

    def _work(self) -> float:
        """Do what is due; the seconds until the next thing."""
        with self._service.looking():
            self._service.happen()
            happening = self._service.next_happening()
            if happening is None:
                return LONGEST_WAIT
            ahead = (happening.at - self._service.clock.now()).total_seconds()
            return min(max(ahead, 0.001), LONGEST_WAIT)
