"""The results: the table of posts with their states, stories and actions."""
