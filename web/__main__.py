"""`python -m web`: one web process, on loopback unless told otherwise."""

from __future__ import annotations

import logging

import uvicorn

from schema.settings import Settings
from web.app import create_app
from web.fan import Fan
from web.patience import Patient

LONGEST_MESSAGE = 4_096  # bytes a viewer may send at once
PING_S = 20.0


def main() -> None:
    """Serve until told to stop."""
    settings = Settings.from_environ()
    logging.basicConfig(
        level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    logging.getLogger("aiokafka.consumer").setLevel(logging.WARNING)  # it tells of every question
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http=Patient,
        ws=Fan,
        ws_max_size=LONGEST_MESSAGE,
        ws_ping_interval=PING_S,
        ws_ping_timeout=PING_S,
        ws_per_message_deflate=False,  # web.fan offers its own, compressed once for all
        timeout_keep_alive=5,
        timeout_graceful_shutdown=5,
        server_header=False,
        access_log=False,
        log_config=None,
        log_level="warning",
    )


if __name__ == "__main__":
    main()
