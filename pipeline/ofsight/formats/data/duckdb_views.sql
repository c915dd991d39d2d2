CREATE VIEW finding_list AS
SELECT
    f.finding_no, a.id, a.kind, a.published, a.published_first, a.publisher, a.title, a.url,
    f.polarity, f.source, f.sentence, f.score,
    (SELECT list(t.theme ORDER BY t.theme) FROM finding_themes t WHERE t.finding_no = f.finding_no) AS themes,
    (SELECT list(coalesce(u.name, c.council) ORDER BY coalesce(u.name, c.council))
     FROM finding_councils c LEFT JOIN authorities u ON u.code = c.council
     WHERE c.finding_no = f.finding_no) AS councils,
    f.article_no, f.start_char, f.end_char
FROM findings f JOIN articles a USING (article_no);
COMMENT ON VIEW finding_list IS 'one row a finding, with its article, themes and councils by name';

CREATE VIEW weaknesses_by_council_and_year AS
SELECT
    c.council, coalesce(u.name, c.council) AS name, u.region, year(a.published_first) AS year,
    count(*) AS findings,
    count(*) FILTER (f.polarity = 'weakness') AS weaknesses,
    count(*) FILTER (f.polarity = 'strength') AS strengths,
    round(count(*) FILTER (f.polarity = 'weakness') / count(*), 3) AS share_of_weaknesses
FROM findings f
JOIN finding_councils c USING (finding_no)
JOIN articles a USING (article_no)
LEFT JOIN authorities u ON u.code = c.council
GROUP BY ALL
ORDER BY name, council, year;
COMMENT ON VIEW weaknesses_by_council_and_year IS
    'findings about each council by the year of publication: how many are weaknesses and strengths';

CREATE VIEW themes_by_council AS
SELECT
    c.council, coalesce(u.name, c.council) AS name, u.region, t.theme,
    count(*) AS findings,
    count(*) FILTER (f.polarity = 'weakness') AS weaknesses,
    count(*) FILTER (f.polarity = 'strength') AS strengths
FROM findings f
JOIN finding_councils c USING (finding_no)
JOIN finding_themes t USING (finding_no)
LEFT JOIN authorities u ON u.code = c.council
GROUP BY ALL
ORDER BY name, council, theme;
COMMENT ON VIEW themes_by_council IS 'findings about each council by theme';

CREATE VIEW judgement_list AS
SELECT
    j.council, u.name, u.region, j.date, j.date_first, j.date_last, j.area, j.rating, j.previous, j.inspection,
    j.evidence, a.id, a.kind, a.published, a.published_first, a.url, j.article_no, j.start_char, j.end_char
FROM judgements j
JOIN articles a USING (article_no)
LEFT JOIN authorities u ON u.code = j.council
ORDER BY u.name, j.council, j.date_first, j.area, j.article_no, j.start_char;
COMMENT ON VIEW judgement_list IS 'one row a judgement as a document tells it, with the council by name';

CREATE VIEW latest_ratings AS
SELECT
    council, name, region, area,
    arg_max(rating, (date_last, -article_no)) AS rating,
    arg_max(date, (date_last, -article_no)) AS date,
    arg_max(id, (date_last, -article_no)) AS id,
    arg_max(evidence, (date_last, -article_no)) AS evidence
FROM judgement_list
WHERE council IS NOT NULL AND NOT previous AND date_last IS NOT NULL
GROUP BY ALL
ORDER BY name, council, area;
COMMENT ON VIEW latest_ratings IS
    'the grade of the latest dated judgement of each council and area, with the first document that tells it';

CREATE VIEW measure_list AS
SELECT
    m.council, u.name, u.region, m.metric, m.value, m.unit, m.comparator, m.as_of, m.as_of_first, m.evidence,
    a.id, a.kind, a.published, a.published_first, a.url, m.article_no, m.start_char, m.end_char
FROM measures m
JOIN articles a USING (article_no)
LEFT JOIN authorities u ON u.code = m.council
ORDER BY u.name, m.council, m.metric, m.article_no, m.start_char;
COMMENT ON VIEW measure_list IS 'one row a figure, with the council by name';
