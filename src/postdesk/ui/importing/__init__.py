"""Posts out of a file: choose it, say what its columns hold, mend its rows, and bring them in."""
