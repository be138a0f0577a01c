//! What a body refers to, found without making HTML.

use pulldown_cmark::{Event, Parser, Tag};

use super::EXTENSIONS;
use super::address::Address;
use super::comments::without_comments;
use crate::source::{Located, Span};

/// What a body refers to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scan {
    /// Destinations of links and images that stay within the tracker, in the order of the text,
    /// exactly as [`to_html`](super::to_html) gives them to its resolver.
    ///
    /// Markdown's escapes and entities are read. Percent escapes of the path are decoded (`a%20b.md`
    /// is `a b.md`), but not those of `%`, `#`, `?`, `/`, `\` and control characters. A query or
    /// fragment follows as it is written. An empty destination is an empty text.
    ///
    /// The span is that of the destination, or of the whole link where it holds escapes.
    pub links: Vec<Located<Box<str>>>,
    /// Destinations whose scheme no page may have (`javascript:`, `data:`, `file:`, unknown ones), as
    /// written: the page shows the text without a link.
    pub refused: Vec<Located<Box<str>>>,
    /// Where raw HTML stands. Comments are no raw HTML: they never reach a page.
    pub raw_html: Vec<Span>,
    /// Where comments stand alone: no page shows them.
    pub comments: Vec<Span>,
}

impl Scan {
    fn html(&mut self, html: &str, span: Span) {
        let list = if is_comment(html) { &mut self.comments } else { &mut self.raw_html };
        list.push(span);
    }
}

/// What `text` refers to; spans are moved by `offset`, where the body begins in its file.
pub fn scan(text: &str, offset: usize) -> Scan {
    let mut scan = Scan::default();
    if !may_refer(text) {
        return scan;
    }
    let mut block: Option<(Span, String)> = None;
    for (event, range) in Parser::new_ext(text, EXTENSIONS).into_offset_iter() {
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                let span = Span::new(within(text, &dest_url).unwrap_or(range), offset);
                match Address::of(&dest_url) {
                    Address::Relative(to) => scan.links.push(Located::new(to.into(), span)),
                    Address::Refused => {
                        scan.refused.push(Located::new(Box::from(&*dest_url), span));
                    }
                    Address::Absolute(_) | Address::Fragment(_) => {}
                }
            }
            Event::Start(Tag::HtmlBlock) => {
                block = Some((Span::new(range, offset), String::new()));
            }
            Event::Html(html) => {
                if let Some((_, text)) = &mut block {
                    text.push_str(&html);
                }
            }
            Event::End(pulldown_cmark::TagEnd::HtmlBlock) => {
                if let Some((span, html)) = block.take() {
                    scan.html(&html, span);
                }
            }
            Event::InlineHtml(html) => scan.html(&html, Span::new(range, offset)),
            _ => {}
        }
    }
    scan
}

/// Whether `html` is comments alone, the last of them closed. An open one swallows what follows,
/// which is no intention of its writer.
fn is_comment(html: &str) -> bool {
    html.trim_end().ends_with("-->") && without_comments(html).trim().is_empty()
}

/// Whether `text` can hold a link, an image or HTML at all: most bodies hold none.
fn may_refer(text: &str) -> bool {
    let bytes = text.as_bytes();
    let closes = |pair: &[u8]| pair[0] == b']' && matches!(pair[1], b'(' | b':');
    bytes.contains(&b'<') || (bytes.contains(&b']') && bytes.windows(2).any(closes))
}

/// Where `part` stands in `text`, if it is a slice of it and no copy.
fn within(text: &str, part: &str) -> Option<std::ops::Range<usize>> {
    let start = (part.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    let range = start..start + part.len();
    (!part.is_empty() && text.get(range.clone()) == Some(part)).then_some(range)
}
