"""Spanish amounts as the checks and the forms write them: 1.280.000,50, not with spaces."""

THOUSAND_SEPARATOR = "."
