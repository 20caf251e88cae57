-- What is not derived from the log: the installation itself, builds, catalogue, keys, processes.

create table installation (
    one boolean primary key default true check (one),
    partitions integer not null check (partitions between 1 and 512),
    cluster_id text,                      -- Kafka cluster whose log this database follows
    created_at timestamptz not null default now(),
    seeded text                           -- which sample country was written to the log, if any
);
comment on table installation is 'One row: facts fixed at the birth of this system.';

create table build (
    build integer primary key,
    created_at timestamptz not null default now(),
    active boolean not null default false,
    reason text not null
);
comment on table build is 'Builds of the derived state; exactly one is active.';
create unique index build_one_active on build (active) where active;

create table catalogue (
    version integer primary key,
    hash text not null unique,            -- SHA-256 of the canonical body
    body jsonb not null,
    loaded_at timestamptz not null default now()
);
comment on table catalogue is 'Immutable numbered versions of units, programmes, indicators, leagues, calendar.';

create table unit (
    code text primary key,
    kind text not null,
    name_vi text not null,
    short_vi text not null,
    name_en text not null,
    parent text references unit (code),
    top text,                             -- province or central body this unit counts to
    path text[] not null,                 -- codes from the root down to this unit
    league text,
    valid_from date,
    valid_to date,
    sort_key text collate "C" not null    -- Vietnamese alphabetical order
);
comment on table unit is 'Units of the newest catalogue version, for joins and names.';
create index unit_parent on unit (parent);
create index unit_path on unit using gin (path);

create table api_key (
    hash bytea primary key,               -- SHA-256 of the key
    name text not null unique,
    units text[],                         -- units it may speak for (with all below them); null: every unit
    created_at timestamptz not null default now(),
    revoked_at timestamptz
);
comment on table api_key is 'Bearer keys of sources; the key itself is never stored.';

create table process (
    role text not null,
    instance text not null,
    pid integer not null,
    at timestamptz not null,
    ready boolean not null,
    detail jsonb not null default '{}',
    primary key (role, instance)
);
comment on table process is 'Heartbeats: each process of each role, when it last spoke and whether it is ready.';
