"""The link by which a person stops reminders without signing in: whoever received the letter may, nobody else."""

from django.core.signing import BadSignature, Signer

from beffroi.programme.people.models import User

SIGNER = Signer(salt="beffroi.reminders.stop", sep=".")


def token_of(person: int) -> str:
    """It opens nothing else, and does not expire: a letter is read when it is read."""
    return SIGNER.sign(str(person))


def person_of(token: str) -> User | None:
    """Whose letter the link was in; nobody when it was not written by this installation."""
    try:
        return User.objects.filter(pk=int(SIGNER.unsign(token))).first()
    except (BadSignature, ValueError):
        return None
