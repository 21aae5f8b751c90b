"""Who says what a person is reminded of."""

from beffroi.programme.people.models import User


def can_choose(user: User, *, of: User) -> bool:
    """Whether someone may stop or take up the reminders of a person: that person alone."""
    return user.pk == of.pk
