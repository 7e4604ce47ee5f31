"""The page of one thing, always built alike: what it is, its state and clocks; the thing; what can be done now; its story."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Model

from zhengtong.engine.console import deadlines, stories
from zhengtong.engine.console.views import SubjectView
from zhengtong.engine.refusals import Refusal

if TYPE_CHECKING:
    from zhengtong.engine.console.acts import ActView

TONES = ("plain", "wait", "good", "warn", "bad")


@dataclass(frozen=True)
class Tag:
    """A state in words; the tone (one of TONES) only underlines what the words say."""

    text: str
    tone: str = "plain"


@dataclass(frozen=True)
class Act:
    """One thing to do from an item's page. With refusals it is shown greyed, with every reason."""

    label: str
    url: str
    refusals: Sequence[Refusal] = ()
    method: str = "get"
    note: str = ""
    primary: bool = False


@dataclass(frozen=True)
class Fact:
    """One line of the sheet on an item's page: a label and a value (text, date, model, or safe HTML); `url` links the value."""

    label: str
    value: Any
    url: str = ""


class ItemView(SubjectView):
    """The page of one row. Rooms override what they need: kind, state, facts, acts, subjects; the template's block `thing`."""

    template_name = "console/item.html"
    act_views: Sequence[tuple[str, type["ActView"]]] = ()

    def kind(self) -> str:
        """What it is, in a word."""
        return str(self.object._meta.verbose_name)

    def state(self) -> Tag | None:
        return None

    def clocks(self) -> Iterable[Any]:
        """Clocks that run for it; by default all open ones of `subjects`."""
        return deadlines.running_clocks(self.subjects())

    def facts(self) -> Iterable[Fact]:
        return ()

    def acts(self) -> Iterable[Act]:
        """What can be done; by default the acts declared beside this page, each with what stands against it."""
        for url_name, view in self.act_views:
            if view.offered(self.person, self.object, self.at):
                yield view.as_act(url_name, self.person, self.object, self.at)

    def subjects(self) -> Sequence[Model]:
        """Whose ledger lines and evidence make the story."""
        return (self.object,)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        subjects = self.subjects()
        given = {
            "object": self.object, "kind": self.kind(), "state": self.state(), "clocks": list(self.clocks()),
            "facts": list(self.facts()), "acts": list(self.acts()), "story": stories.story(subjects),
            "exhibits": stories.exhibits(subjects),
        }  # fmt: skip
        return super().get_context_data(**(given | kwargs))
