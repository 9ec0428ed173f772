-- The levels of the information model. The key of a row is the sequence of the receipt that made it.
-- Columns for the usual keys hold normalised values, see Columns.java; attributes hold all of a level, see Blobs.java.
create table component (
    id bigint primary key,
    first_sequence bigint not null,
    identity_key varchar(65536) not null,
    sort_key varchar(128) not null,
    component_id varchar(255),
    issuer varchar(255),
    name varchar(255),
    material varchar(255),
    attributes varbinary(1048576),
    large_attributes blob
);
create unique index component_identity on component (identity_key);
create index component_first on component (first_sequence);
create index component_sort on component (sort_key, first_sequence);
create index component_component_id on component (component_id);
create index component_name on component (name);
create index component_material on component (material);

create table study (
    id bigint primary key,
    component bigint not null,
    first_sequence bigint not null,
    uid varchar(65536) not null,
    study_date varchar(255),
    accession varchar(255),
    study_id varchar(255),
    description varchar(255),
    owner varchar(255),
    attributes varbinary(1048576),
    large_attributes blob
);
create unique index study_component on study (component, uid);
create index study_uid on study (uid, first_sequence);
create index study_first on study (first_sequence);
create index study_study_date on study (study_date);
create index study_accession on study (accession);

create table series (
    id bigint primary key,
    study bigint not null,
    first_sequence bigint not null,
    uid varchar(65536) not null,
    modality varchar(255),
    inspector varchar(255),
    station varchar(255),
    attributes varbinary(1048576),
    large_attributes blob
);
create unique index series_study on series (study, uid);
create index series_uid on series (uid, first_sequence);
create index series_first on series (first_sequence);
create index series_inspector on series (inspector);

create table instance (
    id bigint primary key,
    series bigint not null,
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
create unique index instance_uid on instance (uid);
create index instance_series on instance (series, id);

-- A row without a receipt stands for an object that left quarantine before the index was told that it is there.
create table quarantine (
    id bigint primary key,
    ended boolean not null,
    receipt clob
);

create table state (
    id bigint primary key,
    applied_sequence bigint not null,
    fingerprint varchar(1024) not null
);
insert into state (id, applied_sequence, fingerprint) values (1, 0, '');
