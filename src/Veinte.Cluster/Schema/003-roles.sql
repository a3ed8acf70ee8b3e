-- A node may be there for the history alone and own no partitions: it has no share of them.
alter table veinte.nodes add column owns boolean not null default true;
