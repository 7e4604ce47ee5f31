"""Articles as Wagtail pages. Wagtail shows and keeps drafts; whether a text is public is decided by `Publication` alone.

Each way by which Wagtail could make a page live ends here and is refused, unless the verb `publish` is at work
(`release.of`). The database refuses as well (`guards`): a live page without a current publication cannot be stored.
"""

import secrets
from datetime import datetime
from typing import Any

from django.db import models
from wagtail.fields import StreamField
from wagtail.locks import BaseLock
from wagtail.models import Page

from zhengtong.duties.models import ContentKind, Person, Unit
from zhengtong.publishing import release
from zhengtong.publishing.blocks import BodyBlock
from zhengtong.publishing.kinds import OPEN_STATES, Validity


class UnderReviewLock(BaseLock):
    """While signatures are being gathered, nobody changes the text (5.2)."""

    def for_user(self, user: Person) -> bool:
        return True

    def get_message(self, user: Person) -> str:
        return "稿件正在审校，正文已锁定。如需修改，请先由送审人撤回，或由审校人退回。"

    def get_locked_by(self, user: Person) -> str:
        return "审校流程"

    def get_description(self, user: Person) -> str:
        return self.get_message(user)


class Article(Page):
    """News or notice, and the common part of all kinds. Its unit is the host that answers for it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="articles", verbose_name="责任单位")
    kind = models.CharField("体裁", max_length=10, choices=ContentKind.choices, default=ContentKind.NEWS)
    summary = models.CharField("摘要", max_length=300, blank=True)
    content_source = models.CharField(
        "信息来源", max_length=100, blank=True, help_text="发布单位或转载出处，页面上照此显示"
    )
    is_repost = models.BooleanField("转载", default=False)
    repost_url = models.URLField("原文地址", max_length=500, blank=True)
    reposted_on = models.DateField("原文日期", null=True, blank=True)
    keywords = models.CharField("关键词", max_length=200, blank=True)
    body = StreamField(BodyBlock(), verbose_name="正文", blank=True)
    secrecy_checked = models.BooleanField(
        "已作保密审查",
        default=False,
        help_text="拟稿人确认：内容不涉及国家秘密、工作秘密和个人隐私，可以上网",
    )

    discarded_at = models.DateTimeField("删除时间", null=True, blank=True, editable=False)

    parent_page_types = ["publishing.ColumnPage"]
    subpage_types: list[str] = []
    # How and when the next saved change came about, for the record of hands; else it is a change of this very moment.
    how = ""
    changed_at: datetime | None = None

    class Meta:
        verbose_name = "动态、公告"
        verbose_name_plural = "稿件"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self._state.adding and not args and "live" not in kwargs:
            self.live = False

    @property
    def ledger_base(self) -> type["Article"]:
        """Signatures, clocks and ledger lines know an article by one name, whatever its kind."""
        return Article

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._fill_in()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """What the CMS asks of a draft: it never comes to `full_clean`."""
        self._fill_in()
        super().minimal_clean()

    def _fill_in(self) -> None:
        """What no form asks for: an address within the tree, and the unit that answers for the text."""
        if not self.slug:  # type: ignore[has-type]
            self.slug = f"a{secrets.token_hex(6)}"
        if not self.unit_id and (parent := self.get_parent()):
            from zhengtong.publishing.policy import unit_for

            self.unit = unit_for(self.owner, parent.specific.column)

    def save(self, *args: Any, **kwargs: Any) -> None:
        release.refuse_live_without_release(self)
        super().save(*args, **kwargs)

    def publish(self, revision: Any, **kwargs: Any) -> None:
        """Reached from the publish button, bulk actions, schedules, reverts and the API: refused outside the verb."""
        release.refuse_unless_released(self)
        kwargs["skip_permission_checks"] = True
        super().publish(revision, **kwargs)

    def unpublish(self, **kwargs: Any) -> None:
        """Reached from the unpublish button, bulk actions and expiry: refused outside the verb, which has asked who may."""
        release.refuse_unless_released(self)
        super().unpublish(**kwargs | {"user": None})

    def copy(self, **kwargs: Any) -> Any:
        """A copy is a new draft without signatures, whatever was asked for."""
        from zhengtong.publishing.actions.drafts import carry_hands_over

        kwargs |= {"keep_live": False, "copy_revisions": False}
        copied = super().copy(**kwargs)
        carry_hands_over(self, copied)
        return copied

    def create_alias(self, **kwargs: Any) -> None:
        release.refuse_alias()

    def move(self, target: Page, pos: str | None = None, user: Person | None = None) -> None:
        release.refuse_move(self, target)
        super().move(target, pos=pos, user=user)

    def permissions_for_user(self, user: Any) -> Any:
        from zhengtong.publishing.policy import ArticleTester

        return ArticleTester(user, self)

    def get_lock(self) -> BaseLock | None:
        if self.pk and self.submissions.filter(state__in=OPEN_STATES).exists():
            return UnderReviewLock(self)
        return super().get_lock()

    def save_revision(self, user: Person | None = None, **kwargs: Any) -> Any:
        """Every saved draft leaves the hand that made it, and makes open signatures worthless when the text differs."""
        from zhengtong.publishing.actions.drafts import note_change

        revision = super().save_revision(user=user, **kwargs)
        note_change(self, by=user, at=self.changed_at or revision.created_at)
        return revision


class PolicyDocument(Article):
    """An official document with its number, issuer and validity (figures.md, section 2)."""

    document_number = models.CharField(
        "文号", max_length=60, blank=True, help_text="如：北碚府办发〔2023〕2号"
    )
    issuer = models.CharField("发文机关", max_length=200, blank=True)
    written_on = models.DateField("成文日期", null=True, blank=True)
    index_number = models.CharField("索引号", max_length=60, blank=True)
    subject_class = models.CharField("主题分类", max_length=60, blank=True)
    validity = models.CharField("有效性", max_length=10, choices=Validity.choices, default=Validity.VALID)
    successor = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="repealed", verbose_name="替代文件"
    )

    class Meta:
        verbose_name = verbose_name_plural = "政策文件"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self._state.adding and not args:
            self.kind = ContentKind.POLICY


class ServiceGuide(Article):
    """A service guide with the ten elements that the indicators look for (W6b)."""

    item_name = models.CharField("事项名称", max_length=200, blank=True)
    legal_basis = models.TextField("设定依据", blank=True)
    conditions = models.TextField("申请条件", blank=True)
    materials = models.TextField("办理材料", blank=True)
    place = models.TextField("办理地点", blank=True)
    agency = models.CharField("办理机构", max_length=200, blank=True)
    fee = models.TextField("收费标准", blank=True)
    office_hours = models.TextField("办理时间", blank=True)
    telephone = models.CharField("联系电话", max_length=100, blank=True)
    steps = models.TextField("办理流程", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "办事指南"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self._state.adding and not args:
            self.kind = ContentKind.GUIDE
