//! The table of claims: one row for each figure of each claim, and one for a claim without figures.

use super::column::{Column, Kind, Rows, names};
use super::incidents::{IncidentRow, actor_name};
use super::value::Value;
use crate::model::{Amount, Attribution, Claim, Id, Measure, Party, Range, Tracker, Use, Who};
use crate::source::Located;

/// One figure of a claim, or a claim without one.
pub(super) struct ClaimRow<'a> {
    tracker: &'a Tracker,
    incident: &'a str,
    claim: &'a Claim,
    /// Its place in the record, from 1.
    number: usize,
    /// The place of the figure in the claim, from 1.
    figure: usize,
    amount: Option<(Measure, &'a Amount)>,
    in_range: bool,
}

/// The rows of an incident, in the order of its ledger.
pub(super) fn rows<'a>(row: &IncidentRow<'a>) -> Vec<ClaimRow<'a>> {
    if !row.stands {
        return Vec::new();
    }
    let incident = row.incident;
    let tracker = row.tracker;
    let deciding: Vec<(Measure, Vec<&Claim>)> = (Measure::ALL.iter())
        .map(|(_, measure)| (*measure, Range::deciding(incident, *measure)))
        .collect();
    let in_range = |claim: &Claim, measure: Measure| {
        let own = deciding.iter().find(|(own, _)| *own == measure);
        own.is_some_and(|(_, claims)| claims.iter().any(|own| std::ptr::eq(*own, claim)))
    };
    let mut rows = Vec::with_capacity(incident.record.claims.len());
    for (at, claim) in incident.record.claims.iter().enumerate() {
        let own = ClaimRow {
            tracker,
            incident: incident.record.id.value.as_str(),
            claim,
            number: at + 1,
            figure: 1,
            amount: None,
            in_range: false,
        };
        if claim.figures.is_empty() {
            rows.push(own);
            continue;
        }
        rows.extend(claim.figures.iter().enumerate().map(|(at, (measure, amount))| ClaimRow {
            figure: at + 1,
            amount: Some((*measure, &amount.value)),
            in_range: in_range(claim, *measure),
            ..own
        }));
    }
    rows
}

/// Codes of a record, in the order of the file.
pub(super) fn ids(ids: &[Located<Id>]) -> Value<'_> {
    Value::list(ids.iter().map(|id| id.value.as_str()))
}

/// The code of a party that is an actor of the tracker.
pub(super) fn party_actor(party: &Party) -> Option<&str> {
    match party {
        Party::Actor(id) => Some(id.value.as_str()),
        Party::Words(_) => None,
    }
}

/// What a party is called.
pub(super) fn party_name<'a>(tracker: &'a Tracker, party: &'a Party) -> &'a str {
    match party {
        Party::Actor(id) => actor_name(tracker, id.value.as_str()),
        Party::Words(words) => words,
    }
}

fn who(who: &Who) -> &str {
    match who {
        Who::Civilians => "civilians",
        Who::Fighters => "fighters",
        Who::Mixed => "mixed",
        Who::Unknown => "unknown",
        Who::Words(words) => words,
    }
}

/// The kind of row.
pub(super) struct Claims;

impl Rows for Claims {
    type Row<'r> = ClaimRow<'r>;
}

type Of = Column<Claims>;

impl ClaimRow<'_> {
    fn bound(&self, bound: fn(&Amount) -> Option<u32>) -> Value<'_> {
        self.amount.and_then(|(_, amount)| bound(amount)).map(u64::from).into()
    }
}

/// The columns, in their order.
pub(super) static COLUMNS: [Of; 34] = [
    Of::new("incident", Kind::Text, "field_of_incident", |row| row.incident.into()).required(),
    Of::new("number", Kind::Whole, "field_number", |row| Value::count(row.number)).required(),
    Of::new("figure", Kind::Whole, "field_figure", |row| Value::count(row.figure)).required(),
    Of::new("id", Kind::Text, "field_claim_id", |row| {
        row.claim.id.as_ref().map(|id| id.value.as_str()).into()
    }),
    Of::new("measure", Kind::Text, "field_measure", |row| {
        row.amount.map(|(measure, _)| measure.name()).into()
    })
    .words(names::<Measure>),
    Of::new("stated", Kind::Text, "field_stated", |row| {
        row.amount.map(|(_, amount)| amount.to_string()).into()
    }),
    Of::new("low", Kind::Whole, "field_claim_low", |row| row.bound(Amount::low)),
    Of::new("best", Kind::Whole, "field_claim_best", |row| row.bound(Amount::best)),
    Of::new("high", Kind::Whole, "field_claim_high", |row| row.bound(Amount::high)),
    Of::new("open", Kind::Truth, "field_claim_open", |row| {
        row.amount.map(|(_, amount)| amount.is_open()).into()
    }),
    Of::new("who", Kind::Text, "field_who", |row| row.claim.who.as_ref().map(who).into()),
    Of::new("places", Kind::Text, "field_claim_places", |row| {
        Value::joined(row.claim.place.iter().map(|name| &*name.value), "; ")
    }),
    Of::new("perpetrators", Kind::List, "field_claim_perpetrators", |row| {
        ids(&row.claim.perpetrator)
    }),
    Of::new("targets", Kind::List, "field_claim_targets", |row| ids(&row.claim.target)),
    Of::new("defenders", Kind::List, "field_claim_defenders", |row| ids(&row.claim.defender)),
    Of::new("status", Kind::Text, "field_attribution", |row| {
        row.claim.status.map(Attribution::name).into()
    })
    .words(names::<Attribution>),
    Of::new("motive", Kind::Text, "field_motive", |row| (&row.claim.motive).into()),
    Of::new("method", Kind::Text, "field_method", |row| (&row.claim.method).into()),
    Of::new("damage", Kind::Text, "field_damage", |row| (&row.claim.damage).into()),
    Of::new("text", Kind::Text, "field_claim_text", |row| (&row.claim.text).into()),
    Of::new("by", Kind::Text, "field_by", |row| {
        row.claim.by.as_ref().map(|party| party_name(row.tracker, party)).into()
    }),
    Of::new("by_actor", Kind::Text, "field_by_actor", |row| {
        row.claim.by.as_ref().and_then(party_actor).into()
    }),
    Of::new("via", Kind::Text, "field_via", |row| (&row.claim.via).into()),
    Of::new("on", Kind::Text, "field_on", |row| row.claim.on.as_ref().into()),
    Of::new("sources", Kind::List, "field_source_ids", |row| ids(&row.claim.source)),
    Of::new("use", Kind::Text, "field_use", |row| row.claim.usage().name().into())
        .required()
        .words(names::<Use>),
    Of::new("in_range", Kind::Truth, "field_in_range", |row| row.in_range.into()).required(),
    Of::new("reason", Kind::Text, "field_reason", |row| (&row.claim.reason).into()),
    Of::new("quote", Kind::Text, "field_quote", |row| (&row.claim.quote).into()),
    Of::new("quote_lang", Kind::Text, "field_quote_lang", |row| (&row.claim.quote_lang).into()),
    Of::new("restates", Kind::List, "field_restates", |row| ids(&row.claim.restates)),
    Of::new("supersedes", Kind::List, "field_supersedes", |row| ids(&row.claim.supersedes)),
    Of::new("conflicts", Kind::List, "field_conflicts", |row| ids(&row.claim.conflicts)),
    Of::new("note", Kind::Text, "field_note", |row| (&row.claim.note).into()),
];
