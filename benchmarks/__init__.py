"""How fast and how big: the application beside a bare page of the same kind. See docs/speed.md."""
