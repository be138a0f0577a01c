//! What holds on every page of every mini-site and of the demonstration.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use scraper::{ElementRef, Html, Selector};
use support::Files;

struct Page {
    path: String,
    document: Html,
}

impl Page {
    fn all(&self, selector: &str) -> Vec<ElementRef<'_>> {
        self.document.select(&Selector::parse(selector).unwrap()).collect()
    }

    fn ids(&self) -> BTreeSet<String> {
        self.all("[id]")
            .iter()
            .filter_map(|element| element.attr("id"))
            .map(str::to_owned)
            .collect()
    }
}

fn sites() -> Vec<(String, Files)> {
    let mut sites: Vec<(String, Files)> = support::site_names()
        .into_iter()
        .map(|name| {
            let files = support::build(&support::mini_site(&name));
            (name, files)
        })
        .collect();
    sites.push(("demonstration".to_owned(), support::build(&support::demonstration())));
    sites
}

fn pages(files: &Files) -> Vec<Page> {
    let html = files.iter().filter(|(path, _)| path.ends_with(".html"));
    html.map(|(path, bytes)| Page {
        path: path.clone(),
        document: Html::parse_document(std::str::from_utf8(bytes).unwrap()),
    })
    .collect()
}

/// Runs a check over every page; what it finds is shown together.
fn every_page(check: impl Fn(&Files, &Page) -> Vec<String>) {
    let mut found = Vec::new();
    for (name, files) in sites() {
        for page in pages(&files) {
            let problems = check(&files, &page);
            found.extend(problems.into_iter().map(|text| format!("{name}: {}: {text}", page.path)));
        }
    }
    assert!(
        found.is_empty(),
        "{} problems:\n{}",
        found.len(),
        found[..found.len().min(40)].join("\n")
    );
}

fn is_redirect(page: &Page) -> bool {
    !page.all("meta[http-equiv=refresh]").is_empty()
}

#[test]
fn a_page_has_its_landmarks_language_and_one_heading_of_the_first_level() {
    every_page(|_, page| {
        let mut found = Vec::new();
        let mut expect = |selector: &str, count: usize| {
            let there = page.all(selector).len();
            if there != count {
                found.push(format!("{there} {selector} instead of {count}"));
            }
        };
        expect("html[lang]", 1);
        expect("html[dir]", 1);
        expect("head > title", 1);
        expect("h1", 1);
        expect("meta[name=viewport]", 1);
        if !is_redirect(page) {
            expect("main", 1);
            expect("body > header", 1);
            expect("body > footer", 1);
            expect("main#main", 1);
            expect("a[href='#main']", 1);
        }
        found
    });
}

#[test]
fn headings_go_down_one_level_at_a_time() {
    every_page(|_, page| {
        let mut before = 0;
        let mut found = Vec::new();
        for heading in page.all("h1, h2, h3, h4, h5, h6") {
            let level: u8 = heading.value().name()[1..].parse().unwrap();
            if level > before + 1 {
                found.push(format!("h{level} follows h{before}"));
            }
            before = level;
        }
        found
    });
}

#[test]
fn ids_are_unique() {
    every_page(|_, page| {
        let mut seen = BTreeSet::new();
        let ids = page.all("[id]");
        let ids = ids.iter().filter_map(|element| element.attr("id"));
        ids.filter(|id| !seen.insert(id.to_owned())).map(|id| format!("id {id} twice")).collect()
    });
}

#[test]
fn what_refers_to_an_id_finds_it() {
    every_page(|_, page| {
        let ids = page.ids();
        let mut found = Vec::new();
        for attribute in ["aria-labelledby", "aria-describedby", "for", "headers"] {
            for element in page.all(&format!("[{attribute}]")) {
                let named = element.attr(attribute).unwrap_or_default().split_whitespace();
                let lost = named.filter(|id| !ids.contains(*id));
                found.extend(lost.map(|id| format!("{attribute}={id} leads nowhere")));
            }
        }
        found
    });
}

