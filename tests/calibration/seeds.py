"""Which seeds are looked at for what; no seed serves twice (tests/stream/kpi/forecast)."""

from __future__ import annotations

TUNING = (1101, 1102, 1103, 1104)
"""The constants were found on these, and only on these."""
COMPARED = (1201, 1202, 1203, 1204)
"""Forms of the method were compared on these while it was made; no constant comes from them."""
CHECKED = (1301, 1302)
"""The slice that every run of the tests judges."""
REPORTED = (1911, 1912, 1913, 1914, 1915, 1916, 1917, 1918)
"""What `make calibrate` prints and docs/method-forecast.md shows."""

REPORTED_INDICATORS = (2911, 2912, 2913, 2914, 2915, 2916, 2917, 2918)
"""The same of P(hit), in docs/method-strategic.md."""

UNITS = 30
"""Units of each process for a seed; each has 20 tasks."""
