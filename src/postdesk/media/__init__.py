"""The check of files at public addresses, and the upload of local files."""
