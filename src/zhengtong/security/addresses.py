"""Where a request comes from."""

from ipaddress import ip_address
from typing import Any

from django.conf import settings

AGENT_LENGTH = 200


def client_address(request: Any) -> str | None:
    """The visitor's IP address. A proxy's word (X-Real-IP) counts only where the installation says it stands behind one."""
    given = request.META.get("HTTP_X_REAL_IP", "") if settings.BEHIND_PROXY else ""
    return _valid(given.strip()) or _valid(request.META.get("REMOTE_ADDR", ""))


def _valid(text: str) -> str | None:
    try:
        return str(ip_address(text))
    except ValueError:
        return None


def client_agent(request: Any) -> str:
    """The browser's own description, as plain text of limited length."""
    said = "".join(
        character for character in request.META.get("HTTP_USER_AGENT", "") if character.isprintable()
    )
    return said[:AGENT_LENGTH]
