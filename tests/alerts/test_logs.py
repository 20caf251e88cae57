"""Lines of JSON for machines, ours and those of libraries."""

import json
import subprocess
import sys

from deploy.places import REPO

SAY = """
import logging, structlog
from alerts.logs import configure
configure("info")
structlog.get_logger().info("judged", standings=3)
structlog.get_logger().debug("unheard")
logging.getLogger("a.library").warning("lag is %s", 7)
try:
    1 / 0
except ZeroDivisionError:
    structlog.get_logger().exception("failed")
"""


def test_each_line_is_an_object() -> None:
    done = subprocess.run(
        (sys.executable, "-c", SAY), cwd=REPO, capture_output=True, text=True, check=True
    )
    judged, lag, failed = map(json.loads, done.stdout.splitlines())
    assert (judged["event"], judged["standings"], judged["level"]) == ("judged", 3, "info")
    assert (lag["event"], lag["logger"]) == ("lag is 7", "a.library")
    assert "ZeroDivisionError" in failed["exception"]
    assert done.stderr == ""
