"""The password rules as Django asks for them (`AUTH_PASSWORD_VALIDATORS`); figures come from the packs of the day."""

from typing import Any

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils import timezone

from zhengtong.engine.refusals import Refusal
from zhengtong.security import limits, queries, rules


def _raise(refusals: list[Refusal]) -> None:
    if refusals:
        raise ValidationError([ValidationError(refusal.message, refusal.code) for refusal in refusals])


class Length:
    def validate(self, password: str, user: Any = None) -> None:
        _raise(rules.why_not_length(password, limits.password_length(timezone.now())))

    def get_help_text(self) -> str:
        return f"至少{limits.password_length(timezone.now())}个字符。"


class Classes:
    def validate(self, password: str, user: Any = None) -> None:
        _raise(rules.why_not_classes(password, limits.password_classes(timezone.now())))

    def get_help_text(self) -> str:
        return f"包含{rules.CLASS_NAMES}中的至少{limits.password_classes(timezone.now())}类。"


class NotNamed:
    def validate(self, password: str, user: Any = None) -> None:
        _raise(rules.why_not_named(password, queries.names_of(user)))

    def get_help_text(self) -> str:
        return "不含用户名、姓名或电子邮箱名。"


class NotCommon(password_validation.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return "该口令属于常见口令，容易被猜中，请另设一个口令。"

    def get_help_text(self) -> str:
        return "不是常见口令。"


class NotReused:
    """Looks at the present password and those before it, as many as the packs say in all."""

    def validate(self, password: str, user: Any = None) -> None:
        remembered = limits.passwords_remembered(timezone.now())
        if queries.was_used(password, user, remembered):
            message = f"该口令与最近{remembered}次使用的口令相同，请另设一个未用过的口令。"
            raise ValidationError(message, code="password.reused")

    def get_help_text(self) -> str:
        return f"与最近{limits.passwords_remembered(timezone.now())}次使用的口令不同。"
