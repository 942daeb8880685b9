"""Which relationships stand on which channel, and what it lacks: agreed with the rules."""

from hypothesis import given

from relationships.blueprint import Blueprint
from relationships.coherence import check
from relationships.content import shipped
from relationships.thinking.standing import Lack, lacks_on, plans, reaches
from relationships.vocabulary import Capability, Status
from tests.coherence.building import canvas, channel, row, segment, touch
from tests.coherence.drawing import GONE, at_ease, blueprints


def test_a_channel_lacks_what_type_and_strategies_need_of_it() -> None:
    radio = channel("c", "push")
    planned = row(type="personal", strategies=("launch-offer", GONE, "complaint-care"))
    catalog = shipped()
    needed = (Capability.TWO_WAY, Capability.HUMAN)
    assert lacks_on(radio, planned, catalog) == (
        Lack(catalog.types["personal"], needed),
        Lack(catalog.strategies["complaint-care"], needed),
    )
    assert lacks_on(channel("c", *Capability), planned, catalog) == ()
    assert lacks_on(radio, row(type=GONE), catalog) == ()


def test_plans_leave_out_what_was_dropped_and_keep_segments_without_one() -> None:
    kept, dropped = row("r1", segment="s2"), row("r2", segment="s2", status=Status.DROPPED)
    later = row("r3", segment="s2")
    blueprint = canvas(segment("s1"), segment("s2"), kept, dropped, later)
    assert plans(blueprint) == {"s1": [], "s2": [kept, later]}


def test_a_channel_reaches_the_segments_of_its_touchpoints() -> None:
    blueprint = canvas(segment("s"), channel("c"), channel("d"), touch("s", "d"))
    assert reaches(blueprint) == {("s", "d")}


@given(blueprints(unknown=True))
@at_ease
def test_what_channels_lack_is_what_the_rules_find(blueprint: Blueprint) -> None:
    catalog = shipped()
    channels = {each.ref: each for each in blueprint.channels}
    lacking = []
    for rows in plans(blueprint).values():
        for planned in rows:
            if planned.channel is None:
                continue
            for lack in lacks_on(channels[planned.channel], planned, catalog):
                of_type = lack.entry is catalog.types.get(planned.type)
                about = lack.missing if of_type else (lack.entry.slug, *lack.missing)
                lacking.append((planned.ref, planned.channel, about))
    found = [
        (*finding.elements, finding.about)
        for finding in check(blueprint, catalog)
        if finding.code in ("channel-lacks-capability", "strategy-lacks-capability")
    ]
    assert sorted(lacking) == sorted(found)
