//! Totals prove themselves: over random trackers, what every page of every proof shows is compared
//! with sums that this test makes on its own, from what it wrote into the records.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write;

use griot::source::SourceSet;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use scraper::{ElementRef, Html, Selector};

const REGIONS: [&str; 5] = ["x", "x/a", "x/a/k", "x/b", "y"];
const GRADES: [&str; 6] = ["confirmed", "fair", "weak", "contested", "discounted", "unassessed"];
const MEASURES: [(&str, &str); 2] = [("killed", "Killed"), ("displaced", "Displaced")];

/// A figure as a record states it.
#[derive(Clone, Debug)]
enum Figure {
    Exactly(u64),
    AtLeast(u64),
    Between(u64, u64),
    Estimate(u64, u64, u64),
    Words,
    None,
    Unknown,
}

impl Figure {
    fn written(&self) -> String {
        match self {
            Self::Exactly(n) => n.to_string(),
            Self::AtLeast(n) => format!("\"at least {n}\""),
            Self::Between(low, high) => format!("\"{low}-{high}\""),
            Self::Estimate(low, best, high) => {
                format!("{{ low = {low}, best = {best}, high = {high} }}")
            }
            Self::Words => "\"dozens\"".to_owned(),
            Self::None => "\"none\"".to_owned(),
            Self::Unknown => "\"unknown\"".to_owned(),
        }
    }

    /// Lowest, best, highest.
    fn bounds(&self) -> (Option<u64>, Option<u64>, Option<u64>) {
        match *self {
            Self::Exactly(n) => (Some(n), None, Some(n)),
            Self::AtLeast(n) => (Some(n), None, None),
            Self::Between(low, high) => (Some(low), None, Some(high)),
            Self::Estimate(low, best, high) => (Some(low), Some(best), Some(high)),
            Self::Words | Self::Unknown => (None, None, None),
            Self::None => (Some(0), None, Some(0)),
        }
    }
}

#[derive(Clone, Debug)]
struct Claim {
    measure: usize,
    figure: Figure,
    usage: &'static str,
    restates_first: bool,
}

#[derive(Clone, Debug)]
struct Incident {
    date: (i16, i8, i8),
    region: usize,
    grade: usize,
    /// 0 to 5 stands; 6 withdrawn; 7 part of another; 8 merged into another.
    standing: u8,
    other: Index,
    claims: Vec<Claim>,
    accused: Option<usize>,
}

fn figure() -> impl Strategy<Value = Figure> {
    let n = || 0..2_000u64;
    prop_oneof![
        4 => n().prop_map(Figure::Exactly),
        2 => n().prop_map(Figure::AtLeast),
        2 => (n(), n()).prop_map(|(a, b)| Figure::Between(a.min(b), a.max(b))),
        1 => (n(), n(), n()).prop_map(|(a, b, c)| Figure::Estimate(a, a + b, a + b + c)),
        1 => Just(Figure::Words),
        1 => Just(Figure::None),
        1 => Just(Figure::Unknown),
    ]
}

fn claim() -> impl Strategy<Value = Claim> {
    let usage = select(vec!["counted", "counted", "counted", "shown", "rejected"]);
    (0..2usize, figure(), usage, prop::bool::weighted(0.2)).prop_map(
        |(measure, figure, usage, restates_first)| Claim { measure, figure, usage, restates_first },
    )
}

fn incident() -> impl Strategy<Value = Incident> {
    (
        (2019..2022i16, 1..13i8, 1..29i8),
        0..REGIONS.len(),
        0..GRADES.len(),
        0..9u8,
        any::<Index>(),
        prop::collection::vec(claim(), 0..4),
        prop::option::of(0..2usize),
    )
        .prop_map(|(date, region, grade, standing, other, claims, accused)| Incident {
            date,
            region,
            grade,
            standing,
            other,
            claims,
            accused,
        })
}

fn day((year, month, day): (i16, i8, i8)) -> String {
    format!("{year:04}-{month:02}-{day:02}")
}

