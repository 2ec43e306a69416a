"""A post and the one that tried some of its platforms before, as one post."""

from dataclasses import replace

from postdesk.domain.posts import Post, PostState, effective_entries, platform_states, post_state, stages_of
from postdesk.domain.state_groups import NEEDS_ATTENTION

_MAY_BE_TRIED_AGAIN = (PostState.REJECTED, PostState.FAILED, PostState.PARTIAL)


def is_tried_again(post: Post) -> bool:
    """Tell whether other posts try again all that needs the user of a failed post, so that they stand for it."""
    asking = {platform for platform, state in platform_states(post.entries) if state in NEEDS_ATTENTION}
    return post.state in _MAY_BE_TRIED_AGAIN and bool(asking) and asking <= {*post.retried}


def with_first_attempt(post: Post, first: Post) -> Post:
    """Return `post`, which tries failed platforms of `first` again, with the other platforms of that one: both are one post.

    Left out are platforms that other posts try again.
    """
    again = {platform for entry in post.entries for platform in entry.platforms} | {*first.retried}
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
