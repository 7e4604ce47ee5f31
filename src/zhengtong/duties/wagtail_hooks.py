"""What the duties room puts into the console: its registers, and rights to uploads that follow from posts."""

from typing import Any

from wagtail import hooks
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.permissions import register_permission_policy

from zhengtong.duties.screens import stories  # noqa: F401  says how our lines are told
from zhengtong.duties.screens.arrangements import CommissionRegister, RelaxationRegister
from zhengtong.duties.screens.columns import ColumnRegister
from zhengtong.duties.screens.posts import AppointmentRegister, PersonRegister
from zhengtong.duties.screens.units import UnitRegister
from zhengtong.duties.uploads import UploadPolicy

for uploaded in (get_image_model(), get_document_model()):
    register_permission_policy(uploaded, UploadPolicy(uploaded), exact_class=True)


@hooks.register("register_admin_viewset")
def registers() -> list[Any]:
    return [
        UnitRegister(), AppointmentRegister(), ColumnRegister(), CommissionRegister(), RelaxationRegister(),
        PersonRegister(),
    ]  # fmt: skip
