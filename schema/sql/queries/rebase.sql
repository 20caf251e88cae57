-- name: rename
alter schema {} rename to {}

-- name: migrated
update migration set target = %s where target = %s

-- name: retire
update build set active = false where active

-- name: begin
insert into build (build, active, reason) values (%s, true, 'rebase')
