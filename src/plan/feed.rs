//! Feeds of incidents, and the calendar of their days: which there are, and what they hold.

use std::borrow::Cow;
use std::cmp::Reverse;

use jiff::civil;
use serde::Serialize;

use super::view::{Change, Row, Views};
use super::{PageKind, Part, Plan, Target, cases, urls};
use crate::model::{ActorIx, Case, ChangeKind, IncidentIx, RegionIx, Tracker};
use crate::words::{Arg, Words};

/// The address of the calendar.
pub(super) const CALENDAR: &str = "calendar.ics";

/// The address of the feed of the site in the form of JSON.
pub(super) const JSON_FEED: &str = "feed.json";

/// Which incidents a feed holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FeedOf {
    /// All of them, those that were withdrawn or merged among them.
    Site,
    /// Those in a region and in all below it.
    Region(RegionIx),
    /// Those that name an actor, whatever as; not those of which the editors reject that.
    Actor(ActorIx),
}

/// A link to a feed.
#[derive(Clone, Debug, Serialize)]
pub struct FeedLink<'a> {
    /// Its file.
    pub href: Cow<'a, str>,
    /// What it holds, in words.
    pub title: Cow<'a, str>,
}

/// What an entry of a feed says of an incident, in `entry`.
#[derive(Debug, Serialize)]
pub struct FeedEntry<'a> {
    /// The incident as lists show it.
    pub row: Row<'a>,
    /// That it was withdrawn or merged, in a sentence; null for one that stands.
    pub notice: Option<Cow<'a, str>>,
    /// The newest change that is no typo; may be null.
    pub change: Option<Change<'a>>,
    /// What readers are to be warned of: the feed then leaves the narrative to the page; may be null.
    pub warning: Option<&'a str>,
    /// The narrative, as HTML with whole addresses; empty where there is none to be shown.
    pub body: &'a str,
    /// The language of the record's own texts.
    pub lang: &'a str,
    /// Their direction.
    pub dir: &'static str,
}

/// The newest incidents of a list by the day of their last change, that with the newest first.
fn newest(
    updated: &[civil::Date],
    incidents: impl Iterator<Item = IncidentIx>,
    count: usize,
) -> Vec<IncidentIx> {
    let mut all: Vec<_> = incidents.map(|ix| (Reverse(updated[ix.at()]), Reverse(ix))).collect();
    if count > 0 && count < all.len() {
        all.select_nth_unstable(count - 1);
    }
    all.truncate(count);
    all.sort_unstable();
    all.into_iter().map(|(_, ix)| ix.0).collect()
}

impl Plan {
    /// The newest incidents of a feed, that with the newest change first, each with its day.
    pub fn feed(&self, tracker: &Tracker, of: FeedOf) -> Vec<(IncidentIx, civil::Date)> {
        let size = tracker.settings.feed_size;
        let updated = &self.updated;
        let incidents = match of {
            FeedOf::Site => newest(updated, (0..).take(updated.len()).map(IncidentIx), size),
            FeedOf::Region(ix) => newest(updated, tracker.in_region(ix).iter().copied(), size),
            FeedOf::Actor(ix) => newest(updated, self.naming(ix).into_iter(), size),
        };
        incidents.into_iter().map(|ix| (ix, updated[ix.at()])).collect()
    }

    /// The incidents that name an actor, in the order of their numbers.
    fn naming(&self, ix: ActorIx) -> Vec<IncidentIx> {
        let groups = self.of_actor[ix.at()].iter().filter(|(part, _)| *part != Part::Rejected);
        let incident = |case: &Case| match case {
            Case::Incident(ix) => Some(*ix),
            Case::Report(_) | Case::Milestone(_) => None,
        };
        let mut incidents: Vec<_> =
            groups.flat_map(|(_, cases)| cases.iter().filter_map(incident)).collect();
        incidents.sort_unstable();
        incidents.dedup();
        incidents
    }

    /// Whether a feed is made: it needs an address, a setting, and something to hold.
    pub(super) fn has_feed(&self, tracker: &Tracker, of: FeedOf) -> bool {
        let settings = &tracker.settings;
        settings.base_url.is_some()
            && match of {
                FeedOf::Site => true,
                FeedOf::Region(ix) => {
                    settings.feeds.regions
                        && !tracker.region(ix).record.is_withdrawn()
                        && !tracker.in_region(ix).is_empty()
                }
                FeedOf::Actor(ix) => {
                    let incident = |case: &Case| matches!(case, Case::Incident(_));
                    settings.feeds.actors
                        && !tracker.actor(ix).record.is_withdrawn()
                        && self.of_actor[ix.at()].iter().any(|(part, cases)| {
                            *part != Part::Rejected && cases.iter().any(incident)
                        })
                }
            }
    }

