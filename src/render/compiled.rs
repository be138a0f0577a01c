//! The theme's hottest templates as code, for trackers that have not changed them.
//!
//! `build/` writes the functions from `templates/`, so that the templates stay the only place that says
//! what a page looks like. They give the bytes that the engine gives (`tests/sites.rs` compares), and
//! need no values: they read the views themselves.

use std::borrow::Cow;
use std::io::Write as _;

use serde_json::Value;

use crate::plan::view::{
    DateText, External, FeedLink, Head, Image, IncidentPage, Link, Map, Position, ProofRow, Region, Row, Site,
    TableRow, Text,
};
use crate::words::Words;

use super::templates::Templates;

include!(concat!(env!("OUT_DIR"), "/theme.rs"));

/// A piece of a text that is the same on every page.
pub(super) enum Piece {
    /// Markup as it stands in the template.
    Text(&'static str),
    /// A word of the site, by its message.
    Word(&'static str),
    /// What the site says of itself, by its field.
    Site(&'static str),
}

/// What is the same on every page of a site, and which functions stand for its templates.
pub(super) struct Compiled {
    /// The texts with the site's words in them.
    texts: Vec<Box<[u8]>>,
    site: Has,
    /// Between the items of a list.
    separator: Box<str>,
    incident: bool,
    case: bool,
    proof: bool,
    table_row: bool,
}

/// What conditions in templates ask of a site.
struct Has {
    feed: bool,
    calendar: bool,
}

impl Compiled {
    /// What is the same on every page of a site with these templates and words.
    pub(super) fn new(templates: &Templates, site: &Site<'_>, words: &Words) -> Self {
        let has = Has { feed: site.feed, calendar: site.calendar };
        // A view without maps and of plain values becomes JSON without fail.
        let site = serde_json::to_value(site).unwrap_or_default();
        let part = |pieces: &&[Piece]| {
            let mut part = Vec::new();
            for piece in *pieces {
                match piece {
                    Piece::Text(text) => part.extend(text.as_bytes()),
                    Piece::Word(id) => escape(words.text(id), &mut part),
                    Piece::Site(field) => {
                        escape(site.get(field).and_then(Value::as_str).unwrap_or_default(), &mut part);
                    }
                }
            }
            part.into()
        };
        let texts = PARTS.iter().map(part).collect();
        Self {
            texts,
            site: has,
            separator: words.text("list_separator").into(),
            incident: templates.are_the_themes(INCIDENT),
            case: templates.are_the_themes(CASE),
            proof: templates.are_the_themes(PROOF),
            table_row: templates.are_the_themes(TABLE_ROW),
        }
    }
}

/// What a page is written with besides its views.
pub(super) struct Scene<'a> {
    site: &'a Has,
    compiled: &'a Compiled,
    /// What leads to the site's root.
    root: &'a str,
    masthead: Safe<'a>,
    footer: Safe<'a>,
}

impl<'a> Scene<'a> {
    pub(super) fn new(
        compiled: &'a Compiled,
        root: &'a str,
        masthead: &'a str,
        footer: &'a str,
    ) -> Self {
        let (masthead, footer) = (Safe(masthead), Safe(footer));
        Self { site: &compiled.site, compiled, root, masthead, footer }
    }

    /// Writes the page of an incident and says so, unless the tracker has templates of its own for it.
    pub(super) fn incident(
        &self,
        head: &Head<'_>,
        page: &IncidentPage<'_>,
        out: &mut Vec<u8>,
    ) -> bool {
        if self.compiled.incident {
            incident(self, head, page, out);
        }
        self.compiled.incident
    }

    /// The same for an entry of a list.
    pub(super) fn case(&self, row: &Row<'_>, out: &mut Vec<u8>) -> bool {
        if self.compiled.case {
            case(self, row, out);
        }
        self.compiled.case
    }

    /// The same for a row of a proof.
    pub(super) fn proof(&self, row: &ProofRow<'_>, out: &mut Vec<u8>) -> bool {
        if self.compiled.proof {
            proof(self, row, out);
        }
        self.compiled.proof
    }

    /// The same for a row of the tables of all incidents.
    pub(super) fn table_row(&self, row: &TableRow<'_>, out: &mut Vec<u8>) -> bool {
        if self.compiled.table_row {
            table_row(self, row, out);
        }
        self.compiled.table_row
    }

    fn part(&self, at: usize, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.compiled.texts[at]);
    }
}

/// HTML that is written as it is.
#[derive(Clone, Copy)]
struct Safe<'a>(&'a str);

fn escape(text: &str, out: &mut Vec<u8>) {
    // Writing to memory cannot fail.
    let _ = tera::escape_html(text, out);
}

/// What an expression in a template writes.
trait Put {
    fn put(&self, out: &mut Vec<u8>);
}

fn put(value: &impl Put, out: &mut Vec<u8>) {
    value.put(out);
}

impl Put for str {
    fn put(&self, out: &mut Vec<u8>) {
        escape(self, out);
    }
}

impl Put for String {
    fn put(&self, out: &mut Vec<u8>) {
        escape(self, out);
    }
}

impl Put for Cow<'_, str> {
    fn put(&self, out: &mut Vec<u8>) {
        escape(self, out);
    }
}

impl Put for Safe<'_> {
    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.0.as_bytes());
    }
}

impl Put for usize {
    fn put(&self, out: &mut Vec<u8>) {
        // Writing to memory cannot fail.
        let _ = write!(out, "{self}");
    }
}

impl Put for u32 {
    fn put(&self, out: &mut Vec<u8>) {
        // Writing to memory cannot fail.
        let _ = write!(out, "{self}");
    }
}

