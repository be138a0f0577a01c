//! The files for machines that are XML: the feeds (Atom, RFC 4287) and the sitemap (sitemaps.org).
//!
//! Both demand absolute addresses, so they are there only where the tracker has a `base_url`.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::model::{Case, ChangeKind};
use crate::plan::{PageKind, Plan, SITEMAP_SIZE, Target, Views};
use crate::words::Arg;

const SITEMAP: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const ATOM: &str = "http://www.w3.org/2005/Atom";

/// The day since which entries are named: RFC 4151 wants one in every `tag:` address, and the same
/// for ever, so that it cannot depend on the record.
const TAG_DATE: &str = "2026";

/// When a feed without entries was last changed: a feed must say, and must not change by itself.
const LONG_AGO: jiff::civil::Date = jiff::civil::date(1970, 1, 1);

/// Writes elements with their texts escaped.
struct Xml<'o> {
    writer: Writer<&'o mut Vec<u8>>,
}

impl<'o> Xml<'o> {
    fn new(out: &'o mut Vec<u8>) -> io::Result<Self> {
        let mut writer = Writer::new(out);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
        writer.get_mut().push(b'\n');
        Ok(Self { writer })
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.writer.write_event(Event::Start(start))
    }

    fn close(&mut self, name: &str) -> io::Result<()> {
        self.writer.write_event(Event::End(BytesEnd::new(name)))?;
        self.writer.get_mut().push(b'\n');
        Ok(())
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.writer.write_event(Event::Empty(start))?;
        self.writer.get_mut().push(b'\n');
        Ok(())
    }

    fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) -> io::Result<()> {
        self.open(name, attributes)?;
        // Control characters are in no XML document, escaped or not.
        let clean: String =
            text.chars().filter(|c| !c.is_control() || matches!(c, '\t' | '\n')).collect();
        self.writer.write_event(Event::Text(BytesText::new(&clean)))?;
        self.close(name)
    }
}

/// What opens a feed.
struct FeedHead<'a> {
    /// Its permanent name within the site; empty for the feed of the site itself.
    id: &'a str,
    title: &'a str,
    subtitle: Option<&'a str>,
    /// Its own address.
    address: &'a str,
    /// The page that shows the same.
    page: &'a str,
    updated: jiff::civil::Date,
}

impl FeedHead<'_> {
    fn write(&self, views: &Views<'_>, base: &str, xml: &mut Xml<'_>) -> io::Result<()> {
        let settings = &views.tracker.settings;
        xml.open("feed", &[("xmlns", ATOM), ("xml:lang", &settings.language)])?;
        xml.text("id", &[], &tag(base, self.id))?;
        xml.text("title", &[], self.title)?;
        if let Some(subtitle) = self.subtitle {
            xml.text("subtitle", &[], subtitle)?;
        }
        let page = views.absolute(base, self.page);
        xml.empty("link", &[("rel", "self"), ("href", &views.absolute(base, self.address))])?;
        xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &page)])?;
        let publisher = settings.publisher.as_ref();
        xml.open("author", &[])?;
        xml.text("name", &[], publisher.map_or(&settings.title, |own| &own.name))?;
        if let Some(url) = publisher.and_then(|own| own.url.as_deref()) {
            xml.text("uri", &[], url)?;
        }
        xml.close("author")?;
        if let Some(licence) = &settings.licence {
            xml.text("rights", &[], licence)?;
        }
        xml.text("updated", &[], &moment(self.updated))
    }
}

/// The feed of incidents. `summary` gives the first words of an incident's narrative.
///
/// # Errors
/// Where writing to memory fails, or a body cannot be read.
pub(super) fn feed<E: From<io::Error>>(
    views: &Views<'_>,
    base: &str,
    mut summary: impl FnMut(Target) -> Result<String, E>,
    out: &mut Vec<u8>,
) -> Result<(), E> {
    let settings = &views.tracker.settings;
    let entries: Vec<_> = views.plan.feed(views.tracker).collect();
    let mut xml = Xml::new(out)?;
    let head = FeedHead {
        id: "",
        title: &settings.title,
        subtitle: settings.description.as_deref(),
        address: "feed.xml",
        page: "index.html",
        updated: entries.first().map_or(LONG_AGO, |(_, day)| *day),
    };
    head.write(views, base, &mut xml)?;
    for (ix, updated) in entries {
        let target = Target::Case(Case::Incident(ix));
        let record = &views.tracker.incident(ix).record;
        let language = record.lang.as_deref().unwrap_or(&settings.language);
        let url = views.absolute(base, views.plan.address(target));
        xml.open("entry", &[("xml:lang", language)])?;
        xml.text("id", &[], &tag(base, record.id.value.as_str()))?;
        xml.text("title", &[], &record.title.value)?;
        xml.text("updated", &[], &moment(updated))?;
        xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &url)])?;
        let text = match views.tombstone(target) {
            Some(stone) => stone.notice.into_owned(),
            None => {
                let row = views.row(Case::Incident(ix));
                let facts = row.figures.iter().map(|fact| format!("{}: {}", fact.label, fact.text));
                let mut lines: Vec<String> =
                    std::iter::once(row.date.text.into_owned()).chain(facts).collect();
                lines.push(summary(target)?);
                lines.join("\n")
            }
        };
        xml.text("summary", &[], text.trim_end())?;
        let told = record.changes.iter().filter(|change| change.kind != ChangeKind::Typo);
        if let Some(change) = told.max_by_key(|change| change.on.value.earliest()) {
            xml.text("content", &[("type", "text")], &change.note)?;
        }
        xml.close("entry")?;
    }
    xml.close("feed")?;
    Ok(())
}

