//! What a tracker is: records, claims, dates, places, and what holds between them.

mod amend;
mod amount;
mod boundary;
mod claim;
mod date;
mod folding;
mod incident;
mod index;
mod lookup;
mod names;
mod origins;
mod place;
mod position;
mod range;
mod rare;
mod record;
mod references;
mod registry;
mod resolve;
mod settings;
mod totals;
mod tracker;
mod vocabulary;

pub use amount::{Amount, AmountError};
pub use boundary::{Boundary, Polygon, Position};
pub use claim::{
    Attribution, Claim, Measure, Party, RareOfClaim, Statement, StatementKind, Use, Who,
};
pub use date::{Date, DateError, Part, When};
pub use folding::fold;
pub use incident::{Basis, Evidence, Incident, RareOfIncident, Victim};
pub use lookup::Lookup;
pub use names::{Letter, Meaning, NamedPlace, Names, Script, Spot, Word};
pub use place::{
    Decimal, GazetteerPlace, Place, PlaceRole, Point, Precision, RareOfPlace, Spelling,
};
pub use position::{Level, ShownPlace};
pub use range::Range;
pub use rare::Rare;
pub use record::{
    Change, ChangeKind, CitedSource, HiddenRecord, RareOfRecord, RareOfSource, Record, Safety,
    SharedCitation, Source, SourceKind, Status, Translation,
};
pub use references::{CIRCULAR_REFERENCE, COMMUNITY_AS_PERPETRATOR, NOT_PUBLIC, UNKNOWN_REFERENCE};
pub use registry::{Actor, ActorKind, Milestone, Page, Region, Report, SharedSource};
pub use resolve::{ALIAS_COLLISION, DUPLICATE_ID};
pub use settings::{
    Author, AuthorName, Cards, Data, FeedContent, Feeds, Format, IncidentType, Publisher, Search,
    Settings, Split, Titles,
};
pub use totals::{Counted, Sums, Total};
pub use tracker::{
    ActorIx, ActorRole, Case, IncidentIx, LeftOut, MilestoneIx, Records, RegionIx, ReportIx,
    SourceIx, Tracker,
};
pub(crate) use vocabulary::vocabulary;
pub use vocabulary::{Id, Vocabulary, is_id_character};

/// Every rule that a tracker's references are held to.
pub const RULES: &[&crate::diagnostic::Rule] = &[
    &UNKNOWN_REFERENCE,
    &NOT_PUBLIC,
    &CIRCULAR_REFERENCE,
    &COMMUNITY_AS_PERPETRATOR,
    &DUPLICATE_ID,
    &ALIAS_COLLISION,
];
