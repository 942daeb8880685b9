"""The forms of a canvas, a module a concept.

A form turns what was typed into a fragment of the exchange format and lets the format's own codec
judge it, so that forms refuse what import refuses, in the same words.
"""
