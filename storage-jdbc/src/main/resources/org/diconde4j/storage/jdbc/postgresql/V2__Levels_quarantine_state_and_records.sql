-- The levels of the information model. The key of a row is the sequence of the receipt that made it.
-- Columns for the usual keys hold normalised values, see Columns.java; attributes hold all of a level, see Blobs.java.
-- Texts are compared by code points, whatever the language of the database is.
create table component (
    id bigint primary key,
    first_sequence bigint not null,
    identity_key text collate "C" not null,
    sort_key text collate "C" not null,
    component_id text collate "C",
    issuer text collate "C",
    name text collate "C",
    material text collate "C",
    attributes bytea,
    large_attributes bytea
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
    uid text collate "C" not null,
    study_date text collate "C",
    accession text collate "C",
    study_id text collate "C",
    description text collate "C",
    owner text collate "C",
    attributes bytea,
    large_attributes bytea
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
    uid text collate "C" not null,
    modality text collate "C",
    inspector text collate "C",
    station text collate "C",
    attributes bytea,
    large_attributes bytea
);
create unique index series_study on series (study, uid);
create index series_uid on series (uid, first_sequence);
create index series_first on series (first_sequence);
create index series_inspector on series (inspector);

create table instance (
    id bigint primary key,
    series bigint not null,
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
-- They are deflated already.
alter table instance alter column attributes set storage external;
create unique index instance_uid on instance (uid);
create index instance_series on instance (series, id);

-- A row without a receipt stands for an object that left quarantine before the index was told that it is there.
create table quarantine (
    id bigint primary key,
    ended boolean not null,
    receipt text
);

-- One row, which who writes to the index locks first; see StateRow.java.
create table state (
    id bigint primary key,
    applied_sequence bigint not null,
    ahead text not null,
    generation bigint not null,
    fingerprint text not null,
    epoch text not null,
    components bigint not null,
    studies bigint not null,
    series bigint not null,
    instances bigint not null,
    quarantined bigint not null,
    bytes bigint not null
);
insert into state values (1, 0, '', 0, '', gen_random_uuid()::text, 0, 0, 0, 0, 0, 0);

-- Small documents that change, in the written form of RecordText.java. They are no projection: clearing the index spares them.
create table record (
    kind text collate "C" not null,
    id text collate "C" not null,
    version bigint not null,
    document bytea not null,
    primary key (kind, id)
);
