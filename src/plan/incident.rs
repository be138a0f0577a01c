//! The page of an incident: how many, who says so, how sure; then everything behind it.

use std::borrow::Cow;

use serde::Serialize;

use super::citation::References;
use super::claims::{Ledger, Standing, Statement, anchor};
use super::claims_chart::ClaimsChart;
use super::mapped::Map;
use super::sources::SourceList;
use super::view::{Change, DateText, Figure, Link, Text, Views};
use super::{Target, links};
use crate::model::{
    self, Attribution as Status, Case, IncidentIx, Measure, Range, Record, Tracker, Use,
};
use crate::words::Arg;

/// The page of an incident.
#[derive(Debug, Serialize)]
pub struct IncidentPage<'a> {
    /// The permanent code.
    pub id: &'a str,
    /// From the top of the tree to the finest region that may be shown.
    pub path: Vec<Link<'a>>,
    /// When.
    pub date: DateText,
    /// The time of day; may be null.
    pub time: Option<&'a str>,
    /// What kind of incident, in the tracker's words; may be null.
    pub kind: Option<&'a str>,
    /// One for each measure that a claim speaks of.
    pub facts: Vec<Fact<'a>>,
    /// Who is said to have done it, the furthest first; empty where no claim names anybody.
    pub attributions: Vec<Attribution<'a>>,
    /// `confirmed`, `fair` …
    pub evidence: &'static str,
    /// The grade in a word.
    pub evidence_word: Cow<'a, str>,
    /// What the grade means, in a sentence.
    pub evidence_meaning: Cow<'a, str>,
    /// Why that grade; may be null.
    pub evidence_note: Option<&'a str>,
    /// Why it is in no total; null where it is.
    pub left_out: Option<Cow<'a, str>>,
    /// The claims on one scale, a chart for each measure of which there is something to compare.
    pub claims_charts: Vec<ClaimsChart<'a>>,
    /// What is claimed.
    pub ledger: Ledger<'a>,
    /// The map of its places; null where there is nothing to show or to say.
    pub map: Option<Map<'a>>,
    /// Where it happened.
    pub places: Vec<Place<'a>>,
    /// Shown before the narrative; may be null.
    pub warning: Option<&'a str>,
    /// The narrative, as HTML; empty where there is none.
    pub body: &'a str,
    /// What was said afterwards.
    pub statements: Vec<Statement<'a>>,
    /// Those named.
    pub victims: Vec<Victim<'a>>,
    /// What was read.
    pub sources: SourceList<'a>,
    /// The incident that contains it; may be null.
    pub part_of: Option<Link<'a>>,
    /// The incidents that are parts of it.
    pub parts: Vec<Link<'a>>,
    /// What belongs beside it.
    pub related: Vec<Link<'a>>,
    /// The reports that have it inside them.
    pub reports: Vec<Link<'a>>,
    /// The public history, newest first.
    pub changes: Vec<Change<'a>>,
    /// Free words.
    pub tags: Vec<&'a str>,
    /// Before and after it in its region.
    pub in_region: Neighbours<'a>,
    /// Before and after it in time.
    pub in_time: Neighbours<'a>,
    /// How to cite it, in a sentence.
    pub citation: Cow<'a, str>,
    /// The same as reference managers read it.
    pub references: References,
    /// The language of the record's own texts; null in the site's own.
    pub lang: Option<&'a str>,
    /// Their direction; null with `lang`.
    pub dir: Option<&'static str>,
}

/// What is known of one measure.
#[derive(Debug, Serialize)]
pub struct Fact<'a> {
    /// `killed`, `injured` …
    pub measure: &'static str,
    /// What it counts.
    pub label: Cow<'a, str>,
    /// The range of the counted claims in words; null where none is counted.
    pub range: Option<Cow<'a, str>>,
    /// Whom all counted claims speak of; may be null.
    pub who: Option<Text<'a>>,
    /// How many claims are counted, in words.
    pub counted: Cow<'a, str>,
    /// Those who give the figures that are counted.
    pub by: Vec<Link<'a>>,
}

/// One naming of a perpetrator.
#[derive(Debug, Serialize)]
pub struct Attribution<'a> {
    /// Who is named, how far that has got and who says so: a sentence in parts.
    pub sentence: Vec<Link<'a>>,
    /// `admitted`, `alleged` …; null where the claim does not say.
    pub status: Option<&'static str>,
    /// Whether the editors reject the claim.
    pub rejected: bool,
    /// The claim.
    pub claim: Link<'a>,
    /// What the one named has said itself, or what was said by an actor that it belongs to or that
    /// belongs to it; beside its first naming alone. Empty for a rejected claim.
    pub answers: Vec<Statement<'a>>,
}

