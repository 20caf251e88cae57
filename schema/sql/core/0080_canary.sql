-- Whose turn it is to send a canary: any gateway takes it, one at a time.

create table canary (
    one boolean primary key default true check (one),
    taken_at timestamptz not null         -- by the database's clock
);
comment on table canary is 'One row: when a gateway last took its turn to send a canary.';
