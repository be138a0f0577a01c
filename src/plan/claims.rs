//! The ledger of a record as its page shows it: what is claimed, by whom, and how it is used.

use std::borrow::Cow;

use serde::Serialize;

use super::view::{DateText, Link, Text, Views};
use crate::model::{self, Id, Measure, Party, Range, Record, Use, Who};
use crate::source::Located;
use crate::words::Arg;

/// All claims of a record, in the order of its file.
#[derive(Debug, Serialize)]
pub struct Ledger<'a> {
    /// The claims.
    pub claims: Vec<Claim<'a>>,
    /// Whether figures of the record are counted at all: an incident's are.
    pub counts: bool,
}

/// One claim.
#[derive(Debug, Serialize)]
pub struct Claim<'a> {
    /// Its permanent place on the page, for links to it.
    pub anchor: Cow<'a, str>,
    /// Its position in the ledger, from 1.
    pub number: usize,
    /// Its figures.
    pub figures: Vec<ClaimFigure<'a>>,
    /// What else it asserts.
    pub assertions: Vec<Assertion<'a>>,
    /// How far the naming of a perpetrator has got, in words; may be null.
    pub status: Option<Cow<'a, str>>,
    /// The places that it speaks of alone, in words; null where it speaks of the whole.
    pub places: Option<Cow<'a, str>>,
    /// Who says so; may be null.
    pub by: Option<Link<'a>>,
    /// Through whom it reached us; may be null.
    pub via: Option<Link<'a>>,
    /// When it was said; may be null.
    pub on: Option<DateText>,
    /// The sources that carry it.
    pub sources: Vec<Carrier<'a>>,
    /// The words themselves; may be null.
    pub quote: Option<Text<'a>>,
    /// `counted`, `place` (counted for its places alone), `shown`, `rejected`, or `asserted` for a
    /// claim without a figure that stands.
    pub usage: &'static str,
    /// The use in words.
    pub usage_word: Cow<'a, str>,
    /// Why it is used so; may be null.
    pub reason: Option<&'a str>,
    /// The editors' words about it; may be null.
    pub note: Option<&'a str>,
    /// How it stands to other claims.
    pub relations: Vec<Relation<'a>>,
}

/// A source that carries a claim.
#[derive(Debug, Serialize)]
pub struct Carrier<'a> {
    /// Its name; a link within the page.
    pub link: Link<'a>,
    /// Its number in the list of sources; null where the record has no such source.
    pub number: Option<Cow<'a, str>>,
}

/// One figure of a claim.
#[derive(Debug, Serialize)]
pub struct ClaimFigure<'a> {
    /// `killed`, `injured` …
    pub measure: &'static str,
    /// What it counts.
    pub label: Cow<'a, str>,
    /// The figure as it was stated; words are in the language of the record.
    pub text: Text<'a>,
    /// Whom it speaks of; may be null.
    pub who: Option<Text<'a>>,
}

/// One thing that a claim asserts besides figures.
#[derive(Debug, Serialize)]
pub struct Assertion<'a> {
    /// `perpetrator`, `target`, `defender`, `motive`, `method`, `damage` or `text`.
    pub kind: &'static str,
    /// What it speaks of; null for a text that speaks for itself.
    pub label: Option<Cow<'a, str>>,
    /// The assertion; null where it names actors.
    pub text: Option<&'a str>,
    /// The actors that it names.
    pub actors: Vec<Link<'a>>,
}

/// How a claim stands to others.
#[derive(Debug, Serialize)]
pub struct Relation<'a> {
    /// The relation in words.
    pub label: Cow<'a, str>,
    /// The other claims by their numbers; links within the page.
    pub claims: Vec<Link<'a>>,
}

/// Something said after the event.
#[derive(Debug, Serialize)]
pub struct Statement<'a> {
    /// Who said it.
    pub by: Link<'a>,
    /// Whether a claim of the record names the speaker as perpetrator.
    pub accused: bool,
    /// When; may be null.
    pub on: Option<DateText>,
    /// What it does, in words; may be null.
    pub kind: Option<Cow<'a, str>>,
    /// Whom it is addressed to.
    pub to: Vec<Link<'a>>,
    /// What was said; may be null.
    pub text: Option<&'a str>,
    /// The words themselves; may be null.
    pub quote: Option<Text<'a>>,
    /// Where it was said; may be null.
    pub channel: Option<&'a str>,
    /// The sources that carry it; links within the page.
    pub sources: Vec<Link<'a>>,
}

