"""The import of posts from a file: select it, assign its columns, fix its rows, and import them."""
