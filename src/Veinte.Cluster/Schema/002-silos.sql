-- Membership of Orleans, when it decides who owns what. The version rises with every change of a row but its last sign of life.
create table veinte.silo_version (
    one integer primary key default 1 check (one = 1),
    version integer not null
);
insert into veinte.silo_version values (1, 0);

create table veinte.silos (
    silo text primary key,
    etag integer not null,
    status integer not null,
    host text not null,
    name text not null,
    proxy_port integer not null,
    suspected text not null,                 -- silo@time of each who suspects it, one a line
    started timestamptz not null,
    alive timestamptz not null
);