/// The form that filters the list of all incidents or that of the search, which nobody sees without
/// its script, and that script: one file of the site, and no code in the page.
fn is_control(page: &str, element: ElementRef<'_>) -> bool {
    let (form, script) = match page {
        "incidents/index.html" => ("filter", "../js/all.js"),
        "search.html" => ("search", "js/search.js"),
        _ => return false,
    };
    match element.value().name() {
        "form" => element.attr("hidden").is_some() && element.attr("id") == Some(form),
        "script" => {
            element.attr("src") == Some(script)
                && element.attr("defer").is_some()
                && element.inner_html().is_empty()
        }
        _ => false,
    }
}

#[test]
fn two_pages_hold_a_script_and_none_asks_anything_of_another_host() {
    every_page(|_, page| {
        let mut found = Vec::new();
        for element in page.all("*") {
            let name = element.value().name();
            if matches!(name, "script" | "iframe" | "object" | "embed" | "form")
                && element.attr("type") != Some("application/ld+json")
                && !is_control(&page.path, element)
            {
                found.push(format!("<{name}>"));
            }
            for (attribute, value) in element.value().attrs() {
                let fetches = matches!(attribute, "src" | "srcset" | "poster" | "data")
                    || (attribute == "href"
                        && name == "link"
                        && !matches!(
                            element.attr("rel"),
                            Some("canonical" | "cite-as" | "license" | "alternate")
                        ));
                if fetches && (value.contains("://") || value.starts_with("//")) {
                    found.push(format!("<{name} {attribute}={value}>"));
                }
                if attribute.starts_with("on") || value.trim_start().starts_with("javascript:") {
                    found.push(format!("<{name} {attribute}={value}>"));
                }
            }
        }
        found
    });
}

#[test]
fn tables_have_captions_and_pictures_have_texts() {
    every_page(|_, page| {
        let mut found = Vec::new();
        for table in page.all("main table") {
            let named = table.select(&Selector::parse("caption").unwrap()).next().is_some()
                || table.ancestors().filter_map(ElementRef::wrap).any(|above| {
                    above.attr("aria-label").is_some() || above.attr("aria-labelledby").is_some()
                });
            if !named {
                found.push("a table without a name".to_owned());
            }
        }
        found.extend(page.all("img:not([alt])").iter().map(|img| img.html()));
        found.extend(page.all("th:not([scope])").iter().map(|th| th.html()));
        found.extend(
            page.all("a")
                .iter()
                .filter(|a| a.text().all(|text| text.trim().is_empty()))
                .map(|a| a.html()),
        );
        found
    });
}

/// The address that a relative link leads to, without its fragment.
fn target(from: &str, href: &str) -> Option<String> {
    let href = href.split(['#', '?']).next().unwrap_or_default();
    let mut parts: Vec<&str> = from.split('/').collect();
    if href.is_empty() {
        return Some(from.to_owned());
    }
    parts.pop();
    for part in href.split('/') {
        match part {
            ".." => {
                parts.pop()?;
            }
            "." => {}
            part => parts.push(part),
        }
    }
    let path = parts.join("/");
    percent_decoded(&path)
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let pair = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&pair).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[test]
fn every_link_within_the_site_is_relative_and_leads_somewhere() {
    let mut found = Vec::new();
    for (name, files) in sites() {
        let pages = pages(&files);
        let ids: BTreeMap<&str, BTreeSet<String>> =
            pages.iter().map(|page| (page.path.as_str(), page.ids())).collect();
        for page in &pages {
            if page.path == "404.html" {
                continue;
            }
            for element in page.all("[href], [src]") {
                let link = element.attr("href").or(element.attr("src")).unwrap();
                if link.contains("://") || link.starts_with("mailto:") || link.starts_with("data:")
                {
                    continue;
                }
                let lead = |why: &str| format!("{name}: {}: {link} {why}", page.path);
                let Some(path) = target(&page.path, link) else {
                    found.push(lead("leaves the site"));
                    continue;
                };
                if link.starts_with('/') || !files.contains_key(&path) {
                    found.push(lead("leads nowhere"));
                } else if let (Some((_, fragment)), Some(ids)) =
                    (link.split_once('#'), ids.get(path.as_str()))
                    && let Some(fragment) = percent_decoded(fragment)
                    && !ids.contains(&fragment)
                {
                    found.push(lead("has no such place"));
                }
            }
        }
    }
    assert!(
        found.is_empty(),
        "{} dead links:\n{}",
        found.len(),
        found[..found.len().min(40)].join("\n")
    );
}

