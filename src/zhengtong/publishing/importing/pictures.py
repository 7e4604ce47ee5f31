"""Pictures found in a document: judged by their bytes before the editor or a browser sees them."""

import io

from django.conf import settings
from PIL import Image as Opened

from zhengtong.engine.evidence.rules import judge

ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}


def why_not_picture(data: bytes, media_type: str) -> str:
    """Why this picture stays out, in Chinese; "" when it may come in."""
    ending = ENDINGS.get(media_type)
    if ending is None:
        return "图片类型不能在网页上显示"
    judged, refusals = judge(data, f"picture.{ending}")
    if refusals or judged != media_type:
        return "图片内容与类型不符"
    try:
        with Opened.open(io.BytesIO(data)) as picture:
            width, height = picture.size
            picture.verify()
    except (OSError, ValueError, SyntaxError, Opened.DecompressionBombError):
        return "图片已损坏，无法显示"
    return "图片尺寸过大" if width * height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS else ""
