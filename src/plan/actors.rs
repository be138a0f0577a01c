//! The pages of actors: what is recorded of each, kept apart by the part it stands in.

use std::borrow::Cow;

use serde::Serialize;

use super::claims::{Ledger, Standing, Statement};
use super::incident::Spelling;
use super::listing::{Listing, Number};
use super::sources::SourceList;
use super::view::{Change, DateText, Link, Pager, Sums, Views};
use super::{GROUP_SIZE, Part, Scope, Target, urls};
use crate::model::{ActorIx, Case};
use crate::words::Arg;

/// The page of an actor.
#[derive(Debug, Serialize)]
pub struct ActorPage<'a> {
    /// What it is, in words; may be null.
    pub kind: Option<Cow<'a, str>>,
    /// Other names and spellings.
    pub also: Vec<Spelling<'a>>,
    /// The actor that it belongs to; may be null.
    pub parent: Option<Link<'a>>,
    /// The actors that belong to it.
    pub members: Vec<Link<'a>>,
    /// Since when it exists under this name; may be null.
    pub since: Option<DateText>,
    /// Until when; may be null.
    pub until: Option<DateText>,
    /// Its own words, as HTML.
    pub body: &'a str,
    /// What is claimed of it.
    pub ledger: Ledger<'a>,
    /// What was said of it.
    pub statements: Vec<Statement<'a>>,
    /// What was read.
    pub sources: SourceList<'a>,
    /// The public history, newest first.
    pub changes: Vec<Change<'a>>,
    /// Where it stands in cases; the rows of each group come in `rows`, in the same order.
    pub groups: Vec<Group<'a>>,
    /// The language of the record's own texts; null in the site's own.
    pub lang: Option<&'a str>,
    /// Their direction; null with `lang`.
    pub dir: Option<&'static str>,
}

/// The cases in which an actor stands in one part.
#[derive(Debug, Serialize)]
pub struct Group<'a> {
    /// The part: an attribution status, `target`, `speaker` …
    pub part: &'static str,
    /// The part in words.
    pub heading: Cow<'a, str>,
    /// What the part means and does not mean; may be null.
    pub note: Option<Cow<'a, str>>,
    /// What the incidents of the group add up to; null where they are not added up.
    pub sums: Option<Sums<'a>>,
    /// The listing with all cases; null where the page shows them all.
    pub all: Option<Link<'a>>,
}

/// All cases in which an actor stands in one part.
#[derive(Debug, Serialize)]
pub struct ActorCasesPage<'a> {
    /// The actor.
    pub actor: Link<'a>,
    /// The part.
    pub group: Group<'a>,
    /// Where this page of the listing stands.
    pub pager: Pager<'a>,
}

/// The list of actors.
#[derive(Debug, Serialize)]
pub struct ActorsPage<'a> {
    /// The actors, by name.
    pub actors: Vec<ActorEntry<'a>>,
    /// Where this page of the listing stands.
    pub pager: Pager<'a>,
}

/// An actor in the list of actors.
#[derive(Debug, Serialize)]
pub struct ActorEntry<'a> {
    /// The actor.
    pub link: Link<'a>,
    /// What it is, in words; may be null.
    pub kind: Option<Cow<'a, str>>,
    /// Other names and spellings.
    pub also: Vec<Spelling<'a>>,
}

