"""What the sandbox refuses, with the HTTP status and the reason that it answers."""


class Refusal(Exception):
    """A request that is refused: nothing has been done."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


def invalid(message: str) -> Refusal:
    """400: the message names the field."""
    return Refusal(400, "validation_error", message)


def missing(what: str) -> Refusal:
    return Refusal(404, "not_found", f"There is no such {what}.")
