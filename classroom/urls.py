"""The addresses of courses, assignments, submissions and reviews. They stay."""

from django.urls import URLPattern, path

from canvas.views.on_demand import OnDemand
from classroom.views import joining

assigning = OnDemand("classroom.views.assigning")
assignments = OnDemand("classroom.views.assignments")
courses = OnDemand("classroom.views.courses")
figures = OnDemand("classroom.views.figures")
handing_in = OnDemand("classroom.views.handing_in")
instructors = OnDemand("classroom.views.instructors")
letters = OnDemand("classroom.views.letters")
peers = OnDemand("classroom.views.peers")
people = OnDemand("classroom.views.people")
phrases = OnDemand("classroom.views.phrases")
releasing = OnDemand("classroom.views.releasing")
reviews = OnDemand("classroom.views.reviews")
rubrics = OnDemand("classroom.views.rubrics")
submissions = OnDemand("classroom.views.submissions")

urlpatterns: list[URLPattern] = [
    path("courses/", courses.course_list, name="course_list"),
    path("courses/new/", courses.course_new, name="course_new"),
    path("courses/<uuid:course_id>/", courses.course, name="course"),
    path("courses/<uuid:course_id>/edit/", courses.course_edit, name="course_edit"),
    path("courses/<uuid:course_id>/archive/", courses.course_archive, name="course_archive"),
    path("courses/<uuid:course_id>/unarchive/", courses.course_unarchive, name="course_unarchive"),
    path("courses/join/", joining.course_code, name="course_code"),
    path("join/<token:token>/", joining.course_join, name="course_join"),
    path("courses/<uuid:course_id>/joining/", joining.joining_change, name="joining_change"),
    path("courses/<uuid:course_id>/roster/", people.roster, name="roster"),
    path(
        "courses/<uuid:course_id>/roster/<int:enrolment_id>/remove/",
        people.student_remove,
        name="student_remove",
    ),
    path("courses/<uuid:course_id>/leave/", people.course_leave, name="course_leave"),
    path("courses/<uuid:course_id>/teams/new/", people.team_new, name="team_new"),
    path(
        "courses/<uuid:course_id>/roster/<int:enrolment_id>/team/",
        people.team_change,
        name="team_change",
    ),
    path(
        "courses/<uuid:course_id>/instructors/invite/",
        instructors.instructor_invite,
        name="instructor_invite",
    ),
    path(
        "courses/<uuid:course_id>/instructors/<int:instructor_id>/remove/",
        instructors.instructor_remove,
        name="instructor_remove",
    ),
    path(
        "courses/<uuid:course_id>/instructors/invitations/<int:invitation_id>/withdraw/",
        instructors.instructor_invitation_withdraw,
        name="instructor_invitation_withdraw",
    ),
    path(
        "courses/invitations/<token:token>/",
        instructors.instructor_invitation,
        name="instructor_invitation",
    ),
    path(
        "courses/<uuid:course_id>/assignments/new/",
        assigning.assignment_new,
        name="assignment_new",
    ),
    path(
        "courses/<uuid:course_id>/assignments/<int:number>/",
        assignments.assignment,
        name="assignment",
    ),
    path(
        "courses/<uuid:course_id>/assignments/<int:number>/edit/",
        assigning.assignment_edit,
        name="assignment_edit",
    ),
    path(
        "courses/<uuid:course_id>/assignments/<int:number>/starter/",
        assigning.assignment_starter,
        name="assignment_starter",
    ),
    path(
        "courses/<uuid:course_id>/assignments/<int:number>/publish/",
        assignments.assignment_publish,
        name="assignment_publish",
    ),
    path(
        "courses/<uuid:course_id>/assignments/<int:number>/delete/",
        assignments.assignment_delete,
        name="assignment_delete",
    ),
    path("courses/rubrics/", rubrics.rubric_list, name="rubric_list"),
    path("courses/rubrics/new/", rubrics.rubric_new, name="rubric_new"),
    path("courses/rubrics/<int:rubric_id>/", rubrics.rubric, name="rubric"),
    path(
        "courses/rubrics/<int:rubric_id>/duplicate/",
        rubrics.rubric_duplicate,
        name="rubric_duplicate",
    ),
    path("courses/rubrics/<int:rubric_id>/delete/", rubrics.rubric_delete, name="rubric_delete"),
    path(
        "courses/<uuid:course_id>/assignments/<int:number>/start/",
        handing_in.assignment_start,
        name="assignment_start",
    ),
    path("submissions/<uuid:submission_id>/", submissions.submission, name="submission"),
    path(
        "submissions/<uuid:submission_id>/task/",
        handing_in.submission_task,
        name="submission_task",
    ),
    path("submissions/<uuid:submission_id>/submit/", handing_in.submit, name="submit"),
    path(
        "submissions/<uuid:submission_id>/attempts/<int:attempt_number>/",
        submissions.attempt,
        name="attempt",
    ),
    path("submissions/<uuid:submission_id>/replies/new/", submissions.reply_new, name="reply_new"),
    path("submissions/<uuid:submission_id>/review/", reviews.review, name="review"),
    path(
        "submissions/<uuid:submission_id>/review/take-up/",
        reviews.review_take_up,
        name="review_take_up",
    ),
    path(
        "submissions/<uuid:submission_id>/review/carry-over/",
        reviews.carry_over,
        name="carry_over",
    ),
    path(
        "submissions/<uuid:submission_id>/review/scores/",
        reviews.scores_save,
        name="scores_save",
    ),
    path(
        "submissions/<uuid:submission_id>/review/scores/<int:criterion_id>/",
        reviews.score_save,
        name="score_save",
    ),
    path(
        "submissions/<uuid:submission_id>/review/overall/",
        reviews.overall_save,
        name="overall_save",
    ),
    path(
        "submissions/<uuid:submission_id>/review/remarks/new/",
        reviews.remark_new,
        name="remark_new",
    ),
    path(
        "submissions/<uuid:submission_id>/review/remarks/<int:remark_id>/edit/",
        reviews.remark_edit,
        name="remark_edit",
    ),
    path(
        "submissions/<uuid:submission_id>/review/remarks/<int:remark_id>/delete/",
        reviews.remark_delete,
        name="remark_delete",
    ),
    path(
        "submissions/<uuid:submission_id>/review/request-changes/",
        releasing.changes_request,
        name="changes_request",
    ),
    path(
        "submissions/<uuid:submission_id>/review/release/",
        releasing.review_release,
        name="review_release",
    ),
    path(
        "submissions/<uuid:submission_id>/review/reopen/",
        releasing.review_reopen,
        name="review_reopen",
    ),
    path(
        "courses/<uuid:course_id>/assignments/<int:number>/release/",
        releasing.release_all,
        name="release_all",
    ),
    path("courses/phrases/", phrases.phrase_list, name="phrase_list"),
    path("courses/phrases/<int:phrase_id>/delete/", phrases.phrase_delete, name="phrase_delete"),
    path(
        "courses/<uuid:course_id>/assignments/<int:number>/figures/",
        figures.figures,
        name="figures",
    ),
    path("courses/<uuid:course_id>/grades.csv", figures.grades_csv, name="grades_csv"),
    path("courses/<uuid:course_id>/grades.xlsx", figures.grades_xlsx, name="grades_xlsx"),
    path("courses/<uuid:course_id>/assignments/<int:number>/peers/", peers.peers, name="peers"),
    path("submissions/<uuid:submission_id>/peer-review/", peers.peer_review, name="peer_review"),
    path(
        "submissions/<uuid:submission_id>/student-reviews/",
        peers.student_reviews,
        name="student_reviews",
    ),
    path(
        "submissions/<uuid:submission_id>/peer-review/remarks/",
        peers.peer_remark,
        name="peer_remark",
    ),
    path("courses/mail/", letters.letter_choices, name="letter_choices"),
]