impl<'a> Views<'a> {
    /// The page of an actor; `body` is its own words as HTML.
    pub fn actor_page(&self, ix: ActorIx, body: &'a str) -> ActorPage<'a> {
        let tracker = self.tracker;
        let actor = tracker.actor(ix);
        let record = &actor.record;
        let own = self.text("", record.lang.as_deref());
        let parent = actor.parent.as_ref();
        let groups = self.plan.of_actor[ix.at()].iter();
        ActorPage {
            kind: actor.kind.map(|kind| self.vocabulary("actor_kind", kind.name())),
            also: actor.also.iter().map(|spelling| self.spelling(spelling)).collect(),
            parent: parent.map(|id| self.actor(id.value.as_str())),
            members: tracker
                .sub_actors(ix)
                .iter()
                .map(|ix| self.link(Target::Actor(*ix)))
                .collect(),
            since: actor.since.as_ref().map(|since| self.date(since)),
            until: actor.until.as_ref().map(|until| self.date(until)),
            body,
            ledger: self.ledger(record, &Standing::showing()),
            statements: self.statements(record),
            sources: self.source_list(record),
            changes: self.changes(record),
            groups: groups.map(|(part, cases)| self.group(ix, *part, cases.len())).collect(),
            lang: own.lang,
            dir: own.dir,
        }
    }

    /// The newest cases of each group of an actor's page, newest first.
    pub fn actor_groups(&self, ix: ActorIx) -> impl Iterator<Item = Vec<Case>> + 'a {
        let newest = |cases: &Vec<Case>| cases.iter().rev().take(GROUP_SIZE).copied().collect();
        self.plan.of_actor[ix.at()].iter().map(move |(_, cases)| newest(cases))
    }

    /// All cases in which an actor stands in one part.
    pub fn actor_cases_page(&self, ix: ActorIx, part: Part, number: Number) -> ActorCasesPage<'a> {
        let first = urls::actor_cases(self.plan.address(Target::Actor(ix)), part);
        let listing = self.actor_listing(ix, part);
        ActorCasesPage {
            actor: self.link(Target::Actor(ix)),
            group: self.group(ix, part, listing.entries),
            pager: self.pager(&first, listing, number),
        }
    }

    /// How the cases of a part are cut into pages.
    pub fn actor_listing(&self, ix: ActorIx, part: Part) -> Listing {
        Listing::new(self.part_cases(ix, part).len(), self.tracker.settings.page_size)
    }

    /// The cases of a page of a part, newest first.
    pub fn actor_cases(
        &self,
        ix: ActorIx,
        part: Part,
        number: Number,
    ) -> impl Iterator<Item = Case> + 'a {
        let entries = self.actor_listing(ix, part).entries_of(number);
        self.part_cases(ix, part)[entries].iter().rev().copied()
    }

    fn part_cases(&self, ix: ActorIx, part: Part) -> &'a [Case] {
        let groups = &self.plan.of_actor[ix.at()];
        groups.iter().find(|(own, _)| *own == part).map_or(&[], |(_, cases)| cases)
    }

    fn group(&self, ix: ActorIx, part: Part, cases: usize) -> Group<'a> {
        let note = match part {
            Part::Perpetrator(_) | Part::Named => Some(self.word("part_note_perpetrator")),
            Part::Rejected => Some(self.word("part_note_rejected")),
            Part::Target | Part::Defender | Part::Speaker | Part::Addressee => None,
        };
        let count = Arg::Number(u64::try_from(cases).unwrap_or(u64::MAX));
        let incidents = self.part_cases(ix, part).iter();
        let incidents = incidents.filter(|case| matches!(case, Case::Incident(_))).count();
        Group {
            sums: self.sums(Scope::Actor(ix, part), incidents),
            part: part.name(),
            heading: self.word(part.word()),
            note,
            all: (cases > GROUP_SIZE).then(|| {
                let address = urls::actor_cases(self.plan.address(Target::Actor(ix)), part);
                let href = urls::href(&address).into_owned();
                Link {
                    href: Some(href.into()),
                    ..Link::plain(self.say("all_cases", &[("count", count)]))
                }
            }),
        }
    }

    /// The list of actors.
    pub fn actors(&self, number: Number) -> ActorsPage<'a> {
        let entry = |ix: &ActorIx| {
            let actor = self.tracker.actor(*ix);
            ActorEntry {
                link: self.link(Target::Actor(*ix)),
                kind: actor.kind.map(|kind| self.vocabulary("actor_kind", kind.name())),
                also: actor.also.iter().map(|spelling| self.spelling(spelling)).collect(),
            }
        };
        let all = &self.plan.actors_by_name;
        let listing = Listing::new(all.len(), self.tracker.settings.page_size);
        ActorsPage {
            actors: all[listing.alphabetical(number)].iter().map(entry).collect(),
            pager: self.alphabetical_pager("actors/index.html", listing, number),
        }
    }
}
