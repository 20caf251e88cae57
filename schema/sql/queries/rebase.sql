-- name: newest_build
select max(build) from build

-- name: rename
alter schema {} rename to {}

-- name: migrated
-- The build's own ledger, and those of what was added to it (``+timescale`` and the like).
update migration set target = %(after)s || substr(target, length(%(before)s::text) + 1)
where target = %(before)s or starts_with(target, %(before)s || '+')

-- name: retire
update build set active = false, retired_at = now() where active

-- name: begin
insert into build (build, active, reason) values (%s, true, 'rebase')