/// One place.
#[derive(Debug, Serialize)]
pub struct Place<'a> {
    /// Its name; null for a place without one.
    pub name: Option<&'a str>,
    /// `attacked`, `repelled` …
    pub role: &'static str,
    /// What happened there, in words.
    pub role_word: Cow<'a, str>,
    /// How finely its position may be shown, in words; may be null.
    pub precision: Option<Cow<'a, str>>,
    /// Its coordinates; null where there are none or they may not be shown.
    pub position: Option<Position<'a>>,
    /// Its region where that is not the incident's; may be null.
    pub region: Option<Link<'a>>,
    /// Its date where that is not the incident's; may be null.
    pub date: Option<DateText>,
    /// Other spellings.
    pub also: Vec<Spelling<'a>>,
    /// The editors' words about it; may be null.
    pub note: Option<&'a str>,
    /// The sources that name it; links within the page.
    pub sources: Vec<Link<'a>>,
    /// The ranges of the counted claims that speak of it alone, in the order of measures.
    pub figures: Vec<Figure<'a>>,
}

/// Coordinates that may be shown: WGS 84, degrees, with the decimals of the record.
#[derive(Debug, Serialize)]
pub struct Position<'a> {
    /// Both in words.
    pub text: Cow<'a, str>,
    /// For programs: latitude and longitude in decimal degrees, joined by a comma.
    pub value: String,
}

/// A spelling of a name that a source uses.
#[derive(Debug, Serialize)]
pub struct Spelling<'a> {
    /// The name as written.
    pub name: Text<'a>,
    /// How sure it is that the same is meant; may be null.
    pub note: Option<&'a str>,
}

/// A person harmed.
#[derive(Debug, Serialize)]
pub struct Victim<'a> {
    /// The name.
    pub name: &'a str,
    /// Age, as stated; may be null.
    pub age: Option<&'a str>,
    /// Sex, as stated; may be null.
    pub sex: Option<&'a str>,
    /// Trade or role, as stated; may be null.
    pub role: Option<&'a str>,
    /// Why naming is right, in words.
    pub basis: Cow<'a, str>,
}

/// Before and after a case in a list.
#[derive(Debug, Default, Serialize)]
pub struct Neighbours<'a> {
    /// The one before; may be null.
    pub earlier: Option<Link<'a>>,
    /// The one after; may be null.
    pub later: Option<Link<'a>>,
}

/// The page of a record that was withdrawn or turned out to be another.
#[derive(Debug, Serialize)]
pub struct TombstonePage<'a> {
    /// The permanent code.
    pub id: &'a str,
    /// Whether it was merged into another and not withdrawn.
    pub merged: bool,
    /// What happened, in a sentence.
    pub notice: Cow<'a, str>,
    /// Why; may be null.
    pub reason: Option<&'a str>,
    /// The incident that it turned out to be; may be null.
    pub target: Option<Link<'a>>,
    /// The public history, newest first.
    pub changes: Vec<Change<'a>>,
    /// The language of the record's own texts; null in the site's own.
    pub lang: Option<&'a str>,
    /// Their direction; null with `lang`.
    pub dir: Option<&'static str>,
}

