"""The addresses of canvases. They stay: people bookmark them."""

from django.urls import URLPattern, path, register_converter

from canvas.views import (
    advice,
    boards,
    canvases,
    channels,
    coherence,
    compare,
    costs,
    elements,
    experiments,
    journey,
    maps,
    matrix,
    notes,
    plans,
    segments,
    start,
    trust,
)


class RefConverter:
    """An element's ref."""

    regex = "[A-Za-z0-9_-]{1,40}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(RefConverter, "ref")

urlpatterns: list[URLPattern] = [
    path("", canvases.front, name="front"),
    path("schema/vinculo-canvas-1.json", canvases.schema, name="schema"),
    path("canvases/", canvases.canvas_list, name="canvas_list"),
    path("canvases/new/", canvases.canvas_new, name="canvas_new"),
    path("canvases/import/", canvases.canvas_import, name="canvas_import"),
    path("canvases/examples/<slug:slug>/", canvases.canvas_example, name="canvas_example"),
    path("canvases/<uuid:canvas_id>/", boards.board, name="board"),
    path("canvases/<uuid:canvas_id>/plan/", plans.plan, name="plan"),
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
    path("canvases/<uuid:canvas_id>/start/", start.start, name="start"),
    path("canvases/<uuid:canvas_id>/matrix/", matrix.matrix, name="matrix"),
    path("canvases/<uuid:canvas_id>/journey/", journey.journey, name="journey"),
    path("canvases/<uuid:canvas_id>/map/", maps.relationship_map, name="relationship_map"),
    path("canvases/<uuid:canvas_id>/costs/", costs.costs, name="costs"),
    path("canvases/<uuid:canvas_id>/experiments/", experiments.experiments, name="experiments"),
    path("canvases/<uuid:canvas_id>/trust/", trust.trust, name="trust"),
    path("canvases/<uuid:canvas_id>/segments/<ref:ref>/advice/", advice.advice, name="advice"),
    path("canvases/<uuid:canvas_id>/segments/<ref:ref>/compare/", compare.compare, name="compare"),
    path("canvases/<uuid:canvas_id>/details/", canvases.canvas_details, name="canvas_details"),
    path(
        "canvases/<uuid:canvas_id>/duplicate/", canvases.canvas_duplicate, name="canvas_duplicate"
    ),
    path("canvases/<uuid:canvas_id>/delete/", canvases.canvas_delete, name="canvas_delete"),
    path("canvases/<uuid:canvas_id>/restore/", canvases.canvas_restore, name="canvas_restore"),
    path("canvases/<uuid:canvas_id>/export.json", canvases.canvas_export, name="canvas_export"),
    path("canvases/<uuid:canvas_id>/undo/", elements.deletion_undo, name="deletion_undo"),
    path("canvases/<uuid:canvas_id>/new/note/", notes.note_new, name="note_new"),
    path("canvases/<uuid:canvas_id>/notes/<ref:ref>/", notes.note, name="note"),
    path("canvases/<uuid:canvas_id>/new/segment/", segments.segment_new, name="segment_new"),
    path("canvases/<uuid:canvas_id>/segments/<ref:ref>/", segments.segment, name="segment"),
    path("canvases/<uuid:canvas_id>/new/channel/", channels.channel_new, name="channel_new"),
    path(
        "canvases/<uuid:canvas_id>/channel-abilities/",
        channels.channel_abilities,
        name="channel_abilities",
    ),
    path("canvases/<uuid:canvas_id>/channels/<ref:ref>/", channels.channel, name="channel"),
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
    path(
        "canvases/<uuid:canvas_id>/relationships/<ref:ref>/",
        plans.relationship,
        name="relationship",
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
