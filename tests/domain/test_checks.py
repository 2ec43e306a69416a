from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postdesk.domain.checks import check, is_image
from postdesk.domain.drafts import Content, Draft
from postdesk.domain.limits import Severity
from postdesk.domain.platforms import Platform
from postdesk.domain.problems import Assessment, Problem, ProblemField, ProblemKind
from postdesk.domain.rules import MediaNeed, Rules, TextUnit, TitleNeed
from postdesk.domain.text_counter import TextCounter, strip_unseen
from postdesk.domain.text_fixes import find_cover

IMAGE = "https://example.com/a.jpg"
VIDEO = "https://example.com/a.mp4"

Assess = Callable[..., Assessment]


def content_for(platform: Platform, rules: Rules, text: str = "Hello", **other: str) -> Content:
    """Return content that the platform accepts, except for the subject of the test."""
    its = rules.for_platform(platform)
    fitting = {
        "title": "" if its.title.need is TitleNeed.IGNORED else "A title",
        "media_url": VIDEO if its.media.need is MediaNeed.VIDEO_REQUIRED else IMAGE,
    }
    return Content(text, **{**fitting, **other})


def problem(assessment: Assessment, kind: ProblemKind) -> Problem:
    return next(problem for problem in assessment.problems if problem.kind is kind)


def kinds(assessment: Assessment) -> set[ProblemKind]:
    return {problem.kind for problem in assessment.problems}


@pytest.fixture
def assess(rules: Rules, counter: TextCounter) -> Assess:
    def assessed(platform: Platform, text: str = "Hello", *, premium: bool = False, others: int = 0, **other: str) -> Assessment:
        content = content_for(platform, rules, text, **other)
        return check(platform, content, rules, counter=counter, premium=premium, others=others)

    return assessed


@pytest.mark.parametrize("platform", Platform)
def test_what_a_platform_accepts_has_only_hints(assess: Assess, platform: Platform) -> None:
    assessment = assess(platform)
    assert not assessment.stopped
    assert not assessment.warned
    assert assessment.count == 5
    assert assessment.remaining == assessment.limit - 5


@pytest.mark.parametrize("platform", Platform)
@pytest.mark.parametrize("url", ["https://[", "https://[::1", "https://\u2100.com/a.jpg"])
def test_half_an_address_is_told_of(assess: Assess, platform: Platform, url: str) -> None:
    for field, kind in (("media_url", ProblemKind.MEDIA_URL_INVALID), ("thumbnail_url", ProblemKind.THUMBNAIL_URL_INVALID)):
        assert kind in kinds(assess(platform, **{field: url}))
    assert not is_image(url, None)
    assert find_cover(Draft("draft", 1, media_url=url)) == ""


@pytest.mark.parametrize("platform", Platform)
def test_the_limit_itself_is_allowed_and_one_more_is_not(assess: Assess, rules: Rules, platform: Platform) -> None:
    limit, unit = rules.for_platform(platform).text_limit, rules.for_platform(platform).text.unit
    assert not assess(platform, "a" * limit).stopped
    over = assess(platform, "a" * (limit + 1))
    assert over.remaining == -1
    found = problem(over, ProblemKind.TEXT_TOO_LONG)
    assert (found.severity, found.field, found.counted, found.allowed) == (Severity.STOP, ProblemField.TEXT, limit + 1, limit)
    assert found.unit is unit


@pytest.mark.parametrize(
    ("platform", "above"), [(Platform.FACEBOOK, 10_000), (Platform.PINTEREST, 500), (Platform.REDDIT, 10_000)]
)
def test_where_sources_disagree_there_is_a_warning(assess: Assess, platform: Platform, above: int) -> None:
    assert not assess(platform, "a" * above).warned
    warned = problem(assess(platform, "a" * (above + 1)), ProblemKind.TEXT_LONG_WARN)
    assert (warned.severity, warned.counted, warned.allowed) == (Severity.WARN, above + 1, above)


