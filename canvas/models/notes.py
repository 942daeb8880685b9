"""Sticky notes in the six blocks that hold plain notes."""

from django.db import models

from canvas.models.constraints import choices, not_empty, one_of
from canvas.models.elements import Element
from relationships.vocabulary import NOTE_BLOCKS, Block, Color


class Note(Element):
    block = models.CharField(max_length=30, choices=choices(Block))
    text = models.CharField(max_length=500)
    color = models.CharField(max_length=10, choices=choices(Color), blank=True)

    class Meta:
        constraints = [
            *Element.Meta.constraints,
            one_of("block", NOTE_BLOCKS, "note_block_holds_notes"),
            not_empty("text", "note_text_not_empty"),
            one_of("color", Color, "note_color_known", blank=True),
        ]