/// The tracker as files.
fn files(incidents: &[Incident], counting: &[&str], page_size: usize) -> SourceSet {
    let mut files = SourceSet::default();
    let grades: Vec<String> = counting.iter().map(|grade| format!("{grade:?}")).collect();
    files.insert(
        "griot.toml",
        format!(
            "title = \"T\"\npage_size = {page_size}\n[counting]\nevidence = [{}]\n",
            grades.join(", ")
        ),
    );
    for region in REGIONS {
        files.insert(
            format!("content/regions/{region}.md").as_str(),
            format!("+++\nname = \"{region}\"\n+++\n"),
        );
    }
    for actor in ["g0", "g1"] {
        files.insert(
            format!("content/actors/{actor}.md").as_str(),
            format!("+++\nname = \"{actor}\"\nkind = \"militia\"\n+++\n"),
        );
    }
    for (at, incident) in incidents.iter().enumerate() {
        let mut text = format!(
            "+++\ntitle = \"I{at}\"\ndate = {}\nregion = {:?}\nevidence = {:?}\n",
            day(incident.date),
            REGIONS[incident.region],
            GRADES[incident.grade]
        );
        match (incident.standing, standing_other(incidents, at)) {
            (6, _) => text.push_str("status = \"withdrawn\"\nreason = \"Not so.\"\n"),
            (7, Some(other)) => writeln!(text, "part_of = \"i{other}\"").unwrap(),
            (8, Some(other)) => writeln!(text, "merged_into = \"i{other}\"").unwrap(),
            _ => {}
        }
        for (number, claim) in incident.claims.iter().enumerate() {
            let reason = if claim.usage == "rejected" { "reason = \"No.\"\n" } else { "" };
            let restates =
                if claim.restates_first && number > 0 { "restates = \"c0\"\n" } else { "" };
            writeln!(
                text,
                "[[claim]]\nid = \"c{number}\"\n{} = {}\nuse = {:?}\n{reason}{restates}",
                MEASURES[claim.measure].0,
                claim.figure.written(),
                claim.usage
            )
            .unwrap();
        }
        if let Some(accused) = incident.accused {
            writeln!(text, "[[claim]]\nperpetrator = \"g{accused}\"\nstatus = \"alleged\"")
                .unwrap();
        }
        text.push_str("[[source]]\ntitle = \"S\"\n+++\n");
        files.insert(format!("content/incidents/i{at}.md").as_str(), text);
    }
    // What covers many incidents must be in no total, whatever it claims.
    files.insert(
        "content/reports/r.md",
        "+++\ntitle = \"R\"\ndate = 2020-06-01\narea = \"x/a\"\nkilled = 700000\nsource = \"S\"\n[[claim]]\ndisplaced = \"at least 900000\"\nperpetrator = \"g0\"\nstatus = \"alleged\"\nsource = \"s1\"\n+++\n".replace("killed = 700000\nsource = \"S\"\n", "[[source]]\ntitle = \"S\"\n[[claim]]\nkilled = 700000\n"),
    );
    files.insert(
        "content/milestones/m.md",
        "+++\ntitle = \"M\"\ndate = 2020-07-01\narea = \"y\"\n[[source]]\ntitle = \"S\"\n[[claim]]\nkilled = 800000\n+++\n",
    );
    files
}

/// The incident that a part or a merged one names: an earlier one, so that there is no circle.
fn standing_other(incidents: &[Incident], at: usize) -> Option<usize> {
    (at > 0).then(|| incidents[at].other.index(at))
}

fn is_counted(incidents: &[Incident], at: usize, counting: &[&str]) -> bool {
    let incident = &incidents[at];
    let elsewhere = matches!(incident.standing, 7 | 8) && standing_other(incidents, at).is_some();
    incident.standing != 6 && !elsewhere && counting.contains(&GRADES[incident.grade])
}

/// Whether it is listed: neither withdrawn nor merged.
fn is_listed(incidents: &[Incident], at: usize) -> bool {
    let merged = incidents[at].standing == 8 && standing_other(incidents, at).is_some();
    incidents[at].standing != 6 && !merged
}

type Bounds = (Option<u64>, Option<u64>, Option<u64>);