impl<T: Put> Put for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        if let Some(value) = self {
            value.put(out);
        }
    }
}

impl<T: Put + ?Sized> Put for &T {
    fn put(&self, out: &mut Vec<u8>) {
        T::put(self, out);
    }
}

/// What a condition in a template holds of: whatever is there and is neither empty nor false.
trait Truth {
    /// What it is when it is there.
    type Is: ?Sized;
    fn truth(&self) -> Option<&Self::Is>;
}

fn truth<T: Truth + ?Sized>(value: &T) -> Option<&T::Is> {
    value.truth()
}

impl<T: Truth> Truth for Option<T> {
    type Is = T::Is;
    fn truth(&self) -> Option<&T::Is> {
        self.as_ref().and_then(T::truth)
    }
}

impl<T: Truth + ?Sized> Truth for &T {
    type Is = T::Is;
    fn truth(&self) -> Option<&T::Is> {
        T::truth(self)
    }
}

impl<T> Truth for [T] {
    type Is = [T];
    fn truth(&self) -> Option<&[T]> {
        (!self.is_empty()).then_some(self)
    }
}

impl<T> Truth for Vec<T> {
    type Is = [T];
    fn truth(&self) -> Option<&[T]> {
        self.as_slice().truth()
    }
}

impl Truth for str {
    type Is = str;
    fn truth(&self) -> Option<&str> {
        (!self.is_empty()).then_some(self)
    }
}

impl Truth for String {
    type Is = str;
    fn truth(&self) -> Option<&str> {
        self.as_str().truth()
    }
}

impl Truth for Cow<'_, str> {
    type Is = str;
    fn truth(&self) -> Option<&str> {
        (**self).truth()
    }
}

impl Truth for bool {
    type Is = bool;
    fn truth(&self) -> Option<&bool> {
        self.then_some(self)
    }
}

/// Views are true wherever they are there.
macro_rules! there {
    ($($view:ty),*) => {$(
        impl Truth for $view {
            type Is = Self;
            fn truth(&self) -> Option<&Self> {
                Some(self)
            }
        }
    )*};
}
there!(Text<'_>, Link<'_>, DateText, External<'_>, FeedLink<'_>, Region<'_>, Position<'_>, Map<'_>, Image);

fn same(a: &impl AsRef<str>, b: &str) -> bool {
    a.as_ref() == b
}

fn safe(html: &(impl AsRef<str> + ?Sized), out: &mut Vec<u8>) {
    out.extend_from_slice(html.as_ref().as_bytes());
}

/// What may be in another language than the page.
trait Spoken {
    /// Its language and direction; `None` in the page's own.
    fn language(&self) -> Option<(&str, &str)>;
}

macro_rules! spoken {
    ($($view:ty),*) => {$(
        impl Spoken for $view {
            fn language(&self) -> Option<(&str, &str)> {
                self.lang.map(|lang| (lang, self.dir.unwrap_or("auto")))
            }
        }
    )*};
}
spoken!(Text<'_>, Link<'_>, IncidentPage<'_>);

impl<T: Spoken> Spoken for &T {
    fn language(&self) -> Option<(&str, &str)> {
        T::language(self)
    }
}

fn lang(of: &impl Spoken, out: &mut Vec<u8>) {
    if let Some((lang, dir)) = of.language() {
        out.extend(b" lang=\"");
        escape(lang, out);
        out.extend(b"\" dir=\"");
        escape(dir, out);
        out.push(b'"');
    }
}

/// A text, in its language where it has one of its own.
fn text(text: &Text<'_>, out: &mut Vec<u8>) {
    span(&text.text, text, out);
}

fn span(words: &str, of: &impl Spoken, out: &mut Vec<u8>) {
    if of.language().is_none() {
        return escape(words, out);
    }
    out.extend(b"<span");
    lang(of, out);
    out.push(b'>');
    escape(words, out);
    out.extend(b"</span>");
}

fn link(scene: &Scene<'_>, link: &Link<'_>, out: &mut Vec<u8>) {
    match (&link.href, &link.anchor) {
        (Some(href), _) => {
            out.extend(b"<a href=\"");
            escape(scene.root, out);
            escape(href, out);
        }
        (None, Some(place)) => {
            out.extend(b"<a href=\"#");
            escape(place, out);
        }
        (None, None) => return span(&link.text, link, out),
    }
    out.push(b'"');
    lang(link, out);
    out.push(b'>');
    escape(&link.text, out);
    out.extend(b"</a>");
}

fn links(scene: &Scene<'_>, links: &[Link<'_>], out: &mut Vec<u8>) {
    for (at, one) in links.iter().enumerate() {
        if at > 0 {
            escape(&scene.compiled.separator, out);
        }
        link(scene, one, out);
    }
}

fn sentence(scene: &Scene<'_>, parts: &[Link<'_>], out: &mut Vec<u8>) {
    parts.iter().for_each(|part| link(scene, part, out));
}

fn join(scene: &Scene<'_>, texts: &[&str], out: &mut Vec<u8>) {
    for (at, text) in texts.iter().enumerate() {
        if at > 0 {
            escape(&scene.compiled.separator, out);
        }
        escape(text, out);
    }
}

fn when(date: &DateText, out: &mut Vec<u8>) {
    let Some(machine) = &date.machine else { return escape(&date.text, out) };
    out.extend(b"<time datetime=\"");
    escape(machine, out);
    out.extend(b"\">");
    escape(&date.text, out);
    out.extend(b"</time>");
}
