"""Forms and board where the catalog has changed under a canvas."""

from typing import Any

import pytest
from django.http import QueryDict

from canvas.board import draw
from canvas.forms.channels import ChannelForm
from canvas.forms.elements import ElementForm
from canvas.forms.plans import RelationshipForm
from canvas.forms.segments import SegmentForm
from relationships.catalog import Catalog
from relationships.coherence import check
from relationships.vocabulary import Block, Language
from tests.canvas.building import full_blueprint
from tests.coherence.building import edited, without

USED = {
    "types": ("personal-indirect", RelationshipForm, "r1", "type"),
    "strategies": ("complaint-care", RelationshipForm, "r1", "strategies"),
    "kinds": ("store", ChannelForm, "c1", "kind"),
    "factors": ("time-saving", SegmentForm, "s1", "importance-time-saving"),
}
"""For each part of the catalog an entry in use, the form that shows it, and where."""

each_part = pytest.mark.parametrize("part", USED)


def _form(form: type[ElementForm[Any]], catalog: Catalog, ref: str = "", data: Any = None) -> Any:
    blueprint = full_blueprint()
    element = blueprint.elements.get(ref)
    return form(data, blueprint=blueprint, catalog=catalog, language="en", element=element)


def _offers(form: Any, name: str, slug: str) -> bool:
    if name.startswith("importance-"):
        return name in form.fields
    return slug in [value for value, _ in form.fields[name].choices]


@each_part
def test_a_retired_entry_is_offered_only_where_it_is_used(part: str) -> None:
    slug, form, ref, name = USED[part]
    catalog = edited(part, slug, retired=True)
    other = {"r1": "r2", "c1": "c2", "s1": "s2"}[ref]
    offered = [_offers(_form(form, catalog, who), name, slug) for who in (ref, other, "")]
    assert offered == [True, False, False]


@each_part
@pytest.mark.parametrize("language", Language)
def test_nothing_fails_on_an_entry_that_is_gone(part: str, language: str) -> None:
    slug, form, ref, name = USED[part]
    catalog = without(part, slug)
    blueprint = full_blueprint()
    findings = check(blueprint, catalog)
    board = draw(blueprint, findings, catalog, language)
    assert [item.ref for view in board.blocks.values() for item in view.items] == [
        ref
        for block in Block
        for ref in {
            Block.CUSTOMER_SEGMENTS: ["s1", "s2"],
            Block.CHANNELS: ["c1", "c2"],
            Block.CUSTOMER_RELATIONSHIPS: ["r1", "r2"],
            Block.VALUE_PROPOSITIONS: ["n1"],
            Block.KEY_RESOURCES: ["n2"],
        }.get(block, [])
    ]
    assert _offers(_form(form, catalog, ref), name, slug) is False
    str(_form(form, catalog, ref))


def test_a_type_that_is_gone_goes_by_its_slug() -> None:
    catalog = without("types", "personal-indirect")
    blocks = draw(full_blueprint(), (), catalog, "en").blocks
    rows = blocks[Block.CUSTOMER_RELATIONSHIPS].items
    assert [row.text for row in rows][:1] == ["personal-indirect"]


def test_a_channel_whose_kind_is_gone_does_not_become_another_by_itself() -> None:
    form = _form(ChannelForm, without("kinds", "store"), "c1")
    assert form.fields["kind"].choices[0][0] == ""
    data = QueryDict("name=Balcão&kind=&capabilities_of=store&ownership=own")
    assert not _form(ChannelForm, without("kinds", "store"), "c1", data).is_valid()


def test_a_kind_that_nobody_has_seen_the_boxes_of_brings_its_own_owner() -> None:
    data = QueryDict("name=Feira&kind=marketplace&capabilities_of=&ownership=")
    catalog = edited("kinds", "marketplace")
    form = _form(ChannelForm, catalog, data=data)
    assert form.is_valid()
    kind = catalog.kinds["marketplace"]
    assert (form.element.ownership, form.element.capabilities) == (
        kind.ownership,
        kind.capabilities,
    )


def test_what_is_chosen_keeps_its_order() -> None:
    """The boxes stand in the catalog's order; those that were chosen stay in theirs."""
    blueprint = full_blueprint()
    row = blueprint.elements["r1"]
    assert row.strategies == ("complaint-care", "satisfaction-surveys")  # type: ignore[union-attr]
    data = QueryDict(
        "segment=s1&type=personal&status=planned&strategies=customer-calls"
        "&strategies=satisfaction-surveys&strategies=complaint-care"
    )
    form = _form(RelationshipForm, edited("types", "personal"), "r1", data)
    assert form.is_valid()
    assert form.element.strategies == (
        "complaint-care",
        "satisfaction-surveys",
        "customer-calls",
    )