def test_a_paid_x_account_is_warned_and_not_stopped(assess: Assess) -> None:
    assert problem(assess(Platform.TWITTER, "a" * 281, premium=True), ProblemKind.TEXT_TOO_LONG).severity is Severity.WARN
    assert assess(Platform.THREADS, "a" * 501, premium=True).stopped


@pytest.mark.parametrize(
    ("platform", "text", "counted"),
    [
        (Platform.TWITTER, "日" * 141, 282),
        (Platform.YOUTUBE, "é" * 2_501, 5_002),
        (Platform.THREADS, "🔥" * 126, 504),
        (Platform.INSTAGRAM, "🔥" * 2_201, 2_201),
    ],
)
def test_each_platform_counts_in_its_own_way(assess: Assess, platform: Platform, text: str, counted: int) -> None:
    assert problem(assess(platform, text), ProblemKind.TEXT_TOO_LONG).counted == counted


@pytest.mark.parametrize("platform", Platform)
@pytest.mark.parametrize("text", ["", "  \n\t "])
def test_every_platform_needs_a_text(assess: Assess, platform: Platform, text: str) -> None:
    assert problem(assess(platform, text), ProblemKind.TEXT_EMPTY).severity is Severity.STOP


@pytest.mark.parametrize(
    ("platform", "text", "kind", "severity", "detail"),
    [
        (Platform.YOUTUBE, "a <b> c", ProblemKind.TEXT_FORBIDDEN_CHARACTERS, Severity.STOP, "<>"),
        (Platform.TWITTER, "a\ufeffb", ProblemKind.TEXT_FORBIDDEN_CHARACTERS, Severity.STOP, "\ufeff"),
        (Platform.LINKEDIN, "(a) #b", ProblemKind.RESERVED_CHARACTERS, Severity.HINT, "()#"),
    ],
)
def test_characters_that_a_platform_refuses_or_reserves(
    assess: Assess, platform: Platform, text: str, kind: ProblemKind, severity: Severity, detail: str
) -> None:
    found = problem(assess(platform, text), kind)
    assert (found.severity, found.detail) == (severity, detail)
    assert kind not in kinds(assess(platform, "plain words"))


@pytest.mark.parametrize(("platform", "allowed"), [(Platform.YOUTUBE, 6), (Platform.INSTAGRAM, 50), (Platform.TWITTER, None)])
def test_more_posts_than_a_platform_takes_in_a_day_are_warned_about(
    assess: Assess, platform: Platform, allowed: int | None
) -> None:
    assert ProblemKind.DAILY_CAP not in kinds(assess(platform, others=(allowed or 1000) - 1))
    many = assess(platform, others=allowed or 1000)
    if allowed is None:
        assert ProblemKind.DAILY_CAP not in kinds(many)
    else:
        found = problem(many, ProblemKind.DAILY_CAP)
        assert (found.severity, found.counted, found.allowed) == (Severity.WARN, allowed + 1, allowed)


def tagged(count: int) -> str:
    return " ".join(f"#tag{number}" for number in range(count))


def mentioning(count: int) -> str:
    return " ".join(f"@name{number}" for number in range(count))


def linking(count: int) -> str:
    return " ".join(f"https://example.com/{number}." for number in range(count))


@pytest.mark.parametrize(
    ("platform", "text", "kind", "severity"),
    [
        (Platform.INSTAGRAM, tagged(5), ProblemKind.HASHTAGS_MANY, None),
        (Platform.INSTAGRAM, tagged(6), ProblemKind.HASHTAGS_MANY, Severity.WARN),
        (Platform.INSTAGRAM, tagged(30), ProblemKind.HASHTAGS_MANY, Severity.WARN),
        (Platform.INSTAGRAM, tagged(31), ProblemKind.HASHTAGS_MANY, Severity.STOP),
        (Platform.INSTAGRAM, "a#b " * 40 + "#1 " * 40 + "&#x27; " * 40, ProblemKind.HASHTAGS_MANY, None),
        (Platform.FACEBOOK, tagged(31), ProblemKind.HASHTAGS_MANY, None),
        (Platform.INSTAGRAM, mentioning(20), ProblemKind.MENTIONS_MANY, None),
        (Platform.INSTAGRAM, mentioning(21), ProblemKind.MENTIONS_MANY, Severity.WARN),
        (Platform.INSTAGRAM, "me@example.com " * 21, ProblemKind.MENTIONS_MANY, None),
        (Platform.THREADS, linking(5), ProblemKind.LINKS_MANY, None),
        (Platform.THREADS, linking(6), ProblemKind.LINKS_MANY, Severity.STOP),
        (Platform.THREADS, "https://example.com" + " https://example.com".join(",.;:!?)'"), ProblemKind.LINKS_MANY, None),
    ],
)
def test_how_many_tags_mentions_and_links(
    assess: Assess, platform: Platform, text: str, kind: ProblemKind, severity: Severity | None
) -> None:
    found = [problem.severity for problem in assess(platform, text).problems if problem.kind is kind]
    assert found == ([severity] if severity else [])


