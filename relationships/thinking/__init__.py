"""What helps to think a canvas through: pictures, advice, alternatives, costs, experiments, trust.

Pure functions of a blueprint and the catalog, without Django; they answer in frozen values, which
the pages of `canvas` put into words and draw.
"""