impl<'a> Views<'a> {
    /// The page of an incident; `body` is its narrative as HTML.
    pub fn incident(&self, ix: IncidentIx, body: &'a str) -> IncidentPage<'a> {
        let tracker = self.tracker;
        let incident = tracker.incident(ix);
        let record = &incident.record;
        let standing = Standing::counting(incident);
        let own = self.text("", record.lang.as_deref());
        let region = tracker.shown_region(ix);
        let case = |case: Case| self.link(Target::Case(case));
        let (citation, references) = self.citation(Case::Incident(ix));
        let part_of =
            incident.part_of.as_ref().and_then(|id| tracker.case_by_id(id.value.as_str()));
        IncidentPage {
            id: record.id.value.as_str(),
            path: tracker
                .region_path(region)
                .into_iter()
                .map(|ix| self.link(Target::Region(ix)))
                .collect(),
            date: self.date(&incident.date.value),
            time: incident.time.as_deref(),
            kind: incident.kind.as_ref().and_then(|kind| kind_label(tracker, kind.value.as_str())),
            facts: self.facts(incident, &standing),
            attributions: self.attributions(record),
            evidence: incident.evidence.value.name(),
            evidence_word: self.vocabulary("evidence", incident.evidence.value.name()),
            evidence_meaning: self
                .word(&format!("evidence_{}_meaning", incident.evidence.value.name())),
            evidence_note: incident.evidence_note.as_deref(),
            left_out: tracker.counts(ix).err().map(|why| self.left_out(why)),
            claims_charts: self.claims_charts(incident, &standing),
            ledger: self.ledger(record, &standing),
            map: self.incident_map(ix),
            places: incident.places.iter().map(|place| self.place(incident, place)).collect(),
            warning: record.warning.as_deref(),
            body,
            statements: self.statements(record),
            victims: incident.victims.iter().map(|victim| self.victim(victim)).collect(),
            sources: self.source_list(record),
            part_of: part_of.map(case),
            parts: tracker.parts(ix).iter().map(|ix| case(Case::Incident(*ix))).collect(),
            related: tracker.related(Case::Incident(ix)).map(case).collect(),
            reports: tracker.documented_by(ix).iter().map(|ix| case(Case::Report(*ix))).collect(),
            changes: self.changes(record),
            tags: record.tags.iter().map(|tag| &**tag).collect(),
            in_region: self.neighbours(tracker.in_region(region), ix),
            in_time: self.neighbours(tracker.listed(), ix),
            citation,
            references,
            lang: own.lang,
            dir: own.dir,
        }
    }

    pub(super) fn facts(
        &self,
        incident: &'a model::Incident,
        standing: &Standing<'a>,
    ) -> Vec<Fact<'a>> {
        let record = &incident.record;
        let number = |number: usize| Arg::Number(u64::try_from(number).unwrap_or(u64::MAX));
        let fact = |(name, measure): &(&'static str, Measure)| {
            let speaking = || record.claims.iter().filter(|claim| claim.figure(*measure).is_some());
            let all = speaking().count();
            if all == 0 {
                return None;
            }
            let counted = standing.deciding(*measure);
            let mut by: Vec<Link<'a>> = Vec::new();
            for party in counted.iter().filter_map(|claim| claim.by.as_ref()) {
                let link = self.party(party);
                if !by.iter().any(|known| known.text == link.text) {
                    by.push(link);
                }
            }
            // Where nobody is said to say it, the sources do.
            let unsaid = counted.iter().filter(|claim| claim.by.is_none());
            for link in unsaid.flat_map(|claim| self.source_links(record, &claim.source)) {
                if !by.iter().any(|known| known.text == link.text) {
                    by.push(link);
                }
            }
            let range = Range::of(incident, *measure);
            let differ =
                range.as_ref().is_some_and(|range| range.low.is_some() && range.low != range.high);
            let message =
                if differ && counted.len() > 1 { "claims_counted_range" } else { "claims_counted" };
            Some(Fact {
                measure: name,
                label: self.vocabulary("measure", name),
                who: self.whom(record, counted, range.as_ref()),
                range: range.map(|range| self.words.range(&range).into()),
                counted: self
                    .say(message, &[("counted", number(counted.len())), ("all", number(all))]),
                by,
            })
        };
        Measure::ALL.iter().filter_map(fact).collect()
    }

