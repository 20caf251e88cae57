-- What moves a dated fact of a lead unit without moving any of its integers: a due date revised within
-- the same planning state, a difficulty answered while another is raised. The roll empties the queue.

create table redated (
    n bigint generated always as identity,
    lead text not null
);
comment on table redated is 'Lead units whose dated facts the roll must read again; emptied by it.';

create function note_redated() returns trigger language plpgsql as $$
begin
    execute format('insert into %I.redated (lead) values ($1)', tg_table_schema) using new.lead;
    return null;
end
$$;

create trigger task_redated after update on task for each row
when (old.due is distinct from new.due and new.lead is not null)
execute function note_redated();

create trigger difficulty_redated after insert or update on difficulty for each row
when (new.lead is not null)
execute function note_redated();
