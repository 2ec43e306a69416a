"""The composer, where a draft is written and submitted.

How data goes: `drafting` keeps the open draft; with each change `showing` has `state` work out a View of it (counts,
findings, what would go out) and hands it to the parts on the `sheet`. How acts go: `acting` hears the sheet's buttons
and keys and leads to `submitting` (publish, schedule, lock in); `remedying` hears the findings' buttons and changes the
draft. `pane` puts them together.
"""
