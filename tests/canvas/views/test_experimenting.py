"""Planning an experiment, telling its result, giving a verdict, and what that leads to."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils.datastructures import MultiValueDict
from django.utils.html import escape

from accounts.models import User
from canvas import actions
from canvas.forms.plans import RelationshipForm
from canvas.models import Canvas, Event, Verb
from relationships.blueprint import Experiment, Relationship
from relationships.catalog import Catalog
from relationships.vocabulary import Stage, Status, Verdict
from tests.canvas.building import at, full_blueprint, now
from tests.canvas.reading import HTMX, Form, Page
from tests.coherence.building import canvas as drawn
from tests.coherence.building import row, segment

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert('x')</script> & \"{{ 7|add:7 }}\" %s"
BACK = "?back=experiments%2F"
PREFER, ACCEPT = full_blueprint().relationships[0].experiments
"""Number 1 runs with 20 customers and a threshold; number 2 has the verdict drop."""

both_ways = pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "plain"])


def trial(number: int | str = 1, ref: str = "r1") -> str:
    return f"relationships/{ref}/experiments/{number}/"


def form_at(client: Client, canvas: Canvas, place: str) -> Form:
    response = client.get(at(canvas, place))
    assert response.status_code == 200
    return Page.of(response).form


def trials(canvas: Canvas, ref: str = "r1") -> tuple[Experiment, ...]:
    row = now(canvas).elements[ref]
    assert isinstance(row, Relationship)
    return row.experiments


def events(canvas: Canvas) -> list[str]:
    return list(canvas.events.order_by("number").values_list("verb", flat=True))[1:]


# --- Adding -------------------------------------------------------------------------------------


def test_planned_without_javascript_it_leads_back_to_the_board_of_experiments(
    as_alice: Client, canvas: Canvas
) -> None:
    form = form_at(as_alice, canvas, f"{trial('new', 'r2')}{BACK}")
    response = as_alice.post(
        form.action, form.filled(hypothesis="Pagan por hora", measure="horas", threshold="3")
    )
    assert (response.status_code, response["Location"]) == (302, at(canvas, "experiments/"))
    assert trials(canvas, "r2") == (Experiment("Pagan por hora", "horas", "3"),)
    assert events(canvas) == [Verb.CHANGE]


def test_planned_with_htmx_the_view_hears_of_it(as_alice: Client, canvas: Canvas) -> None:
    form = form_at(as_alice, canvas, trial("new"))
    response = as_alice.post(form.action, form.filled(hypothesis="Otra"), headers=HTMX)
    assert json.loads(response["HX-Trigger"]) == {"vinculo:saved": {"ref": "r1"}}
    assert "HX-Retarget" not in response
    assert trials(canvas)[2] == Experiment("Otra")


def test_the_next_one_is_planned_from_the_last(as_alice: Client, canvas: Canvas) -> None:
    form = form_at(as_alice, canvas, f"{trial('new')}?like=1")
    as_alice.post(form.action, form.fields)
    assert trials(canvas)[2] == replace(PREFER, customers=None)


@pytest.mark.parametrize("like", ["0", "3", "99", "-1", "x", "²", "9" * 50])
def test_the_next_one_of_none_is_blank(as_alice: Client, canvas: Canvas, like: str) -> None:
    form = form_at(as_alice, canvas, f"{trial('new')}?like={like}")
    assert form.fields["hypothesis"] == [""]


def test_of_ten_there_is_no_eleventh_in_the_words_of_the_import(
    as_alice: Client, canvas: Canvas
) -> None:
    form = form_at(as_alice, canvas, trial("new"))
    for n in range(8):
        as_alice.post(form.action, form.filled(hypothesis=f"Número {n}"))
    response = as_alice.post(form.action, form.filled(hypothesis="Una más"))
    assert response.status_code == 422
    assert "At most 10 fit here; these are 11." in Page.of(response).text
    assert Page.of(response).form.fields["hypothesis"] == ["Una más"]
    assert len(trials(canvas)) == 10


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("hypothesis", "  ", "This is needed."),
        ("hypothesis", "x" * 501, "Write at most 500 characters; these are 501."),
        ("measure", "x" * 501, "Write at most 500 characters; these are 501."),
        ("threshold", "x" * 501, "Write at most 500 characters; these are 501."),
        ("result", "x\x00", "Take out the character U+0000: it can't be shown."),
        ("customers", "1000000001", "Write a whole number from 0 to 1,000,000,000."),
        ("customers", "many", "Write a whole number, like 1,500."),
        ("verdict", "maybe", "Select a valid choice."),
    ],
)
def test_what_the_import_refuses_the_form_refuses_and_keeps(
    as_alice: Client, canvas: Canvas, field: str, value: str, said: str
) -> None:
    form = form_at(as_alice, canvas, trial())
    response = as_alice.post(form.action, form.filled(**{field: value}))
    assert (response.status_code, said in Page.of(response).text) == (422, True)
    assert trials(canvas) == (PREFER, ACCEPT)


def test_customers_are_read_as_people_write_numbers(as_alice: Client, canvas: Canvas) -> None:
    form = form_at(as_alice, canvas, trial())
    as_alice.post(form.action, form.filled(customers="1.200"))
    assert trials(canvas)[0].customers == 1200


@both_ways
def test_hostile_text_is_shown_and_never_run(
    as_alice: Client, canvas: Canvas, headers: dict[str, str]
) -> None:
    form = form_at(as_alice, canvas, trial())
    as_alice.post(form.action, form.filled(hypothesis=HOSTILE, verdict="keep"))
    places = ("experiments/", "relationships/r1/", trial(), trial("1/next"), trial("1/remove"))
    for place in places:
        html = as_alice.get(at(canvas, place), headers=headers).content.decode()
        assert (place, "<script>alert" in html) == (place, False)
        assert escape("{{ 7|add:7 }}") in html


# --- Editing ------------------------------------------------------------------------------------


def test_a_result_is_told(as_alice: Client, canvas: Canvas) -> None:
    form = form_at(as_alice, canvas, trial())
    as_alice.post(form.action, form.filled(result="Doce de veinte", customers="20"))
    assert trials(canvas) == (replace(PREFER, result="Doce de veinte"), ACCEPT)
    assert events(canvas) == [Verb.CHANGE]


def test_saved_as_it_was_nothing_is_written(as_alice: Client, canvas: Canvas) -> None:
    form = form_at(as_alice, canvas, trial())
    assert as_alice.post(form.action, form.fields).status_code == 302
    assert events(canvas) == []


@pytest.mark.parametrize(
    ("number", "direction", "swapped"),
    [(1, "down", True), (2, "up", True), (1, "up", False), (2, "down", False)],
)
def test_moved_it_keeps_what_was_typed_in_one_event(
    as_alice: Client, canvas: Canvas, number: int, direction: str, swapped: bool
) -> None:
    form = form_at(as_alice, canvas, trial(number))
    as_alice.post(form.action, form.filled(result="Visto", direction=direction))
    mine = replace((PREFER, ACCEPT)[number - 1], result="Visto")
    expected = [PREFER, ACCEPT]
    expected[number - 1] = mine
    assert trials(canvas) == tuple(reversed(expected) if swapped else expected)
    assert events(canvas) == [Verb.CHANGE]


@pytest.mark.parametrize("number", ["0", "3", "9" * 6000], ids=["0", "3", "endless"])
def test_an_experiment_that_is_not_there_is_not_found(
    as_alice: Client, canvas: Canvas, number: str
) -> None:
    for place in (trial(number), trial(f"{number}/next"), trial(f"{number}/remove")):
        assert as_alice.get(at(canvas, place)).status_code == 404
    assert as_alice.get(at(canvas, trial(1, "n1"))).status_code == 404
    assert as_alice.get(at(canvas, trial("new", "gone"))).status_code == 404


def test_who_may_not_edit_sees_it_and_no_buttons(as_bob: Client, canvas: Canvas) -> None:
    page = Page.of(as_bob.get(at(canvas, trial())))
    assert page.form.fields["threshold"] == [PREFER.threshold]
    assert ("Save" in page.text, "Delete" in page.text) == (False, False)
    steps = Page.of(as_bob.get(at(canvas, trial("2/next"))))
    board = Page.of(as_bob.get(at(canvas, "experiments/")))
    assert [link for link in board.links if "/new/" in link] == []
    assert [f.action for f in (*board.forms, *steps.forms) if "/step/" in f.action] == []


# --- The threshold is fixed before --------------------------------------------------------------


@both_ways
def test_the_threshold_of_one_that_has_begun_is_changed_only_knowingly(
    as_alice: Client, canvas: Canvas, headers: dict[str, str]
) -> None:
    form = form_at(as_alice, canvas, trial())
    assert "knowingly" not in form.fields
    sent = form.filled(threshold="5", result="Seis")
    response = as_alice.post(form.action, sent, headers=headers)
    page = Page.of(response)
    assert response.status_code == 422
    assert "Measure and threshold are fixed before" in page.text
    assert (page.form.fields["threshold"], page.form.fields["result"]) == (["5"], ["Seis"])
    assert trials(canvas)[0] == PREFER

    as_alice.post(page.form.action, page.form.filled(knowingly="on"), headers=headers)
    assert trials(canvas)[0] == replace(PREFER, threshold="5", result="Seis")


def test_before_it_has_begun_the_threshold_is_free(as_alice: Client, canvas: Canvas) -> None:
    form = form_at(as_alice, canvas, trial("new"))
    as_alice.post(form.action, form.filled(hypothesis="Otra", threshold="3"))
    form = form_at(as_alice, canvas, trial(3))
    assert as_alice.post(form.action, form.filled(threshold="4")).status_code == 302
    assert trials(canvas)[2].threshold == "4"


def test_begun_by_somebody_else_meanwhile_it_is_not_moved_unnoticed(
    as_alice: Client, as_erin: Client, canvas: Canvas
) -> None:
    form = form_at(as_alice, canvas, trial("new"))
    as_alice.post(form.action, form.filled(hypothesis="Otra", threshold="3"))
    mine, theirs = form_at(as_alice, canvas, trial(3)), form_at(as_erin, canvas, trial(3))
    as_erin.post(theirs.action, theirs.filled(customers="4"))
    assert as_alice.post(mine.action, mine.filled(threshold="1")).status_code == 422
    assert trials(canvas)[2] == Experiment("Otra", "", "3", 4)


# --- Two people at once -------------------------------------------------------------------------


def test_different_fields_and_different_experiments_are_merged(
    as_alice: Client, as_erin: Client, canvas: Canvas
) -> None:
    first, second = form_at(as_alice, canvas, trial(1)), form_at(as_erin, canvas, trial(2))
    same = form_at(as_erin, canvas, trial(1))
    as_erin.post(second.action, second.filled(customers="9"))
    as_erin.post(same.action, same.filled(result="Mitad"))
    as_alice.post(first.action, first.filled(customers="30"))
    assert trials(canvas) == (
        replace(PREFER, customers=30, result="Mitad"),
        replace(ACCEPT, customers=9),
    )


@both_ways
def test_a_clash_shows_both_texts_and_saving_again_overwrites_knowingly(
    as_alice: Client, as_erin: Client, canvas: Canvas, headers: dict[str, str]
) -> None:
    mine, theirs = form_at(as_alice, canvas, trial()), form_at(as_erin, canvas, trial())
    as_erin.post(theirs.action, theirs.filled(result="Suyo <b>", verdict="keep"))
    response = as_alice.post(
        mine.action, mine.filled(result="Mío <i>", verdict="adapt"), headers=headers
    )
    page = Page.of(response)
    assert response.status_code == 409
    assert trials(canvas)[0] == replace(PREFER, result="Suyo <b>", verdict=Verdict.KEEP)
    for text in ("Suyo <b>", "Mío <i>", "Keep", "Adapt"):
        assert text in page.text
    assert page.form.fields["result"] == ["Mío <i>"]
    as_alice.post(page.form.action, page.form.fields)
    assert trials(canvas)[0] == replace(PREFER, result="Mío <i>", verdict=Verdict.ADAPT)


def test_it_is_found_again_where_it_was_moved_to(
    as_alice: Client, as_erin: Client, canvas: Canvas
) -> None:
    mine, theirs = form_at(as_alice, canvas, trial(1)), form_at(as_erin, canvas, trial(1))
    as_erin.post(theirs.action, theirs.filled(direction="down"))
    as_alice.post(mine.action, mine.filled(result="Mío"))
    assert trials(canvas) == (ACCEPT, replace(PREFER, result="Mío"))


@both_ways
def test_what_somebody_deleted_can_be_added_anew(
    as_alice: Client, as_erin: Client, canvas: Canvas, headers: dict[str, str]
) -> None:
    mine = form_at(as_alice, canvas, trial())
    theirs = form_at(as_erin, canvas, trial("1/remove"))
    as_erin.post(theirs.action)
    response = as_alice.post(mine.action, mine.filled(result="Mío"), headers=headers)
    page = Page.of(response)
    assert (response.status_code, page.form.action) == (409, at(canvas, trial("new")))
    assert "Somebody deleted or rewrote this in the meantime." in page.text
    as_alice.post(page.form.action, page.form.fields)
    assert trials(canvas) == (ACCEPT, replace(PREFER, result="Mío"))


@both_ways
@pytest.mark.parametrize("place", [trial(), trial("new")])
def test_with_its_relationship_gone_what_was_typed_stays_in_sight(
    as_alice: Client, canvas: Canvas, alice: User, place: str, headers: dict[str, str]
) -> None:
    form = form_at(as_alice, canvas, place)
    actions.remove_element(canvas, "r1", by=alice)
    response = as_alice.post(
        form.action, form.filled(hypothesis="Escrito mientras"), headers=headers
    )
    page = Page.of(response)
    assert response.status_code == 409
    assert "Somebody deleted the relationship in the meantime." in page.text
    assert page.form.fields["hypothesis"] == ["Escrito mientras"]


@pytest.mark.parametrize("base", ["", "x", "null", "[]", '{"hypothesis": 3}', "[" * 900])
def test_without_what_was_seen_the_experiment_of_the_number_is_meant(
    as_alice: Client, canvas: Canvas, base: str
) -> None:
    form = form_at(as_alice, canvas, trial(2))
    as_alice.post(form.action, form.filled(base=base, result="Casi todos"))
    assert trials(canvas) == (PREFER, replace(ACCEPT, result="Casi todos"))


def test_the_form_of_the_relationship_undoes_no_experiment_saved_meanwhile(
    as_alice: Client, as_erin: Client, canvas: Canvas
) -> None:
    mine = form_at(as_alice, canvas, "relationships/r1/")
    theirs = form_at(as_erin, canvas, trial("new"))
    as_erin.post(theirs.action, theirs.filled(hypothesis="Añadido mientras"))
    response = as_alice.post(mine.action, mine.filled(objective="Otro"))
    assert response.status_code == 302
    assert trials(canvas) == (PREFER, ACCEPT, Experiment("Añadido mientras"))
    assert now(canvas).elements["r1"].objective == "Otro"  # type: ignore[union-attr]


def test_nor_one_that_is_saved_between_reading_and_writing(
    as_alice: Client, canvas: Canvas, alice: User, catalog: Catalog
) -> None:
    shown = form_at(as_alice, canvas, "relationships/r1/")
    actions.add_experiment(canvas, "r1", Experiment("First"), by=alice)
    read = now(canvas)
    element = read.relationships[0]
    form = RelationshipForm(
        MultiValueDict(shown.filled(objective="Otro")),
        blueprint=read,
        catalog=catalog,
        language="en",
        element=element,
    )
    assert form.is_valid()
    actions.add_experiment(canvas, "r1", Experiment("Second"), by=alice)
    actions.save_element(canvas, form.element, base=form.base_of(element), by=alice)
    assert [each.hypothesis for each in trials(canvas)[2:]] == ["First", "Second"]


def test_a_relationship_deleted_meanwhile_is_added_anew_with_its_experiments(
    as_alice: Client, canvas: Canvas, alice: User
) -> None:
    mine = form_at(as_alice, canvas, "relationships/r1/")
    actions.remove_element(canvas, "r1", by=alice)
    page = Page.of(as_alice.post(mine.action, mine.filled(objective="Otro")))
    as_alice.post(page.form.action, page.form.fields)
    assert trials(canvas, "r3") == (PREFER, ACCEPT)


# --- Deleting -----------------------------------------------------------------------------------


@both_ways
def test_deleted_it_can_be_brought_back_where_it_was(
    as_alice: Client, canvas: Canvas, headers: dict[str, str]
) -> None:
    form = form_at(as_alice, canvas, trial("1/remove"))
    as_alice.post(form.action, form.fields, headers=headers)
    assert (trials(canvas), events(canvas)) == ((ACCEPT,), [Verb.REMOVE])
    as_alice.post(at(canvas, "undo/"), headers=headers)
    assert trials(canvas) == (PREFER, ACCEPT)


def test_undone_it_comes_back_among_what_was_written_since(
    as_alice: Client, canvas: Canvas
) -> None:
    as_alice.post(at(canvas, trial("1/remove")))
    form = form_at(as_alice, canvas, trial(1))
    as_alice.post(form.action, form.filled(customers="7"))
    as_alice.post(at(canvas, "undo/"))
    assert trials(canvas) == (PREFER, replace(ACCEPT, customers=7))


def test_changed_by_somebody_else_it_is_deleted_only_once_that_was_seen(
    as_alice: Client, as_erin: Client, canvas: Canvas
) -> None:
    mine, theirs = form_at(as_alice, canvas, trial("1/remove")), form_at(as_erin, canvas, trial())
    as_erin.post(theirs.action, theirs.filled(result="Doce"))
    response = as_alice.post(mine.action, mine.fields)
    page = Page.of(response)
    assert (response.status_code, "Doce" in page.text) == (409, True)
    assert trials(canvas)[0] == replace(PREFER, result="Doce")
    as_alice.post(page.form.action, page.form.fields)
    assert trials(canvas) == (ACCEPT,)


def test_gone_already_nothing_else_is_deleted(as_alice: Client, canvas: Canvas) -> None:
    form = form_at(as_alice, canvas, trial("1/remove"))
    as_alice.post(form.action, form.fields)
    assert as_alice.post(form.action, form.fields).status_code == 302
    assert (trials(canvas), events(canvas)) == ((ACCEPT,), [Verb.REMOVE])


# --- What a verdict leads to --------------------------------------------------------------------


def test_without_javascript_a_verdict_leads_to_what_follows(
    as_alice: Client, canvas: Canvas
) -> None:
    form = form_at(as_alice, canvas, f"{trial()}{BACK}")
    response = as_alice.post(form.action, form.filled(verdict="keep"), follow=True)
    assert response.redirect_chain == [(at(canvas, f"{trial('1/next')}{BACK}"), 302)]
    page = Page.of(response)
    steps = {form.fields["step"][0]: form for form in page.forms if "step" in form.fields}
    assert list(steps) == ["raise", "unmark"]
    assert "It fits these customers." in page.text
    assert steps["raise"].fields == {"step": ["raise"], "stage": ["growth"]}
    # Nothing happened by itself.
    assert now(canvas).elements["r1"] == replace(
        full_blueprint().relationships[0],
        experiments=(replace(PREFER, verdict=Verdict.KEEP), ACCEPT),
    )
    response = as_alice.post(steps["raise"].action, steps["raise"].fields)
    assert response["Location"] == at(canvas, "experiments/")
    assert now(canvas).elements["r1"].stage is Stage.GROWTH  # type: ignore[union-attr]


def test_to_unmark_the_last_one_is_cautioned_against(
    as_alice: Client, alice: User, catalog: Catalog
) -> None:
    learnt = (Experiment("They ask", verdict=Verdict.KEEP),)
    plan = row(minimum_viable=True, experiments=learnt)

    def caution(*parts: object) -> bool:
        made = actions.create_canvas(drawn(segment(name="Families"), *parts), by=alice)
        page = Page.of(as_alice.get(at(made, trial("1/next", "r"))))
        return "none is left with “Families”" in page.text

    assert caution(plan)
    assert not caution(plan, row("q", minimum_viable=True))


def test_with_htmx_what_follows_stays_in_the_dialog(as_alice: Client, canvas: Canvas) -> None:
    form = form_at(as_alice, canvas, trial())
    response = as_alice.post(form.action, form.filled(verdict="adapt"), headers=HTMX)
    saved = {"vinculo:saved": {"ref": "r1", "stays": True}}
    assert json.loads(response["HX-Trigger"]) == saved
    assert (response["HX-Retarget"], response["HX-Reswap"]) == ("#dialog-body", "innerHTML")
    links = Page.of(response).links
    assert at(canvas, f"{trial('new')}?like=1&back=") in links
    assert at(canvas, "relationships/r1/?back=") in links


@pytest.mark.parametrize("verdict", ["", "drop"])
def test_a_verdict_that_was_there_or_is_none_leads_nowhere(
    as_alice: Client, canvas: Canvas, verdict: str
) -> None:
    form = form_at(as_alice, canvas, f"{trial(2)}{BACK}")
    response = as_alice.post(form.action, form.filled(verdict=verdict, customers="9"))
    assert response["Location"] == at(canvas, "experiments/")


def test_without_a_verdict_nothing_follows(as_alice: Client, canvas: Canvas) -> None:
    assert as_alice.get(at(canvas, trial("1/next"))).status_code == 404


@pytest.mark.parametrize(
    ("ref", "step", "field", "value"),
    [
        ("r2", {"step": "run"}, "status", Status.RUNNING),
        ("r1", {"step": "drop"}, "status", Status.DROPPED),
        ("r1", {"step": "unmark"}, "minimum_viable", False),
        ("r2", {"step": "mark"}, "minimum_viable", True),
        ("r2", {"step": "raise", "stage": "mature"}, "stage", Stage.MATURE),
    ],
)
def test_a_step_is_one_event_and_taken_twice_is_taken_once(
    as_alice: Client, canvas: Canvas, ref: str, step: dict[str, str], field: str, value: Any
) -> None:
    before = now(canvas).elements[ref]
    for _ in range(2):
        response = as_alice.post(at(canvas, f"relationships/{ref}/step/{BACK}"), step)
        assert response["Location"] == at(canvas, "experiments/")
    assert now(canvas).elements[ref] == replace(before, **{field: value})
    assert events(canvas) == [Verb.CHANGE]


@pytest.mark.parametrize(
    "step",
    [{}, {"step": "open"}, {"step": "x"}, {"step": "raise"}, {"step": "raise", "stage": "x"}],
)
def test_a_step_that_is_none_is_not_found(
    as_alice: Client, canvas: Canvas, step: dict[str, str]
) -> None:
    assert as_alice.post(at(canvas, "relationships/r1/step/"), step).status_code == 404
    assert as_alice.post(at(canvas, "relationships/n1/step/"), {"step": "run"}).status_code == 404
    assert Event.objects.filter(canvas=canvas).count() == 1


# --- From the relationship's form ---------------------------------------------------------------


def test_the_form_of_the_relationship_lists_them_and_leads_to_a_new_one(
    as_alice: Client, as_bob: Client, canvas: Canvas
) -> None:
    page = Page.of(as_alice.get(at(canvas, f"relationships/r1/{BACK}")))
    assert at(canvas, f"{trial(1)}{BACK}") in page.links
    assert at(canvas, f"{trial(2)}{BACK}") in page.links
    assert at(canvas, f"{trial('new')}{BACK}") in page.links
    assert ("Preferem mensagem a telefone Running" in page.text, "Drop" in page.text) == (
        True,
        True,
    )
    assert (
        at(canvas, trial("new")) not in Page.of(as_bob.get(at(canvas, "relationships/r1/"))).links
    )
    assert (
        at(canvas, trial("new")) not in Page.of(as_alice.get(at(canvas, "new/relationship/"))).links
    )


def test_what_was_typed_while_signed_out_fills_the_form_again(
    as_alice: Client, canvas: Canvas, alice: User
) -> None:
    form = form_at(as_alice, canvas, trial("new"))
    as_alice.logout()
    as_alice.post(form.action, form.filled(hypothesis="Escrito fuera"))
    as_alice.force_login(alice)
    page = Page.of(as_alice.get(at(canvas, trial("new"))))
    assert page.form.fields["hypothesis"] == ["Escrito fuera"]
    assert "You were signed out, so this was not saved." in page.text
