"""拟稿: where to write. The editor itself is the CMS's."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from zhengtong.duties.models import ContentKind
from zhengtong.engine.console.views import ConsoleView
from zhengtong.engine.refusals import Refusal
from zhengtong.publishing.models import ColumnPage
from zhengtong.publishing.policy import places_written_by

NO_COLUMN = Refusal(
    "article.no_column", "您目前没有可以拟稿的栏目。如需拟稿，请联系本单位网站管理员。", "2.4"
)
MODEL_OF = {ContentKind.POLICY.value: "policydocument", ContentKind.GUIDE.value: "serviceguide"}


def may_write(person: Any, subject: Any, at: Any) -> list[Refusal]:
    return [] if places_written_by(person) else [NO_COLUMN]


def writes_somewhere(person: Any, at: Any) -> bool:
    return not may_write(person, None, at)


class Write(ConsoleView):
    """The columns a person may write in, each leading to an empty article of its kind."""

    title = "拟稿"
    template_name = "publishing/write.html"
    access = may_write

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        keys = [page.pk for page in places_written_by(self.request.user)]
        pages = (
            ColumnPage.objects.filter(pk__in=keys)
            .select_related("column__unit", "column__topic")
            .order_by("path")
        )
        rows = [(page, self._where(page), self._overdue(page)) for page in pages]
        return super().get_context_data(**({"rows": rows} | kwargs))

    def _where(self, page: ColumnPage) -> str:
        model = MODEL_OF.get(page.kind, "article")
        return reverse("wagtailadmin_pages:add", args=["publishing", model, page.pk]) + f"?kind={page.kind}"

    def _overdue(self, page: ColumnPage) -> str:
        last = page.column.last_updated_at
        return f"{(timezone.now() - last).days}天前" if last else "尚未更新"
