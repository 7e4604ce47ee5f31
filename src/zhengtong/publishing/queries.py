"""Reading publishing: the draft, the review as the rules see it, lists for desks and for the portal."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from zhengtong.duties.models import PORTAL, ContentKind
from zhengtong.duties.queries import matching_posts, sees_district, units_of
from zhengtong.engine.digests import matches
from zhengtong.engine.evidence import access as evidence_access
from zhengtong.engine.refusals import Refusal
from zhengtong.publishing import access, rules
from zhengtong.publishing.kinds import Act, Stage
from zhengtong.publishing.models import (
    Article,
    ColumnPage,
    Hold,
    PolicyDocument,
    Publication,
    ServiceGuide,
    Submission,
)


def draft_of(article: Article) -> Article:
    """The newest saved text of the article, as its specific kind."""
    return article.specific.get_latest_revision_as_object()


def current_publication(article: Article) -> Publication | None:
    return Publication.objects.filter(article=article, ended_at__isnull=True).first()


def holds_in_force(article: Article, at: datetime) -> QuerySet[Hold]:
    """What keeps the article public at this moment, the longest first (3.9)."""
    return Hold.objects.filter(article=article, lifted_at__isnull=True, kept_until__gt=at).order_by(
        "-kept_until", "pk"
    )


def why_not_end(article: Article, at: datetime) -> list[Refusal]:
    """What stands against taking the article down, whoever wants to: shown on screen, raised by the verb (3.9)."""
    held = holds_in_force(article, at)
    return rules.why_not_end([rules.Held(one.kept_until, one.reason, one.clause) for one in held], at)


def held_but_gone(at: datetime) -> list[Article]:
    """The nightly check: articles that must be public today and are not, whatever way they went (3.9)."""
    held = Hold.objects.filter(lifted_at__isnull=True, kept_until__gt=at).values("article")
    return list(Article.objects.filter(pk__in=held).exclude(pk__in=public_items().values("article")))


def review_of(submission: Submission) -> rules.Review:
    """The submission as the rules see it. Authors are all hands of the article, not only those at hand-in.

    Lists fetch `signatures` and `article__hands` beforehand; then no query is asked.
    """
    signed = [(one.stage, one.act, one.person_id, one.content_hash) for one in submission.signatures.all()]
    return rules.Review(
        state=submission.state,
        stage=submission.stage,
        content_hash=submission.content_hash,
        authors=frozenset(hand.person_id for hand in submission.article.hands.all()),
        signed=tuple(rules.Signed(*row) for row in signed),
        separate=submission.separate_proofreaders,
        principal_signs=submission.principal_signs,
        relaxed=submission.relaxation_id is not None,
    )


def facts_of_draft(draft: Article) -> rules.Draft:
    pictures = [block.value for block in draft.body if block.block_type == "picture"]
    return rules.Draft(
        title=draft.title,
        content_source=draft.content_source,
        secrecy_checked=draft.secrecy_checked,
        has_body=len(draft.body) > 0 or isinstance(draft, ServiceGuide),
        is_repost=draft.is_repost,
        repost_url=draft.repost_url,
        missing=tuple(_missing(draft)),
        pictures_without_alt=sum(not picture["alt"].strip() for picture in pictures),
    )


REQUIRED: dict[type[Article], tuple[str, ...]] = {
    PolicyDocument: ("issuer", "written_on"),
    ServiceGuide: ("item_name", "legal_basis", "agency", "telephone", "steps"),
}


def _missing(draft: Article) -> list[str]:
    names = REQUIRED.get(type(draft), ())
    return [draft._meta.get_field(name).verbose_name for name in names if not getattr(draft, name)]


def column_page_of(article: Article) -> ColumnPage:
    return article.get_parent().specific


def public_path_of(article: Article, first_published: date) -> str:
    return rules.public_path(column_path(column_page_of(article)), first_published, article.pk)


def column_path(page: ColumnPage) -> str:
    """The root-relative address of a place, from the tree: /zwgk/tzgg/ or /bm/jw/gzdt/."""
    _, _, below_home = page.url_path.strip("/").partition("/")
    return f"/{below_home}/"


def notice_column(site: str) -> ColumnPage | None:
    """Where notices about a site stand: the open notice column of the portal (`PORTAL`) or of a unit's sub-site.

    Of several on the portal the Office's, else the one of the first unit in order, then the first in the tree.
    """
    columns = ColumnPage.objects.filter(
        kind=ContentKind.NOTICE, column__site=site, column__valid_until__isnull=True
    ).select_related("column__unit")
    return min(columns, key=_first_of_notices, default=None)


def _first_of_notices(page: ColumnPage) -> tuple[bool, int, str]:
    unit = page.column.unit
    return (not (page.column.site == PORTAL and unit.is_office), unit.order, page.path)


def seen_by(articles: QuerySet[Article], person: Any, at: datetime) -> QuerySet[Article]:
    """A unit sees its own drafts and no others' (2.3), an operator those in the columns of the commission (2.5); the Office
    and the supervisors see all."""
    articles = articles.filter(discarded_at__isnull=True)
    if sees_district(person, at):
        return articles
    posts = {
        post: access.commissioned_columns(post) for post in matching_posts(person, None, access.HANDS, at)
    }
    seen = Q(unit__in={post.unit.pk for post, limits in posts.items() if not limits})
    for post, limits in posts.items():
        for page in ColumnPage.objects.filter(column__in=limits) if limits else ():
            seen |= Q(unit=post.unit.pk, path__startswith=page.path)
    return articles.filter(seen)


def let_see() -> None:
    """Clocks and evidence of an article are seen by whoever sees the article: the stage's clock, the imported original."""
    evidence_access.let(Article._meta.label_lower, _sees_article)
    evidence_access.let(Submission._meta.label_lower, _sees_submission)


