"""Markdown: rendered by markdown-it-py, then read by the HTML reader, which lets nothing unsafe through."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from zhengtong.tools.documents.readers.html import read_html
from zhengtong.tools.documents.safety import MEGABYTE, Budget, Unreadable
from zhengtong.tools.documents.source import Source

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.{0,5000}?)\n---[ \t]*(?:\n|\Z)", re.S)
FIELD = re.compile(r"^([\w\u4e00-\u9fff]{1,20})\s*[:：]\s*[\"']?(.{1,300}?)[\"']?\s*$", re.M)
NAMES = {
    "title": "title",
    "标题": "title",
    "date": "published_on",
    "发布日期": "published_on",
    "文号": "document_number",
    "发文字号": "document_number",
    "发文机关": "issuer",
    "成文日期": "written_on",
}
LONGEST = MEGABYTE
"""Characters of the whole file, and of one paragraph: the parser's time grows with the square of a paragraph."""
LONGEST_PARAGRAPH = 50_000


def read_markdown(text: str, budget: Budget) -> Source:
    text = text.replace("\r\n", "\n").lstrip("\ufeff")
    if len(text) > LONGEST:
        raise Unreadable("Markdown 文件过大，请拆分后分别导入。")
    if max(map(len, re.split(r"\n[ \t]*\n", text))) > LONGEST_PARAGRAPH:
        raise Unreadable("Markdown 文件中有过长的段落或表格，请用空行分段后再导入。")
    matter = FRONT_MATTER.match(text)
    body = text[matter.end() :] if matter else text
    rendered = MarkdownIt("commonmark", {"html": True, "breaks": True}).enable("table").render(body)
    budget.check_time()
    source = read_html(rendered, budget, whole_page=False)
    if matter:
        _front_matter(source, matter[1])
    return source


def _front_matter(source: Source, text: str) -> None:
    unknown = []
    for found in FIELD.finditer(text):
        name = NAMES.get(found[1].lower())
        if name:
            source.state(name, found[2], found[0], "文件开头的属性")
        else:
            unknown.append(found[0].strip())
    if unknown:
        source.remark("文件开头", "；".join(unknown), "不认识的文件属性，没有导入", "如有需要请手工填写")
