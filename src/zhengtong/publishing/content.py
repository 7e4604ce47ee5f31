"""What of an article becomes public, as one plain value: signed by its hash, kept, and shown by the portal as it stands."""

from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_date
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from zhengtong.engine.digests import digest_of

if TYPE_CHECKING:
    from zhengtong.publishing.models import Article

COMMON = ("title", "kind", "summary", "content_source", "is_repost", "repost_url", "reposted_on", "keywords")
OF_POLICY = (
    "document_number",
    "issuer",
    "written_on",
    "index_number",
    "subject_class",
    "validity",
    "successor_id",
)
OF_GUIDE = (
    "item_name", "legal_basis", "conditions", "materials", "place", "agency", "fee", "office_hours", "telephone", "steps",
)  # fmt: skip


def snapshot(article: "Article") -> dict[str, Any]:
    """The publishable content of this specific article in JSON types; files stand in it by their hashes."""
    column = article.get_parent().specific.column
    content: dict[str, Any] = {name: _plain(getattr(article, name)) for name in _fields_of(article)}
    content["body"] = [_block(raw) for raw in article.body.get_prep_value()]
    content["files"] = file_hashes(content["body"])
    return content | {"unit": article.unit.code, "unit_name": article.unit.name, "column": column.code}


def content_hash(article: "Article") -> str:
    return digest_of(snapshot(article))


def _fields_of(article: "Article") -> tuple[str, ...]:
    own = {"policydocument": OF_POLICY, "serviceguide": OF_GUIDE}
    return COMMON + own.get(article._meta.model_name, ())


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _block(raw: dict[str, Any]) -> dict[str, Any]:
    # Block ids are the editor's affair: the same text has the same hash wherever it was typed.
    return {"type": raw["type"], "value": raw["value"]}


def file_hashes(body: list[dict[str, Any]]) -> dict[str, str]:
    """The hash of every picture and attachment the body shows, so that a signed file cannot be swapped."""
    images = [block["value"]["image"] for block in body if block["type"] == "picture"]
    documents = [block["value"] for block in body if block["type"] == "attachment"]
    return _hashes("image", get_image_model(), images) | _hashes("document", get_document_model(), documents)


def _hashes(name: str, model: Any, keys: list[int]) -> dict[str, str]:
    if not keys:
        return {}
    return {f"{name}:{item.pk}": item.get_file_hash() for item in model.objects.filter(pk__in=keys)}


def differences(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """Names of the parts in which two contents differ."""
    return sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))


def date_of(content: dict[str, Any], name: str) -> Any:
    return parse_date(content.get(name) or "")
