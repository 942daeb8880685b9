"""Django groups Spanish thousands with a space; the sentences of the checks, the costs and the
forms have a point, as pt-br has it too."""

THOUSAND_SEPARATOR = "."
