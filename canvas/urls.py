"""The addresses of canvases. They stay: people bookmark them."""

from django.urls import URLPattern, path, register_converter

from canvas.views import boards, canvases, changes, elements, notes
from canvas.views.links import View, by_link
from canvas.views.on_demand import OnDemand

activity = OnDemand("canvas.views.activity")
advice = OnDemand("canvas.views.advice")
calculator = OnDemand("canvas.views.calculator")
channels = OnDemand("canvas.views.channels")
coherence = OnDemand("canvas.views.coherence")
comments = OnDemand("canvas.views.comments")
compare = OnDemand("canvas.views.compare")
costs = OnDemand("canvas.views.costs")
experimenting = OnDemand("canvas.views.experimenting")
experiments = OnDemand("canvas.views.experiments")
history = OnDemand("canvas.views.history")
inbox = OnDemand("canvas.views.inbox")
journey = OnDemand("canvas.views.journey")
maps = OnDemand("canvas.views.maps")
matrix = OnDemand("canvas.views.matrix")
members = OnDemand("canvas.views.members")
plans = OnDemand("canvas.views.plans")
segments = OnDemand("canvas.views.segments")
start = OnDemand("canvas.views.start")
trust = OnDemand("canvas.views.trust")


class RefConverter:
    """An element's ref."""

    regex = "[A-Za-z0-9_-]{1,40}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class TokenConverter(RefConverter):
    """What nobody can guess: the end of a secret link, or of an invitation."""

    regex = "[A-Za-z0-9_-]{43}"


register_converter(RefConverter, "ref")
register_converter(TokenConverter, "token")


def _shown(place: str, view: View, name: str) -> tuple[URLPattern, URLPattern]:
    """A page of a canvas: for its members, and, to be read, for whoever holds a secret link."""
    return (
        path(f"canvases/<uuid:canvas_id>/{place}", view, name=name),
        path(f"s/<token:canvas_id>/{place}", by_link(view), name=name),
    )


