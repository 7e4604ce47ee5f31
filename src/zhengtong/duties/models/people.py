from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, username: str, password: str | None = None, **fields: object) -> "Person":
        person: Person = self.model(username=username, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who can sign in. What a person may do follows from appointments to posts alone, never from this row.

    A person is never deleted: signatures and ledger lines point here. Leaving ends the appointments and `is_active`.
    """

    username = models.CharField(
        "用户名", max_length=40, unique=True,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9._-]*$", "用户名只能用小写字母、数字、点、横线和下划线")],
    )  # fmt: skip
    name = models.CharField("姓名", max_length=40)
    email = models.EmailField("电子邮箱", blank=True)
    phone = models.CharField("办公电话", max_length=30, blank=True)
    is_active = models.BooleanField("在用", default=True)
    date_joined = models.DateTimeField("建立时间", null=True, blank=True)
    password_changed_at = models.DateTimeField("口令更换时间", null=True, blank=True)
    must_change_password = models.BooleanField("下次登录须更换口令", default=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]
    objects = PersonManager()

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        ordering = ["name", "username"]
        constraints = [
            models.CheckConstraint(condition=models.Q(is_superuser=False), name="nobody_is_superuser"),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        return False

    # Wagtail's own screens ask for these two.
    @property
    def first_name(self) -> str:
        return self.name

    @property
    def last_name(self) -> str:
        return ""
