"""The one error of a tour."""


class Unlike(Exception):
    """Something is not (yet) as the scenario says; the text says what."""
