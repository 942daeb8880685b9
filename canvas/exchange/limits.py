"""The sizes and counts of `vinculo-canvas/1`. Texts are measured in code points after trimming."""

DOCUMENT_BYTES = 32 * 1024 * 1024

NAME = 120
"""A title or a name; at least 1."""
SHORT_TEXT = 500
"""A note, a habit's and an experiment's texts, `hours`, `metric`, `target`, `detail`."""
LONG_TEXT = 2_000
"""Every other text."""
REF = 40

HOURS = 100_000
CUSTOMERS = 1_000_000_000

NOTES = 300
SEGMENTS = 100
CHANNELS = 100
TOUCHPOINTS = 1_000
RELATIONSHIPS = 300
HABITS = 10
"""In one segment."""
FACTORS = 20
"""In one segment."""
EXPERIMENTS = 10
"""In one relationship."""

MONEY_DIGITS = 10
"""Before the point; after it at most two."""

FAULTS_KEPT = 10_000
"""Of one document; those beyond are counted only, so that a hostile document fills no memory."""
FAULTS_COUNTED = 100_000
"""With so many a document is read no further, so that a hostile one holds nobody up for minutes."""
ECHO = 60
"""How much of a refused value a message repeats."""
KEY_ECHO = 1_000
"""How much of an unknown key a path repeats."""
