"""The one error of a look: the flaw that was found."""

from postdesk.domain.media import MediaFlaw


class Flawed(Exception):
    """A service that fetches the address would not get a file, or not one that it can use."""

    def __init__(self, flaw: MediaFlaw) -> None:
        super().__init__(flaw)
        self.flaw = flaw
