"""Thousands of public articles at once, for tests of size, benchmarks and demonstrations.

Every article has what the database demands of a public one: its author's hand, a submission, four seats, six signatures on the
exact content, the publication, and a live page. What the verbs would have added besides is left out and nothing pretends otherwise:
no lines in the ledger, no clocks, no revisions, no job for the portal (call `zhengtong.portal.build.build_all` afterwards).
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from wagtail.models import Locale, Page

from zhengtong.duties.models import ContentKind, Person, PostKind, Unit
from zhengtong.duties.queries import holders
from zhengtong.duties.rules import business_date
from zhengtong.engine.digests import digest_of
from zhengtong.publishing.content import snapshot
from zhengtong.publishing.kinds import STAGES, Act, Gate, Stage, SubmissionState
from zhengtong.publishing.models import (
    Article,
    ColumnPage,
    Hand,
    PolicyDocument,
    Publication,
    Seat,
    ServiceGuide,
    Signature,
    Submission,
)
from zhengtong.publishing.queries import column_path
from zhengtong.publishing.rules import public_path

BATCH = 500
SPREAD = timedelta(days=3 * 365)
MODELS: dict[str, type[Article]] = {ContentKind.POLICY: PolicyDocument, ContentKind.GUIDE: ServiceGuide}
ROLES = {
    Stage.AUTHOR: ("拟稿", PostKind.EDITOR), Stage.FIRST: ("一审", PostKind.REVIEWER_1),
    Stage.SECOND: ("二审", PostKind.REVIEWER_2), Stage.THIRD: ("三审", PostKind.DEPUTY),
}  # fmt: skip
PLACES = ("缙云街道", "澄江镇", "静观镇", "柳荫镇", "金刀峡镇", "天府镇", "施家梁镇", "童家溪镇")
MATTERS = (
    "供水管网检修停水", "低保对象动态核查", "养老服务设施建设", "森林防火巡查", "小学入学报名", "医保参保缴费", "老旧小区改造",
    "河道清淤整治", "农村公路养护", "就业援助专场招聘", "食品安全抽检", "燃气安全检查",
    "残疾人补贴申领", "文化馆免费开放", "生活垃圾分类",
)  # fmt: skip
FORMS = (
    "关于开展{place}{matter}工作的通知",
    "{place}{matter}情况通报",
    "{place}扎实推进{matter}",
    "{matter}工作在{place}启动",
)
SENTENCES = (
    "为做好{matter}工作，切实保障群众切身利益，现将有关事项告知如下。",
    "{place}组织工作人员走访入户，逐户核实有关情况，并登记造册，做到底数清、情况明。",
    "有关单位要明确专人负责，按时报送进展，发现问题及时整改，确保各项措施落到实处。",
    "办理时请携带有效身份证件原件和复印件，工作日上午九时至十二时、下午二时至六时受理。",
    "截至目前，已完成年度任务的{share}%，较上年同期提高{rise}个百分点，群众满意度稳步提升。",
    "下一步，将进一步健全工作机制，加强部门协同，强化监督检查，巩固提升工作成效。",
    "咨询电话023-00000000，受理地点为{place}便民服务中心一楼大厅，逾期未办理的视为自动放弃。",
    "请广大居民提前做好准备，合理安排生产生活，因此造成的不便敬请谅解。",
)


@dataclass(frozen=True)
class _Written:
    """One article before it has a key: the page to be stored, and when it became public."""

    article: Any
    column: ColumnPage
    at: datetime


def seed_articles(
    count: int,
    at: datetime,
    *,
    columns: list[ColumnPage] | None = None,
    seed: int = 1,
    spread: timedelta = SPREAD,
) -> int:
    """Make `count` public articles, evenly over the columns (all, if none are named) and over the time up to `at`.

    The same seed gives the same articles. Returns how many were made. Raises ValueError where there is no column.
    """
    columns = columns or list(ColumnPage.objects.select_related("column__unit").order_by("path"))
    if not columns:
        raise ValueError("there is no column to put articles in")
    chance = random.Random(seed)  # noqa: S311 - texts, not secrets
    staff = {unit: _people(unit, at) for unit in {column.column.unit for column in columns}}
    people = {column.pk: staff[column.column.unit] for column in columns}
    for numbers in _batches(count):
        moments = [at - spread * (count - number) / count for number in numbers]
        with transaction.atomic():
            written = [
                _write(number, columns, when, chance) for number, when in zip(numbers, moments, strict=True)
            ]
            _store(written, people)
    return count


def _batches(count: int) -> Iterator[range]:
    return (range(start, min(start + BATCH, count)) for start in range(0, count, BATCH))


def _people(unit: Unit, at: datetime) -> dict[Stage, Person]:
    """Who wrote and who signed: the unit's own holders of the posts, else a closed account that says what it stands for."""
    found: dict[Stage, Person] = {}
    for stage, (role, post) in ROLES.items():
        holding = [one for one in holders(unit, post, at) if one not in found.values()]
        found[stage] = holding[0] if holding else _stand_in(stage, role)
    return found


