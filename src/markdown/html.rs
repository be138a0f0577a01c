//! Markdown to HTML, in one pass over the parser's events.

use std::mem;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Parser, Tag, TagEnd};

use super::EXTENSIONS;
use super::address::{Address, decoded};
use super::comments::{after_leading_comments, without_comments};
use super::escape;
use super::notes::Notes;
use super::slug::{Ids, slug};

/// What HTML is made with.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// Whether raw HTML is passed through; else it is shown as text. Comments are dropped from safe
    /// output everywhere, from raw output where they stand alone.
    pub raw_html: bool,
    /// The level that the body's highest heading gets; 2 below a page's title. The others follow, down to 6.
    pub top_heading: u8,
    /// Names the list of footnotes.
    pub notes: &'a str,
    /// Names the link from a footnote back to the text.
    pub back: &'a str,
    /// Names a table that stands before any heading; later ones are named by their heading.
    pub table: &'a str,
}

/// Appends the HTML of `text` to `out`.
///
/// `resolve` is given each destination that stays within the tracker, in the form that
/// [`Scan::links`](super::Scan::links) describes, and returns the address relative to the page;
/// `None` leaves the text without a link. Images of other hosts become links, so that no page asks
/// anything of another host. Destinations with a scheme that no page may have become plain text.
///
/// Ids: headings `s-` and their words (`s-what-happened`, `s-what-happened-2`), footnotes `fn-1`,
/// their references `fnref-1`, `fnref-1-2`. A template's own ids begin otherwise. A link to `#words`
/// leads to the heading of those words where there is one.
///
/// A table stands in `div.table`, which the keyboard can scroll.
pub fn to_html(
    text: &str,
    options: &Options<'_>,
    resolve: &mut dyn FnMut(&str) -> Option<String>,
    out: &mut String,
) {
    out.reserve(text.len() + text.len() / 4);
    let mut writer = Writer {
        out,
        options,
        resolve,
        ids: Ids::default(),
        notes: Notes::default(),
        patches: Vec::new(),
        highest: 6,
        open_notes: Vec::new(),
        links: Vec::new(),
        image: None,
        heading: None,
        section: None,
        table: Table::default(),
        html: None,
    };
    for event in Parser::new_ext(text, EXTENSIONS) {
        writer.event(event);
    }
    writer.finish();
}

/// A spot of the output that is settled when the whole body has been read.
pub(super) struct Patch {
    at: usize,
    kind: PatchKind,
}

enum PatchKind {
    /// The digit of a heading's level.
    Level(u8),
    /// A link within the body: the bytes that stand there, and the fragment as written.
    Fragment(usize, String),
}

impl Patch {
    /// The same, `by` bytes later.
    pub(super) fn moved(self, by: usize) -> Self {
        Self { at: self.at + by, ..self }
    }
}

struct Writer<'o, 'e> {
    out: &'o mut String,
    options: &'o Options<'o>,
    resolve: &'o mut dyn FnMut(&str) -> Option<String>,
    ids: Ids,
    notes: Notes,
    patches: Vec<Patch>,
    /// The highest level of heading that the body uses.
    highest: u8,
    /// Footnotes being written: where each begins in the output and among the patches, and its label.
    open_notes: Vec<(usize, usize, String)>,
    /// Links being written.
    links: Vec<Link>,
    image: Option<Image<'e>>,
    /// The heading being written: where it begins in the output and among the patches, and its words.
    heading: Option<(usize, usize, String)>,
    /// The id of the last heading.
    section: Option<String>,
    table: Table,
    /// The block of raw HTML being read.
    html: Option<String>,
}

struct Link {
    /// Where its text begins; `None` where there is only text.
    start: Option<usize>,
    /// What stands for its text where that is empty.
    address: String,
}

/// An image, whose alternative text comes in events.
struct Image<'e> {
    destination: pulldown_cmark::CowStr<'e>,
    title: pulldown_cmark::CowStr<'e>,
    alt: String,
    /// Images within its alternative text.
    depth: usize,
}

#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    has_body: bool,
    /// Where the cell begins, and where its text.
    cell: (usize, usize),
}

