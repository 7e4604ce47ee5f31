"""Publishing in the console: registers, menu, the editor's buttons, the tree a person sees."""

from typing import Any

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem, PageLockedMenuItem, SaveDraftMenuItem
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from zhengtong.engine.console import menu
from zhengtong.engine.console.stories import tell_with
from zhengtong.engine.console.viewsets import ScopedModelViewSet
from zhengtong.engine.ledger.models import Entry
from zhengtong.publishing import verbs
from zhengtong.publishing.kinds import Act, Gate, Stage
from zhengtong.publishing.models import Article
from zhengtong.publishing.policy import PagesByPost
from zhengtong.publishing.screens import importing
from zhengtong.publishing.screens.articles import ArticleRegister
from zhengtong.publishing.screens.choosing import linkable_pages, narrow_choosers
from zhengtong.publishing.screens.sheets import Compare, SheetFile, SheetView, SubmissionView
from zhengtong.publishing.screens.topics import TopicRegister
from zhengtong.publishing.screens.writing import Write, writes_somewhere

register_permission_policy(Page, PagesByPost())
narrow_choosers()
hooks.register("construct_page_chooser_queryset", linkable_pages)

menu.add("openness", "拟稿", "publishing:write", may=writes_somewhere, order=5, icon="edit")
menu.add("openness", "导入文档", "publishing:import", may=writes_somewhere, order=6, icon="upload")


@hooks.register("register_admin_viewset")
def registers() -> list[ScopedModelViewSet]:
    return [ArticleRegister(), TopicRegister()]


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    from django.urls import include

    own = [
        path("write/", Write.as_view(), name="write"),
        path("import/", importing.Import.as_view(), name="import"),
        path("import/<int:pk>/", importing.ImportFile.as_view(), name="import_file"),
        path("import/<int:pk>/drop/", importing.Drop.as_view(), name="import_drop"),
        path("import/<int:pk>/<int:number>/", importing.ImportPicture.as_view(), name="import_picture"),
        path("submissions/<int:pk>/", SubmissionView.as_view(), name="submission"),
        path("submissions/<int:pk>/sheet/", SheetView.as_view(), name="sheet"),
        path("submissions/<int:pk>/sheet.docx", SheetFile.as_view(), name="sheet_file"),
        path("submissions/<int:pk>/compare/", Compare.as_view(), name="compare"),
    ]
    return [path("openness/", include((own, "publishing"), namespace="publishing"))]


@hooks.register("insert_editor_js")
def chinese_tables() -> str:
    return format_html('<script src="{}"></script>', static("publishing/table-words.js"))


class ToReview(ActionMenuItem):
    """After saving: to the article's page, where it is handed in."""

    name = "action-to-review"
    label = "去送审"
    icon_name = "check"

    def is_shown(self, context: dict[str, Any]) -> bool:
        return context["view"] == "edit"

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse("articles:inspect", args=[context["page"].pk])


@hooks.register("construct_page_action_menu")
def only_drafts(items: list[ActionMenuItem], request: Any, context: dict[str, Any]) -> None:
    """In the editor one saves drafts; everything else is a verb with a screen of its own."""
    items[:] = [item for item in items if isinstance(item, (SaveDraftMenuItem, PageLockedMenuItem))]
    to_review = ToReview(order=20)
    # The CMS asks its own items only; on a page that is still being made there is nothing to lead to.
    if to_review.is_shown(context):
        items.append(to_review)


@hooks.register("construct_explorer_page_queryset")
def without_discarded(parent: Page, pages: Any, request: Any) -> Any:
    return pages.exclude(pk__in=Article.objects.filter(discarded_at__isnull=False).values("pk"))


def signature_told(entry: Entry) -> str:
    data = entry.data
    acts = "、".join(Act(act).label for act in data.get("acts", []))
    noted = [Gate(gate).label for gate, word in data.get("gates", {}).items() if word == "note"]
    parts = [f"第{data.get('submission')}次送审，{Stage(data.get('stage', 1)).label}：{acts}"]
    if data.get("gates"):
        parts.append(f"六关{'均通过' if not noted else '中' + '、'.join(noted) + '需注意'}")
    if data.get("opinion"):
        parts.append(f"意见：{data['opinion']}")
    return "；".join(parts)


def reasons_told(entry: Entry) -> str:
    return f"第{entry.data.get('submission')}次送审。原因：{entry.data.get('reasons', '')}"


tell_with(verbs.SIGNED, signature_told)
tell_with(verbs.RETURNED, reasons_told)
tell_with(verbs.WITHDRAWN, reasons_told)
tell_with(verbs.SUBMITTED, lambda entry: f"第{entry.data.get('submission')}次送审")
tell_with(verbs.PUBLISHED, lambda entry: f"网址：{entry.data.get('path', '')}")
tell_with(verbs.HELD, lambda entry: f"保留至{entry.data.get('until', '')}：{entry.data.get('reason', '')}")
tell_with(verbs.CHANGED, lambda entry: entry.data.get("how", ""))
tell_with(
    verbs.IMPORTED, lambda entry: f"文件：{entry.data.get('file', '')}，摘要：{entry.data.get('digest', '')}"
)
tell_with(verbs.DRAFTED, lambda entry: entry.data.get("how", ""))
