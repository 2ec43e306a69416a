"""The composer, where a draft is written and submitted.

`model` holds the open draft and its review. Its parts are `session` (autosave, opening), `context` (client, accounts,
origin), `submission` (hand-over and undo) and `status` (what came of it). The widgets on the `sheet` show what the model
holds and call it; `pane` puts them together. `docs/walk.md` follows a post from the key to the request.
"""
