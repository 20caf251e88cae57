-- What a worker needs to load a partition quickly, and room for the task rows it keeps rewriting.

create index partial_day_leaf on partial_day
    (partition, lead, programme, plan, objective, field, in_charge, day desc, version desc);

alter table task set (fillfactor = 70);
alter table partial set (fillfactor = 70);
alter table arrival set (fillfactor = 70);
