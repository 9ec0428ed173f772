-- Instances that were corrected, moved to another component, or deleted; see VersionRow.java and DeletedRow.java.
alter table instance add column first_version bigint default 0 not null;
update instance set first_version = id;

create table instance_version (
    id bigint primary key,
    first_version bigint not null,
    uid varchar(65536) not null,
    sop_class varchar(65536),
    name varchar(1024) not null,
    arrival bigint not null,
    transfer_syntax varchar(65536),
    length bigint not null,
    dataset_offset bigint not null,
    file_digest varchar(255) not null,
    dataset_digest varchar(255) not null,
    flags varchar(255) not null,
    attributes varbinary(1048576),
    large_attributes blob
);
create index instance_version_uid on instance_version (uid, id);

create table deleted_instance (
    id bigint primary key,
    uid varchar(65536) not null,
    first_version bigint not null
);
create index deleted_instance_uid on deleted_instance (uid);
create index deleted_instance_first on deleted_instance (first_version);
