-- Runs at every start, on H2 and on PostgreSQL alike.
create table if not exists datasets (
    name       varchar(40)              not null primary key,
    used_bytes bigint                   not null,
    created_at timestamp with time zone not null
);

create table if not exists records (
    dataset     varchar(40)  not null references datasets (name),
    id          varchar(128) not null,
    object_key  varchar(36)  not null,
    size_bytes  bigint       not null,
    key_id      varchar(100) not null,
    wrapped_key varchar(200) not null,
    primary key (dataset, id)
);
