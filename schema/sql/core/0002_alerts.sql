-- Alerts and what was sent of them.

create table alert (
    id uuid primary key,
    rule text not null,
    subject text not null,
    unit text not null,                   -- the lead unit that must act
    severity text not null,
    state text not null,                  -- open, acked, resolved
    opened_at timestamptz not null,
    changed_at timestamptz not null,
    resolved_at timestamptz,
    standing_version bigint not null,
    facts jsonb not null                  -- title, due, days late … at the last change
);
create unique index alert_one_open on alert (rule, subject) where state <> 'resolved';
create index alert_unit_open on alert (unit, severity, opened_at) where state <> 'resolved';
create index alert_subject on alert (subject, rule, opened_at desc);
comment on table alert is 'One open alert per rule and subject.';

create table alert_event (
    n bigint generated always as identity primary key,
    alert uuid not null references alert (id),
    at timestamptz not null,
    reason text not null,                 -- named reason of the change
    detail jsonb not null default '{}'
);
create index alert_event_alert on alert_event (alert, n);
comment on table alert_event is 'Everything that happened to an alert, append-only.';

create table webhook (
    id uuid primary key,
    unit text not null,
    url text not null,
    secret text not null,                 -- Standard Webhooks signing secret (whsec_…)
    disabled_at timestamptz,
    disabled_reason text
);
create index webhook_unit on webhook (unit) where disabled_at is null;
comment on table webhook is 'Where units receive their alerts.';

create table delivery (
    id uuid primary key,                  -- the idempotency key, the same on each retry
    alert uuid not null references alert (id),
    channel text not null,                -- inbox, webhook
    target text not null,
    payload jsonb not null,
    created_at timestamptz not null,
    due_at timestamptz not null,          -- next attempt
    attempts integer not null default 0,
    done_at timestamptz,
    outcome text                          -- sent, gone, expired, history
);
create index delivery_due on delivery (due_at) where done_at is null;
create index delivery_alert on delivery (alert);
comment on table delivery is 'Outbox of notifications: written with the alert, sent after.';

create table alerts_position (
    partition integer primary key,
    next_offset bigint not null
);
comment on table alerts_position is 'How far the topic of standings is judged.';

create table standing_seen (
    subject text primary key,
    version bigint not null
);
comment on table standing_seen is 'The newest standing version judged, per subject.';