def _stand_in(stage: Stage, role: str) -> Person:
    values = {"name": f"演示·批量{role}", "is_active": False}
    return Person.objects.get_or_create(username=f"bulk-{stage.value}", defaults=values)[0]


def _write(number: int, columns: list[ColumnPage], when: datetime, chance: random.Random) -> _Written:
    column = columns[number % len(columns)]
    words = {
        "place": chance.choice(PLACES), "matter": chance.choice(MATTERS), "share": chance.randint(40, 99),
        "rise": chance.randint(1, 9),
    }  # fmt: skip
    article = MODELS.get(column.kind, Article)(
        title=f"{chance.choice(FORMS).format(**words)}（{number + 1}）", slug=f"bulk-{chance.getrandbits(64):016x}",
        unit=column.column.unit, kind=column.kind, summary=SENTENCES[0].format(**words),
        content_source=column.column.unit.name, secrecy_checked=True, body=_body(words, chance),
        **_particulars(column.kind, number, when),
    )  # fmt: skip
    return _Written(article, column, when)


def _body(words: dict[str, Any], chance: random.Random) -> list[tuple[str, Any]]:
    body: list[tuple[str, Any]] = [("paragraph", f"<p>{SENTENCES[0].format(**words)}</p>")]
    for number, title in enumerate(("一、工作安排", "二、办理要求", "三、联系方式")):
        body.append(("heading", {"level": "2", "text": title}))
        for _ in range(2 + number % 2):
            text = "".join(sentence.format(**words) for sentence in chance.sample(SENTENCES[1:], 3))
            body.append(("paragraph", f"<p>{text}</p>"))
    return body


def _particulars(kind: str, number: int, at: datetime) -> dict[str, Any]:
    day = business_date(at)
    if kind == ContentKind.POLICY:
        return {
            "document_number": f"演示府发〔{day.year}〕{number + 1}号",
            "issuer": "演示单位",
            "written_on": day,
        }
    if kind == ContentKind.GUIDE:
        return {
            "item_name": f"演示事项{number + 1}", "legal_basis": "有关规定", "conditions": "符合规定条件的居民",
            "materials": "有效身份证件", "place": "便民服务中心", "agency": "演示单位", "fee": "不收费",
            "office_hours": "工作日9:00—12:00，14:00—18:00", "telephone": "023-00000000", "steps": "申请、受理、办结",
        }  # fmt: skip
    return {}


# ---- storing ----------------------------------------------------------------------------------------------


def _store(written: list[_Written], people: dict[int, dict[Stage, Person]]) -> None:
    _store_pages(written)
    submissions = Submission.objects.bulk_create(_submission(one, people[one.column.pk]) for one in written)
    _store_signatures(written, submissions, people)
    Publication.objects.bulk_create(_publication(*pair) for pair in zip(written, submissions, strict=True))
    Page.objects.filter(pk__in=[one.article.pk for one in written]).update(live=True)


