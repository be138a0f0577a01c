//! The feed of incidents as JSON (JSON Feed 1.1).

use std::io;

use serde::Serialize;

use super::atom::Entry;
use crate::plan::Views;

const VERSION: &str = "https://jsonfeed.org/version/1.1";

#[derive(Serialize)]
struct Feed<'f> {
    version: &'static str,
    title: &'f str,
    home_page_url: String,
    feed_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'f str>,
    language: &'f str,
    authors: [Author<'f>; 1],
    items: Vec<Item<'f>>,
}

#[derive(Serialize)]
struct Author<'f> {
    name: &'f str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'f str>,
}

#[derive(Serialize)]
struct Item<'f> {
    id: &'f str,
    url: &'f str,
    title: &'f str,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_html: Option<&'f str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_text: Option<&'f str>,
    summary: &'f str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<&'f str>,
    date_modified: &'f str,
    language: &'f str,
}

fn item<'f>(entry: &'f Entry<'_>) -> Item<'f> {
    Item {
        id: &entry.id,
        url: &entry.url,
        title: entry.title,
        content_html: entry.content.as_deref(),
        // An item must have one of the two.
        content_text: Some(&*entry.summary).filter(|_| entry.content.is_none()),
        summary: &entry.summary,
        date_published: entry.published.as_deref(),
        date_modified: &entry.updated,
        language: entry.language,
    }
}

/// The feed of the incidents of the site.
///
/// # Errors
/// Where writing to memory fails.
pub(super) fn feed(
    views: &Views<'_>,
    base: &str,
    address: &str,
    entries: &[Entry<'_>],
    out: &mut Vec<u8>,
) -> io::Result<()> {
    let settings = &views.tracker.settings;
    let publisher = settings.publisher.as_ref();
    let feed = Feed {
        version: VERSION,
        title: &settings.title,
        home_page_url: views.absolute(base, "index.html"),
        feed_url: views.absolute(base, address),
        description: settings.description.as_deref(),
        language: &settings.language,
        authors: [Author {
            name: publisher.map_or(&settings.title, |own| &own.name),
            url: publisher.and_then(|own| own.url.as_deref()),
        }],
        items: entries.iter().map(item).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &feed)?;
    out.push(b'\n');
    Ok(())
}
