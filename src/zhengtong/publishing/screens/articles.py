"""稿件: the list of a unit's articles and the page of one."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import django_filters
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from zhengtong.duties.models import ContentKind, Unit
from zhengtong.duties.queries import holds, sees_district, units_seen_by
from zhengtong.engine.console.items import Act, Fact, ItemView, Tag
from zhengtong.engine.console.listing import MomentColumn, TagColumn, YesNoFilter
from zhengtong.engine.console.viewsets import ScopedModelViewSet
from zhengtong.engine.refusals import Refusal
from zhengtong.publishing import access, queries, showing
from zhengtong.publishing.content import snapshot
from zhengtong.publishing.kinds import Stage, SubmissionState
from zhengtong.publishing.models import Article, Submission
from zhengtong.publishing.screens import acts

NO_HAND = Refusal(
    "articles.no_hand", "稿件由各单位的拟稿、审校人员和主管单位查看，您目前没有相关岗位。", "5.2"
)


def may_open(person: Any, subject: Any, at: datetime) -> list[Refusal]:
    """Whoever has a hand in articles somewhere, or looks over the district."""
    return [] if holds(person, None, access.HANDS, at) or sees_district(person, at) else [NO_HAND]


def state_of(article: Any) -> Tag:
    """Where an article stands, in words; needs the annotations of `with_state`."""
    if article.open_state == SubmissionState.APPROVED:
        return Tag("已通过，待定时发布", "good")
    if article.open_state == SubmissionState.IN_REVIEW:
        return Tag(f"{Stage(article.open_stage).label}中", "wait")
    if article.last_state == SubmissionState.RETURNED:
        return Tag("已退回，待修改", "warn")
    if article.live:
        return Tag("已公开，另有改动" if article.has_unpublished_changes else "已公开", "good")
    if article.was_public:
        return Tag("已撤稿", "bad")
    return Tag("草稿", "plain")


def with_state(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Annotate what `state_of` reads, so that a list asks once."""
    mine = Submission.objects.filter(article=OuterRef("pk")).order_by("-number")
    current = mine.filter(state__in=[SubmissionState.IN_REVIEW, SubmissionState.APPROVED])
    return articles.annotate(
        open_state=Subquery(current.values("state")[:1]),
        open_stage=Subquery(current.values("stage")[:1]),
        last_state=Subquery(mine.values("state")[:1]),
        was_public=Subquery(mine.filter(state=SubmissionState.PUBLISHED).values("pk")[:1]),
    )


class ArticleFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label="状态", method="standing", empty_label="全部",
        choices=[("draft", "草稿"), ("review", "审校中"), ("returned", "已退回"), ("public", "已公开")],
    )  # fmt: skip
    unit = django_filters.ModelChoiceFilter(
        label="责任单位", queryset=Unit.objects.none(), empty_label="全部"
    )
    kind = django_filters.ChoiceFilter(label="体裁", choices=ContentKind.choices, empty_label="全部")
    published_since = django_filters.DateFilter(
        label="首次发布不早于",
        field_name="publications__first_published_at",
        lookup_expr="date__gte",
        distinct=True,
    )
    relaxed = YesNoFilter(label="使用过放宽", method="by_relaxation")

    class Meta:
        model = Article
        fields = ["state", "kind", "unit", "published_since", "relaxed"]

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        self.filters["unit"].queryset = units_seen_by(request.user, timezone.now())

    def standing(self, articles: QuerySet[Article], name: str, value: str) -> QuerySet[Article]:
        wanted = {
            "draft": Q(last_state=None),
            "review": Q(open_state__isnull=False),
            "returned": Q(open_state=None, last_state=SubmissionState.RETURNED),
            "public": Q(live=True),
        }
        return articles.filter(wanted[value])

    def by_relaxation(self, articles: QuerySet[Article], name: str, value: str) -> QuerySet[Article]:
        """Articles of which a submission leaned on a relaxation of the three hands (5.2)."""
        used = Submission.objects.filter(seats__relaxation__isnull=False).values("article")
        return articles.filter(pk__in=used) if value == "true" else articles.exclude(pk__in=used)


class ArticlePage(ItemView):
    template_name = "publishing/article.html"

    def kind(self) -> str:
        return ContentKind(self.object.kind).label

    def state(self) -> Tag:
        return state_of(self.object)

    def clocks(self) -> Iterable[Any]:
        from zhengtong.engine.console.deadlines import running_clocks

        submission = acts.open_submission(self.object)
        return running_clocks([submission]) if submission else ()

    def facts(self) -> Iterable[Fact]:
        article: Article = self.object
        column = queries.column_page_of(article)
        yield Fact("责任单位", article.unit.name)
        yield Fact("所在栏目", column.title)
        for label, value in showing.facts_of(self.content):
            yield Fact(label, value)
        publication = queries.current_publication(article)
        if publication:
            yield Fact("首次发布", publication.first_published_at)
            yield Fact("网址", publication.path, publication.path)

    @property
    def content(self) -> dict[str, Any]:
        if not hasattr(self, "_content"):
            self._content = snapshot(queries.draft_of(self.object))
        return self._content

    def acts(self) -> Iterable[Act]:
        yield from super().acts()
        refusals = access.why_not_write(
            self.person, self.object.unit, self.at, queries.column_page_of(self.object).column
        )
        if not acts.open_submission(self.object) and not refusals:
            edit = reverse("wagtailadmin_pages:edit", args=[self.object.pk])
            yield Act("修改正文", edit, refusals)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        submissions = self.object.submissions.select_related("submitted_by", "ended_by", "relaxation")
        given = {
            "content": self.content,
            "text": showing.text_of(self.content),
            "submissions": submissions.prefetch_related("signatures__person").order_by("-number"),
            "hands": self.object.hands.select_related("person").order_by("pk"),
            "holds": queries.holds_in_force(self.object, self.at),
        }
        return super().get_context_data(**(given | kwargs))


class ArticleRegister(ScopedModelViewSet):
    model = Article
    name = "articles"
    url_prefix = "openness/articles"
    icon = "doc-full"
    menu_section = "openness"
    menu_label = "稿件"
    menu_order = 10
    ordering = ("-latest_revision_created_at",)
    search_fields = ("title", "draft_title")
    filterset_class = ArticleFilters
    item_view = ArticlePage
    acts = {
        "submit": acts.Submit,
        "sign": acts.Sign,
        "return": acts.SendBack,
        "withdraw": acts.Withdraw,
        "take-down": acts.TakeDown,
        "release-hold": acts.ReleaseHold,
        "discard": acts.Discard,
    }
    list_export = ("title", "unit", "kind", "latest_revision_created_at", "first_published_at")

    def access(self, person: Any, subject: Any, at: datetime) -> list[Refusal]:
        return may_open(person, subject, at)

    def get_rows(self) -> QuerySet[Article]:
        return with_state(Article.objects.select_related("unit"))

    def scope(self, queryset: QuerySet[Article], person: Any, at: datetime) -> QuerySet[Article]:
        return queries.seen_by(queryset, person, at)

    @property
    def list_display(self) -> list[Any]:
        return [
            TitleColumn(
                "title",
                label="标题",
                accessor="draft_title",
                sort_key="draft_title",
                get_url=self.item_address,
            ),
            Column("unit", label="责任单位", sort_key="unit__order"),
            Column("kind", label="体裁", accessor="get_kind_display"),
            TagColumn("state", label="状态", accessor=state_of),
            MomentColumn(
                "latest_revision_created_at", label="最近修改", sort_key="latest_revision_created_at"
            ),
        ]
