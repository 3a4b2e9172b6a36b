BEGIN TRANSACTION;
CREATE TABLE archiver_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT archiver_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "archiver_version" VALUES('archiver_0001');
CREATE TABLE article (
	id INTEGER NOT NULL, 
	site_id INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	published_at TEXT, 
	first_seen TEXT NOT NULL, 
	last_seen TEXT NOT NULL, 
	revisions INTEGER NOT NULL, 
	observations INTEGER NOT NULL, 
	wording TEXT NOT NULL, 
	text TEXT, 
	duplicate_of INTEGER, 
	CONSTRAINT article_pkey PRIMARY KEY (id), 
	CONSTRAINT article_duplicate_of_fkey FOREIGN KEY(duplicate_of) REFERENCES article (id), 
	CONSTRAINT article_site_id_fkey FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT article_key_site_id_key UNIQUE ("key", site_id)
);
INSERT INTO "article" VALUES(1,1,'1','2018-03-27T10:14:00+07:00','2024-05-01T08:30:00.000000Z','2024-05-02T08:30:00.000000Z',2,2,'0b95f7f78731377564e5257bf66f6e88@2018-03-27T03:14:00+00:00','897459a9029f549f9c44a6583d097cec',NULL);
INSERT INTO "article" VALUES(2,1,'2','2018-03-27T10:14:00+07:00','2024-05-01T08:30:00.000000Z','2024-05-01T08:30:00.000000Z',1,1,'c7ae1d952c307f183c17ac6919c855cd@2018-03-27T03:14:00+00:00','51e1ce359b52afbc6182e0fc40c6d1d6',4);
INSERT INTO "article" VALUES(3,1,'3',NULL,'2024-05-01T08:30:00.000000Z','2024-05-02T08:30:00.000000Z',1,2,'b97106dedacefd4a14ee962baaf49799','67cf5743ec2ff0c10d569567789b74bf',NULL);
INSERT INTO "article" VALUES(4,2,'7','2018-03-27T10:14:00+07:00','2024-05-03T08:30:00.000000Z','2024-05-03T08:30:00.000000Z',1,1,'c7ae1d952c307f183c17ac6919c855cd@2018-03-27T03:14:00+00:00','51e1ce359b52afbc6182e0fc40c6d1d6',NULL);
CREATE TABLE capture (
	id INTEGER NOT NULL, 
	record_id TEXT NOT NULL, 
	site_id INTEGER NOT NULL, 
	url TEXT NOT NULL, 
	at TEXT NOT NULL, 
	file TEXT NOT NULL, 
	"offset" INTEGER NOT NULL, 
	length INTEGER NOT NULL, 
	status INTEGER, 
	mime TEXT, 
	digest TEXT, 
	sha256 TEXT, 
	ip TEXT, 
	truncated TEXT, 
	CONSTRAINT capture_pkey PRIMARY KEY (id), 
	CONSTRAINT capture_site_id_fkey FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT capture_record_id_key UNIQUE (record_id)
);
INSERT INTO "capture" VALUES(1,'urn:uuid:http://toy/list?page=1@20240501T083000',1,'http://toy/list?page=1','2024-05-01T08:30:00.000000Z','warc/toy.warc.gz',4000000000,1234,200,'text/html','sha1:ABC','00ff','192.0.2.1',NULL);
INSERT INTO "capture" VALUES(2,'urn:uuid:http://toy/muc-1/1@20240501T083000',1,'http://toy/muc-1/1','2024-05-01T08:30:00.000000Z','warc/toy.warc.gz',4000000000,1234,200,'text/html','sha1:ABC','00ff','192.0.2.1',NULL);
INSERT INTO "capture" VALUES(3,'urn:uuid:http://toy/muc-0/2@20240501T083000',1,'http://toy/muc-0/2','2024-05-01T08:30:00.000000Z','warc/toy.warc.gz',4000000000,1234,200,'text/html','sha1:ABC','00ff','192.0.2.1',NULL);
INSERT INTO "capture" VALUES(4,'urn:uuid:http://toy/muc-1/3@20240501T083000',1,'http://toy/muc-1/3','2024-05-01T08:30:00.000000Z','warc/toy.warc.gz',4000000000,1234,200,'text/html','sha1:ABC','00ff','192.0.2.1',NULL);
INSERT INTO "capture" VALUES(5,'urn:uuid:http://toy/muc-0/4@20240501T083000',1,'http://toy/muc-0/4','2024-05-01T08:30:00.000000Z','warc/toy.warc.gz',4000000000,1234,200,'text/html','sha1:ABC','00ff','192.0.2.1',NULL);
INSERT INTO "capture" VALUES(6,'urn:uuid:http://toy/muc-1/5@20240501T083000',1,'http://toy/muc-1/5','2024-05-01T08:30:00.000000Z','warc/toy.warc.gz',4000000000,1234,200,'text/html','sha1:ABC','00ff','192.0.2.1',NULL);
INSERT INTO "capture" VALUES(7,'urn:uuid:http://toy/muc-1/1@20240502T083000',1,'http://toy/muc-1/1','2024-05-02T08:30:00.000000Z','warc/toy.warc.gz',4000000000,1234,200,'text/html','sha1:ABC','00ff','192.0.2.1',NULL);
INSERT INTO "capture" VALUES(8,'urn:uuid:http://toy/muc-1/3@20240502T083000',1,'http://toy/muc-1/3','2024-05-02T08:30:00.000000Z','warc/toy.warc.gz',4000000000,1234,200,'text/html','sha1:ABC','00ff','192.0.2.1',NULL);
INSERT INTO "capture" VALUES(9,'urn:uuid:http://toy/tin-tuc/7@20240503T083000',2,'http://toy/tin-tuc/7','2024-05-03T08:30:00.000000Z','warc/toy.warc.gz',4000000000,1234,200,'text/html','sha1:ABC','00ff','192.0.2.1',NULL);
INSERT INTO "capture" VALUES(10,'urn:uuid:http://toy/tin-tuc/8@20240503T083000',2,'http://toy/tin-tuc/8','2024-05-03T08:30:00.000000Z','warc/toy.warc.gz',4000000000,1234,200,'text/html','sha1:ABC','00ff','192.0.2.1',NULL);
CREATE TABLE observation (
	id INTEGER NOT NULL, 
	article_id INTEGER NOT NULL, 
	capture_id INTEGER, 
	url_id INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	wording TEXT NOT NULL, 
	url TEXT NOT NULL, 
	section TEXT, 
	published_raw TEXT, 
	keywords TEXT NOT NULL, 
	language TEXT, 
	views INTEGER, 
	parser TEXT NOT NULL, 
	etag TEXT, 
	last_modified TEXT, 
	CONSTRAINT observation_pkey PRIMARY KEY (id), 
	CONSTRAINT observation_article_id_fkey FOREIGN KEY(article_id) REFERENCES article (id), 
	CONSTRAINT observation_capture_id_fkey FOREIGN KEY(capture_id) REFERENCES capture (id), 
	CONSTRAINT observation_url_id_fkey FOREIGN KEY(url_id) REFERENCES url (id), 
	CONSTRAINT observation_article_id_capture_id_key UNIQUE (article_id, capture_id)
);
INSERT INTO "observation" VALUES(1,1,2,3,'2024-05-01T08:30:00.000000Z','c7ae1d952c307f183c17ac6919c855cd@2018-03-27T03:14:00+00:00','http://toy/1','Tin tức','27/03/2018 10:14','["hội nghị", "phường"]','vi',1729,'toy/1',NULL,NULL);
INSERT INTO "observation" VALUES(2,2,3,4,'2024-05-01T08:30:00.000000Z','c7ae1d952c307f183c17ac6919c855cd@2018-03-27T03:14:00+00:00','http://toy/2','Tin tức','27/03/2018 10:14','["hội nghị", "phường"]','vi',1729,'toy/1',NULL,NULL);
INSERT INTO "observation" VALUES(3,3,4,5,'2024-05-01T08:30:00.000000Z','b97106dedacefd4a14ee962baaf49799','http://toy/3',NULL,'27/03/2018 10:14','[]','vi',NULL,'toy/1',NULL,NULL);
INSERT INTO "observation" VALUES(4,1,7,3,'2024-05-02T08:30:00.000000Z','0b95f7f78731377564e5257bf66f6e88@2018-03-27T03:14:00+00:00','http://toy/1','Tin tức','27/03/2018 10:14','["hội nghị", "phường"]','vi',1800,'toy/1',NULL,NULL);
INSERT INTO "observation" VALUES(5,3,8,5,'2024-05-02T08:30:00.000000Z','b97106dedacefd4a14ee962baaf49799','http://toy/3',NULL,'27/03/2018 10:14','[]','vi',9,'toy/1',NULL,NULL);
INSERT INTO "observation" VALUES(6,4,9,10,'2024-05-03T08:30:00.000000Z','c7ae1d952c307f183c17ac6919c855cd@2018-03-27T03:14:00+00:00','http://toy/7','Tin tức','27/03/2018 10:14','["hội nghị", "phường"]','vi',1729,'toy/1',NULL,NULL);
CREATE TABLE outcome (
	run_id INTEGER NOT NULL, 
	url_id INTEGER NOT NULL, 
	outcome TEXT NOT NULL, 
	reason TEXT, 
	at TEXT NOT NULL, 
	capture_id INTEGER, 
	CONSTRAINT outcome_pkey PRIMARY KEY (run_id, url_id), 
	CONSTRAINT outcome_capture_id_fkey FOREIGN KEY(capture_id) REFERENCES capture (id), 
	CONSTRAINT outcome_run_id_fkey FOREIGN KEY(run_id) REFERENCES run (id), 
	CONSTRAINT outcome_url_id_fkey FOREIGN KEY(url_id) REFERENCES url (id)
)
 WITHOUT ROWID

