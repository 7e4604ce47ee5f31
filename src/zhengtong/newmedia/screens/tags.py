"""A state tag inside a cell of a list."""

from django.template.loader import render_to_string

from zhengtong.engine.console.items import Tag


def tag_html(tag: Tag) -> str:
    return render_to_string("newmedia/tag.html", {"tag": tag})
