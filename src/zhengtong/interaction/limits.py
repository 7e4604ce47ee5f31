"""Which limit holds for a message of a day, also of a day before there was any (9.1)."""

from datetime import date

from zhengtong.regulation import NoSuchParameter, Parameter, parameter, parameters


def in_force(code: str, on: date) -> Parameter | None:
    """The figure that was in force on that Beijing day; None where there was none yet."""
    try:
        return parameter(code, on=on)
    except NoSuchParameter:
        return None


def figure(code: str, on: date) -> Parameter:
    """The figure of that day, else the first that ever came into force. Raises NoSuchParameter where there is none at all."""
    found = in_force(code, on)
    if found is not None:
        return found
    every = [one for one in parameters() if one.code == code]
    return min(every, key=lambda one: one.valid_from) if every else parameter(code, on=on)
