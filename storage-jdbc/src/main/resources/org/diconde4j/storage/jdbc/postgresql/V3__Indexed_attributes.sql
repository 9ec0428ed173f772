-- Attributes that have an index of their own, see Attributes.java, and the values that rows of their level have.
create table indexed_attribute (
    id bigint primary key,
    path text collate "C" not null,
    ready boolean not null,
    filled bigint not null
);
create unique index indexed_attribute_path on indexed_attribute (path);
create table attribute_value (
    attribute bigint not null,
    content text collate "C" not null,
    row_id bigint not null
);
create unique index attribute_value_content on attribute_value (attribute, content, row_id);
create index attribute_value_row on attribute_value (row_id, attribute);

-- What is often asked for and has no column: indication type and disposition, thickness, welders.
insert into indexed_attribute (id, path, ready, filled) values
    (1, '00142002.00142012.0014201A', false, 0),
    (2, '00142002.00142012.0014201C', false, 0),
    (3, '00140030', false, 0),
    (4, '00140100', false, 0);

-- From a key of a series to its study without reading the series.
drop index series_inspector;
create index series_inspector on series (inspector, study);
create index series_station on series (station, study);
