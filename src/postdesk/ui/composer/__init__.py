"""The composer, in which a draft is written and submitted.

`model` holds the open draft and its review. Its collaborators are `draft_session` (autosave, opening), `context` (client,
accounts, origin), `submission` (hand-over and undo) and `status` (the result of the last action). The widgets of the `form`
show the model and call it; `pane` puts them together. `docs/walk.md` follows a post from the key press to the request.
"""
