-- What happened to an alert is never rewritten.

create function alert_event_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'expected only new rows in alert_event, got %: it is append-only', tg_op;
end
$$;

create trigger alert_event_append_only before update or delete on alert_event
for each row execute function alert_event_is_append_only();