@pytest.mark.parametrize("platform", [Platform.YOUTUBE, Platform.REDDIT])
def test_some_platforms_need_a_title(assess: Assess, platform: Platform) -> None:
    assert problem(assess(platform, title=" "), ProblemKind.TITLE_MISSING).severity is Severity.STOP


@pytest.mark.parametrize(
    ("platform", "limit"), [(Platform.YOUTUBE, 100), (Platform.REDDIT, 300), (Platform.LINKEDIN, 400), (Platform.PINTEREST, 100)]
)
def test_titles_have_limits(assess: Assess, platform: Platform, limit: int) -> None:
    assert not assess(platform, title="🔥" * limit).stopped
    found = problem(assess(platform, title="🔥" * (limit + 1)), ProblemKind.TITLE_TOO_LONG)
    assert (found.severity, found.counted, found.allowed) == (Severity.STOP, limit + 1, limit)


def test_a_title_with_angle_brackets_is_refused_by_youtube(assess: Assess) -> None:
    found = problem(assess(Platform.YOUTUBE, title="a > b"), ProblemKind.TITLE_FORBIDDEN_CHARACTERS)
    assert (found.severity, found.detail) == (Severity.STOP, ">")


@pytest.mark.parametrize("platform", [Platform.TWITTER, Platform.INSTAGRAM, Platform.THREADS])
def test_a_title_that_is_ignored_is_a_hint(assess: Assess, platform: Platform) -> None:
    assert problem(assess(platform, title="a" * 1_000), ProblemKind.TITLE_IGNORED).severity is Severity.HINT
    assert not assess(platform, title="a" * 1_000).stopped


@pytest.mark.parametrize(
    ("platform", "kind"),
    [
        (Platform.INSTAGRAM, ProblemKind.MEDIA_MISSING),
        (Platform.PINTEREST, ProblemKind.MEDIA_MISSING),
        (Platform.YOUTUBE, ProblemKind.VIDEO_MISSING),
    ],
)
def test_some_platforms_need_media(assess: Assess, platform: Platform, kind: ProblemKind) -> None:
    assert problem(assess(platform, media_url=""), kind).severity is Severity.STOP


def test_an_address_that_ends_as_an_image_is_doubted_to_be_a_video(assess: Assess) -> None:
    assert problem(assess(Platform.YOUTUBE, media_url=IMAGE), ProblemKind.VIDEO_MISSING).severity is Severity.WARN
    assert ProblemKind.VIDEO_MISSING not in kinds(assess(Platform.YOUTUBE, media_url="https://example.com/watch"))


def test_a_video_on_pinterest_needs_a_cover(assess: Assess) -> None:
    without = assess(Platform.PINTEREST, media_url=VIDEO)
    assert problem(without, ProblemKind.THUMBNAIL_NEEDED_FOR_VIDEO).severity is Severity.WARN
    assert not assess(Platform.PINTEREST, media_url=VIDEO, thumbnail_url=IMAGE).warned


