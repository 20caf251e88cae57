-- The sample country: what was, or is being, written to the log.

create table sample_history (
    one boolean primary key default true check (one),
    country text not null,                -- S, M or L
    day0 date not null,
    until timestamptz not null,           -- the instant at which the history was cut off
    catalogue integer not null references catalogue (version),
    begins bigint[] not null,             -- offset of its first message, by partition
    ends bigint[]                         -- offset after its last one; null: not yet all written
);
comment on table sample_history is 'One row at most. A seeding that was cut off goes on from it.';
