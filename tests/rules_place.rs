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

/// The rule is among problems of which one stops the build.
#[track_caller]
fn fires_as(rule: &str, problems: &[griot::diagnostic::Diagnostic]) {
    assert!(problems.iter().any(|problem| problem.rule.name == rule), "{problems:#?}");
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
fn guessed_level() {
    let coarse = incident("2024-05-14", "[safety]\nprecision = \"adm1\"");
    let told = "the level of this region would be guessed";
    fires("guessed-level", &[(A, &coarse)])
        .with(&[("estmark.md", "\"Estmark\"", told), ("sampleford.md", "\"Sampleford\"", told)]);
    let known = ("content/regions/estmark.md", "+++\nname = \"Estmark\"\nlevel = \"adm1\"\n+++\n");
    let other = ("content/regions/sampleford.md", "+++\nname = \"S\"\nkind = \"Country\"\n+++\n");
    silent("guessed-level", &[(A, &coarse), known, other]);
    silent("guessed-level", &[(A, &incident("2024-05-14", ""))]);
}

#[test]
fn position_in_address() {
    let coarse = incident("2024-05-14", "[safety]\nprecision = \"country\"");
    let path = "content/incidents/estmark/harbour/a.md";
    let files = BASE.iter().copied().chain([(path, coarse.as_str())]);
    let sources: SourceSet = files.map(|(path, text)| (path, text.as_bytes())).collect();
    let (site, problems) = support::compile(&sources);
    assert!(site.is_none(), "an error: nothing is written");
    fires_as("position-in-address", &problems);
    silent("position-in-address", &[("content/incidents/estmark/a.md", &coarse)]);
    silent("position-in-address", &[(path, &incident("2024-05-14", ""))]);
}

#[test]
fn undated_withdrawal() {
    let withdrawn = "status = \"withdrawn\"\nreason = \"Another town.\"";
    let told = "[[change]]\non = 2024-06-01\nkind = \"withdrawal\"\nnote = \"Another town.\"";
    fires("undated-withdrawal", &[(A, &incident("2024-05-14", withdrawn))]);
    silent("undated-withdrawal", &[(A, &incident("2024-05-14", &format!("{withdrawn}\n{told}")))]);
}

#[test]
fn outside_region_guesses_the_slip() {
    let text = incident("2024-05-14", "[[place]]\nname = \"Old Quay\"\npoint = [-5.0, 8.0]");
    let files = BASE.iter().copied().chain([OUTLINED, OUTLINE, (A, &text)]);
    let sources: SourceSet = files.map(|(path, text)| (path, text.as_bytes())).collect();
    let (_, problems) = support::compile(&sources);
    let own = problems.iter().find(|problem| problem.rule.name == "outside-region").unwrap();
    assert_eq!(own.help, ["did you mean point = [5, 8]?"]);
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
    fires("false-precision", &[(A, &place("[51.2041712, 3.4]", ""))]).with(&[(
        "a.md",
        "[51.2041712, 3.4]",
        "the point has 7 decimals, and is known as `settlement` only",
    )]);
    fires("false-precision", &[(A, &place("[51.204, 3.422]", "precision = \"near\""))]);
    fires("false-precision", &[(A, &place("[51.2041700, 3.422]", "precision = \"exact\""))]);
    silent("false-precision", &[(A, &place("[51.204171, 3.4]", "precision = \"exact\""))]);
    silent("false-precision", &[(A, &place("[51.20421, 3.422231]", ""))]);
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
fn future_date() {
    let with = |more: &str| incident("2024-05-14", more);
    fires("future-date", &[(A, &with("added = 2027-06-01"))]).with(&[(
        "a.md",
        "2027-06-01",
        "`added` is 2027-06-01, which has not come yet",
    )]);
    fires("future-date", &[(A, &incident("2099-05-14", ""))]);
    fires(
        "future-date",
        &[(A, &with("[[change]]\non = 2099-01-01\nkind = \"update\"\nnote = \"N\""))],
    );
    // The tests build for 2026-11-21; elsewhere on earth it may be the next day already.
    silent("future-date", &[(A, &with("added = 2026-11-22"))]);
    silent("future-date", &[(A, &with("embargo = 2027-01-01"))]);
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

const SOURCES: &str = "[[source]]\nid = \"courier\"\ntitle = \"Courier\"\npublished = 2024-05-15\n\
                       [[source]]\nid = \"gazette\"\ntitle = \"Gazette\"\npublished = 2023-05-15\n";

/// An incident in the harbour district with the sources `courier` (2024) and `gazette` (2023).
fn sourced(date: &str, extra: &str) -> String {
    format!(
        "+++\ntitle = \"Raid\"\ndate = \"{date}\"\nregion = \"estmark/harbour\"\n{SOURCES}{extra}\n+++\n"
    )
}

#[test]
fn date_after_publication() {
    let by = |source: &str, more: &str| {
        sourced("2024-05-14", &format!("[[claim]]\nkilled = 3\nsource = {source}\n{more}"))
    };
    fires("date-after-publication", &[(A, &by("[\"courier\", \"gazette\"]", ""))]).with(&[(
        "a.md",
        "\"2024-05-14\"",
        "the incident is dated after `gazette`, which reports it",
    )]);
    fires("date-after-publication", &[(A, &by("\"courier\"", "on = 2024-03-01"))]).with(&[(
        "a.md",
        "\"2024-05-14\"",
        "the incident is dated after a claim about it",
    )]);
    silent("date-after-publication", &[(A, &by("\"courier\"", "on = 2024-05-13"))]);
    silent("date-after-publication", &[(A, &by("\"courier\"", "on = \"2024\""))]);
    silent(
        "date-after-publication",
        &[(A, &by("\"gazette\"", "use = \"rejected\"\nreason = \"R\""))],
    );
    let background = "[[claim]]\ntext = \"The quay is old.\"\nsource = \"gazette\"";
    silent("date-after-publication", &[(A, &sourced("2024-05-14", background))]);
    let about = "[[claim]]\nkilled = 3\nsource = \"gazette\"";
    silent("date-after-publication", &[(A, &sourced("2024-05~", about))]);
    silent("date-after-publication", &[(A, &sourced("2023-05-16", about))]);
    fires("date-after-publication", &[(A, &sourced("2023-05-17", about))]);
    let data =
        by("\"gazette\"", "").replace("title = \"Gazette\"", "title = \"G\"\nkind = \"data\"");
    silent("date-after-publication", &[(A, &data)]);
}

#[test]
fn date_after_publication_looks_at_statements_and_readings() {
    let said = |kind: &str| {
        let fields = "by = \"the mayor\"\non = 2024-04-01\ntext = \"T\"\nsource = \"courier\"";
        sourced("2024-05-14", &format!("[[statement]]\nkind = \"{kind}\"\n{fields}"))
    };
    fires("date-after-publication", &[(A, &said("condemnation"))]).with(&[(
        "a.md",
        "\"2024-05-14\"",
        "the incident is dated after a statement about it",
    )]);
    silent("date-after-publication", &[(A, &said("operation"))]);
    let read = |day: &str| {
        format!("+++\ntitle = \"Courier\"\npublished = 2024-05-15\narchived = {day}\n+++\n")
    };
    fires("date-after-publication", &[("content/sources/courier.md", &read("2023-05-16"))])
        .with(&[("courier.md", "\"Courier\"", "the source was archived before it was published")]);
    silent("date-after-publication", &[("content/sources/courier.md", &read("2024-05-14"))]);
    let own =
        "[[source]]\nid = \"post\"\ntitle = \"P\"\npublished = 2024-06-01\naccessed = 2024-05-20";
    fires("date-after-publication", &[(A, &sourced("2024-05-14", own))]).with(&[(
        "a.md",
        "\"post\"",
        "the source was accessed before it was published",
    )]);
}

#[test]
fn unused_source() {
    let third = |more: &str| format!("[[source]]\nid = \"post\"\ntitle = \"Post\"\n{more}");
    let claim = "[[claim]]\nkilled = 3\nsource = [\"courier\", \"gazette\"]\n";
    let record = |third: &str, claim: &str| sourced("2023-05-14", &format!("{third}\n{claim}"));
    fires("unused-source", &[(A, &record(&third(""), claim))]).with(&[(
        "a.md",
        "\"post\"",
        "nothing in the record names the source `post`",
    )]);
    silent("unused-source", &[(A, &record(&third("note = \"Read for the place.\""), claim))]);
    silent("unused-source", &[(A, &record(&third("origin = [\"courier\"]"), claim))]);
    let place = format!("{claim}[[place]]\nname = \"Old Quay\"\nsource = \"post\"");
    silent("unused-source", &[(A, &record(&third(""), &place))]);
    let statement =
        format!("{claim}[[statement]]\nby = \"the mayor\"\ntext = \"T\"\nsource = \"post\"");
    silent("unused-source", &[(A, &record(&third(""), &statement))]);
    silent(
        "unused-source",
        &[(A, &record(&third(""), "[[claim]]\nkilled = 3\nsource = \"courier\""))],
    );
    silent("unused-source", &[(A, &record("", "[[claim]]\nkilled = 3\nsource = \"courier\""))]);
}

#[test]
fn unused_source_looks_at_shared_sources() {
    let shared = |name: &str| format!("+++\ntitle = \"{name}\"\n+++\n");
    let (post, echo) = (shared("Post"), shared("Echo\"\norigin = \"post"));
    let cites = |id: &str| {
        incident("2024-05-14", "")
            .replace("source = \"Courier\"", &format!("[[source]]\nref = \"{id}\""))
    };
    let post = ("content/sources/post.md", post.as_str());
    let echo = ("content/sources/echo.md", echo.as_str());
    fires("unused-source", &[post, echo, (A, &cites("post"))]).with(&[(
        "echo.md",
        "\"Echo\"",
        "no record cites the source `echo`",
    )]);
    silent("unused-source", &[post, echo, (A, &cites("echo"))]);
    let linking = incident("2024-05-14", "") + "See [the post](../sources/post.md).\n";
    silent("unused-source", &[post, (A, &linking)]);
    fires("unused-source", &[post, (A, &incident("2024-05-14", ""))]);
    let draft = cites("post").replace("title", "status = \"draft\"\ntitle");
    silent("unused-source", &[post, (A, &draft)]);
}

#[test]
fn unused_actor() {
    let actor = |name: &str, more: &str| format!("+++\nname = \"{name}\"\n{more}\n+++\n");
    let (guard, mayor) = (actor("Guard", "kind = \"militia\""), actor("Mayor", ""));
    let watch = actor("Watch", "parent = \"guard\"");
    let guard = ("content/actors/guard.md", guard.as_str());
    let mayor = ("content/actors/mayor.md", mayor.as_str());
    let watch = ("content/actors/watch.md", watch.as_str());
    let by = |claim: &str| incident("2024-05-14", &format!("[[claim]]\ntext = \"T\"\n{claim}"));
    let named = by("by = \"watch\"");
    fires("unused-actor", &[guard, mayor, watch, (A, &named)]).with(&[(
        "mayor.md",
        "\"Mayor\"",
        "no record names the actor `mayor`",
    )]);
    let uses = [
        by("by = \"watch\"\nvia = \"mayor\""),
        by("by = \"watch\"\ntarget = \"mayor\""),
        by("by = \"watch\"\n[[statement]]\nby = \"the watch\"\nto = \"mayor\"\ntext = \"T\""),
        by("by = \"watch\"") + "The [mayor](../actors/mayor.md#words) spoke.\n",
    ];
    for named in &uses {
        silent("unused-actor", &[guard, mayor, watch, (A, named)]);
    }
    let telling = actor("Mayor", "source = \"Courier\"\n[[claim]]\ntext = \"Elected in 2020.\"");
    let telling = ("content/actors/mayor.md", telling.as_str());
    silent("unused-actor", &[guard, telling, watch, (A, &named)]);
    let draft = by("by = \"mayor\"").replace("title", "status = \"draft\"\ntitle");
    silent("unused-actor", &[guard, mayor, watch, (A, &named), (B, &draft)]);
    silent("unused-actor", &[guard, mayor, (A, &by("by = \"the mayor\""))]);
}

#[test]
fn unused_place() {
    let places = |note: &str| {
        let place = |id: &str, name: &str| format!("[[place]]\nid = \"{id}\"\nname = \"{name}\"\n");
        let used = place("quay", "Old Quay") + &place("mill", "Mill");
        used + &place("bridge", "Newbridge") + note
    };
    let named = incident("2024-05-14", "[[place]]\nref = \"quay\"\n[[place]]\nref = \"mill\"");
    let list = places("");
    fires("unused-place", &[("content/places.toml", &list), (A, &named)]).with(&[(
        "places.toml",
        "\"bridge\"",
        "no record names the place `bridge`",
    )]);
    let noted = places("note = \"Not Newbridge in the upland.\"");
    silent("unused-place", &[("content/places.toml", &noted), (A, &named)]);
    let one = incident("2024-05-14", "[[place]]\nref = \"quay\"");
    silent("unused-place", &[("content/places.toml", &list), (A, &one)]);
    let draft = incident("2024-05-14", "status = \"draft\"\n[[place]]\nref = \"bridge\"");
    silent("unused-place", &[("content/places.toml", &list), (A, &named), (B, &draft)]);
}

#[test]
fn homonym_without_region() {
    let place = |id: &str, name: &str, more: &str| {
        format!("[[place]]\nid = \"{id}\"\nname = \"{name}\"\n{more}\n")
    };
    let harbour = place("harbour-bridge", "Newbridge", "region = \"estmark/harbour\"");
    let upland = place("upland-bridge", "New-Bridge", "region = \"estmark/upland\"");
    let bare = place("bridge", "NEWBRIDGE", "");
    let list = [harbour.as_str(), &bare].concat();
    fires("homonym-without-region", &[("content/places.toml", &list)]).with(&[(
        "places.toml",
        "\"bridge\"",
        "this place has the name of another and no region",
    )]);
    let twin = |note: &str| harbour.clone() + &harbour.replace("harbour-bridge", "twin") + note;
    fires("homonym-without-region", &[("content/places.toml", &twin(""))]).with(&[(
        "places.toml",
        "\"twin\"",
        "this place has the name and the region of another",
    )]);
    silent("homonym-without-region", &[("content/places.toml", &twin("note = \"Downstream.\""))]);
    let apart = harbour.clone() + &place("b", "Newbridge", "region = \"estmark/upland\"");
    let list = ("content/places.toml", apart.as_str());
    silent("homonym-without-region", &[list]);
    let named = |region: &str, more: &str| {
        incident_in(region, "2024-05-14", &format!("[[place]]\nname = \"newbridge\"\n{more}"))
    };
    silent("homonym-without-region", &[list, (A, &named("estmark/harbour", ""))]);
    fires("homonym-without-region", &[list, (A, &named("estmark", ""))]).with(&[(
        "a.md",
        "\"newbridge\"",
        "the gazetteer has 2 places that may be `newbridge`",
    )]);
    silent("homonym-without-region", &[list, (A, &named("estmark", "point = [51.2, 3.4]"))]);
    silent("homonym-without-region", &[list, (A, &named("sampleford", "region = \"sampleford\""))]);
    let spelt = ("content/places.toml", upland.as_str());
    silent("homonym-without-region", &[spelt, (A, &named("estmark/upland", ""))]);
    let joined = upland.replace("New-Bridge", "Newbridge");
    fires(
        "homonym-without-region",
        &[("content/places.toml", &joined), (A, &named("estmark/harbour", ""))],
    )
    .with(&[("a.md", "\"newbridge\"", "the gazetteer has `newbridge` in another region")]);
}

#[test]
fn homonym_without_region_looks_at_other_records() {
    let named = |region: &str| {
        incident_in(region, "2024-05-14", "[[place]]\nname = \"São-Tiago\"").replace("2024", "2023")
    };
    let vague = incident_in("estmark", "2024-05-14", "[[place]]\nname = \"Sao Tiago\"");
    let (harbour, upland) = (named("estmark/harbour"), named("estmark/upland"));
    fires("homonym-without-region", &[(A, &vague), (B, &harbour), (C, &upland)]).with(&[(
        "a.md",
        "\"Sao Tiago\"",
        "other records have `Sao Tiago` in several parts of `estmark`",
    )]);
    silent("homonym-without-region", &[(A, &vague), (B, &harbour), (C, &named("sampleford"))]);
    silent("homonym-without-region", &[(B, &harbour), (C, &upland)]);
}

/// Two incidents: one in the harbour district on 14 May with that front matter, and another.
fn duplicate(a: &str, b: &str) -> Found {
    let (a, b) = (incident("2024-05-14", a), incident_b(b));
    found("possible-duplicate", &[(A, &a), (B, &b)])
}

fn incident_b(extra: &str) -> String {
    let (date, extra) = extra.split_once('|').unwrap_or(("2024-05-14", extra));
    incident(date, extra)
}

const QUAY: &str = "killed = 4\n[[place]]\nname = \"Old Quay\"";

#[test]
fn possible_duplicate() {
    let (a, b) = (incident("2024-05-14", QUAY), incident("2024-05-14", &QUAY.replace('4', "5")));
    silent("possible-duplicate", &[(A, &a), (B, &b)]);
    let b = incident("2024-05-14", &QUAY.replace('4', "\"3-5\""));
    fires("possible-duplicate", &[(A, &a), (B, &b)]).with(&[(
        "b.md",
        "\"Raid\"",
        "this may be the same incident as `a`",
    )]);
}

#[test]
fn possible_duplicate_is_told_once_for_all_that_it_may_be() {
    let own = incident("2024-05-14", QUAY);
    fires("possible-duplicate", &[(A, &own), (B, &own), (C, &own)]).with(&[
        ("b.md", "\"Raid\"", "this may be the same incident as `a`"),
        ("c.md", "\"Raid\"", "this may be the same incident as `a`, or as 1 more"),
    ]);
}

#[test]
fn possible_duplicate_weighs_time_place_and_figures() {
    let fires = |a: &str, b: &str| assert_eq!(duplicate(a, b).0.len(), 1, "{a}\n\n{b}");
    let silent = |a: &str, b: &str| assert_eq!(duplicate(a, b).0, [], "{a}\n\n{b}");
    let place = |fields: &str| format!("killed = 4\n[[place]]\n{fields}");
    // Time.
    fires(QUAY, &format!("2024-05-17|{QUAY}"));
    silent(QUAY, &format!("2024-05-18|{QUAY}"));
    silent(QUAY, &format!("2024-05-15|{}", QUAY.replace('4', "\"3-5\"")));
    fires(QUAY, &format!("[2024-05-10..2024-05-14]|{QUAY}"));
    fires(QUAY, &format!("2024-05|{QUAY}"));
    silent(QUAY, &format!("2024-05|{}", QUAY.replace('4', "\"3-5\"")));
    // Place.
    fires(&place("name = \"Old-Quay\""), &place("name = \"óld quay\""));
    silent(&place("name = \"Old Quay\""), &place("name = \"New Quay\""));
    fires(&place("name = \"Old Quay\""), &place("name = \"Quay\"\nalso = [\"Old Quay\"]"));
    silent(&place("name = \"Old Quay\""), &place("name = \"Old Quay\"\nrole = \"fled-to\""));
    silent(
        &place("name = \"Old Quay\""),
        &place("name = \"Old Quay\"\nregion = \"estmark/upland\""),
    );
    let at = |point: &str| place(&format!("name = \"{point}\"\npoint = {point}"));
    fires(&at("[51.2, 3.49]"), &at("[51.2, 3.51]"));
    fires(&at("[50.99, 179.99]"), &at("[51.01, -179.99]"));
    silent(&at("[51.2, 3.4]"), &at("[51.2, 3.5]"));
    fires(&at("[51.2, 3.4]"), &(at("[51.2, 3.6]") + "\nprecision = \"near\""));
    silent(&at("[51.2, 3.4]"), &(at("[51.2, 3.9]") + "\nprecision = \"near\""));
    silent(&at("[51.2, 3.4]"), &(at("[51.2, 3.4]") + "\nprecision = \"adm1\""));
    // Figures.
    fires("killed = 4", "killed = 4");
    silent("killed = 4", "killed = \"3-5\"");
    silent("killed = 2", "killed = 2");
    fires(&QUAY.replace('4', "1"), &QUAY.replace('4', "1"));
    silent(&QUAY.replace('4', "0"), &QUAY.replace('4', "0"));
    fires(&QUAY.replace("killed", "injured"), &QUAY.replace("killed", "injured"));
    silent(QUAY, &QUAY.replace("killed", "injured"));
    silent(QUAY, &QUAY.replace('4', "\"dozens\""));
}

#[test]
fn possible_duplicate_knows_addresses() {
    let record = |url: &str, place: &str| {
        incident("2024-05-14", &QUAY.replace("Old Quay", place))
            .replace("\"Courier\"", &format!("\"Courier, {url}\""))
    };
    let a = record("https://courier.example/raid", "Old Quay");
    let same = record("http://www.courier.example/raid/#top", "Quay");
    let other = record("https://courier.example/fire", "Quay");
    fires("possible-duplicate", &[(A, &a), (B, &same)]);
    silent("possible-duplicate", &[(A, &a), (B, &other)]);
    let far = same.replace("estmark/harbour", "sampleford");
    silent("possible-duplicate", &[(A, &a), (B, &far)]);
}

#[test]
fn possible_duplicate_takes_the_editors_word() {
    let silent = |a: &str, b: &str| {
        assert_eq!(duplicate(&format!("{a}\n{QUAY}"), &format!("{b}\n{QUAY}")).0, [], "{a} {b}");
    };
    silent("related = [\"b\"]", "");
    silent("", "related = [\"a\"]");
    silent("", "part_of = \"a\"");
    silent("", "merged_into = \"a\"");
    silent("status = \"withdrawn\"\nreason = \"R\"", "");
    let (a, b) = (incident("2024-05-14", QUAY), incident("2024-05-14", QUAY));
    let report = |documents: &str| {
        format!(
            "+++\ntitle = \"R\"\ndate = 2024-08-01\nsource = \"S\"\ndocuments = {documents}\n+++\n"
        )
    };
    let documented = |documents: &str| {
        let report = report(documents);
        let files = [(A, a.as_str()), (B, b.as_str()), ("content/reports/r.md", report.as_str())];
        found("possible-duplicate", &files).0.len()
    };
    assert_eq!((documented("[\"a\", \"b\"]"), documented("[\"a\"]")), (0, 1));
    let whole = incident("2024-05-01/2024-05-31", "");
    let part = incident("2024-05-14", &format!("part_of = \"c\"\n{QUAY}"));
    assert_eq!(found("possible-duplicate", &[(A, &part), (B, &part), (C, &whole)]).0, []);
    let by = |group: &str| {
        incident("2024-05-14", &format!("{QUAY}\n[[claim]]\nperpetrator = \"{group}\""))
    };
    let actor = |name: &str| format!("+++\nname = \"{name}\"\nkind = \"armed-group\"\n+++\n");
    let (one, two) = (actor("One"), actor("Two"));
    let actors = [("content/actors/one.md", one.as_str()), ("content/actors/two.md", two.as_str())];
    let raid = |b: &str| {
        let own = by("one");
        found("possible-duplicate", &[&actors[..], &[(A, own.as_str()), (B, b)]].concat()).0.len()
    };
    assert_eq!((raid(&by("one")), raid(&by("two"))), (1, 0));
}

#[test]
fn an_old_address_leads_to_one_record() {
    let check = |files: &[(&str, &str)], rule: &str, marked: &str, message: &str| {
        let files = BASE.iter().chain(files);
        let sources: SourceSet = files.map(|(path, text)| (*path, text.as_bytes())).collect();
        let (site, problems) = support::compile(&sources);
        assert!(site.is_none(), "{message}");
        let told: Vec<_> = problems
            .iter()
            .filter(|problem| !griot::check::RULES.contains(&problem.rule))
            .map(|problem| {
                let bytes = sources.read(problem.file.as_str()).unwrap();
                let text = problem.span.map(|span| bytes[span.range()].to_vec());
                let text = String::from_utf8(text.unwrap_or_default()).unwrap();
                (problem.rule.name, text, problem.message.clone())
            })
            .collect();
        assert_eq!(told, [(rule, marked.to_owned(), message.to_owned())]);
    };
    let old = "aliases = [\"incidents/old.html\"]";
    let (a, b) = (incident("2024-05-14", old), incident("2024-06-14", old));
    check(
        &[(A, &a), (B, &b)],
        "alias-collision",
        "\"incidents/old.html\"",
        "another record has the alias `incidents/old.html`",
    );
    let taken = incident("2024-05-14", "aliases = [\"incidents/b.html\"]");
    check(
        &[(A, &taken), (B, &incident("2024-06-14", ""))],
        "address-taken",
        "\"incidents/b.html\"",
        "the address `incidents/b.html` is already taken",
    );
    let (one, two) = ("content/incidents/Raid.md", "content/incidents/raid.md");
    let (upper, lower) = (incident("2024-05-14", ""), incident("2024-06-14", ""));
    check(
        &[(one, &upper), (two, &lower)],
        "address-taken",
        "+++",
        "the addresses `incidents/Raid.html` and `incidents/raid.html` differ in case alone",
    );
}

#[test]
fn a_copy_of_an_incident_is_a_possible_duplicate_however_small() {
    let same = "+++\ntitle = \"Fire\"\ndate = 2024-05-14\nregion = \"estmark\"\ninjured = 1\nsource = \"The Courier, https://courier.example/fire\"\n+++\n";
    assert_eq!(fires("possible-duplicate", &[(A, same), (B, same)]).0.len(), 1);
    let other = same.replace("injured = 1", "injured = 2");
    silent("possible-duplicate", &[(A, same), (B, &other)]);
    let later = same.replace("2024-05-14", "2024-07-14");
    silent("possible-duplicate", &[(A, same), (B, &later)]);
}
