//! The templates' contract: what a template is given, in plain values with finished texts.
//!
//! Every template sees `site` ([`Site`]), `words` (the catalogue's messages without variables),
//! `root` (what leads from the page to the site's root), `head` ([`Head`]) and `page` (the view of
//! its kind). An `href` is relative to the site's root and percent-encoded: write
//! `{{ root }}{{ link.href }}`. Where a field may be missing it is null, never absent.

use std::borrow::Cow;

use serde::Serialize;

use super::changes::CORRECTIONS;
use super::data::PAGE;
use super::listing::Number;
use super::names::NAMES;
use super::search::SEARCH;
use super::totals::Scope;
use super::{PageKind, Plan, Target, urls};
use crate::model::{self, Date, Part, Record, Tracker, When};
use crate::words::{Arg, Words};

pub use super::actors::{ActorCasesPage, ActorEntry, ActorPage, ActorsPage, Group};
pub use super::all::{IncidentYear, IncidentYearPage, IncidentsPage, TableRow};
pub use super::changes::{CorrectionsPage, RecordChange};
pub use super::citation::References;
pub use super::claims::{Assertion, Claim, ClaimFigure, Ledger, Relation, Statement};
pub use super::claims_chart::{ClaimMark, ClaimsChart};
pub use super::data::{DataColumn, DataFile, DataGroup, DataPage};
pub use super::feed::{FeedEntry, FeedLink};
pub use super::filter::{Choices, FilterForm, Part as FilterPart, PluralForm};
pub use super::incident::{
    Attribution, Fact, IncidentPage, Neighbours, Place, Position, Spelling, TombstonePage, Victim,
};
pub use super::mapped::{Map, MapKey};
pub use super::names::{LetterLink, Name, NameGroup, NamesPage};
pub use super::other::{
    CasesPage, HomePage, MilestonePage, NotFoundPage, PlainPage, RedirectPage, ReportPage,
    SourcePage, SourcesPage,
};
pub use super::proof::{Cell, Grade, LeftOutCount, MeasureSum, ProofPage, ProofRow, Sum, Sums};
pub use super::region::{RegionPage, RegionsPage, SubRegion};
pub use super::releases::{
    ReleaseFile, ReleaseLink, ReleasePage, ReleaseRow, ReleaseRows, ReleaseTable, WithdrawnFile,
};
pub use super::search::{Found, SearchPage};
pub use super::series_chart::{
    MarkedMilestone, Panel, PeriodRow, SeriesChart, SmallMultiple, SmallMultiples,
};
pub use super::share::{Image, Sharing};
pub use super::sources::{Origin, Source, SourceList};
pub use super::timeline::{Month, PeriodPage, TimelinePage, Year};

/// What builds the views of a site's pages.
#[derive(Clone, Copy)]
pub struct Views<'a> {
    /// The records.
    pub tracker: &'a Tracker,
    /// The words of the site's language.
    pub words: &'a Words,
    /// Where everything lies.
    pub plan: &'a Plan,
}

/// A text with its language, where that is not the page's.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Text<'a> {
    /// The text.
    pub text: Cow<'a, str>,
    /// Its language (BCP 47); null in the site's own.
    pub lang: Option<&'a str>,
    /// Its direction, `ltr` or `rtl`; null with `lang`.
    pub dir: Option<&'static str>,
}

/// A text that may be a link, and may have a language of its own.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Link<'a> {
    /// The text.
    pub text: Cow<'a, str>,
    /// The page that it leads to; null for words alone and for places on the page itself.
    pub href: Option<Cow<'a, str>>,
    /// The place on the page itself that it leads to, percent-encoded; else null.
    pub anchor: Option<Cow<'a, str>>,
    /// The language of the text; null in the site's own.
    pub lang: Option<&'a str>,
    /// The direction of the text; null with `lang`.
    pub dir: Option<&'static str>,
}

/// An address on another host.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct External<'a> {
    /// The address, written out.
    pub text: &'a str,
    /// Whether it may be a link: `http` and `https` alone.
    pub linked: bool,
}

/// A date in words.
#[derive(Clone, Debug, Serialize)]
pub struct DateText {
    /// As readers see it, with whatever is not known about it.
    pub text: Cow<'static, str>,
    /// For `datetime`: the day, month or year; null for extents and choices.
    pub machine: Option<String>,
    /// Whether it is a certain day, or certain days from first to last.
    pub exact: bool,
}

