//! Addresses: where each page lies, and how one page names another.
//!
//! An address is relative to the site's root, has `/` between its parts and is not percent-encoded.
//! An *href* is an address as it stands in HTML: percent-encoded, still relative to the root;
//! a page puts its own [`root`] before it.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::listing::Number;
use super::maps::MapFile;
use super::{FeedOf, Part, Scope};
use crate::model::{Id, Record, Tracker};
use crate::source::SourcePath;

/// The address of a case: its folders below `content/`, then its id.
pub(super) fn case(record: &Record) -> String {
    filed(&record.file, &record.id.value)
}

fn filed(file: &SourcePath, id: &Id) -> String {
    let folder = file.folder();
    let folder = folder.strip_prefix("content/").unwrap_or(folder);
    format!("{folder}/{id}.html")
}

/// The address that the page of a record has, from its file and its id.
pub fn record_address(file: &SourcePath, id: &Id) -> String {
    let below = file.below("content").unwrap_or_default();
    match below.split_once('/') {
        Some((folder @ ("regions" | "actors" | "sources"), _)) => registry(folder, id),
        Some(_) => filed(file, id),
        None => format!("{id}.html"),
    }
}

/// The address of a record whose id says it all: `regions/north/riverside.html`.
pub(super) fn registry(folder: &str, id: &Id) -> String {
    format!("{folder}/{id}.html")
}

/// The address of a feed of incidents: beside the page that it belongs to.
pub(super) fn feed(tracker: &Tracker, of: FeedOf) -> String {
    match of {
        FeedOf::Site => "feed.xml".to_owned(),
        FeedOf::Region(ix) => format!("regions/{}.xml", tracker.region(ix).record.id.value),
        FeedOf::Actor(ix) => format!("actors/{}.xml", tracker.actor(ix).record.id.value),
    }
}

/// The address of the card picture of an incident.
pub(super) fn card(record: &Record) -> String {
    let page = case(record);
    let below = page.strip_prefix("incidents/").unwrap_or(&page);
    format!("cards/{}.png", below.strip_suffix(".html").unwrap_or(below))
}

/// The address of a month, or of a year.
pub(super) fn period(year: i16, month: Option<i8>) -> String {
    match month {
        Some(month) => format!("timeline/{year:04}-{month:02}.html"),
        None => format!("timeline/{year:04}.html"),
    }
}

/// The address of the table of the incidents of a year.
pub(super) fn incident_year(year: i16) -> String {
    format!("incidents/all/{year:04}.html")
}

/// The name of a part of the data of the filter, whose file lies beside the tables of the years.
pub fn filter_part_name(year: i16, number: u32) -> String {
    match number {
        0 => format!("{year:04}"),
        number => format!("{year:04}-{}", number + 1),
    }
}

/// The address of a part of the data of the filter.
pub(super) fn filter_part(year: i16, number: u32) -> String {
    format!("incidents/all/{}.js", filter_part_name(year, number))
}

/// The address of a file of words of the search.
pub(super) fn search_words(shard: u32) -> String {
    format!("search/words/{shard}.js")
}

/// The address of a file of what results of the search show.
pub(super) fn search_documents(part: u32) -> String {
    format!("search/documents/{part}.js")
}

/// The address of a page of a listing, from the address of its first page.
pub(super) fn numbered(first: &str, number: Number) -> String {
    if number == 0 {
        return first.to_owned();
    }
    let stem = first.strip_suffix(".html").unwrap_or(first);
    format!("{stem}-page-{number}.html")
}

/// The address of all cases in which an actor stands in one part, from the actor's own address.
pub(super) fn actor_cases(actor: &str, part: Part) -> String {
    let stem = actor.strip_suffix(".html").unwrap_or(actor);
    format!("{stem}-{}.html", part.name())
}

