-- The highest place in the order of arrival that a row has taken which is above its id: above it, whatever arrived later has a
-- higher id too, see Newest.java. A row rises when its first instance is taken out.
alter table state add column raised bigint default 0 not null;
update state set raised = (
    select coalesce(max(x.first_sequence), 0)
    from (
        select first_sequence from component where first_sequence > id
        union all select first_sequence from study where first_sequence > id
        union all select first_sequence from series where first_sequence > id
    ) x
);
