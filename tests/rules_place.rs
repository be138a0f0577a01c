//! House rules about places, times, names and use: each has a case that fires and one that stays silent.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]

mod support;

use griot::source::{SourceSet, Sources};

const BASE: &[(&str, &str)] = &[
    ("griot.toml", "title = \"T\"\n[types.raid]\nlabel = \"Raid\"\n"),
    ("content/regions/estmark.md", "+++\nname = \"Estmark\"\n+++\n"),
    ("content/regions/estmark/harbour.md", "+++\nname = \"Harbour\"\n+++\n"),
    ("content/regions/estmark/upland.md", "+++\nname = \"Upland\"\n+++\n"),
    ("content/regions/sampleford.md", "+++\nname = \"Sampleford\"\n+++\n"),
];

/// What a rule says of a tracker: the file, the marked text and the message, by file.
struct Found(Vec<(String, String, String)>);

impl Found {
    #[track_caller]
    fn with(self, expected: &[(&str, &str, &str)]) {
        let found: Vec<(&str, &str, &str)> =
            self.0.iter().map(|(file, text, message)| (&**file, &**text, &**message)).collect();
        assert_eq!(found, expected);
    }
}

#[track_caller]
fn found(rule: &str, files: &[(&str, &str)]) -> Found {
    assert!(griot::check::RULES.iter().any(|own| own.name == rule), "there is no rule {rule}");
    let files = BASE.iter().chain(files);
    let sources: SourceSet = files.map(|(path, text)| (*path, text.as_bytes())).collect();
    let (site, problems) = support::compile(&sources);
    assert!(site.is_some(), "{problems:#?}");
    let own = problems.iter().filter(|problem| problem.rule.name == rule);
    let told = own.map(|problem| {
        assert!(!problem.help.is_empty(), "{problem:#?}");
        let text = String::from_utf8(sources.read(problem.file.as_str()).unwrap()).unwrap();
        let marked = problem.span.map_or("", |span| &text[span.range()]);
        (problem.file.file_name().to_owned(), marked.to_owned(), problem.message.clone())
    });
    Found(told.collect())
}

/// The rule's problems, of which there must be one.
#[track_caller]
fn fires(rule: &str, files: &[(&str, &str)]) -> Found {
    let found = found(rule, files);
    assert!(!found.0.is_empty(), "{rule} says nothing");
    found
}

#[track_caller]
fn silent(rule: &str, files: &[(&str, &str)]) {
    found(rule, files).with(&[]);
}

/// An incident in the harbour district, with a source.
fn incident(date: &str, extra: &str) -> String {
    incident_in("estmark/harbour", date, extra)
}

fn incident_in(region: &str, date: &str, extra: &str) -> String {
    format!(
        "+++\ntitle = \"Raid\"\ndate = \"{date}\"\nregion = \"{region}\"\nsource = \"Courier\"\n{extra}\n+++\n"
    )
}

const A: &str = "content/incidents/a.md";
const B: &str = "content/incidents/b.md";
const C: &str = "content/incidents/c.md";

/// A square of ten degrees north-east of the null island.
const SQUARE: &str =
    r#"{ "type": "Polygon", "coordinates": [[[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]] }"#;
const OUTLINED: (&str, &str) = (
    "content/regions/estmark.md",
    "+++\nname = \"Estmark\"\nboundary = \"estmark.geojson\"\n+++\n",
);
const OUTLINE: (&str, &str) = ("content/regions/estmark.geojson", SQUARE);

