"""What is known about customer relationships: the knowledge and the judgement.

The ground floor of the house. `vocabulary`, `blueprint`, `catalog`, `coherence` and
`content` are plain Python without Django, so that rules can be read, run and tested
with no database behind them.
"""
