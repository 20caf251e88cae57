-- The ranking as it was sealed: official, and therefore never written again.

create table ranking_snapshot (
    league text not null,
    day date not null,                    -- as it stood at 24:00 of this local day, known at 00:05
    method integer not null,              -- version of the method
    rows jsonb not null,                  -- schema.ranking.row of each unit, in order, with intervals
    hash text not null,                   -- SHA-256 of league, day, method and rows (schema.ranking.seal_of)
    sealed_at timestamptz not null,
    primary key (league, day)
);
comment on table ranking_snapshot is 'Sealed tables of each league and day; append-only, never recomputed.';

create table ranking_volume (
    quarter date not null,                -- first day of the quarter
    unit text not null,
    tasks integer not null,               -- due in the 90 days before it (Q77)
    primary key (quarter, unit)
);
comment on table ranking_volume is 'What decides the volume band of a unit for a quarter; append-only.';

create table ranking_lift (
    unit text not null,
    place integer not null,               -- 1 lifts most
    day date not null,                    -- completed on this day
    task text not null,
    gain double precision not null,       -- what it adds to the score
    primary key (unit, place)
);
comment on table ranking_lift is 'The tasks whose completion lifts a ranked unit most, made with each seal.';

create function ranking_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'expected only new rows in %, got %: it is sealed', tg_table_name, tg_op;
end
$$;

create trigger ranking_snapshot_append_only before update or delete on ranking_snapshot
for each row execute function ranking_is_append_only();
create trigger ranking_snapshot_no_truncate before truncate on ranking_snapshot
for each statement execute function ranking_is_append_only();
create trigger ranking_volume_append_only before update or delete on ranking_volume
for each row execute function ranking_is_append_only();
