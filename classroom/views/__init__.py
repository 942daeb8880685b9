"""The pages of courses, a module a page or a few that belong together."""
