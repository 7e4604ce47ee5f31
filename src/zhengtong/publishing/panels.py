"""The editor's form for each kind of article. Set at start, so that the models stay free of the console."""

from typing import Any

from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList

from zhengtong.publishing.models import Article, PolicyDocument, ServiceGuide

ORIGIN = MultiFieldPanel(
    [
        FieldPanel("content_source"),
        FieldPanel("is_repost"),
        FieldPanel("repost_url"),
        FieldPanel("reposted_on"),
    ],
    heading="信息来源",
)
SECRECY = MultiFieldPanel([FieldPanel("secrecy_checked")], heading="保密审查")
DESCRIPTION = MultiFieldPanel([FieldPanel("summary"), FieldPanel("keywords")], heading="摘要与关键词")
POLICY = MultiFieldPanel(
    [
        FieldPanel("document_number"),
        FieldPanel("issuer"),
        FieldPanel("written_on"),
        FieldPanel("index_number"),
        FieldPanel("subject_class"),
        FieldPanel("validity"),
        FieldPanel("successor"),
    ],
    heading="公文要素",
)
GUIDE = MultiFieldPanel(
    [
        FieldPanel(name)
        for name in (
            "item_name", "legal_basis", "conditions", "materials", "place",
            "agency", "fee", "office_hours", "telephone", "steps",
        )
    ],
    heading="办事指南要素",
)  # fmt: skip
TITLE, BODY = FieldPanel("title", heading="标题"), FieldPanel("body")


def form_of(*panels: Any) -> ObjectList:
    return ObjectList([TITLE, *panels], base_form_class=None)


def set_forms() -> None:
    """Give each kind of article its form."""
    Article.edit_handler = form_of(FieldPanel("kind"), BODY, ORIGIN, DESCRIPTION, SECRECY)
    PolicyDocument.edit_handler = form_of(POLICY, BODY, ORIGIN, DESCRIPTION, SECRECY)
    ServiceGuide.edit_handler = form_of(GUIDE, BODY, ORIGIN, DESCRIPTION, SECRECY)
