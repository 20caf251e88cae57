"""Channel webhook: an alert to a unit's own system, signed as Standard Webhooks says.

2xx is success; 410 puts the webhook out of use; anything else is tried again. Redirects are not
followed, proxies of the environment not used, nothing of an answer is kept but its status.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from socket import SOCK_STREAM, getaddrinfo
from typing import Protocol
from uuid import UUID

import httpx2
import msgspec
from msgspec import Struct
from standardwebhooks.webhooks import EmptyWebhookSecretError
from standardwebhooks.webhooks import Webhook as Signer

from alerts.backoff import Backoff
from alerts.channels import Refused, Result, Retry, Sent
from alerts.channels.guard import Forbidden, Place, checked, place
from alerts.outbox import Outcome, Parcel
from schema.clock import Clock

TIMEOUT_S = 10.0
"""For one attempt, from resolving the name to the end of the answer."""
MAX_ANSWER = 64 * 1024
"""Bytes of an answer that are read."""
LOOKUPS = 64
"""Names resolved at once: a name server that hangs for one receiver delays no other."""
_LONGEST_WAIT_S = 3_600


class Hook(Struct, frozen=True, kw_only=True):
    """Where a unit receives its alerts."""

    url: str
    secret: str
    disabled: bool = False


class Hooks(Protocol):
    """The webhooks of all units."""

    async def find(self, id: UUID) -> Hook | None:
        """The webhook of this id; None when there is none."""
        ...

    async def disable(self, id: UUID, now: datetime, why: str) -> None:
        """Put it out of use."""
        ...


class Webhook:
    """Posts to webhooks; `loopback` allows receivers on this machine (never in production)."""

    backoff = Backoff(base=2.0, cap=float(_LONGEST_WAIT_S))

    def __init__(self, hooks: Hooks, *, loopback: bool, timeout_s: float = TIMEOUT_S) -> None:
        self._hooks, self._loopback, self._timeout_s = hooks, loopback, timeout_s
        self._lookups = ThreadPoolExecutor(LOOKUPS, "lookup")
        # No connection is kept: one to an address must not serve another name on that address.
        self._client = httpx2.AsyncClient(
            trust_env=False,
            follow_redirects=False,
            verify=ssl.create_default_context(),
            limits=httpx2.Limits(max_connections=None, max_keepalive_connections=0),
            timeout=timeout_s,
        )

    async def close(self) -> None:
        """Drop what is under way."""
        await self._client.aclose()
        self._lookups.shutdown(wait=False, cancel_futures=True)

    async def send(self, parcel: Parcel, now: datetime) -> Result:
        """Post one delivery; a `Refused` one has put its webhook out of use, or found it so."""
        id = UUID(parcel.target)
        hook = await self._hooks.find(id)
        if hook is None or hook.disabled:
            return Refused(Outcome.DISABLED, "the webhook is out of use")
        result = await self._try(hook, parcel)
        if isinstance(result, Refused):
            await self._hooks.disable(id, now, result.why)
        return result

    async def _try(self, hook: Hook, parcel: Parcel) -> Result:
        try:
            async with asyncio.timeout(self._timeout_s):
                return await self._post(hook, parcel)
        except TimeoutError:
            return Retry(f"no answer within {self._timeout_s:g} s")
        except Forbidden as error:
            return Retry(f"forbidden: {error}")
        except (
            httpx2.HTTPError,
            httpx2.InvalidURL,
            EmptyWebhookSecretError,
            OSError,
            ValueError,
        ) as error:
            return Retry(f"{type(error).__name__}: {error}")

    async def _post(self, hook: Hook, parcel: Parcel) -> Result:
        where = place(hook.url, loopback=self._loopback)
        address = checked(where, await self._resolve(where), loopback=self._loopback)
        body = msgspec.json.encode(parcel.payload)
        request = self._client.build_request(
            "POST",
            _url(where, address),
            content=body,
            headers={"host": where.authority, **signed(parcel.id, hook.secret, body)},
            extensions={"sni_hostname": where.host},
        )
        response = await self._client.send(request, stream=True)
        try:
            await _drain(response)
        finally:
            await response.aclose()
        return verdict(response.status_code, response.headers)

    async def _resolve(self, where: Place) -> list[str]:
        """Every address of the host, IPv4 and IPv6."""
        loop = asyncio.get_running_loop()
        words = (where.host, where.port, 0, SOCK_STREAM)
        found = await loop.run_in_executor(self._lookups, getaddrinfo, *words)
        return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def signed(id: UUID, secret: str, body: bytes) -> dict[str, str]:
    """The headers of Standard Webhooks, stamped with the machine's own time.

    Raises ValueError when the secret is no base64.
    """
    now = Clock().now()
    return {
        "content-type": "application/json",
        "user-agent": "nhip",
        "webhook-id": str(id),
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Signer(secret).sign(str(id), now, body.decode()),
    }


def verdict(status: int, headers: Mapping[str, str]) -> Result:
    """What an answer means."""
    if 200 <= status < 300:
        return Sent()
    if status == 410:
        return Refused(Outcome.GONE, "answered 410")
    return Retry(f"answered {status}", _retry_after(headers.get("retry-after", "")))


def _retry_after(text: str) -> timedelta:
    """How long a receiver asked us to wait, an hour at most; nothing for a date."""
    return timedelta(seconds=min(int(text), _LONGEST_WAIT_S) if text.isdecimal() else 0)


def _url(where: Place, address: str) -> str:
    host = f"[{address}]" if ":" in address else address
    return f"{where.scheme}://{host}:{where.port}{where.path}"


async def _drain(response: httpx2.Response) -> None:
    """Read the answer to its end, or as much of it as we read of any."""
    size = 0
    async for chunk in response.aiter_raw():
        size += len(chunk)
        if size > MAX_ANSWER:
            return