/// The range of a measure by the rule of the manual; `None` where no counted claim speaks of it.
fn range(incident: &Incident, measure: usize) -> Option<(Bounds, bool)> {
    let counted: Vec<&Claim> = incident
        .claims
        .iter()
        .enumerate()
        .filter(|(at, claim)| {
            claim.usage == "counted"
                && !(claim.restates_first && *at > 0)
                && claim.measure == measure
        })
        .map(|(_, claim)| claim)
        .collect();
    if counted.is_empty() {
        return None;
    }
    let bounds: Vec<Bounds> = counted.iter().map(|claim| claim.figure.bounds()).collect();
    let low = bounds.iter().filter_map(|(low, ..)| *low).min();
    let top = bounds.iter().filter_map(|(_, _, high)| *high).max();
    let opened = bounds.iter().any(|(low, _, high)| {
        high.is_none() && low.is_some_and(|low| top.is_none_or(|top| low > top))
    });
    let mut bests: Vec<u64> = bounds.iter().filter_map(|(_, best, _)| *best).collect();
    bests.sort_unstable();
    bests.dedup();
    let plain: Vec<Option<u64>> = counted
        .iter()
        .map(|claim| match claim.figure {
            Figure::Exactly(n) => Some(n),
            Figure::None => Some(0),
            _ => None,
        })
        .collect();
    let best = match (bests.as_slice(), plain.as_slice()) {
        ([best], _) => Some(*best),
        ([], [first, rest @ ..]) if rest.iter().all(|other| other == first) => *first,
        _ => None,
    };
    let words = counted.iter().any(|claim| matches!(claim.figure, Figure::Words));
    Some(((low, best, if opened { None } else { top }), words))
}

fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A range as the site writes it in English.
fn text(low: u64, high: Option<u64>) -> String {
    match high {
        None => format!("{} or more", number(low)),
        Some(0) => "none".to_owned(),
        Some(high) if low == high => number(low),
        Some(high) => format!("{} to {}", number(low), number(high)),
    }
}

#[derive(Default)]
struct Sum {
    spoken: u64,
    with: u64,
    low: u64,
    best: u64,
    with_best: u64,
    high: u64,
    open: bool,
}

impl Sum {
    fn add(&mut self, range: Option<(Bounds, bool)>) {
        let Some(((low, best, high), _)) = range else { return };
        self.spoken += 1;
        let Some(low) = low else { return };
        self.with += 1;
        self.low += low;
        self.high += high.unwrap_or(low);
        self.open |= high.is_none();
        self.best += best.unwrap_or(0);
        self.with_best += u64::from(best.is_some());
    }

    /// In a sheet that can be added up by hand.
    fn cell(&self) -> String {
        if self.open && self.high > self.low {
            return format!("{} to {} or more", number(self.low), number(self.high));
        }
        self.text()
    }

    fn text(&self) -> String {
        if self.with == 0 {
            return "–".to_owned();
        }
        text(self.low, (!self.open).then_some(self.high))
    }
}

fn all<'a>(within: ElementRef<'a>, selector: &str) -> Vec<ElementRef<'a>> {
    within.select(&Selector::parse(selector).unwrap()).collect()
}

