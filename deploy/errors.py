"""What can go wrong before anything of ours runs. The message is what the user reads.

CannotStart         something is missing or refused; the text says what to do
AlreadyRunning      the data directory is in use by another instance
"""


class CannotStart(Exception):
    """Something needed cannot be had; the text: what was expected, what came, the fix."""


class AlreadyRunning(CannotStart):
    """The data directory belongs to an instance that is alive."""
