"""Rules of the code base, as tests."""
