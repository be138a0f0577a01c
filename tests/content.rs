//! Wrong input of every kind: each a problem at its spot, with what was expected and how to mend it.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]

use griot::content;
use griot::diagnostic::Diagnostic;
use griot::source::SourcePath;

const HEAD: &str =
    "title = \"T\"\ndate = 2022-03-28\nregion = \"ml\"\nsource = \"A, https://a.example/\"\n";

fn problems(path: &str, text: &str) -> Vec<Diagnostic> {
    let mut problems = content::parse(&SourcePath::from(path), text.as_bytes()).problems;
    griot::diagnostic::sort(&mut problems);
    problems
}

/// An incident with `extra` in its front matter has one problem: of that rule, at those words, with a
/// text that holds each of the parts.
fn check(extra: &str, rule: &str, spot: &str, parts: &[&str]) {
    let text = format!("+++\n{HEAD}{extra}\n+++\nText.\n");
    check_file("content/incidents/x.md", &text, rule, spot, parts);
}

fn check_file(path: &str, text: &str, rule: &str, spot: &str, parts: &[&str]) {
    let found = problems(path, text);
    assert_eq!(found.len(), 1, "{text}\n{found:#?}");
    let problem = &found[0];
    assert_eq!(problem.rule.name, rule, "{problem:#?}");
    let marked = problem.span.map_or("", |span| &text[span.range()]);
    assert_eq!(marked, spot, "{problem:#?}");
    let said = format!("{}\n{}\n{}", problem.message, problem.label, problem.help.join("\n"));
    for part in parts {
        assert!(said.contains(part), "{part} is not in:\n{said}");
    }
}

#[test]
fn the_smallest_incident_has_no_problem() {
    let text = "+++\ntitle  = \"Killings in Inkalafane\"\ndate   = 2022-03-28\nregion = \"ml/menaka\"\nkilled = 35\nsource = \"Human Rights Watch, 27 October 2022, https://hrw.example/\"\n+++\n";
    let checked = content::parse(&SourcePath::from("content/incidents/a.md"), text.as_bytes());
    assert_eq!(checked.problems, []);
    let Some(content::Parsed::Incident(incident)) = checked.value else { panic!("no incident") };
    let claim = &incident.record.claims[0];
    assert_eq!(claim.source[0].value.as_str(), "s1");
    let source = incident.record.sources[0].clone();
    let griot::model::CitedSource::Own(source) = source else { panic!("not its own") };
    assert_eq!(source.title.as_deref(), Some("Human Rights Watch, 27 October 2022"));
    assert_eq!(source.url.map(|url| url.value).as_deref(), Some("https://hrw.example/"));
}

#[test]
fn misspelt_keys_are_found_at_every_depth() {
    check("kiled = 3", "unknown-key", "kiled", &["did you mean `killed`"]);
    check(
        "[[claim]]\nkilled = 3\nsorce = \"s1\"",
        "unknown-key",
        "sorce",
        &["[[claim]]", "`source`"],
    );
    check(
        "[[place]]\nname = \"N\"\npresicion = \"adm1\"",
        "unknown-key",
        "presicion",
        &["`precision`"],
    );
    check("[[claim]]\nkilled = { low = 1, hihg = 2 }", "unknown-key", "hihg", &["`high`"]);
    check("[safety]\nwitholds = [\"x\"]", "unknown-key", "witholds", &["`withhold`"]);
    check("colour = \"red\"", "unknown-key", "colour", &["it knows"]);
    check("\"a\\u202Eb\" = 1", "unknown-key", "\"a\\u202Eb\"", &["\\u{202e}"]);
}

#[test]
fn wrong_types_say_what_was_expected() {
    check("tags = 3", "wrong-type", "3", &["a whole number", "a text"]);
    check("tags = [1]", "wrong-type", "1", &["array of texts"]);
    check("claim = \"x\"", "wrong-type", "\"x\"", &["[[claim]]"]);
    check("[claim]\nkilled = 3", "wrong-type", "[claim]", &["[[claim]]"]);
    check("[[safety]]\nwithhold = [\"x\"]", "wrong-type", "[[safety]]", &["[safety]"]);
    check(
        "[[claim]]\nkilled = 3\nby = [\"a\", \"b\"]",
        "wrong-type",
        "[\"a\", \"b\"]",
        &["one party"],
    );
    check("killed = true", "wrong-type", "true", &["a figure"]);
    check(
        "[[place]]\nname = \"N\"\npoint = \"14.3, -3.6\"",
        "wrong-type",
        "\"14.3, -3.6\"",
        &["latitude, longitude"],
    );
    check(
        "[[place]]\nname = \"N\"\npoint = [14.3]",
        "wrong-type",
        "[14.3]",
        &["latitude, longitude"],
    );
}

