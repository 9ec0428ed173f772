-- Instances by the modality of their series and by SOP class, see Tallies.java; empty where there is none of usual form.
create table tally (
    modality text collate "C" not null,
    sop_class text collate "C" not null,
    instances bigint not null,
    bytes bigint not null,
    primary key (modality, sop_class)
);
insert into tally (modality, sop_class, instances, bytes)
    select k.modality, k.sop_class, count(*), sum(k.length)
    from (
        select
            case when r.modality ~ '^[ -\[\]-~]{1,64}$' then r.modality else '' end as modality,
            case when i.sop_class ~ '^[0-9.]{1,64}$' then i.sop_class else '' end as sop_class,
            i.length
        from instance i join series r on r.id = i.series
    ) k
    group by k.modality, k.sop_class;
