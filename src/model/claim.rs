//! The ledger: who says what, in which source, in which words, and whether we count it.

use serde::{Deserialize, Serialize};

use super::amount::Amount;
use super::date::Date;
use super::rare::{Rare, rare};
use super::vocabulary::{Id, vocabulary};
use crate::source::{Located, Span};

vocabulary! {
    /// What figures count.
    Measure {
        /// People killed.
        Killed = "killed",
        /// People injured.
        Injured = "injured",
        /// People missing.
        Missing = "missing",
        /// People abducted.
        Abducted = "abducted",
        /// People displaced.
        Displaced = "displaced",
    }
}

vocabulary! {
    /// What the editors do with a claim.
    Use {
        /// Its figure is in the range.
        Counted = "counted",
        /// It is shown and changes no range.
        Shown = "shown",
        /// It is shown struck out, with the reason.
        Rejected = "rejected",
    }
}

vocabulary! {
    /// How far the naming of a perpetrator has got.
    Attribution {
        /// The one named has admitted it.
        Admitted = "admitted",
        /// A court or inquiry has established it.
        Established = "established",
        /// The one named has claimed it as its own deed.
        Claimed = "claimed",
        /// Somebody says so.
        Alleged = "alleged",
        /// Somebody thinks it likely.
        Suspected = "suspected",
        /// Credible sources disagree.
        Contested = "contested",
        /// The one named denies it.
        Denied = "denied",
    }
}

vocabulary! {
    /// What a statement does.
    StatementKind {
        /// Condemns.
        Condemnation = "condemnation",
        /// Voices concern.
        Concern = "concern",
        /// Denies.
        Denial = "denial",
        /// Admits.
        Admission = "admission",
        /// Accuses.
        Accusation = "accusation",
        /// Recommends.
        Recommendation = "recommendation",
        /// Offers help.
        Offer = "offer",
        /// Announces an operation.
        Operation = "operation",
        /// Announces an inquiry.
        Inquiry = "inquiry",
        /// Mourns.
        Mourning = "mourning",
    }
}

/// Whom a figure speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum Who {
    /// `civilians`
    Civilians,
    /// `fighters`
    Fighters,
    /// `mixed`
    Mixed,
    /// `unknown`
    Unknown,
    /// Other words.
    Words(Box<str>),
}

/// Somebody who says something: an actor of the tracker, or a description.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum Party {
    /// An actor's id.
    Actor(Located<Id>),
    /// Words that describe an unnamed or unlisted speaker; they hold a space.
    Words(Box<str>),
}

/// One entry of the ledger.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct Claim {
    /// Where the claim stands in the file.
    pub span: Span,
    /// Its own code within the record.
    pub id: Option<Located<Id>>,
    /// Its figures, in the order of [`Measure`].
    pub figures: Vec<(Measure, Located<Amount>)>,
    /// Who is said to have done it (actor ids).
    pub perpetrator: Vec<Located<Id>>,
    /// Who was attacked (actor ids).
    pub target: Vec<Located<Id>>,
    /// Anything else that is asserted.
    pub text: Option<Box<str>>,
    /// Who says so.
    pub by: Option<Party>,
    /// The sources that carry it (ids within the record).
    pub source: Vec<Located<Id>>,
    /// How far the naming of the perpetrator has got.
    pub status: Option<Attribution>,
    /// The editors' words about it.
    pub note: Option<Box<str>>,
    /// What few have; read as if it stood here.
    pub rare: Rare<RareOfClaim>,
}

/// What few claims have beside the parties, the figures and the sources.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct RareOfClaim {
    /// Who defended (actor ids).
    pub defender: Vec<Located<Id>>,
    /// Why, as somebody says.
    pub motive: Option<Box<str>>,
    /// How.
    pub method: Option<Box<str>>,
    /// What was destroyed or taken.
    pub damage: Option<Box<str>>,
    /// Whom the figures speak of.
    pub who: Option<Who>,
    /// The names of the record's places that it speaks of; empty speaks of the whole.
    pub place: Vec<Located<Box<str>>>,
    /// Through whom it reached us.
    pub via: Option<Box<str>>,
    /// When it was said.
    pub on: Option<Date>,
    /// The words themselves.
    pub quote: Option<Box<str>>,
    /// The language of the words (BCP 47).
    pub quote_lang: Option<Box<str>>,
    /// What we do with it; `None` leaves it to the default, which [`Claim::usage`] gives.
    pub usage: Option<Located<Use>>,
    /// Why it is used so.
    pub reason: Option<Box<str>>,
    /// The claims of this record that it repeats.
    pub restates: Vec<Located<Id>>,
    /// The claims of this record that it takes the place of.
    pub supersedes: Vec<Located<Id>>,
    /// The claims of this record that it cannot be true together with.
    pub conflicts: Vec<Located<Id>>,
}

rare!(Claim, RareOfClaim);

impl Claim {
    /// What we do with it: as written, else counted where it has a figure and shown where it has none.
    pub fn usage(&self) -> Use {
        match &self.usage {
            Some(usage) => usage.value,
            None if self.figures.is_empty() => Use::Shown,
            None => Use::Counted,
        }
    }

    /// Its figure of that measure.
    pub fn figure(&self, measure: Measure) -> Option<&Amount> {
        self.figures.iter().find(|(own, _)| *own == measure).map(|(_, amount)| &amount.value)
    }

    /// Whether it asserts anything at all.
    pub fn asserts_something(&self) -> bool {
        !self.figures.is_empty()
            || !self.perpetrator.is_empty()
            || !self.target.is_empty()
            || !self.defender.is_empty()
            || self.motive.is_some()
            || self.method.is_some()
            || self.damage.is_some()
            || self.text.is_some()
    }
}

/// Something said after the event.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Statement {
    /// Where the statement stands in the file.
    pub span: Span,
    /// Who said it.
    pub by: Party,
    /// When.
    pub on: Option<Date>,
    /// What it does.
    pub kind: Option<StatementKind>,
    /// Whom it is addressed to.
    pub to: Vec<Party>,
    /// What was said, in the editors' words.
    pub text: Option<Box<str>>,
    /// The words themselves.
    pub quote: Option<Box<str>>,
    /// The language of the words (BCP 47).
    pub quote_lang: Option<Box<str>>,
    /// Where it was said: "Twitter", "press conference".
    pub channel: Option<Box<str>>,
    /// The sources that carry it (ids within the record).
    pub source: Vec<Located<Id>>,
}
