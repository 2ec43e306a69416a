"""The sandbox: the MyPostShare API as a strict service on this computer.

It is written from the API text alone and shares no code with the client, so that it can disagree with it. Run it with
`python -m postdesk.sandbox`; see `__main__` for its arguments and its first line of output.
"""
