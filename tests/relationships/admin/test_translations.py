"""Missing translations: marked and counted for editors, marked for readers."""

import pytest
from django.test import Client
from django.urls import reverse

from relationships.models import Strategy
from tests.relationships.admin.pages import save, url
from tests.relationships.factories import StrategyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def some() -> None:
    StrategyFactory(slug="whole", name_en="Whole", name_es="Entera", name_pt_br="Inteira")
    StrategyFactory(slug="half", name_en="Half", name_es="Media", definition_en="One of two")
    StrategyFactory(slug="bare", name_en="Bare")


@pytest.mark.usefixtures("some")
def test_the_list_marks_and_counts_what_is_missing(editor: Client) -> None:
    listing = editor.get(url("strategy", "changelist")).context["listing"]
    marks = {line.row.pk: [(one.code, one.count) for one in line.missing] for line in listing.lines}
    assert marks == {
        "whole": [],
        "half": [("es", 1), ("pt-br", 2)],
        "bare": [("es", 1), ("pt-br", 1)],
    }
    counts = {option.label: option.count for option in listing.filters[0].options}
    assert counts == {
        "All": 3,
        "Complete": 1,
        "Missing in Español": 2,
        "Missing in Português (Brasil)": 2,
    }


@pytest.mark.usefixtures("some")
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"translations": "complete"}, ["whole"]),
        ({"translations": "es"}, ["half", "bare"]),
        ({"translations": "es", "q": "MEDIÁ"}, ["half"]),
        ({"translations": "klingon"}, ["whole", "half", "bare"]),
        ({"q": "inteira"}, ["whole"]),
        ({"q": "nowhere"}, []),
    ],
)
def test_filters_and_search_find_entries(
    editor: Client, asked: dict[str, str], found: list[str]
) -> None:
    listing = editor.get(url("strategy", "changelist"), asked).context["listing"]
    assert [line.row.pk for line in listing.lines] == found


@pytest.mark.usefixtures("some")
def test_the_overview_counts_entries_that_lack_one(editor: Client) -> None:
    cards = editor.get(reverse("admin:index")).context["parts"]
    assert {card.name: card.untranslated for card in cards}["strategies"] == 2


@pytest.mark.usefixtures("some")
def test_readers_see_english_marked_as_such(client: Client) -> None:
    address = reverse("guide_strategy", args=["half"])
    english = client.get(address, headers={"Accept-Language": "en"}).content.decode()
    spanish = client.get(address, headers={"Accept-Language": "es"}).content.decode()
    marks = [page.count('lang="en" class="untranslated"') for page in (english, spanish)]
    assert marks == [0, 1]
    assert ("<span>Media</span>" in spanish, "<span>Half</span>" in english) == (True, True)


def test_a_definition_is_one_line(editor: Client) -> None:
    StrategyFactory(slug="calls")
    save(editor, "strategy", "calls", definition_en="First\r\n second ")
    assert Strategy.objects.get().definition_en == "First second"


@pytest.mark.usefixtures("some")
def test_an_effect_that_can_not_be_counted_says_why(editor: Client) -> None:
    address = url("strategy", "change", "half")
    told = {"name_en": "", "money": "low", "ease": "easy", "starts": "idea", "effect": "1"}
    response = editor.post(address, told, headers={"HX-Request": "true"})
    assert response.status_code == 422
    assert response.context["problems"] == ["Name (en): This field is required."]
