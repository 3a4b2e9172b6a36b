CREATE TABLE public.archiver_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.article (
    id bigint NOT NULL,
    site_id bigint NOT NULL,
    key text NOT NULL,
    published_at timestamp with time zone,
    first_seen timestamp with time zone NOT NULL,
    last_seen timestamp with time zone NOT NULL,
    revisions integer NOT NULL,
    observations integer NOT NULL,
    wording text NOT NULL,
    text text,
    duplicate_of bigint
);
CREATE SEQUENCE public.article_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.article_id_seq OWNED BY public.article.id;
CREATE TABLE public.capture (
    id bigint NOT NULL,
    record_id text NOT NULL,
    site_id bigint NOT NULL,
    url text NOT NULL,
    at timestamp with time zone NOT NULL,
    file text NOT NULL,
    "offset" bigint NOT NULL,
    length bigint NOT NULL,
    status integer,
    mime text,
    digest text,
    sha256 text,
    ip text,
    truncated text
);
CREATE TABLE public.observation (
    id bigint NOT NULL,
    article_id bigint NOT NULL,
    capture_id bigint,
    url_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    wording text NOT NULL,
    url text NOT NULL,
    section text,
    published_raw text,
    keywords text NOT NULL,
    language text,
    views integer,
    parser text NOT NULL,
    etag text,
    last_modified text
);
CREATE TABLE public.revision (
    id bigint NOT NULL,
    article_id bigint NOT NULL,
    number integer,
    observation_id bigint NOT NULL,
    title text NOT NULL,
    published_at timestamp with time zone,
    abstract text,
    body text NOT NULL,
    images text NOT NULL,
    byline text,
    attachments text NOT NULL,
    wording text NOT NULL,
    text text
);
CREATE TABLE public.site (
    id bigint NOT NULL,
    name text NOT NULL
);
CREATE VIEW public.articles AS
 SELECT article.id,
    site.name AS site,
    article.key,
    observation.url,
    revision.title,
    observation.section,
    revision.published_at,
    revision.abstract,
    revision.body,
    revision.byline,
    revision.images,
    revision.attachments,
    observation.keywords,
    observation.language,
    latest.views,
    article.revisions,
    article.observations,
    article.first_seen,
    article.last_seen,
    article.duplicate_of,
    capture.record_id AS capture,
    capture.file,
    capture."offset",
    capture.length,
    observation.parser
   FROM (((((public.article
     JOIN public.site ON ((site.id = article.site_id)))
     JOIN public.revision ON (((revision.article_id = article.id) AND (revision.number = article.revisions))))
     JOIN public.observation ON ((observation.id = revision.observation_id)))
     LEFT JOIN public.capture ON ((capture.id = observation.capture_id)))
     LEFT JOIN public.observation latest ON ((latest.id = ( SELECT seen.id
           FROM public.observation seen
          WHERE ((seen.article_id = article.id) AND (seen.views IS NOT NULL))
          ORDER BY seen.at DESC
         LIMIT 1))));
