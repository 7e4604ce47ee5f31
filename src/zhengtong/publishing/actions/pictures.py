"""Pictures of an uploaded document move into the library of pictures, in the name of whoever imports."""

import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.files.images import ImageFile
from wagtail.images import get_image_model

from zhengtong.duties.models import Person
from zhengtong.publishing.importing.pictures import ENDINGS
from zhengtong.publishing.models import ImportedFile


class Pictures:
    """Makes pictures inside a transaction; when it fails, the files already written go as the rows do."""

    def __init__(self, imported: ImportedFile, *, by: Person) -> None:
        self.imported, self.by = imported, by
        self.made: list[Any] = []

    def __enter__(self) -> "Pictures":
        return self

    def __exit__(self, failure: Any, *rest: Any) -> None:
        if failure is not None:
            for picture in self.made:
                picture.file.storage.delete(picture.file.name)

    def placed(self, blocks: Iterable[dict[str, Any]], alts: Mapping[int, str], title: str) -> str:
        """The body as JSON: pictures that were given words become picture blocks, what was left out is not written."""
        body = []
        for block in blocks:
            if block["type"] == "picture" and block["value"]["number"] in alts:
                number = block["value"]["number"]
                picture = self._make(number, f"{title[:80]} 图{number}")
                value = {"image": picture.pk, "alt": " ".join(alts[number].split()), "caption": ""}
                body.append({"type": "picture", "value": value})
            elif block["type"] not in ("picture", "left_out"):
                body.append({"type": block["type"], "value": block["value"]})
        return json.dumps(body)

    def _make(self, number: int, title: str) -> Any:
        found = self.imported.pictures.get(number=number)
        name = f"import-{self.imported.pk}-{number}.{ENDINGS[found.media_type]}"
        file = ImageFile(io.BytesIO(bytes(found.data)), name=name)
        picture = get_image_model()(title=title, file=file, uploaded_by_user=self.by)
        self.made.append(picture)
        picture.save()
        return picture
