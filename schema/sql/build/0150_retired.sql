-- Set in the transaction that makes another build the active one. A worker of this build that did not
-- notice, or stood still meanwhile, finds no position it may move, and so writes nothing.

alter table position add column retired boolean not null default false;
comment on column position.retired is 'another build is the active one: nothing is folded here any more';
