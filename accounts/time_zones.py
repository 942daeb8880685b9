"""Time zones: those that a person can choose from, and the one in which times are told."""

from collections import defaultdict
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LONGEST = 64
COOKIE = "time_zone"
"""What the browser says of itself, where it has JavaScript (`static/js/page.js`)."""

COMMON: tuple[tuple[str | Promise, dict[str, str]], ...] = (
    (
        _("Latin America"),
        {
            "America/Asuncion": "Asunción",
            "America/Bogota": "Bogotá",
            "America/Argentina/Buenos_Aires": "Buenos Aires",
            "America/Cancun": "Cancún",
            "America/Caracas": "Caracas",
            "America/Guatemala": "Ciudad de Guatemala",
            "America/Mexico_City": "Ciudad de México",
            "America/Panama": "Ciudad de Panamá",
            "America/Guayaquil": "Guayaquil, Quito",
            "America/Hermosillo": "Hermosillo",
            "America/Havana": "La Habana",
            "America/La_Paz": "La Paz",
            "America/Lima": "Lima",
            "America/Managua": "Managua",
            "America/Montevideo": "Montevideo",
            "America/Costa_Rica": "San José de Costa Rica",
            "America/Puerto_Rico": "San Juan de Puerto Rico",
            "America/El_Salvador": "San Salvador",
            "America/Santiago": "Santiago de Chile",
            "America/Santo_Domingo": "Santo Domingo",
            "America/Tegucigalpa": "Tegucigalpa",
            "America/Tijuana": "Tijuana",
        },
    ),
    (
        _("Spain and Portugal"),
        {
            "Atlantic/Canary": "Islas Canarias",
            "Europe/Madrid": "Madrid, Barcelona",
            "Atlantic/Azores": "Açores",
            "Europe/Lisbon": "Lisboa, Porto",
            "Atlantic/Madeira": "Madeira",
        },
    ),
    (
        _("Brazil"),
        {
            "America/Belem": "Belém",
            "America/Boa_Vista": "Boa Vista",
            "America/Campo_Grande": "Campo Grande",
            "America/Cuiaba": "Cuiabá",
            "America/Noronha": "Fernando de Noronha",
            "America/Fortaleza": "Fortaleza",
            "America/Manaus": "Manaus",
            "America/Porto_Velho": "Porto Velho",
            "America/Recife": "Recife",
            "America/Rio_Branco": "Rio Branco",
            "America/Bahia": "Salvador",
            "America/Sao_Paulo": "São Paulo, Brasília, Rio de Janeiro",
        },
    ),
)
"""Those that most people here look for, each in the words of those who live there."""

REGIONS: dict[str, str | Promise] = {
    "Europe": _("Europe"),
    "America": _("America"),
    "Africa": _("Africa"),
    "Asia": _("Asia"),
    "Australia": _("Australia"),
    "Pacific": _("Pacific"),
    "Atlantic": _("Atlantic"),
    "Indian": _("Indian Ocean"),
    "Antarctica": _("Antarctica"),
}

Choices = list[tuple[str | Promise, list[tuple[str, str]]]]


@cache
def known() -> frozenset[str]:
    """The names that this machine has a table for; reading them takes some milliseconds, once."""
    return frozenset(available_timezones())


def zone(name: str) -> ZoneInfo | None:
    """The zone of this name; none where nobody knows it, whatever it is."""
    return ZoneInfo(name) if name in known() else None


def place(name: str) -> str:
    """What people call a zone by: one place in it, in the words of those who live there."""
    for _region, named in COMMON:
        if name in named:
            return named[name].partition(", ")[0]
    return name.rpartition("/")[2].replace("_", " ")


def choices() -> Choices:
    """All zones that are called by a place, by region, the common ones first."""
    common = [(region, list(_known_of(named).items())) for region, named in COMMON]
    return [*common, *_others()]


def _known_of(named: dict[str, str]) -> dict[str, str]:
    return {name: place for name, place in named.items() if name in known()}


@cache
def _others() -> Choices:
    taken = {name for _region, named in COMMON for name in named}
    places = defaultdict(list)
    for name in known() - taken:
        region, _slash, place = name.partition("/")
        if region in REGIONS and place:
            places[region].append((name, place.replace("/", ": ").replace("_", " ")))
    told = [
        (title, sorted(places[region], key=lambda pair: pair[1]))
        for region, title in REGIONS.items()
        if places[region]
    ]
    return [*told, ("UTC", [("UTC", "UTC")])]
