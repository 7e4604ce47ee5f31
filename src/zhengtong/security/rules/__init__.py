from zhengtong.security.rules.accounts import (
    CLASS_NAMES,
    classes_of,
    password_expired,
    unlocks_at,
    why_not_classes,
    why_not_length,
    why_not_named,
    why_over,
)

__all__ = [
    "CLASS_NAMES",
    "classes_of",
    "password_expired",
    "unlocks_at",
    "why_not_classes",
    "why_not_length",
    "why_not_named",
    "why_over",
]