def _sees_article(person: Any, pk: str) -> bool:
    return pk.isdigit() and seen_by(Article.objects.filter(pk=pk), person, timezone.now()).exists()


def _sees_submission(person: Any, pk: str) -> bool:
    found = Submission.objects.filter(pk=pk).first() if pk.isdigit() else None
    return found is not None and _sees_article(person, str(found.article_id))


def linkable(pages: QuerySet[Page], person: Any, at: datetime) -> QuerySet[Page]:
    """Pages that a text may link to: of others' articles only public ones, and none whose new title is still a draft."""
    others = Article.objects.exclude(pk__in=seen_by(Article.objects.all(), person, at).values("pk"))
    unfinished = others.filter(Q(live=False) | Q(has_unpublished_changes=True))
    return pages.exclude(pk__in=unfinished.values("pk"))


def waiting_for(person: Any, at: datetime) -> list[tuple[Submission, tuple[Act, ...]]]:
    """Submissions that this person can sign now, with the acts that are open to them."""
    units = units_of(person, at, access.HANDS)
    open_ones = Submission.objects.filter(state="in_review", article__unit__in=units).select_related(
        "article__unit"
    )
    waiting = []
    for submission in open_ones.prefetch_related("signatures", "article__hands").order_by("submitted_at"):
        review = review_of(submission)
        posts = access.kinds_held(person, submission.article.unit, at)
        acts = tuple(
            act for act in rules.open_acts(review) if not rules.why_not_act(review, person.pk, posts, (act,))
        )
        if acts:
            waiting.append((submission, acts))
    return waiting


def stage_label(submission: Submission) -> str:
    return Stage(submission.stage).label


def public_items() -> QuerySet[Publication]:
    """Everything public now, newest first; what the portal is built from."""
    return Publication.objects.filter(ended_at__isnull=True).order_by("-first_published_at", "-pk")


def live_without_signatures() -> list[Article]:
    """The nightly check: pages that are live without a current publication carrying all six signatures."""
    from django.db.models import Count, F

    complete = (
        Publication.objects.filter(ended_at__isnull=True)
        .annotate(
            signed=Count(
                "submission__signatures", filter=Q(submission__signatures__content_hash=F("content_hash"))
            )
        )
        .filter(signed__gte=len(Act) * 3)
    )
    return list(Article.objects.filter(live=True).exclude(pk__in=complete.values("article_id")))


def forged() -> list[Publication]:
    """Public items whose kept text no longer has the hash that was signed: somebody wrote around the database's guards."""
    return [
        one for one in public_items().iterator(chunk_size=500) if not matches(one.content, one.content_hash)
    ]