urlpatterns: list[URLPattern] = [
    path("", canvases.front, name="front"),
    path("schema/vinculo-canvas-1.json", canvases.schema, name="schema"),
    path("canvases/", canvases.canvas_list, name="canvas_list"),
    path("canvases/new/", canvases.canvas_new, name="canvas_new"),
    path("canvases/activity/", activity.activity, name="activity"),
    path("canvases/activity/seen/", activity.activity_seen, name="activity_seen"),
    path("canvases/import/", canvases.canvas_import, name="canvas_import"),
    path("canvases/examples/<slug:slug>/", canvases.canvas_example, name="canvas_example"),
    *_shown("", boards.board, "board"),
    *_shown("plan/", plans.plan, "plan"),
    path("canvases/<uuid:canvas_id>/coherence/", coherence.coherence, name="coherence"),
    path("canvases/<uuid:canvas_id>/coherence/mend/", coherence.finding_mend, name="finding_mend"),
    path(
        "canvases/<uuid:canvas_id>/coherence/set-aside/",
        coherence.finding_set_aside,
        name="finding_set_aside",
    ),
    path(
        "canvases/<uuid:canvas_id>/coherence/take-up/",
        coherence.finding_take_up,
        name="finding_take_up",
    ),
    path("canvases/<uuid:canvas_id>/comments/", comments.comments, name="comments"),
    path(
        "canvases/<uuid:canvas_id>/comments/<int:comment_id>/edit/",
        comments.comment_edit,
        name="comment_edit",
    ),
    path(
        "canvases/<uuid:canvas_id>/comments/<int:comment_id>/delete/",
        comments.comment_delete,
        name="comment_delete",
    ),
    path(
        "canvases/<uuid:canvas_id>/comments/threads/<int:thread_id>/reply/",
        comments.comment_reply,
        name="comment_reply",
    ),
    path(
        "canvases/<uuid:canvas_id>/comments/threads/<int:thread_id>/resolve/",
        comments.thread_resolve,
        name="thread_resolve",
    ),
    path(
        "canvases/<uuid:canvas_id>/comments/threads/<int:thread_id>/reopen/",
        comments.thread_reopen,
        name="thread_reopen",
    ),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.inbox_read, name="inbox_read"),
    path("inbox/<int:notice_id>/read/", inbox.notice_read, name="notice_read"),
    path("canvases/<uuid:canvas_id>/start/", start.start, name="start"),
    *_shown("matrix/", matrix.matrix, "matrix"),
    *_shown("journey/", journey.journey, "journey"),
    *_shown("map/", maps.relationship_map, "relationship_map"),
    *_shown("costs/", costs.costs, "costs"),
    path("canvases/<uuid:canvas_id>/costs/calculator/", calculator.calculator, name="calculator"),
    path("canvases/<uuid:canvas_id>/experiments/", experiments.experiments, name="experiments"),
    path("canvases/<uuid:canvas_id>/trust/", trust.trust, name="trust"),
    path("canvases/<uuid:canvas_id>/segments/<ref:ref>/advice/", advice.advice, name="advice"),
    path(
        "canvases/<uuid:canvas_id>/segments/<ref:ref>/advice/plan/",
        advice.advice_plan,
        name="advice_plan",
    ),
    path("canvases/<uuid:canvas_id>/segments/<ref:ref>/compare/", compare.compare, name="compare"),
    path("canvases/<uuid:canvas_id>/changes/", changes.changes, name="changes"),
    path("canvases/<uuid:canvas_id>/history/", history.history, name="history"),
    path(
        "canvases/<uuid:canvas_id>/history/snapshots/new/",
        history.snapshot_new,
        name="snapshot_new",
    ),
    path(
        "canvases/<uuid:canvas_id>/history/compare/",
        history.comparison,
        name="comparison",
    ),
    path("canvases/<uuid:canvas_id>/history/return/", history.go_back, name="go_back"),
    path("canvases/<uuid:canvas_id>/history/branch/", history.branch, name="branch"),
    path("canvases/<uuid:canvas_id>/import/", history.import_into, name="import_into"),
    path("canvases/<uuid:canvas_id>/members/", members.members, name="members"),
    path("canvases/<uuid:canvas_id>/members/invite/", members.member_invite, name="member_invite"),
    path(
        "canvases/<uuid:canvas_id>/members/invitations/<int:invitation_id>/withdraw/",
        members.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path(
        "canvases/<uuid:canvas_id>/members/<int:member_id>/role/",
        members.member_role,
        name="member_role",
    ),
    path(
        "canvases/<uuid:canvas_id>/members/<int:member_id>/remove/",
        members.member_remove,
        name="member_remove",
    ),
    path(
        "canvases/<uuid:canvas_id>/members/<int:member_id>/handover/",
        members.handover_offer,
        name="handover_offer",
    ),
    path(
        "canvases/<uuid:canvas_id>/members/handover/",
        members.handover_answer,
        name="handover_answer",
    ),
    path("canvases/<uuid:canvas_id>/members/links/new/", members.link_new, name="link_new"),
    path(
        "canvases/<uuid:canvas_id>/members/links/<int:link_id>/revoke/",
        members.link_revoke,
        name="link_revoke",
    ),
    path("invitations/<token:token>/", members.invitation, name="invitation"),
    path(
        "canvases/<uuid:canvas_id>/segments/<ref:ref>/compare/choose/",
        compare.compare_choose,
        name="compare_choose",
    ),
    path("canvases/<uuid:canvas_id>/details/", canvases.canvas_details, name="canvas_details"),
    path(
        "canvases/<uuid:canvas_id>/duplicate/", canvases.canvas_duplicate, name="canvas_duplicate"
    ),
    path("canvases/<uuid:canvas_id>/delete/", canvases.canvas_delete, name="canvas_delete"),
    path("canvases/<uuid:canvas_id>/archive/", canvases.canvas_archive, name="canvas_archive"),
    path("canvases/<uuid:canvas_id>/restore/", canvases.canvas_restore, name="canvas_restore"),
    path("canvases/<uuid:canvas_id>/export.json", canvases.canvas_export, name="canvas_export"),
    path("canvases/<uuid:canvas_id>/undo/", elements.deletion_undo, name="deletion_undo"),
    path("canvases/<uuid:canvas_id>/new/note/", notes.note_new, name="note_new"),
    *_shown("notes/<ref:ref>/", notes.note, "note"),
    path("canvases/<uuid:canvas_id>/new/segment/", segments.segment_new, name="segment_new"),
    *_shown("segments/<ref:ref>/", segments.segment, "segment"),
    path("canvases/<uuid:canvas_id>/new/channel/", channels.channel_new, name="channel_new"),
    path(
        "canvases/<uuid:canvas_id>/channel-abilities/",
        channels.channel_abilities,
        name="channel_abilities",
    ),
    *_shown("channels/<ref:ref>/", channels.channel, "channel"),
    path(
        "canvases/<uuid:canvas_id>/new/relationship/",
        plans.relationship_new,
        name="relationship_new",
    ),
    path(
        "canvases/<uuid:canvas_id>/relationship-fit/",
        plans.relationship_fit,
        name="relationship_fit",
    ),
    *_shown("relationships/<ref:ref>/", plans.relationship, "relationship"),
    path(
        "canvases/<uuid:canvas_id>/relationships/<ref:ref>/step/",
        experimenting.relationship_step,
        name="relationship_step",
    ),
    path(
        "canvases/<uuid:canvas_id>/relationships/<ref:ref>/experiments/new/",
        experimenting.experiment_new,
        name="experiment_new",
    ),
    path(
        "canvases/<uuid:canvas_id>/relationships/<ref:ref>/experiments/<int:number>/",
        experimenting.experiment,
        name="experiment",
    ),
    path(
        "canvases/<uuid:canvas_id>/relationships/<ref:ref>/experiments/<int:number>/next/",
        experimenting.experiment_next,
        name="experiment_next",
    ),
    path(
        "canvases/<uuid:canvas_id>/relationships/<ref:ref>/experiments/<int:number>/remove/",
        experimenting.experiment_remove,
        name="experiment_remove",
    ),
    path(
        "canvases/<uuid:canvas_id>/elements/<ref:ref>/move/",
        elements.element_move,
        name="element_move",
    ),
    path(
        "canvases/<uuid:canvas_id>/elements/<ref:ref>/remove/",
        elements.element_remove,
        name="element_remove",
    ),
]
