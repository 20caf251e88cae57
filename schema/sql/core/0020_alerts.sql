-- The ladder of an alert (mission §4.7): frozen when it opens, climbed by the alerts role alone.

alter table alert
    add column reason text not null default 'opened',       -- named reason of the last change
    add column due date,                                    -- T, the due date the ladder hangs on
    add column step integer not null default 0,             -- steps reached, from 1; 0: none
    add column told boolean not null default false,         -- whether anybody was told since it opened
    add column chain jsonb not null default '{}',           -- who holds each office of the ladder
    add column owner text not null default '',              -- whose it is on this step
    add column audience text[] not null default '{}',       -- inboxes it stands in, lead unit first
    add column next_step_at timestamptz;                    -- when the next step falls due

create index alert_step_due on alert (next_step_at) where state = 'open' and next_step_at is not null;
create index alert_audience on alert using gin (audience) where state <> 'resolved';
create index delivery_target_due on delivery (target, due_at) where done_at is null;
comment on column delivery.target is 'Channel inbox: a unit or post; channel webhook: the id of the webhook.';
comment on column delivery.outcome is 'sent, gone (410), disabled, expired, overtaken (resolved before it went).';
