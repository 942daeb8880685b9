"""The pages on which editors keep the catalog, with the languages side by side."""
