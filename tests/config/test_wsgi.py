"""The request as a server hands it over: its encoding is UTF-8, whatever it declares."""

from io import BytesIO
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest

from config.wsgi import application

BODY = "login=ñandú".encode()


def _request(declared: str, body: bytes = BODY) -> WSGIRequest:
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/",
        "QUERY_STRING": "next=/ñ/".encode().decode("latin-1"),
        "CONTENT_TYPE": declared,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
    }
    return application.request_class(environ)


@pytest.mark.parametrize(
    "charset",
    ["utf-8", "UTF8", "hex", "idna", "punycode", "undefined", "utf-16", "utf-7", "nonsense"],
)
def test_no_declared_encoding_is_followed(charset: str) -> None:
    request = _request(f"application/x-www-form-urlencoded; charset={charset}")
    assert (request.GET.dict(), request.POST.dict()) == ({"next": "/ñ/"}, {"login": "ñandú"})


def test_nor_is_that_of_a_form_in_parts() -> None:
    part = 'Content-Disposition: form-data; name="login"\r\n\r\nñandú\r\n'
    body = f"--B\r\n{part}--B--\r\n".encode()
    request = _request("multipart/form-data; boundary=B; charset=hex", body)
    assert request.POST.dict() == {"login": "ñandú"}