/// A link to a region.
#[derive(Clone, Debug, Serialize)]
pub struct Region<'a> {
    /// Its page.
    pub href: Cow<'a, str>,
    /// Its name.
    pub name: Text<'a>,
}

/// One figure of a row.
#[derive(Clone, Debug, Serialize)]
pub struct Figure<'a> {
    /// `killed`, `injured` …
    pub measure: &'static str,
    /// What it counts.
    pub label: Cow<'a, str>,
    /// The range in words.
    pub text: Cow<'a, str>,
}

/// A case in a list.
#[derive(Clone, Debug, Serialize)]
pub struct Row<'a> {
    /// `incident`, `report`, `milestone`, or `removed` for a withdrawn or merged incident.
    pub kind: &'static str,
    /// What it is, in words; empty for an incident that stands.
    pub kind_word: Cow<'a, str>,
    /// Its permanent code.
    pub id: &'a str,
    /// Its page.
    pub href: Cow<'a, str>,
    /// Its title.
    pub title: Text<'a>,
    /// When.
    pub date: DateText,
    /// The finest region known; null for reports and milestones.
    pub region: Option<Region<'a>>,
    /// The ranges of an incident, in the order of measures.
    pub figures: Vec<Figure<'a>>,
    /// How sure it is, in a word; null for reports and milestones.
    pub evidence: Option<Cow<'a, str>>,
    /// That an incident is in no total, in words; null where it is in them. It then has no figures:
    /// they stand on its own page, beside the reason.
    pub uncounted: Option<Cow<'a, str>>,
}

/// Where a page of a listing stands.
#[derive(Clone, Debug, Serialize)]
pub struct Pager<'a> {
    /// The page with newer (or earlier-sorted) entries; null on the first.
    pub newer: Option<String>,
    /// The page with older (or later-sorted) entries; null on the last.
    pub older: Option<String>,
    /// Which entries the page shows, in words; null where it shows all.
    pub range: Option<Cow<'a, str>>,
}

/// One dated change of a record.
#[derive(Clone, Debug, Serialize)]
pub struct Change<'a> {
    /// Its place on the record's own page, which it keeps for ever.
    pub anchor: String,
    /// When.
    pub on: DateText,
    /// `update`, `correction`, `typo` or `withdrawal`.
    pub kind: &'static str,
    /// The kind in words.
    pub kind_word: Cow<'a, str>,
    /// What changed.
    pub note: &'a str,
}

/// What every page of a site has in common, in `site`.
#[derive(Clone, Debug, Serialize)]
pub struct Site<'a> {
    /// The site's name.
    pub title: &'a str,
    /// What it is about; may be null.
    pub description: Option<&'a str>,
    /// Its language (BCP 47).
    pub language: &'a str,
    /// The direction of that language, `ltr` or `rtl`.
    pub direction: &'static str,
    /// Who publishes it; null or with `name`, `url`, `email`.
    pub publisher: Option<PublisherView<'a>>,
    /// The licence of its data; may be null.
    pub licence: Option<&'a str>,
    /// The tracker's own sign: `favicon.svg`, or its own `favicon.ico`.
    pub icon: &'static str,
    /// Its language as Open Graph writes it: `en`, `pt_BR`.
    pub locale: String,
    /// Whether there is a feed.
    pub feed: bool,
    /// Whether there is a calendar.
    pub calendar: bool,
    /// The sections of the site: what the header leads to.
    pub sections: Vec<Section<'a>>,
    /// The plain pages and lesser lists: what the footer leads to.
    pub pages: Vec<Link<'a>>,
}

/// Who publishes a site.
#[derive(Clone, Debug, Serialize)]
pub struct PublisherView<'a> {
    /// The name.
    pub name: &'a str,
    /// The publisher's own site; may be null.
    pub url: Option<External<'a>>,
    /// Where readers write to; may be null.
    pub email: Option<&'a str>,
}

/// A section of the site.
#[derive(Clone, Debug, Serialize)]
pub struct Section<'a> {
    /// Its name in [`Head::section`].
    pub name: &'static str,
    /// Its first page.
    pub href: &'static str,
    /// Its name in words.
    pub text: Cow<'a, str>,
}

