"""The page of one message: letter, history, similar ones, rules and answer together (5.7)."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.functional import cached_property

from zhengtong.engine.clocks.queries import clocks_of
from zhengtong.engine.console.deadlines import running_clocks
from zhengtong.engine.console.items import Act, Fact, ItemView, Tag
from zhengtong.interaction import access
from zhengtong.interaction.actions.answering import writing
from zhengtong.interaction.clocks import ANSWER
from zhengtong.interaction.models import AnswerState, CitizenMessage, MessageState, Role
from zhengtong.interaction.queries import due, known, routing, similar
from zhengtong.interaction.queries.messages import messages_seen_by
from zhengtong.interaction.screens import correction, forms, limits, reasons
from zhengtong.interaction.screens.answering import prefilled
from zhengtong.interaction.screens.tags import state_of
from zhengtong.publishing.comparing import compare

# On the page itself, not among the buttons beside it.
ON_THE_PAGE = ("interaction_messages:answer", "interaction_messages:correct", "interaction_messages:submit")


class MessagePage(ItemView):
    template_name = "interaction/message.html"

    def get_title(self) -> str:
        return str(self.object.title)

    def kind(self) -> str:
        return f"{self.object.get_kind_display()} {self.object.number}"

    def state(self) -> Tag:
        return state_of(self.object)

    def subjects(self) -> Sequence[Model]:
        return (self.object,)

    def clocks(self) -> Iterable[Any]:
        """Of the message itself, and of opinions and pauses that hang on it."""
        parts = [one for one in self.forwardings if one.role == Role.JOINT and one.ended_at is None]
        return running_clocks([self.object, *parts, *self.pauses])

    @cached_property
    def forwardings(self) -> list[Any]:
        rows = self.object.forwardings.select_related("unit", "person", "by", "right_unit", "opinion_by")
        return list(rows.order_by("pk"))

    @cached_property
    def pauses(self) -> list[Any]:
        return list(self.object.pauses.filter(ended_at__isnull=True).select_related("asked_by"))

    def facts(self) -> Iterable[Fact]:
        message: CitizenMessage = self.object
        if message.is_correction:
            yield from correction.facts(message)
        yield Fact(
            "来源", " ".join(part for part in (message.get_source_display(), message.source_number) if part)
        )
        yield Fact("收到时间", message.received_at)
        if message.received_note:
            yield Fact("收到时间说明", message.received_note)
        if message.unit is not None:
            person = f"（责任人：{message.person}）" if message.person else ""
            yield Fact("主办单位", f"{message.unit.name}{person}")
        yield from self._contact(message)
        yield Fact("是否同意公开", "同意" if message.may_publish else "不同意")
        if message.merged_into is not None:
            page = reverse("interaction_messages:inspect", args=[message.merged_into_id])
            yield Fact("并入", str(message.merged_into), page)
        if message.closed_why and message.merged_into is None:
            yield Fact("办结说明", message.closed_why)

    def _contact(self, message: CitizenMessage) -> Iterable[Fact]:
        """For those who handle it; everybody else is told that there is something they do not see."""
        given = " ".join(
            part for part in (message.sender_name, message.sender_phone, message.sender_email) if part
        )
        if not given:
            yield Fact("留言人", "未留姓名和联系方式")
        elif access.may_see_contact(self.person, message, self.at):
            yield Fact("留言人", given)
        else:
            yield Fact("留言人", "仅办理人员可见")

    @cached_property
    def all_acts(self) -> list[Act]:
        hidden = {reverse(name, args=[self.object.pk]) for name in ON_THE_PAGE}
        return [act for act in super().acts() if act.url not in hidden]

    def acts(self) -> Iterable[Act]:
        return [act for act in self.all_acts if not act.refusals]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        message: CitizenMessage = self.object
        given = {
            "message": message,
            "closed_acts": [act for act in self.all_acts if act.refusals],
            "lines": limits.lines(message, self.at),
            "readings": limits.readings(message),
            "limit_clock": clocks_of(message).filter(kind=ANSWER.code).first(),
            "forwardings": self.forwardings,
            "pauses": self.pauses,
            "reminders": list(message.reminders.order_by("-pk")),
            "similar": similar.similar_to(message, self.person, self.at),
            "may_merge": not reasons.merge(self.person, message, self.at),
            "proposals": self.proposals(),
            "may_forward": not reasons.forward(self.person, message, self.at),
            "next": self._next(),
            **correction.context(message, self.person, self.at),
            **self._answers(),
        }
        return super().get_context_data(**(given | kwargs))

    def proposals(self) -> list[routing.Proposal]:
        if self.object.state != MessageState.RECEIVED or not access.is_clerk(self.person, self.at):
            return []
        return routing.proposals(self.object, self.at)

    def _next(self) -> str:
        """The page of the message to go on with: of the own units, or for the Office of what is to be forwarded."""
        rows = messages_seen_by(self.person, self.at)
        if access.is_clerk(self.person, self.at):
            rows = rows.filter(state=MessageState.RECEIVED)
        key = due.next_after(self.object, rows, self.at)
        return reverse("interaction_messages:inspect", args=[key]) if key else ""

    def _answers(self) -> dict[str, Any]:
        """Those that went out, the one that is being written with its form, and what could be taken over."""
        message: CitizenMessage = self.object
        answers = list(
            message.answers.select_related("drafted_by", "reviewed_by", "unit", "copy_of__message", "rating")
        )
        mine = writing(message)
        against = reasons.answer(self.person, message, self.at)
        may_answer = not against
        asked = self.request.GET.get("take", "")
        draft = prefilled(message, self.person, self.at, asked) if may_answer else {}
        return {
            "answers": [one for one in answers if one.state == AnswerState.SENT],
            "writing": mine,
            "copied": copied(mine) if mine else None,
            "answer_refusals": list(dict.fromkeys(against)),
            "answer_form": forms.AnswerForm(initial=draft) if may_answer else None,
            "known": known.fitting(message) if may_answer else [],
            "may_review": mine is not None and not access.may_review_answer(self.person, message, self.at),
        }


def copied(answer: Any) -> dict[str, Any] | None:
    """The earlier answer that this one nearly copies, side by side with what differs."""
    if answer.copy_of is None:
        return None
    rows = compare(answer.copy_of.text.splitlines(), answer.text.splitlines())
    return {"answer": answer.copy_of, "rows": rows, "percent": answer.likeness}
