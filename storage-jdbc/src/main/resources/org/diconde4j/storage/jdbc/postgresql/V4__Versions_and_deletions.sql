-- Instances that were corrected, moved to another component, or deleted; see VersionRow.java and DeletedRow.java.
alter table instance add column first_version bigint default 0 not null;
update instance set first_version = id;

create table instance_version (
    id bigint primary key,
    first_version bigint not null,
    uid text collate "C" not null,
    sop_class text collate "C",
    name text collate "C" not null,
    arrival bigint not null,
    transfer_syntax text collate "C",
    length bigint not null,
    dataset_offset bigint not null,
    file_digest text collate "C" not null,
    dataset_digest text collate "C" not null,
    flags text collate "C" not null,
    attributes bytea,
    large_attributes bytea
);
create index instance_version_uid on instance_version (uid, id);

create table deleted_instance (
    id bigint primary key,
    uid text collate "C" not null,
    first_version bigint not null
);
create index deleted_instance_uid on deleted_instance (uid);
create index deleted_instance_first on deleted_instance (first_version);