/// What stands in a page's `<head>`, in `head`.
#[derive(Clone, Debug, Serialize)]
pub struct Head<'a> {
    /// The kind of page, as [`PageKind::name`] gives it.
    pub kind: &'static str,
    /// The section that it belongs to; empty for none.
    pub section: &'static str,
    /// Its title.
    pub title: Text<'a>,
    /// One sentence about it; may be null.
    pub description: Option<Cow<'a, str>>,
    /// Its absolute address; null without `base_url`.
    pub canonical: Option<String>,
    /// The absolute address to cite it by (RFC 8574); null without `base_url`.
    pub cite_as: Option<String>,
    /// The day of its last change that is no typo; null where none is recorded.
    pub modified: Option<String>,
    /// The feed of its own incidents, of a region or an actor; may be null.
    pub feed: Option<FeedLink<'a>>,
    /// The picture that stands for it elsewhere; null without `[cards]` or `base_url`.
    pub image: Option<Image>,
    /// What it is in the terms of schema.org, as JSON that can stand in HTML; may be null.
    pub data: Option<String>,
    /// Whether links lead anywhere: not so on a `404.html` that does not know its site's address.
    pub linked: bool,
    /// The style sheet, where it must stand in the page itself.
    pub style: Option<String>,
}

impl<'a> External<'a> {
    /// An address on another host.
    pub fn new(text: &'a str) -> Self {
        let scheme = text.split_once("://").map_or("", |(scheme, _)| scheme);
        let known = ["http", "https"];
        Self { text, linked: known.iter().any(|known| known.eq_ignore_ascii_case(scheme)) }
    }
}

impl<'a> Text<'a> {
    /// The text as a link.
    pub fn link(self, href: impl Into<Cow<'a, str>>) -> Link<'a> {
        Link {
            text: self.text,
            href: Some(href.into()),
            anchor: None,
            lang: self.lang,
            dir: self.dir,
        }
    }

    /// The text as words alone.
    pub fn words(self) -> Link<'a> {
        Link { text: self.text, href: None, anchor: None, lang: self.lang, dir: self.dir }
    }
}

impl<'a> Link<'a> {
    /// A link to a place on the page itself.
    pub fn within(text: impl Into<Cow<'a, str>>, anchor: &str) -> Self {
        let anchor = urls::href(anchor).into_owned();
        Self { text: text.into(), anchor: Some(anchor.into()), ..Self::default() }
    }

    /// Words in the site's language.
    pub fn plain(text: impl Into<Cow<'a, str>>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

impl<'a> Views<'a> {
    /// A number as the language writes it.
    pub(super) fn number(&self, number: usize) -> Cow<'a, str> {
        self.words.number(u64::try_from(number).unwrap_or(u64::MAX))
    }

    /// A message without variables.
    pub fn word(&self, id: &str) -> Cow<'a, str> {
        self.words.text(id).into()
    }

