"""Spanish: 1.280.000,50, as the coherence checks and the forms write it, not with spaces."""

THOUSAND_SEPARATOR = "."
