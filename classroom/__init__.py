"""The instructor's and the student's work: courses, assignments, submissions, reviews."""