fn shown(element: ElementRef<'_>) -> String {
    let text: String = element.text().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of a cell without the label that narrow screens show.
fn cell(element: ElementRef<'_>) -> String {
    let label = all(element, ".cell-label").first().map(|label| shown(*label)).unwrap_or_default();
    shown(element).trim_start_matches(&label).trim().to_owned()
}

/// Compares all pages of one proof with what they must show.
fn check_proof(
    pages: &BTreeMap<String, Vec<u8>>,
    address: &str,
    incidents: &[Incident],
    looked_at: &[usize],
    counting: &[&str],
    others: &[&str],
) {
    let columns: Vec<usize> = (0..MEASURES.len())
        .filter(|measure| {
            (0..incidents.len()).any(|at| {
                is_counted(incidents, at, counting) && range(&incidents[at], *measure).is_some()
            })
        })
        .collect();
    let stem = address.strip_suffix(".html").unwrap();
    let mut order: Vec<String> = pages
        .keys()
        .filter(|path| {
            path.strip_prefix(stem)
                .and_then(|rest| rest.strip_prefix("-page-"))
                .and_then(|rest| rest.strip_suffix(".html"))
                .is_some_and(|number| number.parse::<u32>().is_ok())
        })
        .cloned()
        .collect();
    order.sort_by_key(|path| (path.len(), path.clone()));
    order.push(address.to_owned());
    let mut running: Vec<Sum> = columns.iter().map(|_| Sum::default()).collect();
    let mut titles = Vec::new();
    for path in &order {
        let page = Html::parse_document(std::str::from_utf8(&pages[path]).unwrap());
        let root = page.root_element();
        let rows = all(root, ".proof tbody tr");
        for row in rows {
            if row.value().classes().any(|class| class == "proof-sum") {
                let cells: Vec<String> = all(row, "td").into_iter().map(cell).collect();
                let before: Vec<String> = running.iter().map(Sum::cell).collect();
                assert_eq!(cells, before, "{path}: carried over");
                continue;
            }
            let title = shown(all(row, "a")[0]);
            titles.push(title.clone());
            let left_out = row.value().classes().any(|class| class == "left-out");
            let at = title.strip_prefix('I').map(|at| at.parse::<usize>().unwrap());
            let counted = at.is_some_and(|at| is_counted(incidents, at, counting));
            assert_eq!(left_out, !counted, "{path}: {title}");
            let Some(at) = at.filter(|_| counted) else { continue };
            let cells = all(row, "td").into_iter().map(cell);
            for ((measure, sum), cell) in columns.iter().zip(&mut running).zip(cells) {
                let range = range(&incidents[at], *measure);
                let expected = match range {
                    None => "–".to_owned(),
                    Some(((None, ..), true)) => "dozens".to_owned(),
                    Some(((None, ..), false)) => "not known".to_owned(),
                    Some(((Some(low), Some(best), high), _)) if high != Some(low) => {
                        format!("{} best estimate {}", text(low, high), number(best))
                    }
                    Some(((Some(low), _, high), _)) => text(low, high),
                };
                assert_eq!(cell, expected, "{path}: {title} {}", MEASURES[*measure].0);
                sum.add(range);
            }
        }
        let foot: Vec<String> = all(root, ".proof tfoot td").into_iter().map(cell).collect();
        let through: Vec<String> = running.iter().map(Sum::cell).collect();
        if !titles.is_empty() {
            assert_eq!(foot, through, "{path}: up to here");
        }
    }
    let mut expected: Vec<String> = looked_at.iter().map(|at| format!("I{at}")).collect();
    expected.extend(others.iter().map(|title| (*title).to_owned()));
    expected.sort();
    titles.sort();
    assert_eq!(titles, expected, "{address}: the records looked at");

    let page = Html::parse_document(std::str::from_utf8(&pages[address]).unwrap());
    let mut sheet = BTreeMap::new();
    for row in all(page.root_element(), ".proof-sums tbody tr") {
        let cells: Vec<String> = all(row, "td").into_iter().map(cell).collect();
        sheet.insert(shown(all(row, "th")[0]), cells);
    }
    for (measure, sum) in columns.iter().zip(&running) {
        let Some(cells) = sheet.remove(MEASURES[*measure].1) else {
            assert_eq!(sum.spoken, 0, "{address}");
            continue;
        };
        let high =
            if sum.open { format!("{} or more", number(sum.high)) } else { number(sum.high) };
        let best = match sum.with_best {
            0 => "–".to_owned(),
            all if all == sum.with => number(sum.best),
            some => format!("{}, over {some} of {}", number(sum.best), sum.with),
        };
        let (low, high) = if sum.with > 0 {
            (number(sum.low), high)
        } else {
            ("–".to_owned(), "–".to_owned())
        };
        assert_eq!(cells[..3], [low, best, high], "{address}: {}", MEASURES[*measure].1);
    }
    assert!(sheet.is_empty(), "{address}: {sheet:?}");
}

/// What a page shows as its total, by label; fails unless it links to its proof.
fn totals_of(
    pages: &BTreeMap<String, Vec<u8>>,
    address: &str,
    proof: &str,
) -> Vec<(String, String)> {
    let page = Html::parse_document(std::str::from_utf8(&pages[address]).unwrap());
    let sums = all(page.root_element(), ".sums")[0];
    let links: Vec<&str> = all(sums, ".more a").iter().filter_map(|a| a.attr("href")).collect();
    assert!(links.len() == 1 && links[0].ends_with(proof), "{address}: {links:?}");
    all(sums, ".fact")
        .into_iter()
        .filter_map(|fact| {
            let value = *all(fact, ".fact-value").first()?;
            Some((shown(all(fact, "dt")[0]), shown(value)))
        })
        .collect()
}

fn check_tracker(incidents: &[Incident], counting: &[&str], page_size: usize) {
    let pages = support::build(&files(incidents, counting, page_size));
    let everything: Vec<usize> = (0..incidents.len()).collect();
    let check = |address: &str, shown_on: Option<&str>, of: &[usize], others: &[&str]| {
        let listed = of.iter().any(|at| is_listed(incidents, *at));
        if shown_on.is_some() && !listed {
            assert!(!pages.contains_key(address), "{address} proves nothing");
            return;
        }
        check_proof(&pages, address, incidents, of, counting, others);
        if let Some(page) = shown_on.filter(|_| listed) {
            let totals = totals_of(&pages, page, address);
            let counted = of.iter().filter(|at| is_counted(incidents, **at, counting));
            let mut expected = Vec::new();
            for (measure, (_, label)) in MEASURES.iter().enumerate() {
                let mut sum = Sum::default();
                counted.clone().for_each(|at| sum.add(range(&incidents[*at], measure)));
                if sum.with > 0 {
                    expected.push(((*label).to_owned(), sum.text()));
                }
            }
            assert_eq!(totals, expected, "{page}");
        }
    };
    check("totals.html", None, &everything, &["M", "R"]);
    if everything.iter().any(|at| is_listed(incidents, *at)) {
        check("totals.html", Some("index.html"), &everything, &["M", "R"]);
    }
    let of = |matches: &dyn Fn(&Incident) -> bool| -> Vec<usize> {
        everything.iter().copied().filter(|at| matches(&incidents[*at])).collect()
    };
    for region in REGIONS {
        let inside = |incident: &Incident| {
            let own = REGIONS[incident.region];
            own == region || own.starts_with(&format!("{region}/"))
        };
        let others: &[&str] = match region {
            "x" | "x/a" => &["R"],
            "y" => &["M"],
            _ => &[],
        };
        let page = format!("regions/{region}.html");
        check(&format!("totals/{page}"), Some(&page), &of(&inside), others);
    }
    for year in 2019..2022i16 {
        let others: &[&str] = if year == 2020 { &["M", "R"] } else { &[] };
        let page = format!("timeline/{year}.html");
        check(&format!("totals/{page}"), Some(&page), &of(&|i| i.date.0 == year), others);
        for month in 1..13i8 {
            let others: &[&str] = match (year, month) {
                (2020, 6) => &["R"],
                (2020, 7) => &["M"],
                _ => &[],
            };
            let page = format!("timeline/{year}-{month:02}.html");
            let inside = of(&|incident| (incident.date.0, incident.date.1) == (year, month));
            check(&format!("totals/{page}"), Some(&page), &inside, others);
        }
    }
    for actor in 0..2usize {
        // The withdrawn and the merged accuse nobody any more.
        let accused: Vec<usize> = everything
            .iter()
            .copied()
            .filter(|at| incidents[*at].accused == Some(actor) && is_listed(incidents, *at))
            .collect();
        let address = format!("totals/actors/g{actor}-alleged.html");
        if accused.is_empty() {
            assert!(!pages.contains_key(&address));
        } else {
            let others: &[&str] = if actor == 0 { &["R"] } else { &[] };
            check_proof(&pages, &address, incidents, &accused, counting, others);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_total_is_the_sum_of_the_parts_that_its_proof_lists(
        incidents in prop::collection::vec(incident(), 0..24),
        counting in prop::sample::subsequence(GRADES.to_vec(), 1..6),
        page_size in 1..9usize,
    ) {
        check_tracker(&incidents, &counting, page_size);
    }
}

fn one(region: &str, more: &str) -> String {
    format!("+++\ntitle = \"One\"\ndate = 2020-01-01\nregion = {region:?}\n{more}+++\n")
}

/// The totals of a home page, by label.
fn home(records: &[(&str, String)]) -> Vec<(String, String)> {
    let mut files = SourceSet::default();
    files.insert("griot.toml", "title = \"T\"\n");
    files.insert("content/regions/x.md", "+++\nname = \"X\"\n+++\n");
    for (path, text) in records {
        files.insert(*path, text.clone());
    }
    totals_of(&support::build(&files), "index.html", "totals.html")
}

#[test]
fn a_report_with_the_total_of_a_region_adds_nothing() {
    let killed = "[[source]]\ntitle = \"S\"\n[[claim]]\nkilled = 5\n";
    let report = "+++\ntitle = \"All year\"\ndate = 2020-12-31\narea = \"x\"\nkilled = 5000\nsource = \"S\"\n+++\n";
    let totals = home(&[
        ("content/incidents/a.md", one("x", killed)),
        ("content/reports/r.md", report.to_owned()),
    ]);
    assert_eq!(totals, [("Killed".to_owned(), "5".to_owned())]);
    // And it cannot be made to count.
    let mut files = SourceSet::default();
    files.insert("griot.toml", "title = \"T\"\n");
    files.insert("content/regions/x.md", "+++\nname = \"X\"\n+++\n");
    files.insert(
        "content/reports/r.md",
        "+++\ntitle = \"All year\"\ndate = 2020-12-31\n[[source]]\ntitle = \"S\"\n[[claim]]\nkilled = 5000\nuse = \"counted\"\n+++\n",
    );
    let (site, problems) = support::compile(&files);
    assert!(site.is_none(), "a counted claim of a report is an error: {problems:?}");
}

#[test]
fn a_claim_is_counted_once_though_part_and_whole_have_it() {
    let claim = "[[source]]\ntitle = \"S\"\n[[claim]]\nkilled = 7\n";
    let totals = home(&[
        ("content/incidents/whole.md", one("x", claim)),
        ("content/incidents/part.md", one("x", &format!("part_of = \"whole\"\n{claim}"))),
        ("content/incidents/same.md", one("x", &format!("merged_into = \"whole\"\n{claim}"))),
    ]);
    assert_eq!(totals, [("Killed".to_owned(), "7".to_owned())]);
}

/// Counted by hand from the ledgers of the demonstration: 35 killed in one incident; in the other
/// "more than 100" (from 101), 132, 134 and 188; 4,137 displaced in that one alone.
#[test]
fn the_totals_of_the_demonstration_agree_with_a_count_by_hand() {
    let pages = support::build(&support::demonstration());
    let killed = |text: &str| ("Killed".to_owned(), text.to_owned());
    let displaced = || ("Displaced".to_owned(), "4,137".to_owned());
    let check = |page: &str, proof: &str, expected: &[(String, String)]| {
        assert_eq!(totals_of(&pages, page, proof), expected, "{page}");
    };
    check("index.html", "totals.html", &[killed("136 to 223"), displaced()]);
    for region in ["ml", "ml/menaka", "ml/bandiagara", "ml/bandiagara/bankass"] {
        let page = format!("regions/{region}.html");
        let expected = match region {
            "ml" => vec![killed("136 to 223"), displaced()],
            "ml/menaka" => vec![killed("35")],
            _ => vec![killed("101 to 188"), displaced()],
        };
        check(&page, &format!("totals/{page}"), &expected);
    }
    check("timeline/2022.html", "totals/timeline/2022.html", &[killed("136 to 223"), displaced()]);
    check("timeline/2022-03.html", "totals/timeline/2022-03.html", &[killed("35")]);
    let june = [killed("101 to 188"), displaced()];
    check("timeline/2022-06.html", "totals/timeline/2022-06.html", &june);
    let actor = std::str::from_utf8(&pages["actors/katiba-macina.html"]).unwrap();
    let page = Html::parse_document(actor);
    let part = all(page.root_element(), ".part-alleged .group-sums")[0];
    let values: Vec<String> = all(part, "b").into_iter().map(shown).collect();
    assert_eq!(values, ["101 to 188", "4,137"]);
}
