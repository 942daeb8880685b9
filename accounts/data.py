"""All that is held of a person, as one ZIP that is made while it is sent.

The account knows no canvas: `PERSONAL_DATA` in the settings lists functions of a person that yield
the files of their part. None of them tells of anybody else than by what that person sees anyway.
"""

import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import User


@dataclass(frozen=True)
class File:
    """A file in the ZIP. `pieces` are taken one by one when its turn comes, and not kept."""

    name: str
    pieces: Iterable[str]


FilesOf = Callable[[User], Iterable[File]]


def as_json(value: object) -> str:
    """For people as much as for programs; moments as ISO 8601, in UTC."""
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2) + "\n"


def listed(values: Iterable[object]) -> Iterator[str]:
    """A list as JSON, a piece for each value, however many there are."""
    opening = "["
    for value in values:
        yield opening + "\n" + as_json(value).rstrip()
        opening = ","
    yield "[]\n" if opening == "[" else "\n]\n"


def packed(user: User) -> Iterator[bytes]:
    """The ZIP, in pieces: no file of it is ever whole in memory."""
    sent = _Sent()
    moment = timezone.now().timetuple()[:6]
    with ZipFile(sent, "w") as archive:
        for file in _files_of(user):
            info = ZipInfo(file.name, moment)
            info.compress_type = ZIP_DEFLATED
            with archive.open(info, "w") as entry:
                for piece in file.pieces:
                    entry.write(piece.encode())
                    yield sent.take()
    yield sent.take()


class _Sent(io.RawIOBase):
    """What was written and is still to be sent. It can't be sought in, and need not."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: "bytes | bytearray | memoryview", /) -> int:  # type: ignore[override]
        self.waiting += data
        return len(data)

    def take(self) -> bytes:
        taken = bytes(self.waiting)
        self.waiting.clear()
        return taken


def _files_of(user: User) -> Iterator[File]:
    yield File("account.json", [as_json(_account(user))])
    for name in settings.PERSONAL_DATA:
        files_of: FilesOf = import_string(name)
        yield from files_of(user)


def _account(user: User) -> dict[str, object]:
    """What the account itself holds; of the password there is only a digest, which stays here."""
    addresses = EmailAddress.objects.filter(user=user).order_by("-primary", "email")
    return {
        "email": user.email,
        "addresses": list(addresses.values("email", "primary", "verified")),
        "name": user.name,
        "language": user.language,
        "time_zone": user.time_zone,
        "digest": user.digest,
        "joined": user.date_joined,
        "last_sign_in": user.last_login,
        "edits_the_catalog": user.is_staff,
    }
