"""The body of an article: few kinds of blocks, each of which the portal, the hash and the importer understand."""

from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

RICH_TEXT = ["bold", "italic", "superscript", "subscript", "ol", "ul", "link", "document-link"]
TABLE = {"mergeCells": True, "contextMenu": True, "language": "zh-CN", "minSpareRows": 0}


class HeadingBlock(blocks.StructBlock):
    level = blocks.ChoiceBlock(
        choices=[("2", "一级（章）"), ("3", "二级（节）"), ("4", "三级"), ("5", "四级")],
        default="2",
        label="级别",
    )
    text = blocks.CharBlock(label="标题文字", max_length=300)

    class Meta:
        icon = "title"
        label = "小标题"


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label="图片")
    alt = blocks.CharBlock(label="替代文字", help_text="向看不到图片的人说明图片内容", max_length=200)
    caption = blocks.CharBlock(label="图注", required=False, max_length=200)

    class Meta:
        icon = "image"
        label = "图片"


class BodyBlock(blocks.StreamBlock):
    heading = HeadingBlock()
    paragraph = blocks.RichTextBlock(label="正文", features=RICH_TEXT, icon="pilcrow")
    table = TableBlock(label="表格", table_options=TABLE)
    picture = PictureBlock()
    attachment = DocumentChooserBlock(label="附件")