#[test]
fn dates_that_are_none_are_explained() {
    check("embargo = \"18.06.2022\"", "invalid-date", "\"18.06.2022\"", &["2022-06-18"]);
    check("embargo = \"06/18/2022\"", "invalid-date", "\"06/18/2022\"", &["2022-06-18"]);
    check("embargo = 2022", "invalid-date", "2022", &["embargo = \"2022\""]);
    check(
        "embargo = 2022-06-18T10:00:00Z",
        "invalid-date",
        "2022-06-18T10:00:00Z",
        &["time = \"16:30\""],
    );
    check("embargo = \"2022-02-30\"", "invalid-date", "\"2022-02-30\"", &["no day 30"]);
    check("time = \"25:10\"", "invalid-value", "\"25:10\"", &["16:30"]);
}

#[test]
fn figures_that_are_none_are_explained() {
    check("killed = \"35 or so\"", "invalid-figure", "\"35 or so\"", &["at least 132"]);
    check("killed = -3", "invalid-figure", "-3", &["cannot be counted"]);
    check("killed = 3.5", "invalid-figure", "3.5", &["whole numbers"]);
    check("killed = 99999999999", "invalid-figure", "99999999999", &["cannot be counted"]);
    check(
        "killed = { low = 5, best = 3 }",
        "falling-estimate",
        "{ low = 5, best = 3 }",
        &["do not rise"],
    );
    check("killed = {}", "invalid-figure", "{}", &["states no number"]);
    check("killed = \"200-100\"", "invalid-figure", "\"200-100\"", &["backwards"]);
}

#[test]
fn words_of_closed_lists_are_checked() {
    check(
        "evidence = \"fiar\"",
        "unknown-word",
        "\"fiar\"",
        &["did you mean `fair`", "confirmed, fair"],
    );
    check("[[claim]]\nkilled = 3\nuse = \"count\"", "unknown-word", "\"count\"", &["counted"]);
    check(
        "[[victim]]\nname = \"N\"\nbasis = \"press\"",
        "unknown-word",
        "\"press\"",
        &["official-list"],
    );
}

#[test]
fn what_cannot_be_missing_is_asked_for() {
    check("status = \"withdrawn\"", "missing-field", "+++", &["`reason`"]);
    check("[[claim]]\nuse = \"shown\"", "missing-field", "[[claim]]", &["asserts nothing"]);
    check("[[claim]]\nkilled = 3\nuse = \"rejected\"", "missing-field", "[[claim]]", &["`reason`"]);
    check(
        "[[claim]]\nkilled = 3\nstatus = \"alleged\"",
        "missing-field",
        "\"alleged\"",
        &["`perpetrator`"],
    );
    check("[[statement]]\ntext = \"t\"", "missing-field", "[[statement]]", &["`by`"]);
    check("[[victim]]\nname = \"N\"", "missing-field", "[[victim]]", &["`basis`"]);
    check(
        "[[change]]\non = 2022-11-05\nkind = \"typo\"",
        "missing-field",
        "[[change]]",
        &["`note`"],
    );
    check("[[place]]\nrole = \"attacked\"", "missing-field", "[[place]]", &["`name`"]);
    let text = "+++\n+++\n";
    let found: Vec<_> =
        problems("content/incidents/x.md", text).iter().map(|p| p.message.clone()).collect();
    assert_eq!(found.len(), 3, "title, date and region: {found:?}");
}

#[test]
fn values_that_cannot_be_right_are_refused() {
    check("lang = \"english\"", "invalid-value", "\"english\"", &["BCP 47"]);
    check("tags = [\" \"]", "invalid-value", "\" \"", &["empty"]);
    check("warning = \"a\\u202Eb\"", "invalid-value", "\"a\\u202Eb\"", &["U+202E"]);
    check("related = [\"a b\"]", "invalid-value", "\"a b\"", &["letters, digits"]);
    check("aliases = [\"../x.html\"]", "invalid-value", "\"../x.html\"", &["within the site"]);
    check(
        "[[place]]\nname = \"N\"\npoint = [-103.5, 14.2]",
        "invalid-value",
        "[-103.5, 14.2]",
        &["did you mean [14.2, -103.5]"],
    );
    check(
        "[[place]]\nname = \"N\"\npoint = [99.5, 214.2]",
        "invalid-value",
        "[99.5, 214.2]",
        &["not on the earth"],
    );
    check(
        "[[claim]]\nmotive = \"m\"\nuse = \"counted\"",
        "invalid-value",
        "\"counted\"",
        &["only figures"],
    );
}

