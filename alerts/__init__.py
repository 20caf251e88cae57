"""Alerts: a change of standing becomes a warning that reaches the unit that must act.

Read in this order; ○ is pure (no I/O, no clock: `now` is an argument)::

    rules.toml           what we warn about, with a sentence why
    rules              ○ those rules as records
    reason             ○ every named reason: why an alert changed, why nobody was told
    alert              ○ the record of one alert
    state              ○ its life: advance(alert, sight, standing) → (state, Reason)
    ladder  chain      ○ when each step goes out; who is spoken to
    case               ○ one rule meeting one standing, or one alert meeting the clock
    judge → mute → dedup → escalate → notify  ○ the five stages, one module each
    pipeline           ○ these five as a tuple
    payload            ○ what a receiver reads
    book               ○ a batch: what is known of its subjects, what is to be written
    standings            Kafka ``standings`` in, in order, from positions kept in SQL
    ledger               one transaction: position, alerts, their events, deliveries
    outbox  dispatch     deliveries out, at least once, each under one idempotency key
    backoff            ○ when to try again
    channels/            inbox (Redis), webhook (HTTP, signed), guard ○ (what may be called)
    hooks                the table of webhooks
    duties  bell         the loops of a process at work, and what wakes them
    leader  schedule     one process at work, another standing by; APScheduler only rings
    status  logs         what the heartbeat says, what the log says
    app                  composes these; ``python -m alerts`` runs it

Neighbours: the fold writes ``standings``; the web reads the tables `alert`, `alert_event` and
`delivery` by its own queries and re-reads them when `Names.inbox_channel` hints.
"""
