//! Pages of a small tracker, made from its files.

use std::sync::Arc;

use super::{Renderer, Templates};
use crate::content;
use crate::diagnostic::{Diagnostic, any_error};
use crate::model::{Records, Tracker};
use crate::plan::{self, PageKind, PlannedPage};
use crate::source::{SourcePath, SourceSet, Sources};
use crate::words::Words;

const INCIDENT: &str = r#"+++
title = "Attack on <the> market"
date = 2022-06-18
region = "a/b"
evidence = "fair"

[[place]]
name = "Market"
point = [1.5, 2.5]

[[claim]]
id = "early"
killed = "at least 3"
by = "guards"
use = "rejected"
reason = "Withdrawn by its author."

[[claim]]
killed = "10-12"
who = "civilians"
by = "the mayor"
perpetrator = "guards"
status = "alleged"
source = "paper"
conflicts = "early"

[[source]]
id = "paper"
title = "On the market"
url = "https://t.example/market?a=1&b=2"
+++

Seen from [the region](../regions/a/b.md#s-x) and [a file](/report.pdf).
"#;

fn files() -> SourceSet {
    [
        ("griot.toml", "title = \"T\""),
        ("content/incidents/x.md", INCIDENT),
        ("content/regions/a.md", "+++\nname = \"A\"\n+++\n"),
        ("content/regions/a/b.md", "+++\nname = \"B é\"\n+++\n"),
        ("content/actors/guards.md", "+++\nname = \"Guards\"\nkind = \"militia\"\n+++\n"),
        ("static/report.pdf", "%PDF"),
    ]
    .into_iter()
    .collect()
}

fn renderer(
    files: &SourceSet,
    base_url: Option<&str>,
    templates: &[(&str, &str)],
) -> Result<(Renderer, Arc<plan::Plan>), Vec<Diagnostic>> {
    let mut records = Records::default();
    for path in files.paths().iter().filter(|path| path.below("content").is_some()) {
        let parsed = content::parse(path, &files.read(path.as_str()).expect("a file"));
        assert!(!any_error(&parsed.problems), "{:?}", parsed.problems);
        parsed.value.expect("a record").add_to(&mut records);
    }
    let text = String::from_utf8(files.read("griot.toml").expect("a file")).expect("text");
    let mut settings = content::parse_settings(&"griot.toml".into(), &text, &[]).value;
    settings.base_url = base_url.map(Into::into);
    let today = jiff::civil::date(2026, 1, 1);
    let tracker = Tracker::assemble(records, settings, today, false);
    let planned = plan::plan(&tracker.value, files.paths(), Vec::new());
    let problems: Vec<_> = tracker.problems.into_iter().chain(planned.problems).collect();
    if any_error(&problems) {
        return Err(problems);
    }
    let words = Arc::new(Words::load("en", &[]).value);
    let templates = templates
        .iter()
        .map(|(name, text)| (SourcePath::from(*name), (*text).to_owned()))
        .collect();
    let templates = Templates::load(templates, words.statics())?;
    let plan = Arc::new(planned.value);
    let made = Renderer::new(Arc::new(tracker.value), words, Arc::clone(&plan), templates, None);
    match made.value {
        Some(renderer) => Ok((renderer, plan)),
        None => Err(made.problems),
    }
}

fn page(files: &SourceSet, base_url: Option<&str>, address: &str) -> String {
    let (renderer, plan) = renderer(files, base_url, &[]).expect("a renderer");
    let page = plan.find(address).expect("a page");
    let mut out = Vec::new();
    renderer.render(page, files, &mut out).expect("bytes");
    String::from_utf8(out).expect("text")
}

#[test]
fn every_page_renders() {
    let (renderer, plan) = renderer(&files(), Some("https://t.example/x/"), &[]).expect("one");
    // Downloads are made of the dataset, and of no template.
    let is_download = |page: &&PlannedPage| matches!(page.page, PageKind::Download(_));
    for page in plan.pages.iter().filter(|page| !is_download(page)) {
        let mut out = Vec::new();
        renderer.render(page, &files(), &mut out).expect("bytes");
        assert!(!out.is_empty(), "{}", page.address);
    }
    assert!(plan.find("feed.xml").is_some() && plan.find("sitemap.xml").is_some());
}

#[test]
fn an_incident_says_who_says_what_and_escapes_it() {
    let html = page(&files(), None, "incidents/x.html");
    let check = |part: &str| assert!(html.contains(part), "{part}\n{html}");
    check("<h1>Attack on &lt;the&gt; market</h1>");
    check("<span class=\"fact-value\">10 to 12</span> <span class=\"fact-who\">civilians</span>");
    check("1 of 2 claims counted");
    check("<a href=\"../actors/guards.html\">Guards</a>: alleged, according to the mayor");
    check("id=\"claim-early\" class=\"claim use-rejected\"");
    check("<s><span class=\"figure-label\">Killed</span> <b>at least 3</b></s>");
    check("Withdrawn by its author.");
    check("href=\"#claim-early\"");
    check("1 source, 1 independent origin");
    check("<a href=\"../regions/a/b.html#s-x\">the region</a>");
    check("<a href=\"../report.pdf\">a file</a>");
    check("href=\"https://t.example/market?a=1&amp;b=2\"");
    let scripts = html.matches("<script").count();
    assert_eq!(scripts, html.matches("<script type=\"application/ld+json\">{").count(), "{html}");
    assert!(!html.contains("rel=\"canonical\""), "no absolute address without base_url");
}

#[test]
fn a_lost_page_finds_its_style_at_any_depth() {
    let without = page(&files(), None, "404.html");
    assert!(without.contains("<style>@layer") && !without.contains("<a href=\"index.html\""));
    let with = page(&files(), Some("https://t.example/x/"), "404.html");
    assert!(with.contains("<style>@layer") && with.contains("href=\"/x/index.html\""));
}

#[test]
fn a_file_changed_during_the_build_stops_it() {
    let (renderer, plan) = renderer(&files(), None, &[]).expect("a renderer");
    let mut changed = files();
    changed.insert("content/incidents/x.md", INCIDENT.replace("10-12", "10-13"));
    let page = plan.find("incidents/x.html").expect("a page");
    let problem = renderer.render(page, &changed, &mut Vec::new()).expect_err("a problem");
    assert_eq!(problem.rule.name, "changed-during-build");
}

#[test]
fn links_that_lead_nowhere_are_errors() {
    let mut files = files();
    let dead =
        INCIDENT.replace("regions/a/b.md", "regions/b.md").replace("report.pdf", "raport.pdf");
    files.insert("content/incidents/x.md", dead);
    let problems = renderer(&files, None, &[]).err().expect("problems");
    let messages: Vec<_> = problems.iter().map(|p| (p.message.as_str(), p.help.join(""))).collect();
    assert_eq!(
        messages,
        [
            ("there is no `content/regions/b.md`", "did you mean `/regions/a/b.md`?".to_owned()),
            ("the site has no file `/raport.pdf`", "did you mean `/report.pdf`?".to_owned()),
        ]
    );
}

#[test]
fn two_pages_cannot_have_one_address() {
    let mut files = files();
    files.insert("content/About.md", "+++\ntitle = \"A\"\naliases = [\"regions/a.html\"]\n+++\n");
    files.insert("static/about.html", "x");
    let problems = renderer(&files, None, &[]).err().expect("problems");
    let mut messages: Vec<_> = problems.iter().map(|p| p.message.as_str()).collect();
    messages.sort_unstable();
    assert_eq!(
        messages,
        [
            "the address `regions/a.html` is already taken",
            "the addresses `About.html` and `about.html` differ in case alone",
        ]
    );
}

#[test]
fn every_broken_template_is_named() {
    let templates = [("templates/incident.html", "{% if %}"), ("templates/page.html", "{{ a b }}")];
    let problems = renderer(&files(), None, &templates).err().expect("problems");
    let named: Vec<_> = problems.iter().map(|p| p.file.as_str()).collect();
    assert_eq!(named, ["templates/incident.html", "templates/page.html"]);
    assert!(problems.iter().all(|p| p.rule.name == "template-error" && p.span.is_some()));
}

#[test]
fn what_a_template_asks_for_in_vain_is_an_error() {
    let templates = [(
        "templates/page.html",
        "{% extends \"base.html\" %}{% block main %}{{ page.body | nofilter }}{% endblock %}",
    )];
    let problems = renderer(&files(), None, &templates).err().expect("problems");
    assert_eq!(problems.len(), 1);
    assert!(problems[0].message.contains("nofilter"), "{:?}", problems[0]);
    let text = &templates[0].1[problems[0].span.expect("a spot").range().start..];
    assert!(text.starts_with("nofilter"), "{text}");

    let templates = [(
        "templates/404.html",
        "{% extends \"theme/404.html\" %}{% block main %}{{ words.no_such_word }}{% endblock %}",
    )];
    let (renderer, plan) = renderer(&files(), None, &templates).expect("a renderer");
    let page = plan.find("404.html").expect("a page");
    let problem = renderer.render(page, &files(), &mut Vec::new()).expect_err("a problem");
    assert_eq!(problem.file.as_str(), "templates/404.html");
    assert!(problem.message.contains("no_such_word"), "{problem:?}");
}
