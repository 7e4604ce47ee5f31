"""What browsers are told: content security policies and the other headers, for the public side and for the console.

`PUBLIC_HEADERS` is for whoever serves the built portal as files (our own server, nginx): the same policy in plain words.
"""

from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.utils import build_policy

# Everything the public reads, and every answer nobody thought of: own files, nothing inline, nobody else.
PUBLIC: dict[str, Any] = {
    "default-src": [SELF],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "media-src": [SELF],
    "object-src": [NONE],
    "base-uri": [NONE],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
    "frame-src": [NONE],
}
# Wagtail's screens set styles inline and read pictures from memory; scripts still come from files alone.
CONSOLE = PUBLIC | {
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "frame-src": [SELF],
    "base-uri": [SELF],
}
# The page editor's panels write small scripts into the page and Wagtail 8 knows no nonce: there, and nowhere else.
EDITOR = CONSOLE | {"script-src": [SELF, UNSAFE_INLINE]}
EDITOR_SCREENS = frozenset({"wagtailadmin_pages:add", "wagtailadmin_pages:edit"})
# These show the portal's own page inside the console, so they get the portal's policy.
PREVIEWS = frozenset(
    {
        "wagtailadmin_pages:preview_on_add", "wagtailadmin_pages:preview_on_edit", "wagtailadmin_pages:view_draft",
        "wagtailadmin_pages:revisions_view",
    }
)  # fmt: skip

PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope",
        "magnetometer", "microphone", "midi", "payment", "publickey-credentials-get", "usb",
    )
)  # fmt: skip

PUBLIC_HEADERS = {
    "Content-Security-Policy": build_policy(config=PUBLIC),
    "Permissions-Policy": PERMISSIONS,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}


def console_policy(view_name: str) -> dict[str, Any]:
    if view_name in EDITOR_SCREENS:
        return EDITOR
    return PUBLIC if view_name in PREVIEWS else CONSOLE
