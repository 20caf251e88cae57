"""Which seeds are looked at for what; no seed serves twice (tests/stream/kpi/forecast)."""

from __future__ import annotations

TUNING = (101, 102, 103, 104)
"""The constants were found on these, and only on these."""
COMPARED = (201, 202, 203, 204)
"""Forms of the method were compared on these while it was made; no constant comes from them."""
CHECKED = (301, 302)
"""The slice that every run of the tests judges."""
REPORTED = (911, 912, 913, 914, 915, 916, 917, 918)
"""What `make calibrate` prints and docs/method-forecast.md shows."""

UNITS = 30
"""Units of each process for a seed; each has 20 tasks."""
