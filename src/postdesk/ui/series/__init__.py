"""Series of posts: the dialog that begins or changes one, and the list of all of them."""
