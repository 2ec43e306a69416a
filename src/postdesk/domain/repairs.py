"""A post and the one that tried some of its platforms before, as one post."""

from dataclasses import replace

from postdesk.domain.posts import Post, effective_entries, post_state, stages_of


def with_first_attempt(post: Post, first: Post) -> Post:
    """Return `post`, which tries failed platforms of `first` again, with the other platforms of that one: both are one post."""
    again = {platform for entry in post.entries for platform in entry.platforms}
    kept = tuple(
        replace(
            entry,
            platforms=(platform,),
            stage=stage,
            results=tuple(result for result in entry.results if result.platform == platform),
        )
        for entry in effective_entries(first.entries)
        for platform, stage in zip(entry.platforms, stages_of(entry), strict=True)
        if platform not in again
    )
    entries = (*kept, *post.entries)
    return replace(post, entries=entries, state=post_state(entries))
