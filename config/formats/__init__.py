"""How languages write figures, where Django has it otherwise than `relationships` does."""
