//! Markdown of records and pages: what it refers to, its HTML, its text in brief.
//!
//! CommonMark with tables, footnotes and strikethrough. Quotation marks and dashes stay as they are
//! written: records quote verbatim. Whatever the input, nothing here panics, and without raw HTML the
//! output is well formed, asks nothing of another host and runs no script.

mod address;
mod comments;
mod escape;
mod html;
mod notes;
mod plain;
mod relink;
mod scan;
mod slug;
mod text;

pub use html::{Options, to_html};
pub use plain::plain;
pub use relink::{Relink, relink};
pub use scan::{Scan, scan};
pub use text::text;

/// The extensions that every body is read with.
const EXTENSIONS: pulldown_cmark::Options = pulldown_cmark::Options::ENABLE_TABLES
    .union(pulldown_cmark::Options::ENABLE_FOOTNOTES)
    .union(pulldown_cmark::Options::ENABLE_STRIKETHROUGH);

#[cfg(test)]
mod tests;