#[test]
fn every_page_can_be_reached_from_the_home_page() {
    for (name, files) in sites() {
        let pages: BTreeMap<String, Page> =
            pages(&files).into_iter().map(|page| (page.path.clone(), page)).collect();
        let mut reached = BTreeSet::new();
        let mut open = vec!["index.html".to_owned()];
        while let Some(path) = open.pop() {
            let Some(page) = pages.get(&path).filter(|_| reached.insert(path.clone())) else {
                continue;
            };
            let links = page.all("a[href]");
            let links =
                links.iter().filter_map(|a| a.attr("href")).filter(|href| !href.contains(':'));
            open.extend(links.filter_map(|href| target(&path, href)));
        }
        let lost: Vec<&String> = pages
            .iter()
            .filter(|(path, page)| {
                !reached.contains(*path) && *path != "404.html" && !is_redirect(page)
            })
            // Tombstones keep their address and are listed nowhere.
            .filter(|(_, page)| page.all("main .tombstone, main.tombstone").is_empty())
            .map(|(path, _)| path)
            .collect();
        assert!(lost.is_empty(), "{name}: no link leads to {lost:?}");
    }
}

#[test]
fn with_another_base_address_only_what_a_standard_demands_changes() {
    let sources = support::mini_site("press-freedom");
    let one = support::build(&sources);
    let (site, _) = support::compile_with(&sources, Some("https://elsewhere.example/deep/er/"));
    let other = support::emit(&site.unwrap(), &sources);
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (path, bytes) in &one {
        // The downloads hold whole addresses, so that their page has other sizes and sums.
        if !path.ends_with(".html") || path == "404.html" || path == "data/index.html" {
            continue;
        }
        let strip = |bytes: &[u8]| {
            let text = String::from_utf8(bytes.to_vec()).unwrap();
            let kept = text.lines().filter(|line| {
                // Data for other programs, and how the record is cited: as text, which leads nowhere.
                [
                    "rel=\"canonical\"",
                    "rel=\"cite-as\"",
                    "property=\"og:",
                    "type=\"application/ld+json\"",
                    "class=\"citation\"",
                    "  url = {",
                    "UR  - ",
                    "&quot;URL&quot;",
                ]
                .iter()
                .all(|allowed| !line.contains(allowed))
            });
            kept.collect::<Vec<_>>().join("\n")
        };
        let (one, other) = (strip(bytes), strip(&other[path]));
        let differing = one.lines().zip(other.lines()).find(|(one, other)| one != other);
        assert_eq!((differing, one.len()), (None, other.len()), "{path}");
    }
}

/// The top of a page is shared by many pages, so it could be that of another section.
#[test]
fn the_section_that_is_marked_is_the_one_that_the_page_belongs_to() {
    every_page(|_, page| {
        let address = page.path.strip_prefix("totals/").unwrap_or(&page.path);
        let folder = address.split_once('/').map_or("", |(folder, _)| folder);
        let expected = match folder {
            "milestones" => "timeline/index.html".to_owned(),
            "incidents" | "regions" | "timeline" | "actors" | "reports" | "sources" => {
                format!("{folder}/index.html")
            }
            _ if page.path == "search.html" => page.path.clone(),
            _ => String::new(),
        };
        let marked = page.all(".sections [aria-current]");
        let marked: Vec<&str> = marked.iter().filter_map(|link| link.attr("href")).collect();
        let right = match marked.as_slice() {
            [] => expected.is_empty() || page.all(".sections a").is_empty(),
            [href] => !expected.is_empty() && href.ends_with(&expected),
            _ => false,
        };
        // A redirect stands at any old address and has no sections.
        let redirect = !page.all("meta[http-equiv=refresh]").is_empty();
        (!right && !redirect)
            .then(|| format!("{marked:?} instead of {expected}"))
            .into_iter()
            .collect()
    });
}
