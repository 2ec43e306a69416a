"""The settings, one module for each page. Changes count at once, without a confirmation."""