/// What is done with the claims of a record: by measure, those counted and those that make the range.
pub(super) struct Standing<'a> {
    measures: Vec<Counted<'a>>,
    counts: bool,
}

struct Counted<'a> {
    measure: Measure,
    counted: Vec<&'a model::Claim>,
    deciding: Vec<&'a model::Claim>,
}

impl<'a> Standing<'a> {
    /// How an incident's claims are used.
    pub(super) fn counting(incident: &'a model::Incident) -> Self {
        let claims = &incident.record.claims;
        let spoken_of =
            |measure: Measure| claims.iter().any(|claim| claim.figure(measure).is_some());
        let measures = Measure::ALL.iter().map(|(_, measure)| *measure);
        let counted = |measure| Counted {
            measure,
            counted: Range::counted(incident, measure),
            deciding: Range::deciding(incident, measure),
        };
        Self {
            measures: measures.filter(|own| spoken_of(*own)).map(counted).collect(),
            counts: true,
        }
    }

    /// How the claims of any other record are used: they are never counted.
    pub(super) fn showing() -> Self {
        Self { measures: Vec::new(), counts: false }
    }

    /// The claims that the range of a measure is made of.
    pub(super) fn deciding(&self, measure: Measure) -> &[&'a model::Claim] {
        let own = self.measures.iter().find(|own| own.measure == measure);
        own.map_or(&[], |own| &own.deciding)
    }

    /// How one figure of a claim is used: `counted`, `place`, `shown` or `rejected`.
    pub(super) fn usage_of(&self, measure: Measure, claim: &model::Claim) -> &'static str {
        let among = |list: &[&model::Claim]| list.iter().any(|own| std::ptr::eq(*own, claim));
        match self.measures.iter().find(|own| own.measure == measure) {
            _ if claim.usage() == Use::Rejected => "rejected",
            Some(own) if among(&own.deciding) => "counted",
            Some(own) if among(&own.counted) => "place",
            _ => "shown",
        }
    }

    fn usage(&self, claim: &model::Claim) -> &'static str {
        let among = |list: &[&model::Claim]| list.iter().any(|own| std::ptr::eq(*own, claim));
        if claim.usage() == Use::Rejected {
            "rejected"
        } else if claim.figures.is_empty() {
            "asserted"
        } else if self.measures.iter().any(|own| among(&own.deciding)) {
            "counted"
        } else if self.measures.iter().any(|own| among(&own.counted)) {
            "place"
        } else {
            "shown"
        }
    }
}

