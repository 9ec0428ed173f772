-- What has been applied beyond the mark (see Applied.java), whether somebody else wrote, and counts that need no counting.
alter table state add column ahead character large object default '' not null;
alter table state add column generation bigint default 0 not null;
alter table state add column epoch varchar(64) default '' not null;
alter table state add column components bigint default 0 not null;
alter table state add column studies bigint default 0 not null;
alter table state add column series bigint default 0 not null;
alter table state add column instances bigint default 0 not null;
alter table state add column quarantined bigint default 0 not null;
alter table state add column bytes bigint default 0 not null;
update state set
    epoch = cast(random_uuid() as varchar(64)),
    components = (select count(*) from component),
    studies = (select count(*) from study),
    series = (select count(*) from series),
    instances = (select count(*) from instance),
    quarantined = (select count(*) from quarantine where not ended),
    bytes = (select coalesce(sum(length), 0) from instance);

-- Texts that columns hold in another way from here on, see Text.java: only odd ones, as UIDs have 64 characters at most.
alter table component alter column sort_key set data type varchar(1024);
update component set sort_key = replace(replace(sort_key, char(26), char(26) || 's'), char(0), char(26) || '0')
    where locate(char(26), sort_key) > 0 or locate(char(0), sort_key) > 0;
update component set identity_key = replace(replace(identity_key, char(26), char(26) || 's'), char(0), char(26) || '0')
    where length(identity_key) <= 255 and (locate(char(26), identity_key) > 0 or locate(char(0), identity_key) > 0);
update component set identity_key = substring(identity_key, 1, 190) || char(26) || 'h' || lower(rawtohex(hash('SHA-256', stringtoutf8(identity_key))))
    where length(identity_key) > 255;
update study set uid = replace(replace(uid, char(26), char(26) || 's'), char(0), char(26) || '0')
    where length(uid) <= 255 and (locate(char(26), uid) > 0 or locate(char(0), uid) > 0);
update study set uid = substring(uid, 1, 190) || char(26) || 'h' || lower(rawtohex(hash('SHA-256', stringtoutf8(uid))))
    where length(uid) > 255;
update series set uid = replace(replace(uid, char(26), char(26) || 's'), char(0), char(26) || '0')
    where length(uid) <= 255 and (locate(char(26), uid) > 0 or locate(char(0), uid) > 0);
update series set uid = substring(uid, 1, 190) || char(26) || 'h' || lower(rawtohex(hash('SHA-256', stringtoutf8(uid))))
    where length(uid) > 255;
update instance set uid = replace(replace(uid, char(26), char(26) || 's'), char(0), char(26) || '0')
    where length(uid) <= 255 and (locate(char(26), uid) > 0 or locate(char(0), uid) > 0);
update instance set uid = substring(uid, 1, 190) || char(26) || 'h' || lower(rawtohex(hash('SHA-256', stringtoutf8(uid))))
    where length(uid) > 255;
update instance set sop_class = replace(replace(sop_class, char(26), char(26) || 's'), char(0), char(26) || '0')
    where length(sop_class) <= 255 and (locate(char(26), sop_class) > 0 or locate(char(0), sop_class) > 0);
update instance set sop_class = substring(sop_class, 1, 190) || char(26) || 'h' || lower(rawtohex(hash('SHA-256', stringtoutf8(sop_class))))
    where length(sop_class) > 255;
