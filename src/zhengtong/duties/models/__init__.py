from zhengtong.duties.models.appointments import Appointment, Commission
from zhengtong.duties.models.columns import PORTAL, ResponsibleColumn
from zhengtong.duties.models.kinds import ContentKind, PostKind, RelaxationKind, SystemKind, UnitKind
from zhengtong.duties.models.people import Person
from zhengtong.duties.models.systems import Relaxation, ReviewTable, WrittenSystem
from zhengtong.duties.models.units import Unit

__all__ = [
    "PORTAL",
    "Appointment",
    "Commission",
    "ContentKind",
    "Person",
    "PostKind",
    "Relaxation",
    "RelaxationKind",
    "ResponsibleColumn",
    "ReviewTable",
    "SystemKind",
    "Unit",
    "UnitKind",
    "WrittenSystem",
]