def _store_pages(written: list[_Written]) -> None:
    """The tree first, then the tables of the kinds: the ORM makes no rows of several tables in bulk."""
    _place(written)
    pages = Page.objects.bulk_create(_base(one.article) for one in written)
    for one, page in zip(written, pages, strict=True):
        one.article.pk = one.article.id = one.article.page_ptr_id = page.pk
        if hasattr(one.article, "article_ptr_id"):
            one.article.article_ptr_id = page.pk
    _insert(Article, [one.article for one in written])
    for model in (PolicyDocument, ServiceGuide):
        _insert(model, [one.article for one in written if type(one.article) is model])
    for one in written:
        one.article._state.adding = False


def _place(written: list[_Written]) -> None:
    """Paths in the tree for each, after the children that a column already has."""
    locale = Locale.get_default()
    kinds = {model: ContentType.objects.get_for_model(model) for model in (Article, *MODELS.values())}
    columns = {one.column.pk: one.column for one in written}
    for key in columns:
        own = [one for one in written if one.column.pk == key]
        parent = Page.objects.get(pk=key)
        last = parent.get_last_child()
        begin = _number_of(last)
        for offset, one in enumerate(own, start=begin + 1):
            article = one.article
            article.path, article.depth, article.numchild = (
                Page._get_path(parent.path, parent.depth + 1, offset),
                parent.depth + 1,
                0,
            )
            article.url_path, article.locale = f"{parent.url_path}{article.slug}/", locale
            article.content_type, article.draft_title, article.live = (
                kinds[type(article)],
                article.title,
                False,
            )
            article.first_published_at = article.last_published_at = one.at
        Page.objects.filter(pk=key).update(numchild=parent.numchild + len(own))


def _number_of(last: Page | None) -> int:
    return Page._str2int(last.path[-Page.steplen :]) if last else 0


def _base(article: Article) -> Page:
    names = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    return Page(**{name: getattr(article, name) for name in names})


def _insert(model: type[models.Model], rows: list[Any]) -> None:
    if rows:
        model._base_manager.all()._insert(rows, fields=model._meta.local_concrete_fields, using="default")


def _submission(one: _Written, people: dict[Stage, Person]) -> Submission:
    content = _content(one)
    return Submission(
        article_id=one.article.pk, number=1, revision_id=0, content=content, content_hash=digest_of(content),
        state=SubmissionState.PUBLISHED, stage=Stage.THIRD, submitted_by=people[Stage.AUTHOR], submitted_at=one.at,
        ended_at=one.at, ended_by=people[Stage.THIRD],
    )  # fmt: skip


def _content(one: _Written) -> dict[str, Any]:
    one.article.get_parent = lambda: _Parent(
        one.column
    )  # the tree is known here; asking for it would be a query each
    return snapshot(one.article)


@dataclass(frozen=True)
class _Parent:
    specific: ColumnPage


def _store_signatures(
    written: list[_Written], submissions: list[Submission], people: dict[int, dict[Stage, Person]]
) -> None:
    pairs = list(zip(written, submissions, strict=True))
    Hand.objects.bulk_create(
        Hand(
            article_id=one.article.pk, person=people[one.column.pk][Stage.AUTHOR], content_hash=submission.content_hash,
            how="拟稿", at=one.at,
        )
        for one, submission in pairs
    )  # fmt: skip
    seats = Seat.objects.bulk_create(
        Seat(submission=submission, person=person, stage=stage)
        for one, submission in pairs
        for stage, person in people[one.column.pk].items()
    )
    passed = {gate.value: "pass" for gate in Gate}
    moments = {submission.pk: one.at for one, submission in pairs}
    Signature.objects.bulk_create(
        Signature(
            submission=seat.submission, seat=seat, person=seat.person, stage=seat.stage, act=act,
            content_hash=seat.submission.content_hash, gates=passed if act == Act.REVIEW else {},
            acting_as=ROLES[Stage(seat.stage)][0], at=moments[seat.submission_id],
        )
        for seat in seats if seat.stage in STAGES for act in Act
    )  # fmt: skip


def _publication(one: _Written, submission: Submission) -> Publication:
    return Publication(
        article_id=one.article.pk, submission=submission, content=submission.content,
        content_hash=submission.content_hash, first_published_at=one.at, published_at=one.at,
        path=public_path(column_path(one.column), business_date(one.at), one.article.pk),
    )  # fmt: skip