impl<'e> Writer<'_, 'e> {
    fn event(&mut self, event: Event<'e>) {
        if self.image.is_some() {
            return self.alternative(event);
        }
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(code) => {
                self.out.push_str("<code>");
                self.text(&code);
                self.out.push_str("</code>");
            }
            Event::Html(html) => match &mut self.html {
                Some(block) => block.push_str(&html),
                None => self.raw(&html),
            },
            Event::InlineHtml(html) => self.raw(&html),
            Event::FootnoteReference(label) => {
                self.notes.refer(&label, self.out);
            }
            Event::SoftBreak => {
                self.heading_text(" ");
                self.out.push('\n');
            }
            Event::HardBreak => {
                self.heading_text(" ");
                self.out.push_str("<br>\n");
            }
            Event::Rule => self.out.push_str("<hr>\n"),
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'e>) {
        match tag {
            Tag::Paragraph => self.out.push_str("<p>"),
            Tag::Heading { .. } if !self.open_notes.is_empty() => self.out.push_str("<p>"),
            Tag::Heading { .. } => {
                self.heading = Some((self.out.len(), self.patches.len(), String::new()));
            }
            Tag::BlockQuote(_) => self.out.push_str("<blockquote>\n"),
            Tag::CodeBlock(kind) => self.code_block(&kind),
            Tag::HtmlBlock => self.html = Some(String::new()),
            Tag::List(Some(1)) => self.out.push_str("<ol>\n"),
            Tag::List(Some(first)) => {
                self.out.push_str("<ol start=\"");
                self.out.push_str(&first.to_string());
                self.out.push_str("\">\n");
            }
            Tag::List(None) => self.out.push_str("<ul>\n"),
            Tag::Item => self.out.push_str("<li>"),
            Tag::FootnoteDefinition(label) => {
                let start = (self.out.len(), self.patches.len(), label.into_string());
                self.open_notes.push(start);
            }
            Tag::Table(alignments) => self.table(alignments),
            Tag::TableHead => {
                self.table.in_head = true;
                self.table.column = 0;
                self.out.push_str("<thead>\n<tr>");
            }
            Tag::TableRow => {
                if !mem::replace(&mut self.table.has_body, true) {
                    self.out.push_str("<tbody>\n");
                }
                self.table.column = 0;
                self.out.push_str("<tr>");
            }
            Tag::TableCell => self.cell(),
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.out.push_str("<del>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                let mail = link_type == pulldown_cmark::LinkType::Email;
                let destination = if mail { format!("mailto:{dest_url}").into() } else { dest_url };
                self.link(&destination, &title);
            }
            Tag::Image { dest_url, title, .. } => {
                self.image =
                    Some(Image { destination: dest_url, title, alt: String::new(), depth: 0 });
            }
            // Extensions that are off.
            Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.out.push_str("</p>\n"),
            TagEnd::Heading(level) => self.end_heading(level as u8),
            TagEnd::BlockQuote(_) => self.out.push_str("</blockquote>\n"),
            TagEnd::CodeBlock => self.out.push_str("</code></pre>\n"),
            TagEnd::HtmlBlock => self.end_html(),
            TagEnd::List(ordered) => self.out.push_str(if ordered { "</ol>\n" } else { "</ul>\n" }),
            TagEnd::Item => self.out.push_str("</li>\n"),
            TagEnd::FootnoteDefinition => self.end_note(),
            TagEnd::Table => {
                let end = if self.table.has_body { "</tbody>\n" } else { "" };
                self.out.push_str(end);
                self.out.push_str("</table>\n</div>\n");
            }
            TagEnd::TableHead => {
                self.table.in_head = false;
                self.out.push_str("</tr>\n</thead>\n");
            }
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::Emphasis => self.out.push_str("</em>"),
            TagEnd::Strong => self.out.push_str("</strong>"),
            TagEnd::Strikethrough => self.out.push_str("</del>"),
            TagEnd::Link => self.end_link(),
            TagEnd::Image
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn text(&mut self, text: &str) {
        self.heading_text(text);
        escape::text(text, self.out);
    }

    fn heading_text(&mut self, text: &str) {
        if let Some((_, _, words)) = &mut self.heading {
            words.push_str(text);
        }
    }

    fn end_heading(&mut self, level: u8) {
        let Some((start, first_patch, words)) = self.heading.take() else {
            self.out.push_str("</p>\n");
            return;
        };
        self.highest = self.highest.min(level);
        let id = self.ids.give(&words);
        let digit = char::from(b'0' + level);
        let mut open = format!("<h{digit} id=\"");
        escape::text(&id, &mut open);
        open.push_str("\">");
        self.out.insert_str(start, &open);
        for patch in &mut self.patches[first_patch..] {
            patch.at += open.len();
        }
        self.out.push_str("</h");
        for at in [start + 2, self.out.len()] {
            self.patches.push(Patch { at, kind: PatchKind::Level(level) });
        }
        self.out.push(digit);
        self.out.push_str(">\n");
        self.section = Some(id);
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'_>) {
        self.out.push_str("<pre tabindex=\"0\"><code");
        if let CodeBlockKind::Fenced(info) = kind
            && let Some(language) = info.split_whitespace().next()
        {
            self.out.push_str(" class=\"language-");
            escape::text(language, self.out);
            self.out.push('"');
        }
        self.out.push('>');
    }

    fn raw(&mut self, html: &str) {
        if !self.options.raw_html {
            self.text(&without_comments(html));
        } else {
            self.out.push_str(after_leading_comments(html));
        }
    }

    fn end_html(&mut self) {
        let block = self.html.take().unwrap_or_default();
        if self.options.raw_html {
            self.out.push_str(after_leading_comments(&block));
            return;
        }
        let shown = without_comments(&block);
        if !shown.trim().is_empty() {
            self.out.push_str("<p>");
            escape::text(shown.trim(), self.out);
            self.out.push_str("</p>\n");
        }
    }

    fn end_note(&mut self) {
        let Some((start, first_patch, label)) = self.open_notes.pop() else { return };
        let html = self.out.split_off(start);
        let mut patches = self.patches.split_off(first_patch);
        for patch in &mut patches {
            patch.at -= start;
        }
        self.notes.define(&label, html, patches);
    }

    fn table(&mut self, alignments: Vec<Alignment>) {
        self.table = Table { alignments, ..Table::default() };
        self.out.push_str("<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label");
        match &self.section {
            Some(id) => {
                self.out.push_str("ledby=\"");
                escape::text(id, self.out);
            }
            None => {
                self.out.push_str("=\"");
                escape::text(self.options.table, self.out);
            }
        }
        self.out.push_str("\">\n<table>\n");
    }

    fn cell(&mut self) {
        let start = self.out.len();
        self.out.push_str(if self.table.in_head { "<th scope=\"col\"" } else { "<td" });
        self.alignment();
        self.table.cell = (start, self.out.len());
    }

    /// Writes how the cell is aligned and closes its tag.
    fn alignment(&mut self) {
        self.out.push_str(match self.table.alignments.get(self.table.column) {
            Some(Alignment::Left) => " class=\"start\">",
            Some(Alignment::Center) => " class=\"center\">",
            Some(Alignment::Right) => " class=\"end\">",
            Some(Alignment::None) | None => ">",
        });
    }

    fn end_cell(&mut self) {
        let (start, text) = self.table.cell;
        if !self.table.in_head {
            self.out.push_str("</td>");
        } else if self.out.len() > text {
            self.out.push_str("</th>");
        } else {
            // An empty cell heads nothing.
            self.out.truncate(start);
            self.out.push_str("<td></td>");
        }
        self.table.column += 1;
    }

    fn link(&mut self, destination: &str, title: &str) {
        let mut link = Link { start: None, address: destination.to_owned() };
        if let Some(href) = self.href(Address::of(destination)) {
            self.out.push_str("<a href=\"");
            let at = self.out.len();
            escape::address(&href.address, self.out);
            if let Some(fragment) = href.fragment {
                let length = self.out.len() - at - 1;
                let kind = PatchKind::Fragment(length, fragment);
                self.patches.push(Patch { at: at + 1, kind });
            }
            self.title(title);
            self.out.push('>');
            link.start = Some(self.out.len());
        }
        self.links.push(link);
    }

    fn title(&mut self, title: &str) {
        if !title.is_empty() {
            self.out.push_str("\" title=\"");
            escape::text(title, self.out);
        }
        self.out.push('"');
    }

    fn href(&mut self, address: Address<'_>) -> Option<Href> {
        match address {
            Address::Relative(to) => {
                (self.resolve)(&to).map(|address| Href { address, fragment: None })
            }
            Address::Absolute(to) => Some(Href { address: to.into_owned(), fragment: None }),
            Address::Fragment(to) => {
                Some(Href { address: format!("#{to}"), fragment: Some(to.into_owned()) })
            }
            Address::Refused => None,
        }
    }

    fn end_link(&mut self) {
        let Some(link) = self.links.pop() else { return };
        let Some(start) = link.start else { return };
        if self.out.len() == start {
            escape::text(&link.address, self.out);
        }
        self.out.push_str("</a>");
    }

    /// Takes the events between the start and the end of an image.
    fn alternative(&mut self, event: Event<'e>) {
        let Some(image) = &mut self.image else { return };
        match event {
            Event::Text(text) | Event::Code(text) => image.alt.push_str(&text),
            Event::SoftBreak | Event::HardBreak => image.alt.push(' '),
            Event::Start(Tag::Image { .. }) => image.depth += 1,
            Event::End(TagEnd::Image) if image.depth > 0 => image.depth -= 1,
            Event::End(TagEnd::Image) => self.end_image(),
            _ => {}
        }
    }

    fn end_image(&mut self) {
        let Some(image) = self.image.take() else { return };
        let in_link = self.links.iter().any(|link| link.start.is_some());
        let source = match Address::of(&image.destination) {
            Address::Relative(to) => (self.resolve)(&to),
            Address::Absolute(to) if !in_link => {
                self.out.push_str("<a href=\"");
                escape::address(&to, self.out);
                self.title(&image.title);
                self.out.push('>');
                self.text(if image.alt.is_empty() { &to } else { &image.alt });
                self.out.push_str("</a>");
                return;
            }
            Address::Absolute(_) | Address::Fragment(_) | Address::Refused => None,
        };
        let Some(source) = source else { return self.text(&image.alt) };
        self.heading_text(&image.alt);
        self.out.push_str("<img src=\"");
        escape::address(&source, self.out);
        self.out.push_str("\" alt=\"");
        escape::text(&image.alt, self.out);
        self.title(&image.title);
        self.out.push_str(" loading=\"lazy\">");
    }

    fn finish(self) {
        let Self { out, options, ids, notes, mut patches, highest, .. } = self;
        patches.extend(notes.finish(options.notes, options.back, out));
        patches.sort_by_key(|patch| patch.at);
        let mut replaced: Vec<(usize, usize, String)> = Vec::new();
        for patch in patches {
            match patch.kind {
                PatchKind::Level(level) => {
                    let level = options.top_heading.saturating_add(level - highest).clamp(1, 6);
                    let digit = char::from(b'0' + level).encode_utf8(&mut [0; 4]).to_owned();
                    out.replace_range(patch.at..patch.at + 1, &digit);
                }
                PatchKind::Fragment(length, fragment) => {
                    let id = format!("s-{}", slug(&decoded(fragment.as_str().into())));
                    if !ids.has(&fragment) && ids.has(&id) {
                        replaced.push((patch.at, length, id));
                    }
                }
            }
        }
        let Some((first, ..)) = replaced.first() else { return };
        let tail = out.split_off(*first);
        let (from, mut done) = (*first, 0);
        for (at, length, id) in replaced {
            out.push_str(&tail[done..at - from]);
            escape::address(&id, out);
            done = at - from + length;
        }
        out.push_str(&tail[done..]);
    }
}

/// Where a link leads.
struct Href {
    address: String,
    /// The text after `#`, where it leads within the body.
    fragment: Option<String>,
}
