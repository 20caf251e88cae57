"""Mirror of the packages; required, or tests/stream/ would shadow stream/."""