    /// Whether the calendar is made.
    pub(super) fn has_calendar(tracker: &Tracker) -> bool {
        let settings = &tracker.settings;
        settings.feeds.calendar && settings.base_url.is_some() && days(tracker).next().is_some()
    }

    /// The incidents of the calendar, oldest first, each with its day and that of its last change:
    /// those that count and of which the day is known and certain.
    pub fn days<'a>(
        &'a self,
        tracker: &'a Tracker,
    ) -> impl Iterator<Item = (IncidentIx, civil::Date, civil::Date)> + 'a {
        days(tracker).map(|(ix, day)| (ix, day, self.updated[ix.at()]))
    }
}

fn days(tracker: &Tracker) -> impl Iterator<Item = (IncidentIx, civil::Date)> {
    let counted = tracker.listed().iter().filter(|ix| tracker.counts(**ix).is_ok());
    let exact = counted.filter_map(|ix| {
        let date = &tracker.incident(*ix).date.value;
        date.is_exact().then(|| (*ix, date.earliest()))
    });
    // Calendars know no year before the first.
    exact.filter(|(_, day)| day.year() > 0)
}

impl<'a> Views<'a> {
    /// The title of a feed outside the site.
    pub fn feed_title(&self, of: FeedOf) -> Cow<'a, str> {
        let site = ("site", Arg::Text(&self.tracker.settings.title));
        match of {
            FeedOf::Site => (&*self.tracker.settings.title).into(),
            FeedOf::Region(ix) => {
                let name = &self.tracker.region(ix).record.title.value;
                self.say("feed_of_region", &[site, ("region", Arg::Text(name))])
            }
            FeedOf::Actor(ix) => {
                let name = &self.tracker.actor(ix).record.title.value;
                self.say("feed_of_actor", &[site, ("actor", Arg::Text(name))])
            }
        }
    }

    /// The feed that a page has of its own; `None` for none.
    pub(super) fn feed_link(&self, page: PageKind) -> Option<FeedLink<'a>> {
        let of = match page {
            PageKind::Region(ix, _) => FeedOf::Region(ix),
            PageKind::Actor(ix) | PageKind::ActorCases(ix, ..) => FeedOf::Actor(ix),
            _ => return None,
        };
        self.plan.has_feed(self.tracker, of).then(|| FeedLink {
            href: urls::href(&urls::feed(self.tracker, of)).into_owned().into(),
            title: self.feed_title(of),
        })
    }

    /// The day on which an incident was first published; `None` where nobody says.
    pub fn added(&self, ix: IncidentIx) -> Option<civil::Date> {
        cases::added(&self.tracker.incident(ix).record)
    }

    /// What an entry of a feed says of an incident. `body` is its narrative as HTML.
    pub fn feed_entry(&self, ix: IncidentIx, body: &'a str) -> FeedEntry<'a> {
        let case = Case::Incident(ix);
        let record = &self.tracker.incident(ix).record;
        let notice = self.tombstone(Target::Case(case)).map(|stone| stone.notice);
        let lang = record.lang.as_deref().unwrap_or(&self.tracker.settings.language);
        FeedEntry {
            row: self.row(case),
            change: self
                .changes(record)
                .into_iter()
                .find(|change| change.kind != ChangeKind::Typo.name()),
            warning: record.warning.as_deref().filter(|_| notice.is_none()),
            body,
            notice,
            lang,
            dir: Words::direction(lang),
        }
    }

    /// The same as lines of text: date and figures, or the notice; then the newest change.
    pub fn feed_lines(&self, entry: &FeedEntry<'_>) -> Vec<String> {
        let line = |label: &str, text: &str| {
            let parts = [("label", Arg::Text(label)), ("text", Arg::Text(text))];
            self.say("feed_line", &parts).into_owned()
        };
        let mut lines = match &entry.notice {
            Some(notice) => vec![notice.clone().into_owned()],
            None => {
                let figures = entry.row.figures.iter();
                let figures = figures.map(|fact| line(&fact.label, &fact.text));
                let uncounted = entry.row.uncounted.iter().map(|why| why.clone().into_owned());
                std::iter::once(entry.row.date.text.clone().into_owned())
                    .chain(figures)
                    .chain(uncounted)
                    .collect()
            }
        };
        if let Some(change) = &entry.change {
            lines.push(line(&change.kind_word, change.note));
        }
        lines
    }
}