;
INSERT INTO "outcome" VALUES(1,1,'not an article','a list','2024-05-01T08:30:00.000000Z',1);
INSERT INTO "outcome" VALUES(1,2,'left for later','not reached','2024-05-01T08:30:00.000000Z',NULL);
INSERT INTO "outcome" VALUES(1,3,'new',NULL,'2024-05-01T08:30:00.000000Z',2);
INSERT INTO "outcome" VALUES(1,4,'duplicate','another article has the same text','2024-05-01T08:30:00.000000Z',3);
INSERT INTO "outcome" VALUES(1,5,'new',NULL,'2024-05-01T08:30:00.000000Z',4);
INSERT INTO "outcome" VALUES(1,6,'failed','HTTP 503','2024-05-01T08:30:00.000000Z',5);
INSERT INTO "outcome" VALUES(1,7,'rejected','no title','2024-05-01T08:30:00.000000Z',6);
INSERT INTO "outcome" VALUES(1,8,'left for later','not reached','2024-05-01T08:30:00.000000Z',NULL);
INSERT INTO "outcome" VALUES(2,2,'left for later','not reached','2024-05-01T08:30:00.000000Z',NULL);
INSERT INTO "outcome" VALUES(2,3,'revised',NULL,'2024-05-02T08:30:00.000000Z',7);
INSERT INTO "outcome" VALUES(2,5,'unchanged',NULL,'2024-05-02T08:30:00.000000Z',8);
INSERT INTO "outcome" VALUES(2,6,'left for later','not reached','2024-05-01T08:30:00.000000Z',NULL);
INSERT INTO "outcome" VALUES(2,8,'left for later','not reached','2024-05-01T08:30:00.000000Z',NULL);
INSERT INTO "outcome" VALUES(3,10,'duplicate','another article has the same text','2024-05-03T08:30:00.000000Z',9);
CREATE TABLE revision (
	id INTEGER NOT NULL, 
	article_id INTEGER NOT NULL, 
	number INTEGER, 
	observation_id INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	published_at TEXT, 
	abstract TEXT, 
	body TEXT NOT NULL, 
	images TEXT NOT NULL, 
	byline TEXT, 
	attachments TEXT NOT NULL, 
	wording TEXT NOT NULL, 
	text TEXT, 
	CONSTRAINT revision_pkey PRIMARY KEY (id), 
	CONSTRAINT revision_article_id_fkey FOREIGN KEY(article_id) REFERENCES article (id), 
	CONSTRAINT revision_observation_id_fkey FOREIGN KEY(observation_id) REFERENCES observation (id), 
	CONSTRAINT revision_article_id_number_key UNIQUE (article_id, number)
);
INSERT INTO "revision" VALUES(1,1,1,1,'Khai mạc hội nghị','2018-03-27T10:14:00+07:00','Giống nhau.','Một.
Hai.','[{"url": "http://toy/a.jpg", "caption": "Ảnh: toàn cảnh"}, {"url": "http://toy/b.jpg", "caption": null}]','Thu Hà','[{"url": "http://toy/a.pdf", "title": "Công văn"}]','c7ae1d952c307f183c17ac6919c855cd@2018-03-27T03:14:00+00:00','51e1ce359b52afbc6182e0fc40c6d1d6');
INSERT INTO "revision" VALUES(2,2,1,2,'Khai mạc hội nghị','2018-03-27T10:14:00+07:00','Giống nhau.','Một.
Hai.','[{"url": "http://toy/a.jpg", "caption": "Ảnh: toàn cảnh"}, {"url": "http://toy/b.jpg", "caption": null}]','Thu Hà','[{"url": "http://toy/a.pdf", "title": "Công văn"}]','c7ae1d952c307f183c17ac6919c855cd@2018-03-27T03:14:00+00:00','51e1ce359b52afbc6182e0fc40c6d1d6');
INSERT INTO "revision" VALUES(3,3,1,3,'Khai mạc hội nghị số 3',NULL,'Tóm tắt của bài 3.','Đoạn thứ nhất.
Đoạn thứ hai của bài 3: “đủ dấu”.','[]','Thu Hà','[{"url": "http://toy/a.pdf", "title": "Công văn"}]','b97106dedacefd4a14ee962baaf49799','67cf5743ec2ff0c10d569567789b74bf');
INSERT INTO "revision" VALUES(4,1,2,4,'Khai mạc hội nghị (sửa)','2018-03-27T10:14:00+07:00','Giống nhau.','Một.
Hai.','[{"url": "http://toy/a.jpg", "caption": "Ảnh: toàn cảnh"}, {"url": "http://toy/b.jpg", "caption": null}]','Thu Hà','[{"url": "http://toy/a.pdf", "title": "Công văn"}]','0b95f7f78731377564e5257bf66f6e88@2018-03-27T03:14:00+00:00','897459a9029f549f9c44a6583d097cec');
INSERT INTO "revision" VALUES(5,4,1,6,'Khai mạc hội nghị','2018-03-27T10:14:00+07:00','Giống nhau.','Một.
Hai.','[{"url": "http://toy/a.jpg", "caption": "Ảnh: toàn cảnh"}, {"url": "http://toy/b.jpg", "caption": null}]','Thu Hà','[{"url": "http://toy/a.pdf", "title": "Công văn"}]','c7ae1d952c307f183c17ac6919c855cd@2018-03-27T03:14:00+00:00','51e1ce359b52afbc6182e0fc40c6d1d6');
CREATE TABLE run (
	id INTEGER NOT NULL, 
	site_id INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	arguments TEXT NOT NULL, 
	started_at TEXT NOT NULL, 
	finished_at TEXT, 
	verdict TEXT, 
	resumed INTEGER NOT NULL, 
	discovered INTEGER NOT NULL, 
	reasons TEXT, 
	CONSTRAINT run_pkey PRIMARY KEY (id), 
	CONSTRAINT run_site_id_fkey FOREIGN KEY(site_id) REFERENCES site (id)
);
INSERT INTO "run" VALUES(1,1,'toy.warc.gz','{"sections": "tin-tuc"}','2024-05-01T08:30:00.000000Z','2024-05-01T08:30:00.000000Z','well',0,8,'{"duplicate": {"another article has the same text": 1}, "failed": {"HTTP 503": 1}, "left for later": {"not reached": 2}, "new": {"": 2}, "not an article": {"a list": 1}, "rejected": {"no title": 1}}');
INSERT INTO "run" VALUES(2,1,'toy.warc.gz','{"sections": "tin-tuc"}','2024-05-02T08:30:00.000000Z','2024-05-01T08:30:00.000000Z','well',0,5,'{"left for later": {"not reached": 3}, "revised": {"": 1}, "unchanged": {"": 1}}');
INSERT INTO "run" VALUES(3,2,'live','{}','2024-05-03T08:30:00.000000Z',NULL,NULL,0,3,NULL);
CREATE TABLE site (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	CONSTRAINT site_pkey PRIMARY KEY (id), 
	CONSTRAINT site_name_key UNIQUE (name)
);
INSERT INTO "site" VALUES(1,'toy');
INSERT INTO "site" VALUES(2,'another');
CREATE TABLE url (
	id INTEGER NOT NULL, 
	site_id INTEGER NOT NULL, 
	url TEXT NOT NULL, 
	form TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	"key" TEXT, 
	section TEXT, 
	page INTEGER NOT NULL, 
	published_at TEXT, 
	found_on INTEGER, 
	run_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	due TEXT, 
	attempts INTEGER NOT NULL, 
	outcome TEXT, 
	CONSTRAINT url_pkey PRIMARY KEY (id), 
	CONSTRAINT url_found_on_fkey FOREIGN KEY(found_on) REFERENCES url (id), 
	CONSTRAINT url_run_id_fkey FOREIGN KEY(run_id) REFERENCES run (id), 
	CONSTRAINT url_site_id_fkey FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT url_url_form_site_id_key UNIQUE (url, form, site_id)
);
INSERT INTO "url" VALUES(1,1,'http://toy/list?page=1','','list',NULL,NULL,1,NULL,NULL,1,1,'done',NULL,1,'not an article');
INSERT INTO "url" VALUES(2,1,'http://toy/api','[["q", "Đảng"]]','list',NULL,NULL,1,NULL,NULL,2,1,'later',NULL,0,'left for later');
INSERT INTO "url" VALUES(3,1,'http://toy/muc-1/1','','article','1','muc-1',1,NULL,1,2,4,'done',NULL,1,'revised');
INSERT INTO "url" VALUES(4,1,'http://toy/muc-0/2','','article','2','muc-0',1,NULL,1,1,4,'done',NULL,1,'duplicate');
INSERT INTO "url" VALUES(5,1,'http://toy/muc-1/3','','article','3','muc-1',1,NULL,1,2,5,'done',NULL,1,'unchanged');
INSERT INTO "url" VALUES(6,1,'http://toy/muc-0/4','','article','4','muc-0',1,NULL,1,2,2,'later',NULL,0,'left for later');
INSERT INTO "url" VALUES(7,1,'http://toy/muc-1/5','','article','5','muc-1',1,NULL,1,1,7,'done',NULL,1,'rejected');
INSERT INTO "url" VALUES(8,1,'http://toy/khac/1','','article','1','khac',1,NULL,1,2,3,'later',NULL,0,'left for later');
INSERT INTO "url" VALUES(9,2,'http://toy/list?page=1','','list',NULL,NULL,1,NULL,NULL,3,1,'leased',NULL,0,NULL);
INSERT INTO "url" VALUES(10,2,'http://toy/tin-tuc/7','','article','7','tin-tuc',1,NULL,NULL,3,2,'done',NULL,1,'duplicate');
INSERT INTO "url" VALUES(11,2,'http://toy/tin-tuc/8','','article','8','tin-tuc',1,NULL,NULL,3,3,'pending','2024-05-04T08:30:00.000000Z',1,NULL);
CREATE TABLE url_section (
	url_id INTEGER NOT NULL, 
	section TEXT NOT NULL, 
	CONSTRAINT url_section_pkey PRIMARY KEY (url_id, section), 
	CONSTRAINT url_section_url_id_fkey FOREIGN KEY(url_id) REFERENCES url (id)
)
 WITHOUT ROWID

;
CREATE INDEX article_duplicate_of ON article (duplicate_of);
CREATE INDEX article_site_id_published_at ON article (site_id, published_at);
CREATE INDEX capture_site_id ON capture (site_id);
CREATE INDEX run_site_id_id ON run (site_id, id);
CREATE INDEX url_next ON url (run_id, state, kind, page, position);
CREATE INDEX url_site_id_key_kind ON url (site_id, "key", kind);
CREATE INDEX observation_article_id_at ON observation (article_id, at);
CREATE INDEX observation_url_id ON observation (url_id);
CREATE INDEX outcome_url_id ON outcome (url_id);
CREATE INDEX revision_observation_id ON revision (observation_id);
CREATE INDEX revision_text ON revision (text);
CREATE VIEW articles AS
SELECT article.id, site.name AS site, article.key, observation.url, revision.title,
       observation.section, revision.published_at, revision.abstract, revision.body,
       revision.byline, revision.images, revision.attachments, observation.keywords,
       observation.language, latest.views, article.revisions, article.observations,
       article.first_seen, article.last_seen, article.duplicate_of,
       capture.record_id AS capture, capture.file, capture."offset", capture.length,
       observation.parser
FROM article
JOIN site ON site.id = article.site_id
JOIN revision ON revision.article_id = article.id AND revision.number = article.revisions
JOIN observation ON observation.id = revision.observation_id
LEFT JOIN capture ON capture.id = observation.capture_id
LEFT JOIN observation AS latest ON latest.id = (
  SELECT seen.id FROM observation AS seen
  WHERE seen.article_id = article.id AND seen.views IS NOT NULL
  ORDER BY seen.at DESC LIMIT 1
);
COMMIT;
