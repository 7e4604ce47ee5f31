"""Pages about the measures, for everybody who may enter the console (the console's own gate stands before them)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from . import queries
from .facts import NoSuchClause
from .in_force import regulation_in_force
from .services import unserved


@require_safe
def clauses(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    values = queries.values_in_force(today)
    context = {
        "chapters": queries.chapter_rows(today),
        "unserved": unserved(),
        "clause_count": len(regulation_in_force().clauses(today)),
        "parameter_count": len(values),
        "assumed_count": sum(value.is_assumed for value in values),
        "today": today,
    }
    return TemplateResponse(request, "regulation/clauses.html", context)


@require_safe
def clause(request: HttpRequest, clause_id: str) -> HttpResponse:
    today = timezone.localdate()
    try:
        row = queries.clause_row(clause_id, today)
    except NoSuchClause as error:
        raise Http404(str(error)) from None
    crumbs = [("办法", reverse("regulation:clauses"))]
    if row.clause.parent:
        crumbs.append((row.clause.parent, reverse("regulation:clause", args=[row.clause.parent])))
    context = {
        "crumbs": crumbs,
        "row": row,
        "chapter": next(one for one in regulation_in_force().chapters if one.number == row.clause.chapter),
        "items": queries.items_of(clause_id, today),
        "overruled": queries.overruled(clause_id, today),
    }
    return TemplateResponse(request, "regulation/clause.html", context)


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    context = {"crumbs": [("办法", reverse("regulation:clauses"))], "terms": regulation_in_force().terms}
    return TemplateResponse(request, "regulation/glossary.html", context)
