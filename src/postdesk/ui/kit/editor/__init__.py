"""The editor of post texts: marks of what is unseen or misspelt, pasting, dropping, completion."""
