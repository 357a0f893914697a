--
-- PostgreSQL database dump
--
SET statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TYPE public.mood AS ENUM ('sad', 'ok');
CREATE TABLE public.customer (
    id integer NOT NULL,
    name character varying(80) DEFAULT 'x'::character varying NOT NULL,
    "Birth Day" date,
    tags text[] DEFAULT '{}'::text[],
    feeling public.mood
);
ALTER TABLE public.customer OWNER TO shop;
COMMENT ON TABLE public.customer IS 'Who buys; it''s simple';
COMMENT ON COLUMN public.customer."Birth Day" IS E'A\nday';
CREATE SEQUENCE public.customer_id_seq AS integer START WITH 1;
ALTER TABLE public.customer_id_seq OWNER TO shop;
CREATE TABLE public.purchase (
    id bigint NOT NULL,
    customer_id integer NOT NULL,
    parent_id bigint,
    amount numeric(12,2) NOT NULL CHECK (amount > 0)
);
CREATE TABLE public.all_types (
    id serial PRIMARY KEY, c_character character(3), c_varying character varying(20), c_varchar varchar(20), c_uuid uuid,
    c_citext public.citext, c_text text, c_real real, c_double double precision, c_decimal_29 decimal(29,0),
    c_numeric_9 numeric(12,9), c_integer integer, c_int4 int4, c_smallint smallint, c_int2 int2, c_numeric_9_0 numeric(9,0),
    c_bigint bigint, c_int8 int8, c_numeric_18 numeric(18,0), c_money money, c_numeric_28_0 numeric(28,0),
    c_numeric_28_8 numeric(28,8), c_boolean boolean, c_date date, c_timestamp timestamp(3) without time zone, c_bytea bytea,
    c_box box, c_cidr cidr, c_circle circle, c_inet inet, c_line line, c_lseg lseg, c_macaddr macaddr, c_path path,
    c_point point, c_polygon polygon, c_tsquery tsquery, c_tsvector tsvector, c_txid txid_snapshot, c_varbit bit varying(8),
    c_array integer[][], c_interval interval day to second, c_zoned timestamp with time zone, c_json jsonb
);
ALTER TABLE ONLY public.customer ALTER COLUMN id SET DEFAULT nextval('public.customer_id_seq'::regclass);
ALTER TABLE public.purchase ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.purchase_id_seq
    START WITH 1
);
COPY public.customer (id, name) FROM stdin;
1	it's; CREATE TABLE no (a int);
\.
ALTER TABLE ONLY public.customer
    ADD CONSTRAINT customer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.purchase
    ADD CONSTRAINT purchase_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.purchase
    ADD CONSTRAINT purchase_customer_fkey FOREIGN KEY (customer_id) REFERENCES public.customer(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.purchase
    ADD CONSTRAINT purchase_parent_fkey FOREIGN KEY (parent_id) REFERENCES public.purchase(id);
CREATE VIEW public.totals AS
 WITH big AS (SELECT 1 AS one)
 SELECT c.*, sum(p.amount) AS total, p.amount::text AS shown
   FROM (public.customer c
     JOIN public.purchase p ON ((p.customer_id = c.id)));
CREATE FUNCTION public.f() RETURNS void LANGUAGE plpgsql AS $body$ BEGIN CREATE TABLE no (a int); END $body$;
GRANT ALL ON TABLE public.customer TO shop;
