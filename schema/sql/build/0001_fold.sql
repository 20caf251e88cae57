-- Everything the fold derives from the log. Written in one transaction a batch, under the lock of its
-- positions.

create table position (
    partition integer primary key,
    next_offset bigint not null default 0,
    clock timestamptz,                    -- the instant the log has moved this partition to
    catalogue integer,                    -- catalogue version in force in this partition
    outbox_next bigint not null default 0
);
comment on table position is 'How far each partition of the log is folded.';

create table report (
    id uuid not null,
    part integer not null,
    partition integer not null,
    log_offset bigint not null,
    unit text not null,
    actor text not null,
    channel text not null,
    source text not null,
    on_behalf_of text,
    reported_at timestamptz not null,
    received_at timestamptz not null,
    updates uuid[] not null,              -- ids in the order they were given
    primary key (id, part)
);
comment on table report is 'Parts of reports as folded; a re-delivery adds nothing.';

create table update (
    id uuid primary key,
    subject text not null,
    kind text not null,
    report uuid not null,
    unit text not null,                   -- the unit that reported it
    actor text not null,
    source text not null,
    channel text not null,
    occurred_at timestamptz not null,
    known_at timestamptz not null,        -- the instant the report counts as known (Q10)
    received_at timestamptz not null,
    source_seq bigint,
    hash bytea not null,                  -- SHA-256 of body
    body json not null,                   -- the update in canonical JSON
    verdict text not null,                -- accepted, held, rejected, superseded
    reason text,                          -- why held, rejected or superseded
    marks text[],                         -- what was noticed: fall_without_reason, conflict …
    judged_at timestamptz not null
);
create index update_subject on update (subject, occurred_at, known_at);
comment on table update is 'Every fact ever reported, once: the truth, the dedup and the source of re-folds.';

create table task (
    code text primary key,
    partition integer not null,
    home text not null,
    lead text,
    assigned_by text,
    programme text,
    plan text,
    objective text,
    field text,
    title text,
    kind text,                            -- one_off, recurring
    secrecy text,
    in_charge text,
    coordinators text[],
    weight bigint,                        -- 1/1,000
    start date,
    due_0 date,
    due date,
    state text not null,                  -- planning state
    sign text not null,                   -- standing: on_track, at_risk, behind, overdue, silent, none
    standing_version bigint not null,
    progress bigint,                      -- 1/10,000; null: never reported
    done_on date,                         -- accepted completion day
    claimed_on date,
    last_report_at timestamptz,
    last_urged_at timestamptz,
    urge_answered boolean,
    difficulties integer not null default 0,
    updates integer not null,
    fold bytea not null                   -- the fold's own state, versioned
);
create index task_partition on task (partition);
create index task_lead on task (lead, state);
create index task_due on task (due) where state in ('awaiting', 'in_time', 'due_soon', 'overdue', 'not_started');
create index task_overdue on task (due, lead) where state = 'overdue';
comment on table task is 'The state of each task: a function of the set of its updates and the clock.';

create table difficulty (
    task text not null,
    difficulty text not null,
    partition integer not null,
    lead text,
    type text not null,
    text text not null,
    asked_of text,
    raised_by text not null,
    raised_on date not null,
    answer_due date,
    answered_on date,
    primary key (task, difficulty)
);
create index difficulty_asked on difficulty (asked_of, raised_on) where answered_on is null;
create index difficulty_lead on difficulty (lead) where answered_on is null;
comment on table difficulty is 'Difficulties and whether the unit asked has answered.';

create table partial (
    partition integer not null,
    lead text not null,
    programme text not null,
    plan text not null default '',
    objective text not null default '',
    field text not null default '',
    in_charge text not null default '',
    counts bigint[] not null,             -- in the order of schema.measures
    stamp bigint not null,                -- next_offset of the transaction that wrote it
    primary key (partition, lead, programme, plan, objective, field, in_charge)
);
create index partial_stamp on partial (partition, stamp);
comment on table partial is 'Leaf integers of the tree; a row that became empty stays with zeros.';

create table partial_day (
    partition integer not null,
    lead text not null,
    programme text not null,
    plan text not null default '',
    objective text not null default '',
    field text not null default '',
    in_charge text not null default '',
    day date not null,                    -- values at the end of this local day
    version integer not null,
    known_from timestamptz not null,      -- log time
    counts bigint[] not null,
    stamp bigint not null,
    primary key (partition, day, lead, programme, plan, objective, field, in_charge, version)
);
create index partial_day_stamp on partial_day (partition, stamp);
comment on table partial_day is 'Day closes of leaves, only where they differ from the day before; append-only.';

create table arrival (
    partition integer not null,
    unit text not null,                   -- the unit that reported
    bin timestamptz not null,             -- begin of 5 minutes, by received_at
    updates integer not null,
    automatic integer not null,           -- of these by connector
    lag_s bigint not null,                -- sum of received - occurred, seconds, not below 0
    primary key (bin, unit, partition)
);
comment on table arrival is 'Reports arriving: what the pulse is drawn from.';

create table outbox (
    partition integer not null,
    n bigint not null,
    key text not null,
    payload bytea not null,
    sent boolean not null default false,
    primary key (partition, n)
);
create index outbox_unsent on outbox (partition, n) where not sent;
comment on table outbox is 'Changes of standing to be relayed in order by the partition''s owner.';

create table standing_history (
    subject text not null,
    version bigint not null,
    at timestamptz not null,              -- log time
    partition integer not null,
    state_from text,
    state_to text not null,
    sign_from text,
    sign_to text not null,
    reason text not null,
    cause uuid                            -- the update that caused it; null: time
);
create index standing_history_subject on standing_history (subject, version);
create index standing_history_at on standing_history (at);
comment on table standing_history is 'Every change of standing, with its reason.';

create table dead_letter (
    partition integer not null,
    log_offset bigint not null,
    at timestamptz not null default now(),
    path text not null,
    reason text not null,
    our_fault boolean not null default false,
    raw bytea,
    primary key (partition, log_offset)
);
comment on table dead_letter is 'Messages of the log that could not be read, once each, with the reason.';

create table failure (
    partition integer not null,
    next_offset bigint not null,
    n integer not null,
    at timestamptz not null default now(),
    error text not null,
    primary key (partition, next_offset)
);
comment on table failure is 'How often folding from this position failed for an unknown reason.';
