//! The other kinds of record: reports and milestones, regions, actors, shared sources, plain pages.

use serde::{Deserialize, Serialize};

use super::date::Date;
use super::place::{Point, Spelling};
use super::position::Level;
use super::record::{Record, Source};
use super::vocabulary::{Id, vocabulary};
use crate::source::Located;

vocabulary! {
    /// What an actor is.
    ActorKind {
        /// A non-state armed group.
        ArmedGroup = "armed-group",
        /// An army, police or other force of a state.
        StateForce = "state-force",
        /// A local or allied militia.
        Militia = "militia",
        /// A government or public body.
        Institution = "institution",
        /// A non-governmental or international organisation.
        Organisation = "organisation",
        /// A community: may be a target and never a perpetrator.
        Community = "community",
        /// A newsroom or other medium.
        Media = "media",
        /// One person.
        Person = "person",
    }
}

/// An aggregate: many incidents over a period, never counted.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Report {
    /// What every record has; its claims are never counted.
    pub record: Record,
    /// When it was published.
    pub date: Located<Date>,
    /// The time that it speaks of.
    pub period: Option<Located<Date>>,
    /// The regions that it speaks of.
    pub area: Vec<Located<Id>>,
    /// The incidents that are inside it.
    pub documents: Vec<Located<Id>>,
}

/// Context for the timeline, never counted.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Milestone {
    /// What every record has.
    pub record: Record,
    /// When it happened.
    pub date: Located<Date>,
    /// The regions that it concerns.
    pub area: Vec<Located<Id>>,
}

/// One region of the tree; its parent is its folder.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// What every record has; the title is the region's name.
    pub record: Record,
    /// Country, province, cercle …: the tracker's own word.
    pub kind: Option<Box<str>>,
    /// How large an area it is; `None` is one level below its parent.
    pub level: Option<Level>,
    /// Other spellings.
    pub also: Vec<Spelling>,
    /// Codes by system (`iso`, `pcode`, `wikidata`), in the order of their names.
    pub codes: Vec<(Box<str>, Box<str>)>,
    /// A point to stand for it.
    pub point: Option<Located<Point>>,
    /// A GeoJSON file beside it with its outline.
    pub boundary: Option<Located<Box<str>>>,
    /// The region that it was part of, or was called, before.
    pub formerly: Option<Located<Id>>,
    /// Since when it is what it is.
    pub since: Option<Date>,
}

impl Region {
    /// The id of the parent: the id without its last part; `None` at the top.
    pub fn parent_id(&self) -> Option<&str> {
        self.record.id.value.as_str().rsplit_once('/').map(|(parent, _)| parent)
    }
}

/// A group, force, institution, organisation, community, medium or person.
#[derive(Clone, Debug, PartialEq)]
pub struct Actor {
    /// What every record has; the title is the actor's name.
    pub record: Record,
    /// What it is.
    pub kind: Option<ActorKind>,
    /// Other names and spellings.
    pub also: Vec<Spelling>,
    /// The actor that it belongs to.
    pub parent: Option<Located<Id>>,
    /// Since when it exists under this name.
    pub since: Option<Date>,
    /// Until when.
    pub until: Option<Date>,
}

/// A source that more than one record cites.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedSource {
    /// What every record has; the title is the source's.
    pub record: Record,
    /// What was read.
    pub source: Source,
}

/// A page of plain words at the top of `content/`; `index` is the home page's.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// What every record has.
    pub record: Record,
    /// One sentence for search engines and link previews.
    pub description: Option<Box<str>>,
}