/// The address of the page that proves a total.
pub(super) fn proof(tracker: &Tracker, scope: Scope) -> String {
    match scope {
        Scope::All => "totals.html".to_owned(),
        Scope::Region(ix) => {
            format!("totals/{}", registry("regions", &tracker.region(ix).record.id.value))
        }
        Scope::Period(year, month) => format!("totals/{}", period(year, month)),
        Scope::Actor(ix, part) => {
            let actor = registry("actors", &tracker.actor(ix).record.id.value);
            format!("totals/{}", actor_cases(&actor, part))
        }
    }
}

/// The address of a shared file of maps.
pub(super) fn map(tracker: &Tracker, file: MapFile) -> String {
    match file {
        MapFile::Home => "maps/world.svg".to_owned(),
        MapFile::Region(ix) => format!("maps/{}.svg", tracker.region(ix).record.id.value),
        MapFile::Area(ix) => format!("maps/{}.area.svg", tracker.region(ix).record.id.value),
    }
}

/// The address that an alias stands for; `None` where it cannot be one.
///
/// Aliases are written as the old site had them: `2022/03/killing/` is the `index.html` of that
/// folder, and so is `2022/03/killing`.
pub fn alias(written: &str) -> Option<String> {
    let path = written.trim_start_matches('/');
    let mut address = path.trim_end_matches('/').to_owned();
    let sound = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && !part.ends_with(['.', ' '])
            && !part.contains(['\\', ':', '*', '?', '"', '<', '>', '|', '#', '%'])
            && !part.contains(char::is_control)
    };
    if !address.split('/').all(sound) {
        return None;
    }
    let name = address.rsplit('/').next().unwrap_or_default();
    if path.ends_with('/') || !name.contains('.') {
        address.push_str("/index.html");
    }
    Some(address)
}

/// What leads from the page at `address` to the site's root: `../` as often as it lies deep.
pub fn root(address: &str) -> String {
    "../".repeat(address.bytes().filter(|byte| *byte == b'/').count())
}

/// An address as it stands in HTML: what is not plain ASCII is percent-encoded.
pub fn href(address: &str) -> Cow<'_, str> {
    // Without a branch for each byte, since nearly every address is plain.
    let plain = |byte: u8| {
        byte.is_ascii_alphanumeric()
            | (b'-'..=b'/').contains(&byte)
            | (byte == b'_')
            | (byte == b'~')
    };
    if address.bytes().fold(true, |all, byte| all & plain(byte)) {
        return address.into();
    }
    let mut out = String::with_capacity(address.len() + 16);
    for byte in address.bytes() {
        if plain(byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out.into()
}

/// The path that `destination` names from a file in `folder`; `None` where it climbs out of the root.
pub fn join(folder: &str, destination: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in destination.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alias_is_a_file() {
        let check = |written: &str, expected: Option<&str>| {
            assert_eq!(alias(written).as_deref(), expected, "{written}");
        };
        check("incidents/old.html", Some("incidents/old.html"));
        check("/2022/03/killing/", Some("2022/03/killing/index.html"));
        check("2022/killing", Some("2022/killing/index.html"));
        check("../secret.html", None);
        check("a//b.html", None);
        check("a.html#b", None);
        check("", None);
    }

    #[test]
    fn a_page_finds_the_root_and_encodes_what_it_names() {
        assert_eq!(root("index.html"), "");
        assert_eq!(root("incidents/2022/x.html"), "../../");
        assert_eq!(href("regions/north/riverside.html"), "regions/north/riverside.html");
        assert_eq!(href("regions/são joão 1.html"), "regions/s%C3%A3o%20jo%C3%A3o%201.html");
        assert_eq!(href("a:b?c#d%e.html"), "a%3Ab%3Fc%23d%25e.html");
    }

    #[test]
    fn a_path_is_joined_within_the_root() {
        let check = |folder: &str, destination: &str, expected: Option<&str>| {
            assert_eq!(join(folder, destination).as_deref(), expected, "{folder} {destination}");
        };
        check("content/incidents/2022", "../../actors/x.md", Some("content/actors/x.md"));
        check("content", "x.md", Some("content/x.md"));
        check("content", "./a//x.md", Some("content/a/x.md"));
        check("content", "../../x.md", None);
    }
}