CREATE SEQUENCE public.capture_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.capture_id_seq OWNED BY public.capture.id;
CREATE SEQUENCE public.observation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.observation_id_seq OWNED BY public.observation.id;
CREATE TABLE public.outcome (
    run_id bigint NOT NULL,
    url_id bigint NOT NULL,
    outcome text NOT NULL,
    reason text,
    at timestamp with time zone NOT NULL,
    capture_id bigint
);
CREATE SEQUENCE public.revision_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.revision_id_seq OWNED BY public.revision.id;
CREATE TABLE public.run (
    id bigint NOT NULL,
    site_id bigint NOT NULL,
    source text NOT NULL,
    arguments text NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    verdict text,
    resumed integer NOT NULL,
    discovered integer NOT NULL,
    reasons text
);
CREATE SEQUENCE public.run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.run_id_seq OWNED BY public.run.id;
CREATE SEQUENCE public.site_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.site_id_seq OWNED BY public.site.id;
CREATE TABLE public.url (
    id bigint NOT NULL,
    site_id bigint NOT NULL,
    url text NOT NULL,
    form text NOT NULL,
    kind text NOT NULL,
    key text,
    section text,
    page integer NOT NULL,
    published_at timestamp with time zone,
    found_on bigint,
    run_id bigint NOT NULL,
    "position" bigint NOT NULL,
    state text NOT NULL,
    due timestamp with time zone,
    attempts integer NOT NULL,
    outcome text
);
CREATE SEQUENCE public.url_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.url_id_seq OWNED BY public.url.id;
CREATE TABLE public.url_section (
    url_id bigint NOT NULL,
    section text NOT NULL
);
ALTER TABLE ONLY public.article ALTER COLUMN id SET DEFAULT nextval('public.article_id_seq'::regclass);
ALTER TABLE ONLY public.capture ALTER COLUMN id SET DEFAULT nextval('public.capture_id_seq'::regclass);
ALTER TABLE ONLY public.observation ALTER COLUMN id SET DEFAULT nextval('public.observation_id_seq'::regclass);
ALTER TABLE ONLY public.revision ALTER COLUMN id SET DEFAULT nextval('public.revision_id_seq'::regclass);
ALTER TABLE ONLY public.run ALTER COLUMN id SET DEFAULT nextval('public.run_id_seq'::regclass);
ALTER TABLE ONLY public.site ALTER COLUMN id SET DEFAULT nextval('public.site_id_seq'::regclass);
ALTER TABLE ONLY public.url ALTER COLUMN id SET DEFAULT nextval('public.url_id_seq'::regclass);
INSERT INTO public.archiver_version VALUES ('archiver_0001');
INSERT INTO public.article VALUES (1, 1, '1', '2018-03-27 03:14:00+00', '2024-05-01 08:30:00+00', '2024-05-02 08:30:00+00', 2, 2, '0b95f7f78731377564e5257bf66f6e88@2018-03-27T03:14:00+00:00', '897459a9029f549f9c44a6583d097cec', NULL);
INSERT INTO public.article VALUES (3, 1, '3', NULL, '2024-05-01 08:30:00+00', '2024-05-02 08:30:00+00', 1, 2, 'b97106dedacefd4a14ee962baaf49799', '67cf5743ec2ff0c10d569567789b74bf', NULL);
INSERT INTO public.article VALUES (4, 2, '7', '2018-03-27 03:14:00+00', '2024-05-03 08:30:00+00', '2024-05-03 08:30:00+00', 1, 1, 'c7ae1d952c307f183c17ac6919c855cd@2018-03-27T03:14:00+00:00', '51e1ce359b52afbc6182e0fc40c6d1d6', NULL);
INSERT INTO public.article VALUES (2, 1, '2', '2018-03-27 03:14:00+00', '2024-05-01 08:30:00+00', '2024-05-01 08:30:00+00', 1, 1, 'c7ae1d952c307f183c17ac6919c855cd@2018-03-27T03:14:00+00:00', '51e1ce359b52afbc6182e0fc40c6d1d6', 4);
INSERT INTO public.capture VALUES (1, 'urn:uuid:http://toy/list?page=1@20240501T083000', 1, 'http://toy/list?page=1', '2024-05-01 08:30:00+00', 'warc/toy.warc.gz', 4000000000, 1234, 200, 'text/html', 'sha1:ABC', '00ff', '192.0.2.1', NULL);
INSERT INTO public.capture VALUES (2, 'urn:uuid:http://toy/muc-1/1@20240501T083000', 1, 'http://toy/muc-1/1', '2024-05-01 08:30:00+00', 'warc/toy.warc.gz', 4000000000, 1234, 200, 'text/html', 'sha1:ABC', '00ff', '192.0.2.1', NULL);
INSERT INTO public.capture VALUES (3, 'urn:uuid:http://toy/muc-0/2@20240501T083000', 1, 'http://toy/muc-0/2', '2024-05-01 08:30:00+00', 'warc/toy.warc.gz', 4000000000, 1234, 200, 'text/html', 'sha1:ABC', '00ff', '192.0.2.1', NULL);
INSERT INTO public.capture VALUES (4, 'urn:uuid:http://toy/muc-1/3@20240501T083000', 1, 'http://toy/muc-1/3', '2024-05-01 08:30:00+00', 'warc/toy.warc.gz', 4000000000, 1234, 200, 'text/html', 'sha1:ABC', '00ff', '192.0.2.1', NULL);
INSERT INTO public.capture VALUES (5, 'urn:uuid:http://toy/muc-0/4@20240501T083000', 1, 'http://toy/muc-0/4', '2024-05-01 08:30:00+00', 'warc/toy.warc.gz', 4000000000, 1234, 200, 'text/html', 'sha1:ABC', '00ff', '192.0.2.1', NULL);
INSERT INTO public.capture VALUES (6, 'urn:uuid:http://toy/muc-1/5@20240501T083000', 1, 'http://toy/muc-1/5', '2024-05-01 08:30:00+00', 'warc/toy.warc.gz', 4000000000, 1234, 200, 'text/html', 'sha1:ABC', '00ff', '192.0.2.1', NULL);
INSERT INTO public.capture VALUES (7, 'urn:uuid:http://toy/muc-1/1@20240502T083000', 1, 'http://toy/muc-1/1', '2024-05-02 08:30:00+00', 'warc/toy.warc.gz', 4000000000, 1234, 200, 'text/html', 'sha1:ABC', '00ff', '192.0.2.1', NULL);
INSERT INTO public.capture VALUES (8, 'urn:uuid:http://toy/muc-1/3@20240502T083000', 1, 'http://toy/muc-1/3', '2024-05-02 08:30:00+00', 'warc/toy.warc.gz', 4000000000, 1234, 200, 'text/html', 'sha1:ABC', '00ff', '192.0.2.1', NULL);
INSERT INTO public.capture VALUES (9, 'urn:uuid:http://toy/tin-tuc/7@20240503T083000', 2, 'http://toy/tin-tuc/7', '2024-05-03 08:30:00+00', 'warc/toy.warc.gz', 4000000000, 1234, 200, 'text/html', 'sha1:ABC', '00ff', '192.0.2.1', NULL);
INSERT INTO public.capture VALUES (10, 'urn:uuid:http://toy/tin-tuc/8@20240503T083000', 2, 'http://toy/tin-tuc/8', '2024-05-03 08:30:00+00', 'warc/toy.warc.gz', 4000000000, 1234, 200, 'text/html', 'sha1:ABC', '00ff', '192.0.2.1', NULL);
INSERT INTO public.observation VALUES (1, 1, 2, 3, '2024-05-01 08:30:00+00', 'c7ae1d952c307f183c17ac6919c855cd@2018-03-27T03:14:00+00:00', 'http://toy/1', 'Tin tức', '27/03/2018 10:14', '["hội nghị", "phường"]', 'vi', 1729, 'toy/1', NULL, NULL);
INSERT INTO public.observation VALUES (2, 2, 3, 4, '2024-05-01 08:30:00+00', 'c7ae1d952c307f183c17ac6919c855cd@2018-03-27T03:14:00+00:00', 'http://toy/2', 'Tin tức', '27/03/2018 10:14', '["hội nghị", "phường"]', 'vi', 1729, 'toy/1', NULL, NULL);
INSERT INTO public.observation VALUES (3, 3, 4, 5, '2024-05-01 08:30:00+00', 'b97106dedacefd4a14ee962baaf49799', 'http://toy/3', NULL, '27/03/2018 10:14', '[]', 'vi', NULL, 'toy/1', NULL, NULL);
INSERT INTO public.observation VALUES (4, 1, 7, 3, '2024-05-02 08:30:00+00', '0b95f7f78731377564e5257bf66f6e88@2018-03-27T03:14:00+00:00', 'http://toy/1', 'Tin tức', '27/03/2018 10:14', '["hội nghị", "phường"]', 'vi', 1800, 'toy/1', NULL, NULL);
INSERT INTO public.observation VALUES (5, 3, 8, 5, '2024-05-02 08:30:00+00', 'b97106dedacefd4a14ee962baaf49799', 'http://toy/3', NULL, '27/03/2018 10:14', '[]', 'vi', 9, 'toy/1', NULL, NULL);
INSERT INTO public.observation VALUES (6, 4, 9, 10, '2024-05-03 08:30:00+00', 'c7ae1d952c307f183c17ac6919c855cd@2018-03-27T03:14:00+00:00', 'http://toy/7', 'Tin tức', '27/03/2018 10:14', '["hội nghị", "phường"]', 'vi', 1729, 'toy/1', NULL, NULL);
INSERT INTO public.outcome VALUES (1, 1, 'not an article', 'a list', '2024-05-01 08:30:00+00', 1);
INSERT INTO public.outcome VALUES (1, 3, 'new', NULL, '2024-05-01 08:30:00+00', 2);
INSERT INTO public.outcome VALUES (1, 4, 'duplicate', 'another article has the same text', '2024-05-01 08:30:00+00', 3);
INSERT INTO public.outcome VALUES (1, 5, 'new', NULL, '2024-05-01 08:30:00+00', 4);
INSERT INTO public.outcome VALUES (1, 6, 'failed', 'HTTP 503', '2024-05-01 08:30:00+00', 5);
INSERT INTO public.outcome VALUES (1, 7, 'rejected', 'no title', '2024-05-01 08:30:00+00', 6);
INSERT INTO public.outcome VALUES (1, 8, 'left for later', 'not reached', '2024-05-01 08:30:00+00', NULL);
INSERT INTO public.outcome VALUES (1, 2, 'left for later', 'not reached', '2024-05-01 08:30:00+00', NULL);
INSERT INTO public.outcome VALUES (2, 3, 'revised', NULL, '2024-05-02 08:30:00+00', 7);
INSERT INTO public.outcome VALUES (2, 5, 'unchanged', NULL, '2024-05-02 08:30:00+00', 8);
INSERT INTO public.outcome VALUES (2, 6, 'left for later', 'not reached', '2024-05-01 08:30:00+00', NULL);
INSERT INTO public.outcome VALUES (2, 8, 'left for later', 'not reached', '2024-05-01 08:30:00+00', NULL);
INSERT INTO public.outcome VALUES (2, 2, 'left for later', 'not reached', '2024-05-01 08:30:00+00', NULL);
INSERT INTO public.outcome VALUES (3, 10, 'duplicate', 'another article has the same text', '2024-05-03 08:30:00+00', 9);
INSERT INTO public.revision VALUES (1, 1, 1, 1, 'Khai mạc hội nghị', '2018-03-27 03:14:00+00', 'Giống nhau.', 'Một.
Hai.', '[{"url": "http://toy/a.jpg", "caption": "Ảnh: toàn cảnh"}, {"url": "http://toy/b.jpg", "caption": null}]', 'Thu Hà', '[{"url": "http://toy/a.pdf", "title": "Công văn"}]', 'c7ae1d952c307f183c17ac6919c855cd@2018-03-27T03:14:00+00:00', '51e1ce359b52afbc6182e0fc40c6d1d6');
INSERT INTO public.revision VALUES (2, 2, 1, 2, 'Khai mạc hội nghị', '2018-03-27 03:14:00+00', 'Giống nhau.', 'Một.
Hai.', '[{"url": "http://toy/a.jpg", "caption": "Ảnh: toàn cảnh"}, {"url": "http://toy/b.jpg", "caption": null}]', 'Thu Hà', '[{"url": "http://toy/a.pdf", "title": "Công văn"}]', 'c7ae1d952c307f183c17ac6919c855cd@2018-03-27T03:14:00+00:00', '51e1ce359b52afbc6182e0fc40c6d1d6');
INSERT INTO public.revision VALUES (3, 3, 1, 3, 'Khai mạc hội nghị số 3', NULL, 'Tóm tắt của bài 3.', 'Đoạn thứ nhất.
Đoạn thứ hai của bài 3: “đủ dấu”.', '[]', 'Thu Hà', '[{"url": "http://toy/a.pdf", "title": "Công văn"}]', 'b97106dedacefd4a14ee962baaf49799', '67cf5743ec2ff0c10d569567789b74bf');
INSERT INTO public.revision VALUES (4, 1, 2, 4, 'Khai mạc hội nghị (sửa)', '2018-03-27 03:14:00+00', 'Giống nhau.', 'Một.
Hai.', '[{"url": "http://toy/a.jpg", "caption": "Ảnh: toàn cảnh"}, {"url": "http://toy/b.jpg", "caption": null}]', 'Thu Hà', '[{"url": "http://toy/a.pdf", "title": "Công văn"}]', '0b95f7f78731377564e5257bf66f6e88@2018-03-27T03:14:00+00:00', '897459a9029f549f9c44a6583d097cec');
INSERT INTO public.revision VALUES (5, 4, 1, 6, 'Khai mạc hội nghị', '2018-03-27 03:14:00+00', 'Giống nhau.', 'Một.
Hai.', '[{"url": "http://toy/a.jpg", "caption": "Ảnh: toàn cảnh"}, {"url": "http://toy/b.jpg", "caption": null}]', 'Thu Hà', '[{"url": "http://toy/a.pdf", "title": "Công văn"}]', 'c7ae1d952c307f183c17ac6919c855cd@2018-03-27T03:14:00+00:00', '51e1ce359b52afbc6182e0fc40c6d1d6');
INSERT INTO public.run VALUES (1, 1, 'toy.warc.gz', '{"sections": "tin-tuc"}', '2024-05-01 08:30:00+00', '2024-05-01 08:30:00+00', 'well', 0, 8, '{"duplicate": {"another article has the same text": 1}, "failed": {"HTTP 503": 1}, "left for later": {"not reached": 2}, "new": {"": 2}, "not an article": {"a list": 1}, "rejected": {"no title": 1}}');
INSERT INTO public.run VALUES (2, 1, 'toy.warc.gz', '{"sections": "tin-tuc"}', '2024-05-02 08:30:00+00', '2024-05-01 08:30:00+00', 'well', 0, 5, '{"left for later": {"not reached": 3}, "revised": {"": 1}, "unchanged": {"": 1}}');
INSERT INTO public.run VALUES (3, 2, 'live', '{}', '2024-05-03 08:30:00+00', NULL, NULL, 0, 3, NULL);
INSERT INTO public.site VALUES (1, 'toy');
INSERT INTO public.site VALUES (2, 'another');
INSERT INTO public.url VALUES (1, 1, 'http://toy/list?page=1', '', 'list', NULL, NULL, 1, NULL, NULL, 1, 1, 'done', NULL, 1, 'not an article');
INSERT INTO public.url VALUES (4, 1, 'http://toy/muc-0/2', '', 'article', '2', 'muc-0', 1, NULL, 1, 1, 4, 'done', NULL, 1, 'duplicate');
INSERT INTO public.url VALUES (7, 1, 'http://toy/muc-1/5', '', 'article', '5', 'muc-1', 1, NULL, 1, 1, 7, 'done', NULL, 1, 'rejected');
INSERT INTO public.url VALUES (3, 1, 'http://toy/muc-1/1', '', 'article', '1', 'muc-1', 1, NULL, 1, 2, 4, 'done', NULL, 1, 'revised');
INSERT INTO public.url VALUES (5, 1, 'http://toy/muc-1/3', '', 'article', '3', 'muc-1', 1, NULL, 1, 2, 5, 'done', NULL, 1, 'unchanged');
INSERT INTO public.url VALUES (6, 1, 'http://toy/muc-0/4', '', 'article', '4', 'muc-0', 1, NULL, 1, 2, 2, 'later', NULL, 0, 'left for later');
INSERT INTO public.url VALUES (8, 1, 'http://toy/khac/1', '', 'article', '1', 'khac', 1, NULL, 1, 2, 3, 'later', NULL, 0, 'left for later');
INSERT INTO public.url VALUES (2, 1, 'http://toy/api', '[["q", "Đảng"]]', 'list', NULL, NULL, 1, NULL, NULL, 2, 1, 'later', NULL, 0, 'left for later');
INSERT INTO public.url VALUES (9, 2, 'http://toy/list?page=1', '', 'list', NULL, NULL, 1, NULL, NULL, 3, 1, 'leased', NULL, 0, NULL);
INSERT INTO public.url VALUES (10, 2, 'http://toy/tin-tuc/7', '', 'article', '7', 'tin-tuc', 1, NULL, NULL, 3, 2, 'done', NULL, 1, 'duplicate');
INSERT INTO public.url VALUES (11, 2, 'http://toy/tin-tuc/8', '', 'article', '8', 'tin-tuc', 1, NULL, NULL, 3, 3, 'pending', '2024-05-04 08:30:00+00', 1, NULL);
SELECT pg_catalog.setval('public.article_id_seq', 4, true);
SELECT pg_catalog.setval('public.capture_id_seq', 10, true);
SELECT pg_catalog.setval('public.observation_id_seq', 6, true);
SELECT pg_catalog.setval('public.revision_id_seq', 5, true);
SELECT pg_catalog.setval('public.run_id_seq', 3, true);
SELECT pg_catalog.setval('public.site_id_seq', 2, true);
SELECT pg_catalog.setval('public.url_id_seq', 11, true);
ALTER TABLE ONLY public.archiver_version
    ADD CONSTRAINT archiver_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.article
    ADD CONSTRAINT article_key_site_id_key UNIQUE (key, site_id);
ALTER TABLE ONLY public.article
    ADD CONSTRAINT article_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.capture
    ADD CONSTRAINT capture_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.capture
    ADD CONSTRAINT capture_record_id_key UNIQUE (record_id);
ALTER TABLE ONLY public.observation
    ADD CONSTRAINT observation_article_id_capture_id_key UNIQUE (article_id, capture_id);
ALTER TABLE ONLY public.observation
    ADD CONSTRAINT observation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.outcome
    ADD CONSTRAINT outcome_pkey PRIMARY KEY (run_id, url_id);
ALTER TABLE ONLY public.revision
    ADD CONSTRAINT revision_article_id_number_key UNIQUE (article_id, number);
ALTER TABLE ONLY public.revision
    ADD CONSTRAINT revision_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.run
    ADD CONSTRAINT run_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.site
    ADD CONSTRAINT site_name_key UNIQUE (name);
ALTER TABLE ONLY public.site
    ADD CONSTRAINT site_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.url
    ADD CONSTRAINT url_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.url_section
    ADD CONSTRAINT url_section_pkey PRIMARY KEY (url_id, section);
ALTER TABLE ONLY public.url
    ADD CONSTRAINT url_url_form_site_id_key UNIQUE (url, form, site_id);
CREATE INDEX article_duplicate_of ON public.article USING btree (duplicate_of);
CREATE INDEX article_site_id_published_at ON public.article USING btree (site_id, published_at);
CREATE INDEX capture_site_id ON public.capture USING btree (site_id);
CREATE INDEX observation_article_id_at ON public.observation USING btree (article_id, at);
CREATE INDEX observation_url_id ON public.observation USING btree (url_id);
CREATE INDEX outcome_url_id ON public.outcome USING btree (url_id);
CREATE INDEX revision_observation_id ON public.revision USING btree (observation_id);
CREATE INDEX revision_text ON public.revision USING btree (text);
CREATE INDEX run_site_id_id ON public.run USING btree (site_id, id);
CREATE INDEX url_next ON public.url USING btree (run_id, state, kind, page, "position");
CREATE INDEX url_site_id_key_kind ON public.url USING btree (site_id, key, kind);
ALTER TABLE ONLY public.article
    ADD CONSTRAINT article_duplicate_of_fkey FOREIGN KEY (duplicate_of) REFERENCES public.article(id);
ALTER TABLE ONLY public.article
    ADD CONSTRAINT article_site_id_fkey FOREIGN KEY (site_id) REFERENCES public.site(id);
ALTER TABLE ONLY public.capture
    ADD CONSTRAINT capture_site_id_fkey FOREIGN KEY (site_id) REFERENCES public.site(id);
ALTER TABLE ONLY public.observation
    ADD CONSTRAINT observation_article_id_fkey FOREIGN KEY (article_id) REFERENCES public.article(id);
ALTER TABLE ONLY public.observation
    ADD CONSTRAINT observation_capture_id_fkey FOREIGN KEY (capture_id) REFERENCES public.capture(id);
ALTER TABLE ONLY public.observation
    ADD CONSTRAINT observation_url_id_fkey FOREIGN KEY (url_id) REFERENCES public.url(id);
ALTER TABLE ONLY public.outcome
    ADD CONSTRAINT outcome_capture_id_fkey FOREIGN KEY (capture_id) REFERENCES public.capture(id);
ALTER TABLE ONLY public.outcome
    ADD CONSTRAINT outcome_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.run(id);
ALTER TABLE ONLY public.outcome
    ADD CONSTRAINT outcome_url_id_fkey FOREIGN KEY (url_id) REFERENCES public.url(id);
ALTER TABLE ONLY public.revision
    ADD CONSTRAINT revision_article_id_fkey FOREIGN KEY (article_id) REFERENCES public.article(id);
ALTER TABLE ONLY public.revision
    ADD CONSTRAINT revision_observation_id_fkey FOREIGN KEY (observation_id) REFERENCES public.observation(id);
ALTER TABLE ONLY public.run
    ADD CONSTRAINT run_site_id_fkey FOREIGN KEY (site_id) REFERENCES public.site(id);
ALTER TABLE ONLY public.url
    ADD CONSTRAINT url_found_on_fkey FOREIGN KEY (found_on) REFERENCES public.url(id);
ALTER TABLE ONLY public.url
    ADD CONSTRAINT url_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.run(id);
ALTER TABLE ONLY public.url_section
    ADD CONSTRAINT url_section_url_id_fkey FOREIGN KEY (url_id) REFERENCES public.url(id);
ALTER TABLE ONLY public.url
    ADD CONSTRAINT url_site_id_fkey FOREIGN KEY (site_id) REFERENCES public.site(id);
