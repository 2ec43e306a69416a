"""The editor of post texts: marks of invisible or misspelt text, pasting, dropping, completion."""
