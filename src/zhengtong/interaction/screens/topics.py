"""热点问题: letters about the same matter, found at night; several are put together into one (5.7)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from zhengtong.engine.console.views import ConsoleView
from zhengtong.engine.refusals import Refusal, Refused
from zhengtong.interaction import access, actions
from zhengtong.interaction.models import CitizenMessage
from zhengtong.interaction.queries import similar
from zhengtong.interaction.queries.messages import messages_seen_by
from zhengtong.interaction.screens import forms

INTO = Refusal("merge.into", "请选择并入哪一件留言。", "5.7")


class Topics(ConsoleView):
    title = "热点问题"
    template_name = "interaction/topics.html"
    access = access.may_open

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        topics, made_at = similar.topics_seen_by(self.person, self.at)
        given = {
            "topics": topics, "made_at": made_at, "may_merge": access.is_clerk(self.person, self.at), "refusals": [],
        }  # fmt: skip
        return super().get_context_data(**(given | kwargs))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Answers: 302 done; 409 the page again with every reason and what was ticked; 403 for whoever may not."""
        asked = forms.MergeManyForm(request.POST)
        asked.fields["pk"].choices = [(key, key) for key in request.POST.getlist("pk") if key.isdigit()]
        asked.is_valid()
        given = asked.cleaned_data
        try:
            into, count = self.merge(given.get("into"), given.get("pk") or [], given.get("why") or "")
        except Refused as refused:
            status = 403 if access.may_take_in(self.person, self.at) else 409
            shown = self.get_context_data(
                refusals=refused.refusals, ticked=set(map(int, given.get("pk") or [])), why=given.get("why") or "",
                into=given.get("into"),
            )  # fmt: skip
            return self.render_to_response(shown, status=status)
        messages.success(request, f"已将{count}件留言并入{into.number}")
        return HttpResponseRedirect(reverse("interaction_topics"))

    def merge(self, into: int | None, keys: list[str], why: str) -> tuple[CitizenMessage, int]:
        if found := access.may_take_in(self.person, self.at):
            raise Refused(found)
        seen = messages_seen_by(self.person, self.at)
        target = seen.filter(pk=into).first() if into else None
        if target is None:
            raise Refused([INTO])
        chosen = list(seen.filter(pk__in=keys).order_by("pk"))
        return target, actions.merge_all(chosen, target, why=why, by=self.person, at=self.at)
