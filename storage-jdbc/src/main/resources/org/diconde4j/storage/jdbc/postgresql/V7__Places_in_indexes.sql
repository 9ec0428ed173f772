-- An index of a key ends in the place in the order of arrival, so that it has the rows of each value in that order, see Line.java. Where
-- the key is of another level than the rows that are asked for, it holds what their level says, see Copies.java.
alter table study add column material text collate "C";
alter table study add column issuer text collate "C";
alter table study add column study_year text collate "C" generated always as (left(study_date, 4)) stored;
alter table study add column study_month text collate "C" generated always as (left(study_date, 6)) stored;
alter table series add column study_first bigint default 0 not null;
update study s set
    material = (select c.material from component c where c.id = s.component),
    issuer = (select c.issuer from component c where c.id = s.component);
update series r set study_first = coalesce((select s.first_sequence from study s where s.id = r.study), 0);
-- No day of any month: odd from here on.
update study set study_date = '\' where not study_date ~ '^[0-9]{4}(0[1-9]|1[0-2])[0-9]{2}$';

create index component_issuer on component (issuer, first_sequence);
drop index component_material;
create index component_material on component (material, first_sequence);
create index study_component_first on study (component, first_sequence);
create index study_year on study (study_year, first_sequence);
create index study_month on study (study_month, first_sequence, study_date);
drop index study_study_date;
create index study_study_date on study (study_date, first_sequence);
drop index study_accession;
create index study_accession on study (accession, first_sequence);
create index study_study_id on study (study_id, first_sequence);
create index study_description on study (description, first_sequence);
create index study_owner on study (owner, first_sequence);
create index study_material on study (material, first_sequence);
create index study_issuer on study (issuer, first_sequence);
drop index series_inspector;
create index series_inspector on series (inspector, study_first, study);
drop index series_station;
create index series_station on series (station, study_first, study);
create index series_modality on series (modality, study_first, study);

-- Of other attributes than those that an index keeps by itself, only the library knows the level: they are taken in anew.
alter table attribute_value add column place bigint default 0 not null;
delete from attribute_value where attribute not in (select id from indexed_attribute where path in
    ('00142002.00142012.0014201A', '00142002.00142012.0014201C', '00140030', '00140100'));
update indexed_attribute set ready = false, filled = 0 where path not in
    ('00142002.00142012.0014201A', '00142002.00142012.0014201C', '00140030', '00140100');
update attribute_value v set place = case (select a.path from indexed_attribute a where a.id = v.attribute)
    when '00140030' then coalesce((select c.first_sequence from component c where c.id = v.row_id), 0)
    when '00140100' then coalesce((select s.first_sequence from study s where s.id = v.row_id), 0)
    else v.row_id end;
drop index attribute_value_content;
create unique index attribute_value_content on attribute_value (attribute, content, place, row_id);

alter table state drop column raised;
