"""Who is meant by "@name": worked out by hand, and tried with any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from canvas.mentions import mentions

PEOPLE = [
    User(pk=1, name="Ana Ríos", email="ana.r@example.com"),
    User(pk=2, name="ANA", email="other@example.com"),
    User(pk=3, name="José  María Núñez", email="jm@example.com"),
    User(pk=4, name="", email="caro_l@example.com"),
    User(pk=5, name="Ana Ríos Vega", email="vega@example.com"),
]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("@Ana Ríos, look", [("@Ana Ríos", (1,))]),
        ("@ANA RIOS!", [("@ANA RIOS", (1,))]),
        ("@ana ri\u0301os", [("@ana ri\u0301os", (1,))]),
        ("@Ana  \n Ríos", [("@Ana  \n Ríos", (1,))]),
        ("@Ana Ríos Vega", [("@Ana Ríos Vega", (5,))]),
        ("@ana?", [("@ana", (1, 2, 5))]),
        ("@ana.r.", [("@ana.r", (1,))]),
        ("@jose maria nunez", [("@jose maria nunez", (3,))]),
        ("@José and (@caro_l)", [("@José", (3,)), ("@caro_l", (4,))]),
        ("@@jm", [("@jm", (3,))]),
        ("@jm@jm", [("@jm", (3,))]),
        ("@Anabel", []),
        ("@ana_r", []),
        ("ana@jm", []),
        ("mail other@example.com", []),
        ("@ ana", []),
        ("@", []),
        ("", []),
        ("@stranger", []),
    ],
)
def test_who_is_meant(text: str, meant: list[tuple[str, tuple[int, ...]]]) -> None:
    found = [(text[one.start : one.end], one.people) for one in mentions(text, PEOPLE)]
    assert found == meant


@given(st.text(st.sampled_from("@aAnáÍíoOsSßİ\u0301 \n.r_")))
def test_any_text_can_be_read_and_mentions_do_not_overlap(text: str) -> None:
    done = 0
    for start, end, people in mentions(text, PEOPLE):
        assert done <= start < end <= len(text)
        assert text[start] == "@"
        assert people
        done = end