#[test]
fn outside_region() {
    let place = |point: &str, more: &str| {
        incident("2024-05-14", &format!("[[place]]\nname = \"Old Quay\"\npoint = {point}\n{more}"))
    };
    fires("outside-region", &[OUTLINED, OUTLINE, (A, &place("[5.0, 12.0]", ""))]).with(&[(
        "a.md",
        "[5.0, 12.0]",
        "the point lies outside the region `estmark`",
    )]);
    fires("outside-region", &[OUTLINED, OUTLINE, (A, &place("[5.0, -2.0]", ""))]);
    fires("outside-region", &[OUTLINED, OUTLINE, (A, &place("[5.0, 10.1]", ""))]);
    silent("outside-region", &[OUTLINED, OUTLINE, (A, &place("[5.0, 9.0]", ""))]);
    silent("outside-region", &[OUTLINED, OUTLINE, (A, &place("[5.0, 10.01]", ""))]);
    silent(
        "outside-region",
        &[OUTLINED, OUTLINE, (A, &place("[5.0, 10.1]", "precision = \"near\""))],
    );
    silent(
        "outside-region",
        &[OUTLINED, OUTLINE, (A, &place("[5.0, 12.0]", "region = \"sampleford\""))],
    );
    silent("outside-region", &[(A, &place("[5.0, 12.0]", ""))]);
}

#[test]
fn outside_region_looks_at_listed_places_and_regions() {
    let places = |region: &str| {
        format!("[[place]]\nid = \"quay\"\nname = \"Old Quay\"\n{region}\npoint = [5.0, 12.0]\n")
    };
    let harbour = places("region = \"estmark/harbour\"");
    fires("outside-region", &[OUTLINED, OUTLINE, ("content/places.toml", &harbour)]).with(&[(
        "places.toml",
        "[5.0, 12.0]",
        "the point lies outside the region `estmark`",
    )]);
    let anywhere = places("");
    let named = incident("2024-05-14", "[[place]]\nref = \"quay\"");
    let files = [OUTLINED, OUTLINE, ("content/places.toml", anywhere.as_str())];
    silent("outside-region", &files);
    fires("outside-region", &[&files[..], &[(A, &named)]].concat()).with(&[(
        "a.md",
        "\"quay\"",
        "the point lies outside the region `estmark`",
    )]);
    let region = "+++\nname = \"Upland\"\npoint = [5.0, -12.0]\n+++\n";
    fires("outside-region", &[OUTLINED, OUTLINE, ("content/regions/estmark/upland.md", region)]);
}

#[test]
fn outside_region_guesses_the_slip() {
    let text = incident("2024-05-14", "[[place]]\nname = \"Old Quay\"\npoint = [-5.0, 8.0]");
    let files = BASE.iter().copied().chain([OUTLINED, OUTLINE, (A, &text)]);
    let sources: SourceSet = files.map(|(path, text)| (path, text.as_bytes())).collect();
    let (_, problems) = support::compile(&sources);
    assert_eq!(problems[0].help, ["did you mean point = [5, 8]?"]);
}

#[test]
fn an_outline_that_is_none_is_an_error() {
    let check = |outline: Option<&str>, name: &str, part: &str| {
        let region = format!("+++\nname = \"Estmark\"\nboundary = \"{name}\"\n+++\n");
        let region = ("content/regions/estmark.md", region.as_str());
        let outline = outline.map(|text| ("content/regions/estmark.geojson", text));
        let files = BASE.iter().copied().chain([region]).chain(outline);
        let sources: SourceSet = files.map(|(path, text)| (path, text.as_bytes())).collect();
        let (site, problems) = support::compile(&sources);
        assert!(site.is_none(), "{part}");
        let own = problems.iter().find(|problem| problem.rule.name == "invalid-boundary").unwrap();
        assert!(own.message.contains(part), "{}", own.message);
        assert!(!own.help.is_empty());
    };
    let name = "estmark.geojson";
    check(None, name, "there is no file `content/regions/estmark.geojson`");
    check(None, "../estmark.geojson", "is no GeoJSON file beside the region's");
    check(None, "estmark.md", "is no GeoJSON file beside the region's");
    check(Some("{ \"type\": \"Polygon\", "), name, "this is no GeoJSON");
    check(Some("{ \"type\": \"Heap\" }"), name, "this is no GeoJSON");
    check(Some("{ \"type\": \"Point\", \"coordinates\": [1, 2] }"), name, "holds no polygon");
    check(Some("{ \"type\": \"FeatureCollection\", \"features\": [] }"), name, "holds no polygon");
    check(
        Some("{ \"type\": \"Polygon\", \"coordinates\": [[[0, 0], [1, 1], [0, 0]]] }"),
        name,
        "fewer than four positions",
    );
    check(
        Some(
            "{ \"type\": \"Polygon\", \"coordinates\": [[[0, 0], [5e5, 0], [5e5, 6e6], [0, 0]]] }",
        ),
        name,
        "is not on the earth",
    );
}

