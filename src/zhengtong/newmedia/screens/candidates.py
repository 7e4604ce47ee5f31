"""关停整合建议: what 4.8 asks to close or merge, with every reason and its figures. Closing is begun from here, never by itself."""

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from zhengtong.duties.rules import business_date
from zhengtong.engine.console.views import ConsoleView
from zhengtong.newmedia import access, queries
from zhengtong.newmedia.rules import Advice
from zhengtong.registry.platforms import kind_label
from zhengtong.regulation import parameter

TONES = {Advice.CLOSE: "bad", Advice.MERGE: "warn", Advice.MEND: "wait"}


def closing_url(candidate: queries.Candidate) -> str:
    """Where the closing of this account is applied for; nowhere for a host that is dissolved, whose case begins by itself."""
    account = candidate.account
    if candidate.case is not None or account.host.valid_until is not None:
        return ""
    asked = urlencode({"party": account.host.code, "subject": account.pk})
    return f"{reverse('cases_begin', args=['account.closing'])}?{asked}"


class Candidates(ConsoleView):
    title = "关停整合建议"
    template_name = "newmedia/candidates.html"
    access = access.why_not_see_candidates

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = queries.candidates(self.at)
        clerk, day = access.is_clerk(self.person, self.at), business_date(self.at)
        rows = [
            {
                "account": one.account, "platform": kind_label(one.account.kind, one.account.platform),
                "reasons": one.reasons, "case": one.case, "advice": one.advice, "tone": TONES[one.advice],
                "mend": one.advice == Advice.MEND,
                "close": closing_url(one) if clerk else "",
            }
            for one in found
        ]  # fmt: skip
        given = {
            "rows": rows, "clerk": clerk,
            "counts": [(kind.label, sum(one.advice == kind for one in found)) for kind in Advice],
            "silent": parameter("account.candidate.silent.days", on=day).number,
            "few": parameter("account.candidate.followers", on=day).number,
        }  # fmt: skip
        return super().get_context_data(**(given | kwargs))
