-- What happened on a local day, by the day it was known: so that a close counts what was known then.

alter table flow_day add column known_on date;
update flow_day set known_on = day;
alter table flow_day alter column known_on set not null;
alter table flow_day drop constraint flow_day_pkey;
alter table flow_day add primary key (partition, day, unit, programme, field, in_charge, known_on);
create index flow_day_known on flow_day using brin (known_on);
comment on column flow_day.known_on is 'the partition''s local day when it was told; what was counted before this column is taken as known on its day';
comment on table flow_day is 'Flows of local days by the day they were known: a row may be negative, the rows of a day and owner are the sum over all tasks and updates.';

alter table reported add column known_on date;
update reported set known_on = day;
alter table reported alter column known_on set not null;
alter table reported drop constraint reported_pkey;
alter table reported add primary key (report, unit, day, partition, known_on);
comment on column reported.known_on is 'the partition''s local day when it was told';
comment on column reported.updates is 'by how many the updates in force of it moved then; added up, 0: none any more';
