"""What the map links, checked against an example worked out by hand, and against the rules."""

from hypothesis import given

from relationships.blueprint import Blueprint
from relationships.coherence import check
from relationships.content import shipped
from relationships.thinking.network import Strand, strands
from relationships.thinking.standing import Lack
from relationships.vocabulary import Capability, Status
from tests.coherence.building import canvas, channel, row, segment, touch
from tests.coherence.drawing import at_ease, blueprints


def test_strands_lead_over_relationships_and_spare_touchpoints() -> None:
    shop, radio = channel("shop", "two_way", "human"), channel("radio", "push")
    blueprint = canvas(
        *(segment("s1"), segment("s2"), segment("s3"), shop, radio, channel("kiosk")),
        touch("s1", "radio"),
        touch("s1", "shop"),
        touch("s2", "shop"),
        row("r1", "personal", "s2", channel="radio"),
        row("r2", "personal", "s1", channel="shop"),
        row("r3", "personal", "s1"),
        row("r4", "personal", "s3", channel="kiosk", status=Status.DROPPED),
    )
    personal = shipped().types["personal"]
    lack = Lack(personal, (Capability.TWO_WAY, Capability.HUMAN))
    assert strands(blueprint, shipped()) == (
        Strand("s1", "r2", "shop"),
        Strand("s1", "r3"),
        Strand("s1", channel="radio"),
        Strand("s2", "r1", "radio", (lack,), reaches=False),
        Strand("s2", channel="shop"),
        Strand("s3"),
        Strand(channel="kiosk"),
    )


@given(blueprints(unknown=True))
@at_ease
def test_every_element_and_link_is_on_the_map_once(blueprint: Blueprint) -> None:
    network = strands(blueprint, shipped())
    assert {s.segment for s in network} - {None} == {s.ref for s in blueprint.segments}
    assert {s.channel for s in network} - {None} == {c.ref for c in blueprint.channels}
    drawn = [s.relationship for s in network if s.relationship]
    assert sorted(drawn) == sorted(r.ref for r in blueprint.relationships if r.is_active)
    spare = [(s.segment, s.channel) for s in network if s.segment and not s.relationship]
    used = {(r.segment, r.channel) for r in blueprint.relationships if r.is_active}
    touched = {(t.segment, t.channel) for t in blueprint.touchpoints}
    assert sorted(link for link in spare if link[1]) == sorted(touched - used)


@given(blueprints(unknown=True))
@at_ease
def test_what_can_not_carry_is_what_the_rules_find(blueprint: Blueprint) -> None:
    codes = ("channel-lacks-capability", "strategy-lacks-capability", "channel-misses-segment")
    findings = check(blueprint, shipped())
    network = strands(blueprint, shipped())
    assert {(s.relationship, s.channel) for s in network if not s.carries} == {
        finding.elements[:2] for finding in findings if finding.code in codes
    }
    assert {(s.relationship, s.channel, s.segment) for s in network if not s.reaches} == {
        finding.elements for finding in findings if finding.code == "channel-misses-segment"
    }