#[test]
fn an_outline_that_nobody_names_is_told() {
    let files = BASE.iter().copied().chain([OUTLINE]);
    let sources: SourceSet = files.map(|(path, text)| (path, text.as_bytes())).collect();
    let (_, problems) = support::compile(&sources);
    let told: Vec<_> = problems.iter().map(|own| (own.rule.name, own.message.as_str())).collect();
    assert_eq!(told, [("stray-file", "no region names this outline")]);
}

#[test]
fn false_precision() {
    let place = |point: &str, precision: &str| {
        incident(
            "2024-05-14",
            &format!("[[place]]\nname = \"Old Quay\"\npoint = {point}\n{precision}"),
        )
    };
    fires("false-precision", &[(A, &place("[51.20417, 3.4]", ""))]).with(&[(
        "a.md",
        "[51.20417, 3.4]",
        "the point has 5 decimals, and is known as `settlement` only",
    )]);
    fires("false-precision", &[(A, &place("[51.204, 3.422]", "precision = \"near\""))]);
    fires("false-precision", &[(A, &place("[51.2041700, 3.422]", "precision = \"exact\""))]);
    silent("false-precision", &[(A, &place("[51.204171, 3.4]", "precision = \"exact\""))]);
    silent("false-precision", &[(A, &place("[51.2042, 3.4222]", ""))]);
    silent("false-precision", &[(A, &place("[51.20, 3.42]", "precision = \"adm2\""))]);
    let listed =
        "[[place]]\nid = \"q\"\nname = \"Q\"\npoint = [51.22, 3.4]\nprecision = \"country\"\n";
    fires("false-precision", &[("content/places.toml", listed)]);
}

#[test]
fn past_embargo() {
    fires("past-embargo", &[(A, &incident("2024-05-14", "embargo = 2024-06-01"))]).with(&[(
        "a.md",
        "2024-06-01",
        "the embargo ended on 2024-06-01",
    )]);
    let region = "+++\nname = \"Upland\"\nembargo = 2024-06-01\n+++\n";
    fires("past-embargo", &[("content/regions/estmark/upland.md", region)]);
    silent("past-embargo", &[(A, &incident("2024-05-14", "embargo = 2026-10-22"))]);
    silent("past-embargo", &[(A, &incident("2024-05-14", "embargo = 2027-01-01"))]);
}

#[test]
fn report_part_outside() {
    let report = |fields: &str| {
        format!(
            "+++\ntitle = \"Half a year\"\ndate = 2024-08-01\nsource = \"Courier\"\ndocuments = [\"a\"]\n{fields}\n+++\n"
        )
    };
    let with = |name: &str, own: &str, fields: &str| {
        let report = report(fields);
        let files = [(A, own), ("content/reports/half.md", report.as_str())];
        match name {
            "fires" => fires("report-part-outside", &files),
            _ => {
                silent("report-part-outside", &files);
                Found(Vec::new())
            }
        }
    };
    let july = incident("2024-07-14", "");
    with("fires", &july, "period = \"2024-01/2024-06\"").with(&[(
        "half.md",
        "\"a\"",
        "`a` is dated 2024-07-14, outside the report's period",
    )]);
    with("fires", &july, "area = [\"estmark/upland\"]").with(&[(
        "half.md",
        "\"a\"",
        "`a` lies in `estmark/harbour`, outside the report's area",
    )]);
    with("silent", &july, "period = \"2024-01/2024-07\"\narea = [\"estmark\"]");
    with("silent", &july, "area = [\"sampleford\", \"estmark/harbour\"]");
    let coarse = incident_in("estmark", "2024", "");
    with("silent", &coarse, "period = \"2024-01/2024-06\"\narea = [\"estmark/upland\"]");
    with("silent", &incident("2024-07~", ""), "period = \"2024-01/2024-06\"");
}
