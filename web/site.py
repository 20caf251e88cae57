"""Everything one web process holds, put together once; endpoints find it in ``app.state.site``.

Who needs what: pages ask `board` for facts of a scope and `country` for names; sockets join
`boards`; the API writes to `log`. `tasks` are the loops that keep it all current.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from typing import Any

from schema.clock import Clock
from schema.database import AsyncPool, pool
from schema.kpi import KpiState
from schema.process import heartbeat
from schema.settings import Settings
from schema.unit import ROOT
from web import inbox
from web.boards import Boards, boards
from web.build import build
from web.canary import Canary
from web.compose.board import board_view
from web.compose.facts import BoardFacts
from web.compose.view import BoardView
from web.country import Country
from web.extent import Extents
from web.facts.book import Book, Key
from web.facts.public import Pictures
from web.facts.reader import Reader
from web.facts.sql import Tables
from web.gate import Gate
from web.inbox import Inboxes, inboxes
from web.keys import Keys, stored
from web.kpi_feed import KpiFeed
from web.latency import Latency
from web.listening import Listening
from web.log import KafkaLog, Part
from web.mirrored import MirroredLog, MirrorGroup
from web.scrape import Scrape

POOL = 8  # connections to SQL of a web process
WAIT_S = 2.0  # seconds a request waits for a connection
_ROOT: Key = (ROOT, "")


class Site:
    """One web process; made without touching an engine."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.clock: Clock = settings.clock()
        self.build = build()
        self.pool: AsyncPool = pool(settings, size=POOL, statement_timeout="10s")
        self.pool.timeout = WAIT_S  # a request is told soon that the database is away …
        self.pool.reconnect_timeout = WAIT_S  # … and the next one tries anew, without back-off
        log = KafkaLog(settings)
        required = settings.mirror == "required"
        self.mirrored = MirroredLog(log, MirrorGroup(settings)) if required else None
        self.log = self.mirrored or log
        self.keys = Keys(stored(self.pool))
        self.gate = Gate()
        self.latency = Latency(self.unix)
        self.country = Country(self.pool, self.clock)
        self.book = Book(time.monotonic)
        self.reader = Reader(
            country=self.country,
            book=self.book,
            tables=Tables(self.pool, self.clock),
            clock=self.clock,
            changed=self._around_changed,
            monotonic=time.monotonic,
            to_screen_ms=self.latency.to_screen_ms,
            late=lambda: self.canary.late is not None,
        )
        self.pictures = Pictures(self.pool, lambda: self.country.directory, time.monotonic)
        self.boards: Boards = boards(self.reader.facts, self.build, self.latency, self.unix)
        self.inboxes: Inboxes = inboxes(self.pool, self.country.has_unit, self.build, self.unix)
        self.feed = KpiFeed(
            pool=self.pool,
            redis_url=settings.redis_url,
            names=settings.names,
            clock=self.clock,
            book=self.book,
        )
        self.canary = Canary(
            every_s=settings.canary_s,
            clock=self.clock,
            line=self.log,
            pool=self.pool,
            country=self.country,
            root=self._root,
        )
        self.extents = Extents(settings)
        self.scrape = Scrape(
            self.pool, self.extents, self.clock, standby=lambda: self.country.standby
        )
        self.listening = Listening(self.pool, self.clock, self._takes_reports)

    def unix(self) -> float:
        """Unix seconds on the system's clock."""
        return self.clock.now().timestamp()

    async def facts(self, scope: str, programme: str = "") -> BoardFacts | None:
        """What is known of a scope now; None: there is no such board."""
        return await self.reader.facts(scope, programme)

    async def board(self, scope: str, programme: str, lang: str) -> BoardView | None:
        """A board as a page and its twin show it now; None: there is no such board."""
        facts = await self.facts(scope, programme)
        return None if facts is None else board_view(facts, lang)

    def confirmed(self, parts: Sequence[Part], received: datetime) -> None:
        """Kafka confirmed a report: its way to the glass is measured if somebody looks."""
        if self.boards.viewers:
            places = [(part.partition, part.offset) for part in parts]
            self.latency.sent(places, received.timestamp())

    def moved(self, keys: set[Key]) -> None:
        """KPI states moved: their boards and those right above are published again."""
        if _ROOT in keys:
            self.canary.take(self.book.get(*_ROOT))
        known = self.country.directory
        scopes = {scope for scope, _ in keys}
        scopes |= {above for scope in scopes if (above := known.parent(scope)) is not None}
        self.reader.arounds.touch(scopes)
        self.boards.touch(lambda key: key.scope in scopes)

    def refresh(self) -> None:
        """Time or the catalogue moved: everything is read and published again."""
        self.reader.arounds.touch_all()
        self.reader.arounds.forget()
        self.boards.touch(lambda key: True)

    def _takes_reports(self) -> bool:
        return self.log.ready and self._is_mirrored()

    def _is_mirrored(self) -> bool:
        return self.mirrored is None or self.mirrored.follows

    def _around_changed(self, key: Key) -> None:
        self.boards.touch(lambda each: (each.scope, each.programme) == key)

    async def _root(self) -> KpiState | None:
        return await self.reader.state(*_ROOT)

    def gauges(self) -> dict[str, tuple[str, Callable[[], float]]]:
        """Numbers for `/metrics`."""
        return {
            "nhip_web_viewers": ("Sockets open on boards.", lambda: self.boards.viewers),
            "nhip_web_views": ("Bokeh documents held.", lambda: len(self.boards)),
            "nhip_web_posts_under_way": ("POSTs under way.", lambda: self.gate.inside),
            "nhip_web_kafka_ready": ("1 while Kafka confirms.", lambda: self.log.ready),
            "nhip_web_feed_lost": ("1 while roll is silent.", lambda: self.book.lost),
            "nhip_canary_late": (
                "1 while a canary is late: new reports do not reach this gateway.",
                lambda: self.canary.late is not None,
            ),
            "nhip_canary_age_seconds": (
                "Since the newest canary that came back to this gateway was sent.",
                self.canary.age_s,
            ),
            "nhip_web_mirrored": (
                "1 while a promise can be kept: none waits for a second site, or it follows.",
                self._is_mirrored,
            ),
            "nhip_web_standby": ("1 at a site that follows another.", lambda: self.country.standby),
            "nhip_web_to_screen_ms": (
                "Median from received to the sockets, 0 before the first.",
                lambda: self.latency.to_screen_ms() or 0,
            ),
        }

    def tasks(self) -> tuple[Coroutine[Any, Any, None], ...]:
        """The loops of this process; each runs until cancelled and outlives an engine."""
        return (
            self.log.run(),
            self.country.watch(self.refresh),
            self.feed.poll(self.moved),
            self.feed.follow(self.moved),
            self.boards.beat(),
            self.inboxes.beat(),
            inbox.poll(self.inboxes),
            inbox.follow(
                self.settings.redis_url,
                self.settings.names.inbox_channel,
                self.inboxes,
                lambda: self.country.directory.tree,
            ),
            self.listening.run(self.refresh),
            self.canary.run(self.refresh),
            heartbeat(self.pool, "web", self.status),
        )

    def status(self) -> tuple[bool, dict[str, Any]]:
        """Whether this process can take reports and show boards, and some numbers of it."""
        reasons = {
            "kafka": self.log.ready,
            "catalogue": self.country.partitions is not None,
            "mirror": self._is_mirrored(),
            "kpi": not self.book.lost,
        }
        ready = reasons["kafka"] and reasons["catalogue"]
        return ready, reasons | {
            "build": self.build,
            "port": self.settings.port,
            "canary": self.canary.told(),
            "views": len(self.boards),
            "viewers": self.boards.viewers,
        }
