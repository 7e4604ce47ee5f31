"""Start-up checks: a register that is not scoped, or a view that does not say who may, does not start."""

from typing import Any

from django.core.checks import Error, register
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.model import ModelViewSet

from zhengtong.engine.console.viewsets import ScopedModelViewSet

ID = "console.E001"


def is_stock(viewset: Any) -> bool:
    """Wagtail's own registers are closed by the stock guard."""
    return type(viewset).__module__.startswith("wagtail.")


@register()
def registers_are_scoped(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Every model register in the admin derives from `ScopedModelViewSet`."""
    from wagtail.admin import urls  # noqa: F401  (the registers are known once the addresses are)

    return [
        Error(f"{type(viewset).__module__}.{type(viewset).__name__} shows rows without a scope", id=ID,
              hint="Derive it from zhengtong.engine.console.viewsets.ScopedModelViewSet.")
        for viewset in viewsets.viewsets
        if isinstance(viewset, ModelViewSet) and not isinstance(viewset, ScopedModelViewSet) and not is_stock(viewset)
    ]  # fmt: skip
