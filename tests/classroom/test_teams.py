"""Moving between teams: nobody comes by what others handed in, and nothing begun is lost."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from canvas import actions, sharing
from canvas.models import Canvas, Role
from canvas.sharing import NotShared
from classroom import joining, submitting, teams
from classroom.models import Assignment, Course, Submission, Team
from classroom.teams import NotMoved, Wish
from relationships import live
from relationships.catalog import Catalog
from tests.canvas.building import full_blueprint
from tests.classroom import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(course: Course) -> Course:
    course.in_teams = True
    course.save(update_fields=["in_teams"])
    return course


@pytest.fixture
def bakers(course: Course, sofia: User, tomas: User) -> Team:
    """Sofía and Tomás."""
    team = make.TeamFactory(course=course, name="Bakers")
    course.enrolments.filter(user__in=[sofia, tomas]).update(team=team)
    return team


@pytest.fixture
def riders(course: Course, charlie: User) -> Team:
    """Charlie."""
    team = make.TeamFactory(course=course, name="Riders")
    make.EnrolmentFactory(course=course, user=charlie, team=team)
    return team


def _move(course: Course, person: User, wish: Wish, *, freely: bool = False) -> None:
    teams.change_team(course, course.enrolments.get(user=person), wish, freely=freely)


def _team_of(course: Course, person: User) -> Team | None:
    return course.enrolments.select_related("team").get(user=person).team


def _hand_in(assignment: Assignment, by: User) -> Submission:
    begun = submitting.start(assignment, by=by)
    assert begun.canvas
    actions.import_into(begun.canvas, full_blueprint(), by=by)
    submitting.submit(begun, live.current(), by=by)
    return begun


def _members(canvas: Canvas | None) -> dict[int, str]:
    assert canvas
    return dict(canvas.members.values_list("user", "role"))


def test_a_student_changes_the_team_while_nothing_is_handed_in(
    course: Course, bakers: Team, riders: Team, sofia: User
) -> None:
    _move(course, sofia, Wish(riders.pk))
    assert _team_of(course, sofia) == riders
    _move(course, sofia, Wish(name="Painters"))
    assert str(_team_of(course, sofia)) == "Painters"
    _move(course, sofia, Wish())
    assert _team_of(course, sofia) is None
    assert not course.teams.filter(name="Painters").exists()


def test_nobody_joins_a_team_that_has_handed_something_in(
    course: Course,
    assignment: Assignment,
    bakers: Team,
    riders: Team,
    sofia: User,
    charlie: User,
    catalog: Catalog,
) -> None:
    _hand_in(assignment, charlie)
    for wish in (Wish(riders.pk), Wish(name="riders")):
        with pytest.raises(NotMoved, match="handed_in"):
            _move(course, sofia, wish)
    assert _team_of(course, sofia) == bakers


def test_nor_leaves_one(
    course: Course,
    assignment: Assignment,
    bakers: Team,
    riders: Team,
    sofia: User,
    tomas: User,
    catalog: Catalog,
) -> None:
    _hand_in(assignment, tomas)
    with pytest.raises(NotMoved, match="handed_in"):
        _move(course, sofia, Wish(riders.pk))


def test_an_instructor_moves_anybody_and_what_was_handed_in_stays_with_its_authors(
    course: Course,
    assignment: Assignment,
    bakers: Team,
    riders: Team,
    sofia: User,
    tomas: User,
    charlie: User,
    catalog: Catalog,
) -> None:
    mine, theirs = _hand_in(assignment, sofia), _hand_in(assignment, charlie)
    _move(course, sofia, Wish(riders.pk), freely=True)
    assert _team_of(course, sofia) == riders
    assert submitting.start(assignment, by=sofia) == mine
    authors = theirs.authors.values_list("enrolment__user", flat=True)
    assert list(authors) == [charlie.pk]
    assert set(_members(mine.canvas)) == {sofia.pk, tomas.pk}
    assert set(_members(theirs.canvas)) == {charlie.pk}


def test_what_was_handed_in_with_one_team_is_not_shared_with_the_next(
    course: Course,
    assignment: Assignment,
    bakers: Team,
    riders: Team,
    sofia: User,
    charlie: User,
    catalog: Catalog,
) -> None:
    """Neither by who comes, nor by who goes on with it: the riders would be graded by it."""
    mine = _hand_in(assignment, sofia)
    _move(course, sofia, Wish(riders.pk), freely=True)
    assert submitting.start(assignment, by=sofia) == mine
    assert charlie.pk not in _members(mine.canvas)
    assert submitting.start(assignment, by=charlie) != mine


def test_nor_what_was_handed_in_alone(
    course: Course,
    assignment: Assignment,
    riders: Team,
    sofia: User,
    charlie: User,
    catalog: Catalog,
) -> None:
    mine = _hand_in(assignment, sofia)
    _move(course, sofia, Wish(riders.pk))
    assert submitting.start(assignment, by=sofia) == mine
    assert list(mine.authors.values_list("enrolment__user", flat=True)) == [sofia.pk]
    assert submitting.start(assignment, by=charlie) != mine


def test_a_draft_goes_on_with_the_others_of_the_team(
    course: Course,
    assignment: Assignment,
    bakers: Team,
    riders: Team,
    sofia: User,
    tomas: User,
    catalog: Catalog,
) -> None:
    """Sofía began it, and so owned it."""
    draft = submitting.start(assignment, by=sofia)
    _move(course, sofia, Wish(riders.pk))
    assert _members(draft.canvas) == {tomas.pk: Role.OWNER}
    assert list(draft.authors.values_list("enrolment__user", flat=True)) == [tomas.pk]
    anew = submitting.start(assignment, by=sofia)
    assert (anew != draft, anew.team) == (True, riders)


def test_who_only_edits_a_draft_leaves_it_as_well(
    course: Course,
    assignment: Assignment,
    bakers: Team,
    riders: Team,
    sofia: User,
    tomas: User,
    catalog: Catalog,
) -> None:
    draft = submitting.start(assignment, by=sofia)
    _move(course, tomas, Wish(riders.pk))
    assert _members(draft.canvas) == {sofia.pk: Role.OWNER}


def test_who_leaves_while_somebody_deletes_the_canvas_is_moved(
    course: Course,
    assignment: Assignment,
    bakers: Team,
    riders: Team,
    sofia: User,
    tomas: User,
    catalog: Catalog,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun = submitting.start(assignment, by=sofia)

    def gone(*_about: object, **_more: object) -> None:
        raise NotShared("gone")

    monkeypatch.setattr(sharing, "remove_member", gone)
    _move(course, tomas, Wish(riders.pk))
    assert _team_of(course, tomas) == riders
    assert list(begun.authors.values_list("enrolment__user", flat=True)) == [sofia.pk]


def test_a_draft_of_nobody_else_stays_with_the_student_as_a_canvas_of_the_own(
    course: Course,
    assignment: Assignment,
    bakers: Team,
    charlie: User,
    riders: Team,
    catalog: Catalog,
) -> None:
    draft = submitting.start(assignment, by=charlie)
    _move(course, charlie, Wish(bakers.pk))
    assert not Submission.objects.filter(pk=draft.pk).exists()
    assert _members(draft.canvas) == {charlie.pk: Role.OWNER}
    assert not course.teams.filter(name="Riders").exists()
    assert submitting.start(assignment, by=charlie).team == bakers


def test_a_draft_whose_canvas_was_deleted_keeps_nobody_in_a_team(
    course: Course,
    assignment: Assignment,
    bakers: Team,
    riders: Team,
    sofia: User,
    catalog: Catalog,
) -> None:
    draft = submitting.start(assignment, by=sofia)
    assert draft.canvas
    actions.delete_canvas(draft.canvas, by=sofia)
    _move(course, sofia, Wish(riders.pk))
    assert _team_of(course, sofia) == riders


def test_who_comes_back_finds_no_work_that_the_team_handed_in_meanwhile(
    course: Course,
    assignment: Assignment,
    bakers: Team,
    sofia: User,
    tomas: User,
    catalog: Catalog,
) -> None:
    joining.leave(course.enrolments.get(user=sofia))
    _hand_in(assignment, tomas)
    joining.join(course, Wish(), by=sofia)
    assert _team_of(course, sofia) is None
    joining.leave(course.enrolments.get(user=tomas))
    joining.join(course, Wish(), by=tomas)
    assert _team_of(course, tomas) == bakers


def test_a_team_and_a_course_have_room_for_so_many(
    course: Course, bakers: Team, riders: Team, sofia: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(teams, "MOST_IN_TEAM", 1)
    with pytest.raises(NotMoved, match="full"):
        _move(course, sofia, Wish(riders.pk), freely=True)
    monkeypatch.setattr(teams, "MOST_TEAMS", 2)
    with pytest.raises(NotMoved, match="teams"):
        teams.make_team(course, "One more")
    assert teams.make_team(course, "bakers") == bakers


def test_in_an_archived_course_nobody_moves(
    course: Course, bakers: Team, riders: Team, sofia: User
) -> None:
    Course.objects.update(archived_at="2026-01-01T00:00Z")
    for call in (
        lambda: _move(course, sofia, Wish(riders.pk), freely=True),
        lambda: teams.make_team(course, "One more"),
    ):
        with pytest.raises(NotMoved, match="archived"):
            call()


def test_on_the_page_a_student_moves_oneself_and_an_instructor_anybody(
    course: Course,
    bakers: Team,
    riders: Team,
    sofia: User,
    tomas: User,
    as_ines: Client,
    as_sofia: Client,
) -> None:
    mine, his = (course.enrolments.get(user=person) for person in (sofia, tomas))
    address = f"/courses/{course.pk}/roster/{{}}/team/"
    assert as_sofia.post(address.format(his.pk), {"team": str(riders.pk)}).status_code == 404
    assert as_sofia.get(address.format(mine.pk)).status_code == 200
    assert as_sofia.post(address.format(mine.pk), {"team": str(riders.pk)}).status_code == 302
    assert as_ines.post(address.format(his.pk), {"new_team": "x" * 81}).status_code == 422
    assert as_ines.post(address.format(his.pk), {"team": str(riders.pk)}).status_code == 302
    assert (_team_of(course, sofia), _team_of(course, tomas)) == (riders, riders)


def test_the_page_says_why_a_student_stays(
    course: Course,
    assignment: Assignment,
    bakers: Team,
    riders: Team,
    sofia: User,
    tomas: User,
    catalog: Catalog,
    as_sofia: Client,
) -> None:
    _hand_in(assignment, tomas)
    mine = course.enrolments.get(user=sofia)
    answer = as_sofia.post(f"/courses/{course.pk}/roster/{mine.pk}/team/", {"team": str(riders.pk)})
    assert (answer.status_code, "stays as it is" in answer.content.decode()) == (422, True)


def test_where_students_hand_in_alone_there_are_no_teams(
    course: Course, sofia: User, as_ines: Client
) -> None:
    Course.objects.update(in_teams=False)
    mine = course.enrolments.get(user=sofia)
    assert as_ines.get(f"/courses/{course.pk}/roster/{mine.pk}/team/").status_code == 404
    assert as_ines.post(f"/courses/{course.pk}/teams/new/", {"name": "A"}).status_code == 404


def test_an_instructor_adds_a_team(course: Course, as_ines: Client) -> None:
    address = f"/courses/{course.pk}/teams/new/"
    assert as_ines.post(address, {"name": " The  bakers "}).status_code == 302
    assert course.teams.get().name == "The bakers"
    for wrong in ("", "x" * 10_000, "a\0b"):
        assert as_ines.post(address, {"name": wrong}).status_code == 422


def test_a_team_that_left_nothing_behind_makes_room(
    signed_in: Callable[[User], Client], course: Course, bakers: Team, sofia: User, tomas: User
) -> None:
    """Who has left the course is in the team still, and comes back into it."""
    joining.leave(course.enrolments.get(user=tomas))
    _move(course, sofia, Wish())
    assert course.teams.filter(pk=bakers.pk).exists()


def test_who_may_not_change_the_team_is_told_and_sees_no_button(
    course: Course,
    assignment: Assignment,
    bakers: Team,
    sofia: User,
    catalog: Catalog,
    as_sofia: Client,
) -> None:
    address = f"/courses/{course.pk}/"
    assert "Change the team" in as_sofia.get(address).content.decode()
    _hand_in(assignment, sofia)
    page = as_sofia.get(address).content.decode()
    assert "Change the team" not in page
    assert "stays as it is. Ask your instructor." in page
