"""Forms of signing in and of one's own account."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils import timezone
from wagtail.admin.forms.auth import LoginForm

from zhengtong.security import limits
from zhengtong.security.actions.passwords import why_not_password


class SignInForm(LoginForm):
    """One answer for a wrong password, a closed account and a name nobody has; the hash is computed in every case."""

    username = forms.CharField(
        label="用户名", max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip
    password = forms.CharField(
        label="口令", max_length=1000, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip
    remember = None

    def __init__(self, request: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs["placeholder"] = ""
            field.error_messages["required"] = "请输入用户名。" if name == "username" else "请输入口令。"

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).strip().lower()

    def get_invalid_login_error(self) -> forms.ValidationError:
        at = timezone.now()
        minutes = int(limits.lockout(at).total_seconds() // 60)
        return forms.ValidationError(
            "用户名或口令不正确，请核对后重新输入。"
            f"连续输入错误{limits.failures_allowed(at)}次，账号将锁定{minutes}分钟。",
            code="invalid_login",
        )


class OwnPassword(forms.Form):
    """Asks for the present password; wrong answers count towards the lockout like those at the door."""

    current = forms.CharField(
        label="现用口令", max_length=1000, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "请输入现用口令。"},
    )  # fmt: skip

    def __init__(self, request: Any, *args: Any, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)

    def clean_current(self) -> str:
        given = str(self.cleaned_data["current"])
        if authenticate(self.request, username=self.request.user.username, password=given) is None:
            raise forms.ValidationError("现用口令不正确，请重新输入。", code="password.current_wrong")
        return given


class ChangePassword(OwnPassword):
    new = forms.CharField(
        label="新口令", max_length=1000, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "请输入新口令。"},
    )  # fmt: skip
    again = forms.CharField(
        label="再次输入新口令", max_length=1000, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "请再次输入新口令。"},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new"].help_text = "".join(password_validators_help_texts())

    def clean_new(self) -> str:
        given = str(self.cleaned_data["new"])
        refusals = why_not_password(given, self.request.user)
        if refusals:
            raise forms.ValidationError([forms.ValidationError(each.message, each.code) for each in refusals])
        return given

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("new") and given.get("again") and given["new"] != given["again"]:
            self.add_error("again", "两次输入的新口令不一致，请重新输入。")
        return given


class Code(forms.Form):
    """A code of the authenticator, or a recovery code."""

    code = forms.CharField(
        label="验证码", max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": "", "spellcheck": "false"}),
        error_messages={"required": "请输入验证码。"},
    )  # fmt: skip


class Reason(forms.Form):
    reason = forms.CharField(
        label="原因", max_length=200, widget=forms.TextInput(),
        help_text="写明核实本人身份的方式和办理原因，将记入留痕。", error_messages={"required": "请填写原因。"},
    )  # fmt: skip
