//! The theme's templates as code, for trackers that have not changed them.
//!
//! `build/` writes the functions from `templates/`, so that the templates stay the only place that says
//! what a page looks like. They give the bytes that the engine gives (`tests/sites.rs` compares), and
//! need no values: they read the views themselves.

use std::borrow::Cow;
use std::io::Write as _;

use serde::Serialize;
use serde_json::Value;

use self::theme::{ASKED, MADE_OF, PARTS};
use super::templates::Templates;
use crate::plan::view::{
    ActorPage, Change, DateText, External, FeedLink, FilterForm, Head, HomePage, Image,
    IncidentPage, Link, Map, MilestonePage, PlainPage, Position, PublisherView, RecordChange,
    Region, RegionPage, ReportPage, SeriesChart, Site, SmallMultiples, SourcePage, Sums, Text,
    TombstonePage,
};
use crate::words::Words;

/// What the build script has written.
#[allow(clippy::all, reason = "it follows the templates, and nobody reads it")]
mod theme {
    use super::super::{Footer, Masthead};
    use super::*;
    use crate::plan::view::*;

    include!(concat!(env!("OUT_DIR"), "/theme.rs"));
}

/// A piece of a text that is the same on every page.
pub(super) enum Piece {
    /// Markup as it stands in the template.
    Text(&'static str),
    /// A word of the site, by its message.
    Word(&'static str),
    /// What the site says of itself, by a JSON Pointer (RFC 6901).
    Site(&'static str),
}

/// A view that a template of the theme shows.
pub(super) trait Drawn: Serialize {
    /// Its place among the templates that are code.
    const AT: usize;
    /// The name of the template.
    const TEMPLATE: &'static str;
    /// Writes what the template makes of it.
    fn draw(&self, scene: &Scene<'_>, out: &mut Vec<u8>);
}

/// What is the same on every page of a site, and which of its templates are the theme's own.
pub(super) struct Compiled {
    /// The texts with the site's words in them.
    texts: Vec<Box<[u8]>>,
    /// What holds of the site of all that conditions ask.
    holds: Vec<bool>,
    /// Between the items of a list.
    separator: Box<str>,
    /// Whether each template is as the theme has it.
    as_they_were: Vec<bool>,
}

impl Compiled {
    /// What is the same on every page of a site with these templates and words.
    pub(super) fn new(templates: &Templates, site: &Site<'_>, words: &Words) -> Self {
        // A view of plain values becomes JSON without fail.
        let site = serde_json::to_value(site).unwrap_or_default();
        let part = |pieces: &&[Piece]| {
            let mut part = Vec::new();
            for piece in *pieces {
                match piece {
                    Piece::Text(text) => part.extend(text.as_bytes()),
                    Piece::Word(id) => escape(words.text(id), &mut part),
                    Piece::Site(field) => {
                        let text = site.pointer(field).and_then(Value::as_str);
                        escape(text.unwrap_or_default(), &mut part);
                    }
                }
            }
            part.into()
        };
        let holds = |asked: &&str| match site.pointer(asked) {
            Some(Value::Bool(is)) => *is,
            Some(Value::String(text)) => !text.is_empty(),
            Some(Value::Array(items)) => !items.is_empty(),
            Some(value) => !value.is_null(),
            None => false,
        };
        Self {
            texts: PARTS.iter().map(part).collect(),
            holds: ASKED.iter().map(holds).collect(),
            separator: words.text("list_separator").into(),
            as_they_were: MADE_OF.iter().map(|names| templates.are_the_themes(names)).collect(),
        }
    }

    /// Writes a view and says so, unless the tracker has templates of its own for it.
    pub(super) fn draw<V: Drawn>(&self, view: &V, given: Given<'_>, out: &mut Vec<u8>) -> bool {
        let draws = self.as_they_were[V::AT];
        if draws {
            let Given { head, root, masthead, footer, rows } = given;
            let scene = Scene { compiled: self, head, root, masthead, footer, rows };
            view.draw(&scene, out);
        }
        draws
    }
}

/// What a template is given besides its view.
#[derive(Clone, Copy, Default)]
pub(super) struct Given<'a> {
    /// What a page says of itself; only pages have it.
    pub(super) head: Option<&'a Head<'a>>,
    /// What leads to the site's root.
    pub(super) root: &'a str,
    pub(super) masthead: Safe<'a>,
    pub(super) footer: Safe<'a>,
    /// The finished lists of the page; most pages have one.
    pub(super) rows: &'a [Safe<'a>],
}

/// What the code of templates reads besides the view.
pub(super) struct Scene<'a> {
    compiled: &'a Compiled,
    head: Option<&'a Head<'a>>,
    root: &'a str,
    masthead: Safe<'a>,
    footer: Safe<'a>,
    rows: &'a [Safe<'a>],
}

impl Scene<'_> {
    fn part(&self, at: usize, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.compiled.texts[at]);
    }

    fn holds(&self, at: usize) -> bool {
        self.compiled.holds[at]
    }
}

/// HTML that is written as it is.
#[derive(Clone, Copy, Default)]
pub(super) struct Safe<'a>(pub(super) &'a str);

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

impl Put for [Safe<'_>] {
    fn put(&self, out: &mut Vec<u8>) {
        self.iter().for_each(|html| html.put(out));
    }
}

impl Put for usize {
    fn put(&self, out: &mut Vec<u8>) {
        // Writing to memory cannot fail.
        let _ = write!(out, "{self}");
    }
}

impl Put for char {
    fn put(&self, out: &mut Vec<u8>) {
        escape(self.encode_utf8(&mut [0; 4]), out);
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
there!(
    Text<'_>,
    Link<'_>,
    DateText,
    External<'_>,
    FeedLink<'_>,
    Region<'_>,
    Position<'_>,
    Map<'_>,
    Image,
    Sums<'_>,
    SeriesChart<'_>,
    FilterForm<'_>,
    Change<'_>,
    SmallMultiples<'_>,
    PublisherView<'_>
);

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
spoken!(
    Text<'_>,
    Link<'_>,
    IncidentPage<'_>,
    ReportPage<'_>,
    RegionPage<'_>,
    MilestonePage<'_>,
    ActorPage<'_>,
    SourcePage<'_>,
    TombstonePage<'_>,
    RecordChange<'_>,
    PlainPage<'_>,
    HomePage<'_>
);

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