@pytest.mark.parametrize("platform", Platform)
def test_addresses_must_be_public_https(assess: Assess, platform: Platform) -> None:
    media = problem(assess(platform, media_url="http://example.com/a.jpg"), ProblemKind.MEDIA_URL_INVALID)
    assert (media.severity, media.field, media.detail) == (Severity.STOP, ProblemField.MEDIA_URL, "not_https")
    thumbnail = problem(assess(platform, thumbnail_url="https://nas/a.jpg"), ProblemKind.THUMBNAIL_URL_INVALID)
    assert (thumbnail.severity, thumbnail.field, thumbnail.detail) == (Severity.STOP, ProblemField.THUMBNAIL_URL, "not_public")


@pytest.mark.parametrize("field", [ProblemField.TEXT, ProblemField.TITLE])
@pytest.mark.parametrize(
    ("character", "kind", "severity"),
    [
        ("\0", ProblemKind.CONTROL_CHARACTERS, Severity.STOP),
        ("\ud83d", ProblemKind.CONTROL_CHARACTERS, Severity.STOP),
        ("\x07", ProblemKind.CONTROL_CHARACTERS, Severity.WARN),
        ("\x9f", ProblemKind.CONTROL_CHARACTERS, Severity.WARN),
        ("\u202e", ProblemKind.BIDI_MARKS, Severity.WARN),
        ("\u2066", ProblemKind.BIDI_MARKS, Severity.WARN),
    ],
)
def test_characters_that_nobody_sees(
    assess: Assess, field: ProblemField, character: str, kind: ProblemKind, severity: Severity
) -> None:
    words = {"text": "Hello", "title": "A title"} | {field.value: f"a{character}b"}
    found = problem(assess(Platform.REDDIT, **words), kind)
    assert (found.severity, found.field) == (severity, field)


@given(text=st.text(st.characters(exclude_categories=()), max_size=40))
def test_what_is_cleaned_has_no_unseen_characters_and_keeps_the_rest(rules: Rules, counter: TextCounter, text: str) -> None:
    def found(text: str) -> set[ProblemKind]:
        return kinds(check(Platform.LINKEDIN, Content(text), rules, counter=counter))

    unseen = {ProblemKind.CONTROL_CHARACTERS, ProblemKind.BIDI_MARKS}
    clean = strip_unseen(text)
    assert not found(clean) & unseen
    assert (clean == text) == (not found(text) & unseen)
    assert strip_unseen(f"A\tB\n{text}😀é") == f"A\tB\n{clean}😀é"


def test_letters_of_all_scripts_emoji_and_line_breaks_are_no_problem(assess: Assess) -> None:
    assert kinds(assess(Platform.REDDIT, "a\tb\r\nc é 日本語 مرحبا\u200f שלום 👨‍👩‍👧‍👦 \ue000")) == {
        ProblemKind.DESTINATION_FIXED
    }


@pytest.mark.parametrize(
    ("platform", "detail"),
    [(Platform.REDDIT, "subreddit"), (Platform.PINTEREST, "board"), (Platform.FACEBOOK, "page"), (Platform.YOUTUBE, "privacy")],
)
def test_what_cannot_be_picked_is_said(assess: Assess, platform: Platform, detail: str) -> None:
    found = problem(assess(platform), ProblemKind.DESTINATION_FIXED)
    assert (found.severity, found.field, found.detail) == (Severity.HINT, ProblemField.PLATFORM, detail)


def test_the_worst_comes_first(assess: Assess) -> None:
    severities = [problem.severity for problem in assess(Platform.YOUTUBE, "<\u202e", media_url=IMAGE).problems]
    assert severities == [Severity.STOP, Severity.WARN, Severity.WARN, Severity.HINT]


def test_the_limit_shown_is_that_of_the_unit(assess: Assess, rules: Rules) -> None:
    assert rules.for_platform(Platform.TWITTER).text.unit is TextUnit.WEIGHTED
    assert assess(Platform.TWITTER, "https://example.com/" + "a" * 300).remaining == 280 - 23


words = st.text(st.characters(), max_size=40)


@given(st.sampled_from(Platform), st.builds(Content, words, words, words, words))
def test_any_content_can_be_checked(rules: Rules, counter: TextCounter, platform: Platform, content: Content) -> None:
    assessment = check(platform, content, rules, counter=counter)
    assert assessment.stopped or content.text.strip()
