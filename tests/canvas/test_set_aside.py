"""Setting findings aside, and mending them: under one lock, in one transaction, with one event."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import User
from canvas import actions, blueprints
from canvas.exchange import vinculo_canvas
from canvas.findings import findings_of, found, set_aside_on
from canvas.models import Canvas, Event, Occasion, SetAside, Verb
from relationships.catalog import Catalog
from relationships.coherence import Finding
from relationships.coherence.findings import Identity, fingerprint
from relationships.vocabulary import Capability
from tests.canvas.building import full_blueprint, now

pytestmark = pytest.mark.django_db

UNKNOWN: Identity = ("segment-unknown", ("s2",), ())
UNCOVERED: Identity = ("phases-uncovered", ("s1",), ("delivery",))
FOUNDED: Identity = ("relationship-well-founded", ("r1",), ())
MANUAL: Identity = ("time-saving-but-manual", ("s1",), ())


def row_of(canvas: Canvas) -> Canvas:
    return Canvas.objects.get(pk=canvas.pk)


def finding(canvas: Canvas, catalog: Catalog, identity: Identity) -> Finding:
    there = found(findings_of(row_of(canvas), catalog), identity)
    assert there is not None
    return there


def set_aside(
    canvas: Canvas, catalog: Catalog, by: User, identity: Identity = UNKNOWN, reason: str = "Later"
) -> actions.Change:
    seen = finding(canvas, catalog, identity).fingerprint
    return actions.set_aside(canvas, identity, seen, reason=reason, catalog=catalog, by=by)


def listed(canvas: Canvas) -> list[tuple[object, ...]]:
    """What the rows say, as the column has to say it."""
    rows = canvas.set_asides.order_by("at", "pk")
    return [(row.code, row.elements, row.about, row.fingerprint) for row in rows]


def counting(canvas: Canvas, catalog: Catalog) -> set[Identity]:
    return {f.identity for f in findings_of(row_of(canvas), catalog) if not f.is_set_aside}


class TestSettingAside:
    def test_it_counts_no_more_and_stays_listed(
        self, canvas: Canvas, catalog: Catalog, alice: User
    ) -> None:
        before = counting(canvas, catalog)
        set_aside(canvas, catalog, alice, UNCOVERED)
        assert counting(canvas, catalog) == before - {UNCOVERED}
        assert finding(canvas, catalog, UNCOVERED).is_set_aside

    def test_who_why_and_what_is_kept(
        self, canvas: Canvas, catalog: Catalog, alice: User, erin: User
    ) -> None:
        set_aside(canvas, catalog, alice, UNCOVERED, "They fetch it")
        set_aside(canvas, catalog, erin, reason="We ask them in May")
        rows = canvas.set_asides.order_by("at")
        assert [(row.code, row.by, row.reason) for row in rows] == [
            ("phases-uncovered", alice, "They fetch it"),
            ("segment-unknown", erin, "We ask them in May"),
        ]
        assert [tuple(line) for line in row_of(canvas).set_aside] == listed(canvas)
        assert set_aside_on(row_of(canvas)) == {
            finding(canvas, catalog, identity).set_aside_as for identity in (UNCOVERED, UNKNOWN)
        }

    def test_it_is_an_event_that_tells_which_and_why(
        self, canvas: Canvas, catalog: Catalog, erin: User
    ) -> None:
        change = set_aside(canvas, catalog, erin, UNCOVERED, "They fetch it")
        event = Event.objects.get(canvas=canvas, number=2)
        assert (change.event, event.verb, event.by) == (event, Verb.SET_ASIDE, erin)
        assert event.finding == {
            "code": "phases-uncovered",
            "elements": ["s1"],
            "about": ["delivery"],
            "fingerprint": finding(canvas, catalog, UNCOVERED).fingerprint,
            "reason": "They fetch it",
        }
        named = vinculo_canvas.restore(event.after)
        assert (event.before, list(named.elements)) == (event.after, ["s1"])
        assert (row_of(canvas).version, now(canvas)) == (2, full_blueprint())

    def test_a_relationship_may_then_be_well_founded(
        self, canvas: Canvas, catalog: Catalog, alice: User
    ) -> None:
        base = full_blueprint().channels[0]
        able = tuple(c for c in base.capabilities if c is not Capability.HUMAN)
        actions.save_element(canvas, replace(base, capabilities=able), base=base, by=alice)
        assert FOUNDED not in counting(canvas, catalog)
        for one in findings_of(row_of(canvas), catalog):
            if "r1" in one.elements:
                set_aside(canvas, catalog, alice, one.identity)
        assert FOUNDED in counting(canvas, catalog)

    def test_somebody_else_was_first(
        self, canvas: Canvas, catalog: Catalog, alice: User, erin: User
    ) -> None:
        set_aside(canvas, catalog, alice, reason="First")
        assert set_aside(canvas, catalog, erin, reason="Second").event is None
        assert list(canvas.set_asides.values_list("reason", "by")) == [("First", alice.pk)]
        assert row_of(canvas).version == 2

    def test_what_has_changed_since_is_not_set_aside(
        self, canvas: Canvas, catalog: Catalog, alice: User
    ) -> None:
        seen = finding(canvas, catalog, MANUAL).fingerprint
        base = full_blueprint().segments[0]
        lighter = replace(base.factors[0], importance=2)
        actions.save_element(
            canvas, replace(base, factors=(lighter, *base.factors[1:])), base=base, by=alice
        )
        with pytest.raises(actions.Overtaken) as overtaken:
            actions.set_aside(canvas, MANUAL, seen, reason="x", catalog=catalog, by=alice)
        assert overtaken.value.finding == finding(canvas, catalog, MANUAL)
        assert (listed(canvas), row_of(canvas).version) == ([], 2)

    def test_what_is_gone_is_not_set_aside(
        self, canvas: Canvas, catalog: Catalog, alice: User
    ) -> None:
        seen = finding(canvas, catalog, UNKNOWN).fingerprint
        actions.remove_element(canvas, "s2", by=alice)
        with pytest.raises(actions.Overtaken) as overtaken:
            actions.set_aside(canvas, UNKNOWN, seen, reason="x", catalog=catalog, by=alice)
        assert overtaken.value.finding is None
        assert listed(canvas) == []

    def test_a_strength_is_not_set_aside(
        self, canvas: Canvas, catalog: Catalog, alice: User
    ) -> None:
        with pytest.raises(actions.Overtaken):
            set_aside(canvas, catalog, alice, FOUNDED)
        assert listed(canvas) == []

    def test_not_on_a_canvas_that_is_gone(
        self, canvas: Canvas, catalog: Catalog, alice: User
    ) -> None:
        seen = finding(canvas, catalog, UNKNOWN).fingerprint
        actions.delete_canvas(canvas, by=alice)
        with pytest.raises(actions.Gone):
            actions.set_aside(canvas, UNKNOWN, seen, reason="x", catalog=catalog, by=alice)
        assert listed(canvas) == []


class TestComingBack:
    def test_when_anything_changes_that_was_read(
        self, canvas: Canvas, catalog: Catalog, alice: User
    ) -> None:
        set_aside(canvas, catalog, alice, MANUAL)
        base = full_blueprint().segments[0]
        lighter = replace(base.factors[0], importance=2)
        changed = replace(base, factors=(lighter, *base.factors[1:]))
        actions.save_element(canvas, changed, base=base, by=alice)
        assert MANUAL in counting(canvas, catalog)
        assert len(listed(canvas)) == 1
        actions.save_element(canvas, base, base=changed, by=alice)
        assert MANUAL not in counting(canvas, catalog)

    def test_not_when_something_else_does(
        self, canvas: Canvas, catalog: Catalog, alice: User
    ) -> None:
        set_aside(canvas, catalog, alice, MANUAL)
        base = full_blueprint().segments[0]
        actions.save_element(canvas, replace(base, name="Ciclistas"), base=base, by=alice)
        assert MANUAL not in counting(canvas, catalog)

    def test_set_aside_anew_it_has_the_new_reason_and_one_row(
        self, canvas: Canvas, catalog: Catalog, alice: User, erin: User
    ) -> None:
        set_aside(canvas, catalog, alice, MANUAL, "Old")
        base = full_blueprint().segments[0]
        lighter = replace(base.factors[0], importance=2)
        actions.save_element(
            canvas, replace(base, factors=(lighter, *base.factors[1:])), base=base, by=alice
        )
        set_aside(canvas, catalog, erin, MANUAL, "New")
        assert MANUAL not in counting(canvas, catalog)
        assert list(canvas.set_asides.values_list("reason", "by")) == [("New", erin.pk)]
        assert [tuple(line) for line in row_of(canvas).set_aside] == listed(canvas)

    def test_what_was_deleted_and_brought_back_is_set_aside_as_before(
        self, canvas: Canvas, catalog: Catalog, alice: User
    ) -> None:
        set_aside(canvas, catalog, alice)
        actions.remove_element(canvas, "s2", by=alice)
        assert len(listed(canvas)) == 1
        actions.undo_deletion(canvas, by=alice)
        assert finding(canvas, catalog, UNKNOWN).is_set_aside


class TestTakingUp:
    def test_it_counts_again(self, canvas: Canvas, catalog: Catalog, alice: User) -> None:
        set_aside(canvas, catalog, alice)
        set_aside(canvas, catalog, alice, UNCOVERED)
        actions.take_up(canvas, UNKNOWN, by=alice)
        assert UNKNOWN in counting(canvas, catalog)
        assert [code for code, *_rest in listed(canvas)] == ["phases-uncovered"]
        assert [tuple(line) for line in row_of(canvas).set_aside] == listed(canvas)

    def test_it_is_an_event_that_remembers_the_reason(
        self, canvas: Canvas, catalog: Catalog, alice: User, erin: User
    ) -> None:
        set_aside(canvas, catalog, alice, reason="Later")
        actions.take_up(canvas, UNKNOWN, by=erin)
        event = canvas.events.latest("number")
        assert (event.number, event.verb, event.by) == (3, Verb.TAKE_UP, erin)
        assert (event.finding["code"], event.finding["reason"]) == ("segment-unknown", "Later")

    def test_what_nobody_has_set_aside_stays_as_it_is(self, canvas: Canvas, alice: User) -> None:
        assert actions.take_up(canvas, UNKNOWN, by=alice).event is None
        assert row_of(canvas).version == 1

    def test_one_that_is_gone_can_be_taken_up(
        self, canvas: Canvas, catalog: Catalog, alice: User
    ) -> None:
        set_aside(canvas, catalog, alice)
        actions.remove_element(canvas, "s2", by=alice)
        assert actions.take_up(canvas, UNKNOWN, by=alice).event is not None
        assert listed(canvas) == []


class TestWhatItIsPartOf:
    def test_a_copy_and_an_export_carry_none(
        self, canvas: Canvas, catalog: Catalog, alice: User
    ) -> None:
        set_aside(canvas, catalog, alice)
        twin = actions.duplicate_canvas(row_of(canvas), title="Copy", by=alice)
        assert (row_of(twin).set_aside, listed(twin)) == ([], [])
        assert UNKNOWN in counting(twin, catalog)
        assert "set_aside" not in vinculo_canvas.dump(blueprints.read(row_of(canvas)))

    def test_a_canvas_that_is_brought_back_has_it_still(
        self, canvas: Canvas, catalog: Catalog, alice: User
    ) -> None:
        set_aside(canvas, catalog, alice)
        actions.delete_canvas(canvas, by=alice)
        actions.restore_canvas(canvas, by=alice)
        assert finding(canvas, catalog, UNKNOWN).is_set_aside

    def test_the_reason_outlives_the_person(
        self, canvas: Canvas, catalog: Catalog, erin: User
    ) -> None:
        set_aside(canvas, catalog, erin, reason="Later")
        erin.delete()
        assert list(canvas.set_asides.values_list("reason", "by")) == [("Later", None)]

    def test_one_finding_stands_once_however_many_elements_it_names(
        self, canvas: Canvas, alice: User, catalog: Catalog
    ) -> None:
        """An index holds no list of hundreds of refs; the digest it holds."""
        many = [f"r{n}" for n in range(300)]
        SetAside.objects.create(
            canvas=canvas,
            identity=fingerprint(("duplicate-relationship", tuple(many), ())),
            code="duplicate-relationship",
            elements=many,
            fingerprint="0" * 64,
            reason="x",
        )
        assert actions.take_up(canvas, ("duplicate-relationship", tuple(many), ()), by=alice).event

    def test_the_first_edit_of_a_day_is_still_to_come(
        self, canvas: Canvas, catalog: Catalog, alice: User
    ) -> None:
        """What the canvas was like that morning is kept all the same."""
        with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
            set_aside(canvas, catalog, alice)
            assert canvas.snapshots.count() == 0
            actions.remove_element(canvas, "s1", by=alice)
        assert [snapshot.occasion for snapshot in canvas.snapshots.all()] == [Occasion.DAY]


class TestMending:
    def test_it_is_an_edit_like_any_other(
        self, canvas: Canvas, catalog: Catalog, alice: User
    ) -> None:
        key = "add-phases:c2:s1:delivery"
        change = actions.apply_mend(canvas, UNCOVERED, key, catalog=catalog, by=alice)
        event = canvas.events.latest("number")
        assert (change.event, event.verb, event.by) == (event, Verb.CHANGE, alice)
        assert UNCOVERED not in counting(canvas, catalog)
        assert blueprints.rebuild(row_of(canvas)) == now(canvas) == change.after
        assert [t.phases for t in now(canvas).touchpoints][-1] == ("evaluation", "delivery")

    @pytest.mark.parametrize(
        ("identity", "key"),
        [
            (("segment-unknown", ("s1",), ()), "add-phases:c2:s1:delivery"),
            (("no-such-rule", (), ()), "add-phases:c2:s1:delivery"),
            (UNCOVERED, "add-phases:c1:s2:delivery"),
            (UNCOVERED, ""),
            (FOUNDED, ""),
        ],
    )
    def test_what_is_not_on_offer_changes_nothing(
        self, canvas: Canvas, catalog: Catalog, alice: User, identity: Identity, key: str
    ) -> None:
        change = actions.apply_mend(canvas, identity, key, catalog=catalog, by=alice)
        assert (change.event, now(canvas)) == (None, full_blueprint())

    def test_it_is_judged_by_the_canvas_as_it_is_once_locked(
        self, canvas: Canvas, catalog: Catalog, alice: User, erin: User
    ) -> None:
        actions.remove_element(canvas, "s1", by=erin)
        assert UNCOVERED in {f.identity for f in findings_of(canvas, catalog)}
        key = "add-phases:c2:s1:delivery"
        assert actions.apply_mend(canvas, UNCOVERED, key, catalog=catalog, by=alice).event is None