#[test]
fn addresses_must_be_of_the_web() {
    let source = |extra: &str| {
        format!(
            "+++\ntitle = \"T\"\ndate = 2022-03-28\nregion = \"ml\"\n[[source]]\ntitle = \"S\"\n{extra}\n+++\n"
        )
    };
    let path = "content/incidents/x.md";
    check_file(
        path,
        &source("url = \"javascript:alert(1)\""),
        "invalid-value",
        "\"javascript:alert(1)\"",
        &["https://"],
    );
    check_file(
        path,
        &source("url = \"www.a.example/x\""),
        "invalid-value",
        "\"www.a.example/x\"",
        &["https://www.a.example/x"],
    );
    check_file(
        path,
        &source("url = \"https://a.example/ b\""),
        "invalid-value",
        "\"https://a.example/ b\"",
        &[],
    );
    check_file(path, &source("sha256 = \"abc\""), "invalid-value", "\"abc\"", &["64"]);
    check_file(
        path,
        &source("ref = \"shared\""),
        "unknown-key",
        "title",
        &["content/sources/shared.md"],
    );
}

#[test]
fn a_short_figure_needs_one_owner() {
    let text = "+++\ntitle = \"T\"\ndate = 2022-03-28\nregion = \"ml\"\nkilled = \"at least 3\"\nsource = [\"A\", \"B\"]\n+++\n";
    check_file(
        "content/incidents/x.md",
        text,
        "ambiguous-short-form",
        "\"at least 3\"",
        &["several sources", "[[claim]]\nkilled = \"at least 3\""],
    );
    let text = "+++\ntitle = \"T\"\ndate = 2022-03-28\nregion = \"ml\"\nkilled = 3\n+++\n";
    check_file("content/incidents/x.md", text, "ambiguous-short-form", "3", &["no source"]);
}

#[test]
fn only_incidents_are_counted() {
    let text = "+++\ntitle = \"T\"\ndate = 2022\nsource = \"A\"\n[[claim]]\nkilled = 3\nuse = \"counted\"\n+++\n".replace("2022", "2022-01-01");
    check_file(
        "content/reports/x.md",
        &text,
        "counted-elsewhere",
        "\"counted\"",
        &["only an incident"],
    );
}

#[test]
fn front_matter_that_is_none_is_explained() {
    let path = "content/incidents/x.md";
    check_file(path, "---\ntitle: T\n---\n", "front-matter", "---", &["YAML"]);
    check_file(path, "# A title\n", "front-matter", "# A title", &["begin the file with +++"]);
    check_file(path, "\n+++\ntitle = \"T\"\n+++\n", "front-matter", "", &["before the first +++"]);
    check_file(path, "+++\ntitle = \"T\"\n", "front-matter", "+++", &["close it"]);
    check_file(path, "", "front-matter", "", &["+++"]);
}

#[test]
fn syntax_errors_come_all_at_once_and_alone() {
    let text = "+++\ntitle = Killings\ndate = 2022-13-45\nregion: \"ml\"\n+++\n";
    let found = problems("content/incidents/x.md", text);
    let spots: Vec<_> = found.iter().map(|problem| problem.rule.name).collect();
    assert_eq!(spots, ["syntax"; 3], "one for each line: {found:#?}");
    assert!(
        found.iter().any(|problem| problem.help.iter().any(|help| help.contains("`=`, not `:`"))),
        "{found:#?}"
    );
    check("title = \"again\"", "syntax", "title", &["duplicate key"]);
}

#[test]
fn five_wrong_fields_give_five_problems() {
    let text = format!(
        "+++\n{HEAD}lang = \"english\"\nevidence = \"good\"\nkilled = -1\nembargo = \"soon\"\nkiled = 1\n+++\n"
    );
    assert_eq!(problems("content/incidents/x.md", &text).len(), 5);
}

#[test]
fn files_in_the_wrong_place_are_told() {
    let text = format!("+++\n{HEAD}+++\n");
    check_file("content/incident/x.md", &text, "unknown-folder", "", &["did you mean `incidents`"]);
    check_file("content/incidents/photo.jpg", "", "stray-file", "", &["static/"]);
    check_file("content/incidents/market attack.md", &text, "file-name", "", &["market-attack.md"]);
    check_file("content/incidents/a b/x.md", &text, "file-name", "", &["letters, digits"]);
    assert_eq!(problems("content/regions/ml.geojson", "{}"), []);
}

#[test]
fn bytes_that_are_no_text_are_told() {
    let bytes = b"+++\ntitle = \"caf\xe9\"\n+++\n";
    let found = content::parse(&SourcePath::from("content/incidents/x.md"), bytes).problems;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].rule.name, "encoding");
    assert_eq!(found[0].span.unwrap().start, 16);
}

#[test]
fn a_link_that_no_page_may_have_is_told() {
    let text = format!("+++\n{HEAD}+++\nSee [this](javascript:alert(1)).\n");
    let path = "content/incidents/x.md";
    check_file(path, &text, "refused-link", "javascript:alert(1)", &["https://"]);
}