    fn attributions(&self, record: &'a Record) -> Vec<Attribution<'a>> {
        let mut attributions: Vec<(bool, Option<Status>, &str, Attribution<'a>)> = Vec::new();
        for (at, claim) in record.claims.iter().enumerate() {
            let rejected = claim.usage() == Use::Rejected;
            // The ledger shows it, with what took its place.
            if record.is_overtaken(claim) {
                continue;
            }
            for actor in &claim.perpetrator {
                let status = match claim.status {
                    Some(status) => self.vocabulary("attribution", status.name()),
                    None => self.word("named_without_status"),
                };
                let mut parts = vec![
                    ("actor", self.actor(actor.value.as_str())),
                    ("status", Link::plain(status)),
                ];
                let sentence = match &claim.by {
                    Some(by) => {
                        parts.push(("by", self.party(by)));
                        self.sentence("attributed_by", parts)
                    }
                    None => self.sentence("attributed", parts),
                };
                let attribution = Attribution {
                    sentence,
                    status: claim.status.map(Status::name),
                    rejected,
                    claim: Link::within(self.number(at + 1), &anchor(at, claim)),
                    answers: Vec::new(),
                };
                attributions.push((rejected, claim.status, actor.value.as_str(), attribution));
            }
        }
        attributions.sort_by_key(|(rejected, status, ..)| (*rejected, status.is_none(), *status));
        let mut answered: Vec<&str> = Vec::new();
        for (rejected, _, actor, attribution) in &mut attributions {
            if !*rejected && !answered.contains(actor) {
                answered.push(*actor);
                attribution.answers = self.answers(record, actor);
            }
        }
        attributions.into_iter().map(|(.., attribution)| attribution).collect()
    }

    /// What an actor has said in a record, or what was said in its name.
    fn answers(&self, record: &'a Record, actor: &str) -> Vec<Statement<'a>> {
        let Some(accused) = self.tracker.actor_by_id(actor) else { return Vec::new() };
        let own = |statement: &&'a model::Statement| match &statement.by {
            model::Party::Actor(id) => {
                self.tracker.actor_by_id(id.value.as_str()).is_some_and(|by| {
                    let tracker = self.tracker;
                    tracker.actor_belongs_to(by, accused) || tracker.actor_belongs_to(accused, by)
                })
            }
            model::Party::Words(_) => false,
        };
        let statements = record.statements.iter().filter(own);
        statements.map(|statement| self.statement(record, statement)).collect()
    }

    fn place(&self, incident: &'a model::Incident, place: &'a model::Place) -> Place<'a> {
        let record = &incident.record;
        let known =
            place.gazetteer.as_ref().and_then(|id| self.tracker.place_by_id(id.value.as_str()));
        let name = place.name.as_ref().map(|name| &*name.value);
        let shown = self.tracker.shown_place(record, place);
        let also = place.also.iter().chain(known.into_iter().flat_map(|known| &known.also));
        Place {
            name: name.or_else(|| known.map(|known| &*known.name)),
            role: place.role.name(),
            role_word: self.vocabulary("place_role", place.role.name()),
            precision: shown
                .precision
                .map(|precision| self.vocabulary("precision", precision.name())),
            position: shown.position.map(|point| self.position(point)),
            region: shown.region.map(|ix| self.link(Target::Region(ix))),
            date: place.date.as_ref().map(|date| self.date(&date.value)),
            also: also.map(|spelling| self.spelling(spelling)).collect(),
            note: place.note.as_deref(),
            sources: self.source_links(record, &place.source),
            figures: self.figures_at(incident, name.or_else(|| known.map(|known| &*known.name))),
        }
    }

    fn figures_at(&self, incident: &'a model::Incident, place: Option<&str>) -> Vec<Figure<'a>> {
        let Some(place) = place else { return Vec::new() };
        let figure = |(name, measure): &(&'static str, Measure)| {
            let range = Range::at_place(incident, *measure, place)?;
            let label = self.vocabulary("measure", name);
            Some(Figure { measure: name, label, text: self.words.range(&range).into() })
        };
        Measure::ALL.iter().filter_map(figure).collect()
    }

    fn position(&self, point: &model::Point) -> Position<'a> {
        let degrees = |number: f64| model::Decimal(number, point.decimals).to_string();
        let (latitude, longitude) = (degrees(point.latitude), degrees(point.longitude));
        let parts = [("latitude", Arg::Text(&latitude)), ("longitude", Arg::Text(&longitude))];
        Position { text: self.say("coordinates", &parts), value: format!("{latitude},{longitude}") }
    }

    pub(super) fn spelling(&self, spelling: &'a model::Spelling) -> Spelling<'a> {
        Spelling {
            name: self.text(&*spelling.name, spelling.lang.as_deref()),
            note: spelling.note.as_deref(),
        }
    }

    fn victim(&self, victim: &'a model::Victim) -> Victim<'a> {
        Victim {
            name: &victim.name.value,
            age: victim.age.as_deref(),
            sex: victim.sex.as_deref(),
            role: victim.role.as_deref(),
            basis: self.vocabulary("basis", victim.basis.name()),
        }
    }

    /// Before and after an incident in a list that is in the order of time.
    fn neighbours(&self, list: &[IncidentIx], ix: IncidentIx) -> Neighbours<'a> {
        let link = |ix: IncidentIx| self.link(Target::Case(Case::Incident(ix)));
        let [earlier, later] = self.tracker.beside(list, ix).map(|ix| ix.map(link));
        Neighbours { earlier, later }
    }

    /// The tombstone of a record; `None` where it stands.
    pub fn tombstone(&self, target: Target) -> Option<TombstonePage<'a>> {
        let record = links::record_of(self.tracker, target)?;
        let merged_into = match target {
            Target::Case(Case::Incident(ix)) => self.tracker.incident(ix).merged_into.as_ref(),
            _ => None,
        };
        if !record.is_withdrawn() && merged_into.is_none() {
            return None;
        }
        let own = self.text("", record.lang.as_deref());
        let merged = !record.is_withdrawn();
        let into = merged_into.and_then(|id| self.tracker.case_by_id(id.value.as_str()));
        Some(TombstonePage {
            id: record.id.value.as_str(),
            merged,
            notice: self.word(if merged { "merged_notice" } else { "withdrawn_notice" }),
            reason: record.reason.as_deref(),
            target: into.map(|case| self.link(Target::Case(case))),
            changes: self.changes(record),
            lang: own.lang,
            dir: own.dir,
        })
    }
}

pub(super) fn kind_label<'a>(tracker: &'a Tracker, id: &str) -> Option<&'a str> {
    let types = &tracker.settings.types;
    types.iter().find(|known| known.id.as_str() == id).map(|known| &*known.label)
}
