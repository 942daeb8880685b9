"""The entrepreneur's work: canvases, their elements, the plan of relationships and its pages."""
