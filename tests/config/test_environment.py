import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import Environment


def test_what_is_unset_or_empty_takes_the_default() -> None:
    for variables in ({}, {"A": ""}, {"A": "  "}):
        env = Environment(variables)
        assert env.text("A", "x") == "x"
        assert env.flag("A", default=True) is True
        assert env.number("A", 7) == 7
        assert env.list("A") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", True), ("true", True), ("Yes", True), ("0", False), ("False", False), ("off", False)],
)
def test_a_flag(text: str, value: bool) -> None:
    assert Environment({"DEBUG": text}).flag("DEBUG", default=not value) is value


def test_a_list_stands_between_commas() -> None:
    assert Environment({"HOSTS": "a.example, b.example,"}).list("HOSTS") == [
        "a.example",
        "b.example",
    ]


@pytest.mark.parametrize("text", ["maybe", "2"])
def test_a_flag_that_says_neither_is_refused(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^DEBUG must be 1 or 0"):
        Environment({"DEBUG": text}).flag("DEBUG", default=False)


@pytest.mark.parametrize("text", ["ten", "-1", "1.5"])
def test_a_number_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^EMAIL_PORT must be a whole number"):
        Environment({"EMAIL_PORT": text}).number("EMAIL_PORT", 25)