#[test]
fn windows_lines_and_a_byte_order_mark_do_no_harm() {
    let text = format!("\u{feff}+++\n{HEAD}+++\nText.\n").replace('\n', "\r\n");
    assert_eq!(problems("content/incidents/x.md", &text), []);
}

#[test]
fn private_notes_may_be_anything() {
    let text = format!("+++\n{HEAD}[private]\nwitness = \"N\"\n[private.deep]\nx = [1, 2]\n+++\n");
    let path = SourcePath::from("content/incidents/x.md");
    let checked = content::parse(&path, text.as_bytes());
    assert_eq!(checked.problems, []);
    assert!(!content::print(&checked.value.unwrap(), "").contains("witness"));
}

#[test]
fn settings_are_checked_as_records_are() {
    let check = |text: &str, rule: &str, part: &str| {
        let known = content::RULES;
        let path = SourcePath::from("griot.toml");
        let found = content::parse_settings(&path, text, known).problems;
        assert_eq!(found.len(), 1, "{text}: {found:#?}");
        assert_eq!(found[0].rule.name, rule, "{found:#?}");
        let said =
            format!("{}\n{}\n{}", found[0].message, found[0].label, found[0].help.join("\n"));
        assert!(said.contains(part), "{said}");
    };
    check("", "missing-field", "title");
    check("title = \"T\"\nbase_ulr = \"https://a.example/\"", "unknown-key", "base_url");
    check("title = \"T\"\nbase_url = \"a.example\"", "invalid-value", "https://a.example");
    check("title = \"T\"\nbase_url = \"https://a.example/?x\"", "invalid-value", "no `?`");
    check("title = \"T\"\nbase_url = \"https://مثال.example/\"", "invalid-value", "`xn--…`");
    check("title = \"T\"\npage_size = 0", "invalid-value", "from 1");
    check("title = \"T\"\n[rules]\nstray-fiel = \"off\"", "unknown-key", "stray-file");
    check("title = \"T\"\n[rules]\nunknown-key = \"off\"", "invalid-value", "cannot be changed");
    check("title = \"T\"\n[rules]\nstray-file = \"of\"", "unknown-word", "warning");
    check("title = \"T\"\n[counting]\nevidence = [\"god\"]", "unknown-word", "confirmed");
    check("title = \"T\"\n[types.x]\nucdp = 2", "missing-field", "label");
    check("title = \"T\"\n[weight]\nincidnet = 3", "unknown-key", "incident");
    check("title = \"T\"\n[weight]\nincidnet_html = 3", "unknown-key", "incident");
    check("title = \"T\"\n[weight]\nincident = 0", "invalid-value", "from 1");
    check("title = \"T\"\n[weight]\nincident = \"of\"", "wrong-type", "\"off\"");
    check("title = \"T\"\npublisher = { url = \"https://a.example/\" }", "missing-field", "name");
}

#[test]
fn a_name_that_is_too_long_is_said_to_be() {
    let path = format!("content/incidents/{}.md", "a".repeat(245));
    let found = problems(&path, "+++\n+++\n");
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].rule.name, "file-name");
    assert_eq!(found[0].help, ["names have 200 bytes at most: shorten it"]);
}

#[test]
fn what_copying_leaves_behind_is_left_out_and_told() {
    let check = |text: &str, rule: &str, shown: Option<&str>| {
        let record = format!("+++\n{HEAD}warning = \"{text}\"\n+++\n");
        let path = SourcePath::from("content/incidents/x.md");
        let parsed = content::parse(&path, record.as_bytes());
        let rules: Vec<&str> = parsed.problems.iter().map(|own| own.rule.name).collect();
        assert_eq!(rules, [rule], "{text:?}");
        let Some(content::Parsed::Incident(incident)) = parsed.value else { panic!("no incident") };
        assert_eq!(incident.record.warning.as_deref(), shown, "{text:?}");
    };
    check(
        "The Observatory\u{feff} on its page",
        "stray-character",
        Some("The Observatory on its page"),
    );
    check("It\u{92}s a copy", "stray-character", Some("Its a copy"));
    check("\u{feff}", "invalid-value", None);
    check("\u{feff} a\u{202e}b", "invalid-value", None);
}

#[test]
fn a_title_of_several_lines_is_shown_as_one() {
    let text = format!(
        "+++\n{}+++\n",
        HEAD.replace("title = \"T\"", "title = \"\"\"Fire\nat  the mill\"\"\"")
    );
    let parsed = content::parse(&SourcePath::from("content/incidents/x.md"), text.as_bytes());
    let rules: Vec<&str> = parsed.problems.iter().map(|own| own.rule.name).collect();
    assert_eq!(rules, ["stray-character"]);
    assert_eq!(&*parsed.value.unwrap().record().unwrap().title.value, "Fire at the mill");
}
