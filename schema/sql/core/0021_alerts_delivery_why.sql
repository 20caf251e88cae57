-- What the last attempt of a delivery met, in words for an operator.

alter table delivery add column why text;
comment on column delivery.why is 'Why the last attempt did not get through; null: none failed.';
