"""The pages of a canvas, a module a page."""