impl<'a> Views<'a> {
    /// The ledger of a record.
    pub(super) fn ledger(&self, record: &'a Record, standing: &Standing<'a>) -> Ledger<'a> {
        let claims = record.claims.iter().enumerate();
        Ledger {
            claims: claims.map(|(at, claim)| self.claim(record, standing, at, claim)).collect(),
            counts: standing.counts,
        }
    }

    fn claim(
        &self,
        record: &'a Record,
        standing: &Standing<'a>,
        at: usize,
        claim: &'a model::Claim,
    ) -> Claim<'a> {
        let lang = record.lang.as_deref();
        let figure = |(measure, amount): &'a (Measure, Located<model::Amount>)| ClaimFigure {
            measure: measure.name(),
            label: self.vocabulary("measure", measure.name()),
            text: self.stated(record, &amount.value),
            who: claim.who.as_ref().map(|who| self.who(who, people(&amount.value), lang)),
        };
        let usage = standing.usage(claim);
        Claim {
            anchor: anchor(at, claim),
            number: at + 1,
            figures: claim.figures.iter().map(figure).collect(),
            assertions: self.assertions(claim),
            status: claim.status.map(|status| self.vocabulary("attribution", status.name())),
            places: self.places_of(claim),
            by: claim.by.as_ref().map(|by| self.party(by)),
            via: claim.via.as_deref().map(|via| self.actor(via)),
            on: claim.on.as_ref().map(|on| self.date(on)),
            sources: self.carriers(record, &claim.source),
            quote: claim
                .quote
                .as_deref()
                .map(|quote| self.text(quote, claim.quote_lang.as_deref())),
            usage,
            usage_word: self.usage_word(usage),
            reason: claim.reason.as_deref(),
            note: claim.note.as_deref(),
            relations: self.relations(record, claim),
        }
    }

    /// The places that a claim speaks of alone, in words.
    pub(super) fn places_of(&self, claim: &model::Claim) -> Option<Cow<'a, str>> {
        let name = |place: &Located<Box<str>>| String::from(&*place.value);
        let places: Vec<String> = claim.place.iter().map(name).collect();
        (!places.is_empty()).then(|| self.words.list(&places).into())
    }

    /// What is done with a claim, in a word.
    pub(super) fn usage_word(&self, usage: &str) -> Cow<'a, str> {
        self.word(match usage {
            "counted" => "use_counted",
            "place" => "use_place",
            "rejected" => "use_rejected",
            "asserted" => "use_asserted",
            _ => "use_shown",
        })
    }

    /// A figure as it was stated; words are in the language of the record.
    pub(super) fn stated(&self, record: &'a Record, amount: &'a model::Amount) -> Text<'a> {
        match amount {
            model::Amount::Words(words) => self.text(&**words, record.lang.as_deref()),
            stated => self.text(self.words.amount(stated), None),
        }
    }

    fn carriers(&self, record: &'a Record, ids: &'a [Located<Id>]) -> Vec<Carrier<'a>> {
        let position = |id: &Id| record.sources.iter().position(|own| own.id().value == *id);
        let numbers = ids.iter().map(|id| position(&id.value).map(|at| self.number(at + 1)));
        let links = self.source_links(record, ids);
        links.into_iter().zip(numbers).map(|(link, number)| Carrier { link, number }).collect()
    }

    fn assertions(&self, claim: &'a model::Claim) -> Vec<Assertion<'a>> {
        let actors = [
            ("perpetrator", &claim.perpetrator),
            ("target", &claim.target),
            ("defender", &claim.defender),
        ];
        let mut assertions: Vec<_> = actors
            .into_iter()
            .filter(|(_, ids)| !ids.is_empty())
            .map(|(kind, ids)| Assertion {
                kind,
                label: Some(self.vocabulary("actor_role", kind)),
                text: None,
                actors: ids.iter().map(|id| self.actor(id.value.as_str())).collect(),
            })
            .collect();
        let texts = [
            ("text", None, &claim.text),
            ("method", Some("method"), &claim.method),
            ("motive", Some("motive"), &claim.motive),
            ("damage", Some("damage"), &claim.damage),
        ];
        assertions.extend(texts.into_iter().filter_map(|(kind, label, text)| {
            let label = label.map(|label| self.word(label));
            Some(Assertion { kind, label, text: Some(text.as_deref()?), actors: Vec::new() })
        }));
        assertions
    }

    fn relations(&self, record: &'a Record, claim: &'a model::Claim) -> Vec<Relation<'a>> {
        let numbered = |at: usize, other: &'a model::Claim| {
            Link::within(self.number(at + 1), &anchor(at, other))
        };
        let all = || record.claims.iter().enumerate();
        let named = |ids: &'a [Located<Id>]| -> Vec<Link<'a>> {
            all()
                .filter(|(_, other)| {
                    other.id.as_ref().is_some_and(|own| ids.iter().any(|id| id.value == own.value))
                })
                .map(|(at, other)| numbered(at, other))
                .collect()
        };
        let own = claim.id.as_ref().map(|id| &id.value);
        let naming = |field: fn(&model::Claim) -> &[Located<Id>]| -> Vec<Link<'a>> {
            let Some(own) = own else { return Vec::new() };
            all()
                .filter(|(_, other)| field(other).iter().any(|id| id.value == *own))
                .map(|(at, other)| numbered(at, other))
                .collect()
        };
        let mut conflicts = named(&claim.conflicts);
        for link in naming(|other| &other.conflicts) {
            if !conflicts.iter().any(|known| known.anchor == link.anchor) {
                conflicts.push(link);
            }
        }
        let relations = [
            ("restates", named(&claim.restates)),
            ("restated_by", naming(|other| &other.restates)),
            ("supersedes", named(&claim.supersedes)),
            ("superseded_by", naming(|other| &other.supersedes)),
            ("conflicts", conflicts),
        ];
        relations
            .into_iter()
            .filter(|(_, claims)| !claims.is_empty())
            .map(|(label, claims)| Relation { label: self.word(label), claims })
            .collect()
    }

    /// Whom a figure of `people` speaks of; `None` where the figure is no number.
    fn who(&self, who: &'a Who, people: Option<u64>, lang: Option<&'a str>) -> Text<'a> {
        let (plain, counted) = match who {
            Who::Civilians => ("who_civilians", "who_civilians_counted"),
            Who::Fighters => ("who_fighters", "who_fighters_counted"),
            Who::Mixed => ("who_mixed", "who_mixed_counted"),
            Who::Unknown => ("who_unknown", "who_unknown_counted"),
            Who::Words(words) => return self.text(&**words, lang),
        };
        let text = match people {
            Some(n) => self.say(counted, &[("n", Arg::Number(n))]),
            None => self.word(plain),
        };
        self.text(text, None)
    }

    /// Whom the claims that a range is made of speak of, where they agree.
    pub(super) fn whom(
        &self,
        record: &'a Record,
        deciding: &[&'a model::Claim],
        range: Option<&Range>,
    ) -> Option<Text<'a>> {
        let people = range.and_then(|range| range.high.or(range.low));
        let mut who = deciding.iter().map(|claim| claim.who.as_ref());
        let first = who.next()??;
        let agreed = who.all(|other| other == Some(first));
        agreed.then(|| self.who(first, people, record.lang.as_deref()))
    }

    /// The statements of a record, in the order of its file.
    pub(super) fn statements(&self, record: &'a Record) -> Vec<Statement<'a>> {
        record.statements.iter().map(|statement| self.statement(record, statement)).collect()
    }

    pub(super) fn statement(
        &self,
        record: &'a Record,
        statement: &'a model::Statement,
    ) -> Statement<'a> {
        Statement {
            by: self.party(&statement.by),
            accused: is_accused(record, &statement.by),
            on: statement.on.as_ref().map(|on| self.date(on)),
            kind: statement.kind.map(|kind| self.vocabulary("statement", kind.name())),
            to: statement.to.iter().map(|party| self.party(party)).collect(),
            text: statement.text.as_deref(),
            quote: statement
                .quote
                .as_deref()
                .map(|quote| self.text(quote, statement.quote_lang.as_deref())),
            channel: statement.channel.as_deref(),
            sources: self.source_links(record, &statement.source),
        }
    }
}

/// Whether a claim of the record that is not rejected names the party as perpetrator.
fn is_accused(record: &Record, party: &Party) -> bool {
    let Party::Actor(id) = party else { return false };
    let standing = record.claims.iter().filter(|claim| claim.usage() != Use::Rejected);
    standing.flat_map(|claim| &claim.perpetrator).any(|actor| actor.value == id.value)
}

/// The number that a figure ends in, for what agrees with it: `5 to 20 civilians`.
fn people(amount: &model::Amount) -> Option<u64> {
    use model::Amount::{About, AtLeast, Between, Estimate, Exactly, MoreThan, None, UpTo};
    match *amount {
        Exactly(n) | About(n) | AtLeast(n) | MoreThan(n) | UpTo(n) | Between(_, n) => {
            Some(n.into())
        }
        Estimate { low, best, high } => best.or(high).or(low).map(u64::from),
        None | model::Amount::Unknown | model::Amount::Words(_) => Option::None,
    }
}

/// The place of a claim on its page: by its id, else by its position.
pub(super) fn anchor(at: usize, claim: &model::Claim) -> Cow<'_, str> {
    match &claim.id {
        Some(id) => format!("claim-{}", id.value).into(),
        None => format!("claim-{}", at + 1).into(),
    }
}