    /// A message with variables.
    pub fn say(&self, id: &str, arguments: &[(&str, Arg<'_>)]) -> Cow<'a, str> {
        self.words.say(id, arguments).into()
    }

    /// A word of a closed list.
    pub fn vocabulary(&self, group: &str, name: &'a str) -> Cow<'a, str> {
        self.words.vocabulary(group, name).into()
    }

    /// The name of a language (BCP 47): the catalogue's, else its tag.
    pub(super) fn language(&self, tag: &'a str) -> Cow<'a, str> {
        let primary = tag.split('-').next().unwrap_or(tag).to_lowercase();
        match self.words.statics().get(&format!("language_{primary}")) {
            Some(name) => name.as_str().into(),
            None => tag.into(),
        }
    }

    /// A date in words.
    pub fn date(&self, date: &Date) -> DateText {
        let machine = match date.when {
            When::Part(part) => Some(part.to_string()),
            When::Lasted(..) | When::OneOf(..) => None,
        };
        let is_day = |part: Part| matches!(part, Part::Day(_));
        let by_day = match date.when {
            When::Part(part) => is_day(part),
            When::Lasted(from, to) => is_day(from) && to.is_none_or(is_day),
            When::OneOf(..) => false,
        };
        let exact = by_day && !date.approximate && !date.uncertain;
        DateText { text: self.words.date(date).into(), machine, exact }
    }

    /// A text in a language that may be the site's. A text of Latin letters alone is in no language
    /// that is written from the right, whatever its source is in: many titles are descriptions.
    pub fn text(&self, text: impl Into<Cow<'a, str>>, lang: Option<&'a str>) -> Text<'a> {
        let text = text.into();
        let lang = lang.filter(|lang| *lang != &*self.tracker.settings.language);
        let dir = lang.map(Words::direction);
        match dir {
            Some("rtl") if text.is_ascii() && !text.is_empty() => {
                Text { text, lang: None, dir: None }
            }
            _ => Text { text, lang, dir },
        }
    }

    /// A record's title.
    pub fn title(&self, record: &'a Record) -> Text<'a> {
        self.text(&*record.title.value, record.lang.as_deref())
    }

    /// The record of a page; `None` for a home page without words of its own.
    pub fn record(&self, target: Target) -> Option<&'a Record> {
        super::links::record_of(self.tracker, target)
    }

    /// A link to a record's page, by its title.
    pub fn link(&self, target: Target) -> Link<'a> {
        match super::links::record_of(self.tracker, target) {
            Some(record) => self.title(record).link(self.href(target)),
            None => self.text(&*self.tracker.settings.title, None).link(self.href(target)),
        }
    }

    /// Somebody who says something.
    pub(super) fn party(&self, party: &'a model::Party) -> Link<'a> {
        match party {
            model::Party::Actor(id) => self.actor(id.value.as_str()),
            model::Party::Words(words) => Link::plain(&**words),
        }
    }

    /// An actor by id, else the words themselves.
    pub(super) fn actor(&self, id: &'a str) -> Link<'a> {
        match self.tracker.actor_by_id(id) {
            Some(ix) => self.link(Target::Actor(ix)),
            None => Link::plain(id),
        }
    }

    /// A message whose variables are links: its parts in the order of the language.
    pub(super) fn sentence(&self, id: &str, parts: Vec<(&str, Link<'a>)>) -> Vec<Link<'a>> {
        const FIRST: u32 = 0xF_0000; // private use: stands in no text
        let slot = |at: usize| {
            u32::try_from(at).ok().and_then(|at| char::from_u32(FIRST + at)).unwrap_or(' ')
        };
        let slots: Vec<String> = (0..parts.len()).map(|at| slot(at).to_string()).collect();
        let arguments: Vec<_> = parts
            .iter()
            .zip(&slots)
            .map(|((name, _), slot)| (*name, Arg::Text(slot.as_str())))
            .collect();
        let text = self.say(id, &arguments);
        let mut sentence = Vec::with_capacity(parts.len() * 2 + 1);
        let mut rest = &*text;
        let is_slot = |c: char| (FIRST..FIRST + 64).contains(&u32::from(c));
        while let Some(at) = rest.find(is_slot) {
            let (before, after) = rest.split_at(at);
            if !before.is_empty() {
                sentence.push(Link::plain(before.to_owned()));
            }
            let Some(found) = after.chars().next() else { break };
            rest = &after[found.len_utf8()..];
            let number = u32::from(found) - FIRST;
            sentence.extend(parts.get(number as usize).map(|(_, link)| link.clone()));
        }
        if !rest.is_empty() {
            sentence.push(Link::plain(rest.to_owned()));
        }
        sentence
    }

    /// The pager of a listing whose first page lies at `first`.
    pub(super) fn pager(&self, first: &str, listing: super::Listing, number: Number) -> Pager<'a> {
        let link = |number: Number| urls::href(&urls::numbered(first, number)).into_owned();
        Pager {
            newer: listing.newer(number).map(link),
            older: listing.older(number).map(link),
            range: (listing.last() > 0).then(|| match number {
                0 => self.page_range(listing.entries_of(number), listing.entries),
                // A numbered page is full and stays as it is, however many come after it.
                _ => self.full_page_range(listing.entries_of(number)),
            }),
        }
    }

    fn full_page_range(&self, entries: std::ops::Range<usize>) -> Cow<'a, str> {
        let count = |number: usize| Arg::Number(u64::try_from(number).unwrap_or(u64::MAX));
        let part = [("from", count(entries.start + 1)), ("to", count(entries.end))];
        self.say("full_page_range", &part)
    }

    /// The pager of a list that is not in the order of time.
    pub(super) fn alphabetical_pager(
        &self,
        first: &str,
        listing: super::Listing,
        number: Number,
    ) -> Pager<'a> {
        let link = |number: Number| urls::href(&urls::numbered(first, number)).into_owned();
        Pager {
            newer: number.checked_sub(1).map(link),
            older: (number < listing.last()).then(|| link(number + 1)),
            range: (listing.last() > 0)
                .then(|| self.page_range(listing.alphabetical(number), listing.entries)),
        }
    }

    fn page_range(&self, entries: std::ops::Range<usize>, all: usize) -> Cow<'a, str> {
        let count = |number: usize| Arg::Number(u64::try_from(number).unwrap_or(u64::MAX));
        let part =
            [("from", count(entries.start + 1)), ("to", count(entries.end)), ("count", count(all))];
        self.say("page_range", &part)
    }

    /// What stands in the `<head>` of a page.
    pub fn head(&self, page: PageKind, address: &str, title: Text<'a>) -> Head<'a> {
        let base = self.tracker.settings.base_url.as_deref();
        Head {
            kind: page.name(),
            section: match page {
                PageKind::Incidents
                | PageKind::IncidentYear(..)
                | PageKind::Removed(_)
                | PageKind::Incident(_) => "incidents",
                PageKind::Regions | PageKind::Region(..) | PageKind::Proof(Scope::Region(_), _) => {
                    "regions"
                }
                PageKind::Timeline
                | PageKind::Period(..)
                | PageKind::Milestones(_)
                | PageKind::Milestone(_)
                | PageKind::Proof(Scope::Period(..), _) => "timeline",
                PageKind::Actors(_)
                | PageKind::Actor(_)
                | PageKind::ActorCases(..)
                | PageKind::Proof(Scope::Actor(..), _) => "actors",
                PageKind::Reports(_) | PageKind::Report(_) => "reports",
                PageKind::Sources(_) | PageKind::Source(..) => "sources",
                PageKind::Search => "search",
                _ => "",
            },
            title,
            description: None,
            canonical: base.map(|base| self.absolute(base, address)),
            cite_as: self.permanent(page, address),
            modified: None,
            feed: self.feed_link(page),
            image: None,
            data: None,
            linked: true,
            style: None,
        }
    }

    /// The absolute address of a page; the home page's is that of the site.
    pub fn absolute(&self, base: &str, address: &str) -> String {
        let address = if address == "index.html" { "" } else { address };
        format!("{base}{}", urls::href(address))
    }

    /// What every page has in common.
    pub fn site(&self) -> Site<'a> {
        let tracker = self.tracker;
        let settings = &tracker.settings;
        let sections = [
            ("incidents", "incidents/index.html", true),
            ("timeline", "timeline/index.html", true),
            ("regions", "regions/index.html", true),
            ("actors", "actors/index.html", !tracker.actors.is_empty()),
            ("reports", "reports/index.html", !tracker.reports.is_empty()),
            ("sources", "sources/index.html", !tracker.sources.is_empty()),
            ("search", SEARCH, !self.plan.documents().is_empty()),
        ];
        let mut pages: Vec<Link<'a>> = (0..tracker.pages.len())
            .map(|at| self.link(Target::Plain(u32::try_from(at).unwrap_or(u32::MAX))))
            .collect();
        pages.push(Link { href: Some("totals.html".into()), ..Link::plain(self.word("proofs")) });
        if !tracker.milestones.is_empty() {
            pages.push(Link {
                href: Some("milestones/index.html".into()),
                ..Link::plain(self.word("milestones"))
            });
        }
        if self.plan.has_data() {
            pages.push(Link { href: Some(PAGE.into()), ..Link::plain(self.word("data")) });
        }
        for (word, href) in [("corrections", CORRECTIONS), ("names", NAMES)] {
            pages.push(Link { href: Some(href.into()), ..Link::plain(self.word(word)) });
        }
        Site {
            title: &settings.title,
            description: settings.description.as_deref(),
            language: &settings.language,
            direction: Words::direction(&settings.language),
            publisher: settings.publisher.as_ref().map(|publisher| PublisherView {
                name: &publisher.name,
                url: publisher.url.as_deref().map(External::new),
                email: publisher.email.as_deref(),
            }),
            licence: settings.licence.as_deref(),
            icon: self.plan.icon(),
            locale: super::share::locale(&settings.language),
            feed: settings.base_url.is_some(),
            calendar: Plan::has_calendar(tracker),
            sections: sections
                .into_iter()
                .filter(|(_, _, shown)| *shown)
                .map(|(name, href, _)| Section { name, href, text: self.word(name) })
                .collect(),
            pages,
        }
    }
}
