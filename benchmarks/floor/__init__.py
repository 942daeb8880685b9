"""The floor: as little as a signed-in page with sixty notes can do, to measure against."""
