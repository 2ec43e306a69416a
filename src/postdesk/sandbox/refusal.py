"""The sandbox's refusals, with the HTTP status and reason of the response."""


class Refusal(Exception):
    """A refused request: nothing has been changed."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


def invalid(message: str) -> Refusal:
    """Return a refusal with status 400; the message names the field."""
    return Refusal(400, "validation_error", message)


def missing(what: str) -> Refusal:
    return Refusal(404, "not_found", f"There is no such {what}.")
