-- Rebuilding: a build beside the live one, compared with it, made the active one. Neighbour: stream/rebuild.

-- name: try_alone
select pg_try_advisory_lock(hashtext(%s), hashtext('rebuild'))

-- name: unfinished
-- Builds that never became active: what a rebuild that was cut off leaves behind.
select build from build where not active and retired_at is null order by build

-- name: old
-- Builds that were active once and still have their tables.
select b.build from build b
join pg_namespace n on n.nspname = %s || b.build
where b.retired_at is not null order by b.build

-- name: newest_build
select max(build) from build

-- name: announce
insert into build (build, active, reason) values (%s, false, 'rebuild')

-- name: withdraw
delete from build where build = %s and not active and retired_at is null returning build

-- name: forget_steps
delete from migration where target = any(%s)

-- name: drop_schema
drop schema if exists {} cascade

-- name: make_schema
create schema {}

-- name: at_work
-- Processes that say they work on one of these builds, and have just said it.
select role, instance from process
where detail ->> 'build' = any(%s::text[]) and at > clock_timestamp() - %s::interval order by role, instance

-- name: hurry
-- What a crash would lose is made again; the flip waits for the disk, and with it for all before.
set synchronous_commit = off

-- name: begin_relayed
-- What the live build has relayed is not relayed again: only what it still owes, at the flip.
alter table outbox alter column sent set default true

-- name: end_relayed
alter table {new}.outbox alter column sent set default false

-- name: forget_queues
truncate redated, replanned

-- name: statistics
analyze position, report, update, task, difficulty, partial, partial_day, outbox, standing_history,
    reading, target, measured, forecast, flow_day, reported, restated, arrival, arrival_day, kpi_day

-- name: closed_until
select day from roll_state

-- name: roll_behind
-- Whether the roll has days to close, or has not brought all restatements into them.
select exists (
    select from roll_state
    where day is distinct from
        (select min(clock at time zone 'Asia/Ho_Chi_Minh')::date - 1 from position)
) or exists (
    select from restated r
    left join restated_upto u on u.partition = r.partition
    where u.partition is null or (r.known_on, r.stamp) > (u.known_on, u.stamp)
)

-- name: tasks
select code, concat_ws(' ', state, sign, 'v' || standing_version, 'progress', progress, 'due', due,
    'done', done_on, 'claimed', claimed_on, 'difficulties', difficulties, 'updates', updates,
    'state', md5(fold))
from task

-- name: standings
select subject, concat_ws(' ', count(*), 'changes', md5(string_agg(
    row(version, at, state_from, state_to, sign_from, sign_to, reason, cause)::text, ';'
    order by version)))
from standing_history group by subject

-- name: verdicts
select subject, concat_ws(' ', count(*), 'updates',
    count(*) filter (where verdict = 'accepted'), 'accepted',
    md5(string_agg(row(id, verdict, reason, marks, hash)::text, ';' order by id)))
from update group by subject

-- name: leaves
select concat_ws('/', partition, lead, programme, plan, objective, field, in_charge),
    regexp_replace(array_to_string(counts, ','), '(,0)+$', '')
from partial where 0 <> any(counts)

-- name: leaf_days
select concat_ws('/', partition, lead, programme, plan, objective, field, in_charge),
    concat_ws(' ', count(*), 'closes', md5(string_agg(
        concat_ws(' ', day, regexp_replace(array_to_string(counts, ','), '(,0)+$', '')), ';'
        order by day, version)))
from partial_day group by partition, lead, programme, plan, objective, field, in_charge

-- name: scope_days
-- What is known of every scope's closed days, as a step function: each day on which its value turns. As a
-- digest, a year of the country being half a gigabyte; of the scopes that are asked for in words.
with newest as (
    select distinct on (scope, programme, day) scope, programme, day,
        regexp_replace(array_to_string(counts, ','), '(,0)+$', '') as counts
    from kpi_day
    where day <= %(last)s and (%(asked)s::text[] is null or concat(scope, '@', programme) = any(%(asked)s))
    order by scope, programme, day, version desc
), turned as (
    select *, lag(counts) over (partition by scope, programme order by day) as before from newest
)
select scope, programme, case when %(asked)s::text[] is null then md5(told) else told end
from (
    select scope, programme, string_agg(concat(day, '=', counts), ' ' order by day) as told
    from turned where counts <> coalesce(before, '0')
    group by scope, programme
) one

-- name: hold_migrations
-- The lock of `python -m schema migrate`: it brings the tables of the active build to its version, and shows them.
select pg_advisory_xact_lock(hashtext(%s))

-- name: other_migrations
-- Migrations that one of the two builds has and the other has not.
select number, name from (
    select number, name, hash, target from migration where target in (%(live)s, %(anew)s)
) one
group by number, name, hash having count(*) < 2 order by number

-- name: astray
-- Partitions that are not folded exactly as far as the live build has them.
select o.partition from {old}.position o left join {new}.position n on n.partition = o.partition
where n.next_offset is distinct from o.next_offset order by 1

-- name: live_positions
select partition, next_offset from position order by partition for update

-- name: lock_record
-- The first thing a leader reads in a cycle: waits for the end of the one it is in, and no other begins.
lock table roll_state in access exclusive mode

-- name: changed_tasks
-- Tasks that stand otherwise in the one build than in the other.
select coalesce(n.code, o.code)
from {new}.task n full join {old}.task o on o.code = n.code
where (n.state, n.sign, n.standing_version, n.updates, n.fold)
    is distinct from (o.state, o.sign, o.standing_version, o.updates, o.fold)
order by 1

-- name: move_table
alter table {table} set schema {schema}

-- name: carry_roll
update {new}.roll_state n set kpi_version = o.kpi_version + 1, day = o.day from {old}.roll_state o

-- name: fence_roll
-- A leader of the old build that is in the middle of a cycle cannot end it.
update {old}.roll_state set kpi_version = kpi_version + 1

-- name: forget_restated
delete from {new}.restated_upto

-- name: carry_restated
-- What restates leaves and was told up to the day after the last close is in the days that were carried
-- over; what was told later waits for its closes, as it did.
insert into {new}.restated_upto (partition, known_on, stamp)
select distinct on (r.partition) r.partition, r.known_on, r.stamp
from {new}.restated r join {old}.roll_state s on r.known_on <= s.day + 1
order by r.partition, r.known_on desc, r.stamp desc

-- name: owe_letters
-- What the live build had not relayed yet, the new one still owes.
update {new}.outbox n set sent = false
from {old}.outbox o where not o.sent and o.partition = n.partition and o.n = n.n

-- name: carry_letters
-- Since when an operator knows of a message that could not be read.
update {new}.dead_letter n set at = o.at
from {old}.dead_letter o where o.partition = n.partition and o.log_offset = n.log_offset

-- name: retire_positions
update {old}.position set retired = true

-- name: retire
update build set active = false, retired_at = now() where active

-- name: activate
update build set active = true where build = %s