/// The feed of changes that are no typos: one entry each, the newest first.
///
/// # Errors
/// Where writing to memory fails.
pub(super) fn corrections(views: &Views<'_>, base: &str, out: &mut Vec<u8>) -> io::Result<()> {
    let (tracker, plan) = (views.tracker, views.plan);
    let settings = &tracker.settings;
    let changes: Vec<_> = plan.latest_changes(tracker, settings.feed_size).collect();
    // Without a change the newest day of the other feed stands for it: it does not move by itself.
    let other = || plan.feed(tracker).next().map(|(_, day)| day);
    let newest = changes.first().map(|(_, _, day)| *day).or_else(other);
    let name = views.words.text("corrections");
    let title = [("site", Arg::Text(&settings.title)), ("list", Arg::Text(name))];
    let mut xml = Xml::new(out)?;
    let head = FeedHead {
        id: "corrections.xml",
        title: &views.say("list_of_site", &title),
        subtitle: None,
        address: "corrections.xml",
        page: "corrections.html",
        updated: newest.unwrap_or(LONG_AGO),
    };
    head.write(views, base, &mut xml)?;
    for (target, at, day) in changes {
        let Some(entry) = views.record_change(target, at) else { continue };
        let id = views.record(target).map_or("", |record| record.id.value.as_str());
        let id = format!("corrections/{}/{id}/{}", kind(target), entry.change.anchor);
        let language = entry.lang.unwrap_or(&settings.language);
        let title = [
            ("kind", Arg::Text(&entry.change.kind_word)),
            ("title", Arg::Text(&entry.record.text)),
        ];
        let category = [("term", entry.change.kind), ("label", &*entry.change.kind_word)];
        let url = format!("{base}{}", entry.href);
        xml.open("entry", &[("xml:lang", language)])?;
        xml.text("id", &[], &tag(base, &id))?;
        let language = [("xml:lang", &*settings.language)];
        xml.text("title", &language, &views.say("change_of", &title))?;
        xml.text("updated", &[], &moment(day))?;
        xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &url)])?;
        xml.empty("category", &category)?;
        xml.text("content", &[("type", "text")], entry.change.note)?;
        xml.close("entry")?;
    }
    xml.close("feed")
}

/// The kind of a record in names of changes, which must stay for ever.
fn kind(target: Target) -> &'static str {
    match target {
        Target::Case(_) => "case",
        Target::Region(_) => "region",
        Target::Actor(_) => "actor",
        Target::Source(_) => "source",
        Target::Home | Target::Plain(_) => "page",
    }
}

/// A permanent name (RFC 4151) of the site or of one of its records.
fn tag(base: &str, id: &str) -> String {
    let rest = base.split_once("://").map_or(base, |(_, rest)| rest);
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let host = host.split(':').next().unwrap_or(host).to_lowercase();
    let id = crate::plan::href(id);
    format!("tag:{host},{TAG_DATE}:{path}{id}")
}

fn moment(day: jiff::civil::Date) -> String {
    format!("{day}T00:00:00Z")
}

/// The sitemap, its index, or a part of it.
///
/// # Errors
/// Where writing to memory fails.
pub(super) fn sitemap(
    views: &Views<'_>,
    base: &str,
    part: Option<u32>,
    out: &mut Vec<u8>,
) -> io::Result<()> {
    let plan: &Plan = views.plan;
    let parts = plan.pages.iter().filter(|page| matches!(page.page, PageKind::Sitemap(Some(_))));
    let mut xml = Xml::new(out)?;
    if part.is_none() && parts.clone().next().is_some() {
        xml.open("sitemapindex", &[("xmlns", SITEMAP)])?;
        for page in parts {
            xml.open("sitemap", &[])?;
            xml.text("loc", &[], &views.absolute(base, &page.address))?;
            xml.close("sitemap")?;
        }
        return xml.close("sitemapindex");
    }
    let skip = part.map_or(0, |part| part as usize * SITEMAP_SIZE);
    xml.open("urlset", &[("xmlns", SITEMAP)])?;
    for page in plan.indexed().skip(skip).take(SITEMAP_SIZE) {
        xml.open("url", &[])?;
        xml.text("loc", &[], &views.absolute(base, &page.address))?;
        xml.close("url")?;
    }
    xml.close("urlset")
}
