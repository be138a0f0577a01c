//! Feeds (Atom, RFC 4287): of incidents, and of changes.
//!
//! They demand absolute addresses, so they are there only where the tracker has a `base_url`.

use std::io;

use super::xml::Xml;
use crate::model::{Case, IncidentIx};
use crate::plan::{FeedOf, Target, Views};
use crate::words::Arg;

const ATOM: &str = "http://www.w3.org/2005/Atom";

/// The day since which entries are named: RFC 4151 wants one in every `tag:` address, and the same
/// for ever, so that it cannot depend on the record.
const TAG_DATE: &str = "2026";

/// When a feed without entries was last changed: a feed must say, and must not change by itself.
const LONG_AGO: jiff::civil::Date = jiff::civil::date(1970, 1, 1);

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
    /// RFC 3339.
    updated: &'a str,
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
        xml.text("updated", &[], self.updated)
    }
}

/// One entry of a feed of incidents, in all forms of feeds.
pub(super) struct Entry<'a> {
    /// Its permanent name, which stays when the record's title or address change.
    pub(super) id: String,
    /// BCP 47.
    pub(super) language: &'a str,
    pub(super) title: &'a str,
    /// Its page, a whole address.
    pub(super) url: String,
    /// When it was last changed (RFC 3339).
    /// When the record was first published; `None` where nobody says.
    pub(super) published: Option<String>,
    pub(super) updated: String,
    /// Lines of text.
    pub(super) summary: String,
    /// HTML with whole addresses; `None` in feeds of summaries.
    pub(super) content: Option<String>,
}

impl<'a> Entry<'a> {
    /// The entry of an incident, without a text.
    pub(super) fn new(
        views: &Views<'a>,
        base: &str,
        ix: IncidentIx,
        updated: jiff::civil::Date,
    ) -> Self {
        let record = &views.tracker.incident(ix).record;
        Self {
            id: tag(base, record.id.value.as_str()),
            language: record.lang.as_deref().unwrap_or(&views.tracker.settings.language),
            title: &record.title.value,
            url: views.absolute(base, views.plan.address(Target::Case(Case::Incident(ix)))),
            published: views.added(ix).map(moment),
            updated: moment(updated),
            summary: String::new(),
            content: None,
        }
    }
}

/// Puts an entry of a feed of incidents at the end of `out`.
///
/// # Errors
/// Where writing to memory fails.
pub(super) fn entry(entry: &Entry<'_>, out: &mut Vec<u8>) -> io::Result<()> {
    let mut xml = Xml::part(out);
    xml.open("entry", &[("xml:lang", entry.language)])?;
    xml.text("id", &[], &entry.id)?;
    xml.text("title", &[], entry.title)?;
    if let Some(published) = &entry.published {
        xml.text("published", &[], published)?;
    }
    xml.text("updated", &[], &entry.updated)?;
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &entry.url)])?;
    xml.text("summary", &[], &entry.summary)?;
    if let Some(content) = &entry.content {
        xml.text("content", &[("type", "html")], content)?;
    }
    xml.close("entry")
}

/// A feed of incidents, of which the newest was changed on `newest`. `entries` puts its finished
/// entries at the end of what it is given.
///
/// # Errors
/// Where writing to memory fails, or an entry cannot be made.
pub(super) fn feed<E: From<io::Error>>(
    views: &Views<'_>,
    base: &str,
    of: FeedOf,
    address: &str,
    newest: Option<jiff::civil::Date>,
    entries: impl FnOnce(&mut Vec<u8>) -> Result<(), E>,
    out: &mut Vec<u8>,
) -> Result<(), E> {
    let (page, subtitle) = match of {
        FeedOf::Site => (Target::Home, views.tracker.settings.description.as_deref()),
        FeedOf::Region(ix) => (Target::Region(ix), None),
        FeedOf::Actor(ix) => (Target::Actor(ix), Some(views.words.text("feed_of_actor_note"))),
    };
    let head = FeedHead {
        id: if of == FeedOf::Site { "" } else { address },
        title: &views.feed_title(of),
        subtitle,
        address,
        page: views.plan.address(page),
        updated: &moment(newest.unwrap_or(LONG_AGO)),
    };
    let mut xml = Xml::new(out)?;
    head.write(views, base, &mut xml)?;
    entries(xml.inner())?;
    Ok(xml.close("feed")?)
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
    let other = || plan.feed(tracker, FeedOf::Site).first().map(|(_, day)| *day);
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
        updated: &moment(newest.unwrap_or(LONG_AGO)),
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
pub(super) fn tag(base: &str, id: &str) -> String {
    let rest = base.split_once("://").map_or(base, |(_, rest)| rest);
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let host = host.split(':').next().unwrap_or(host).to_lowercase();
    let id = crate::plan::href(id);
    // What is encoded already stays as it is.
    let path = if path.is_ascii() { path.into() } else { crate::plan::href(path) };
    format!("tag:{host},{TAG_DATE}:{path}{id}")
}

fn moment(day: jiff::civil::Date) -> String {
    format!("{day}T00:00:00Z")
}
