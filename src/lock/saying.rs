//! What a record says to readers, as parts that can be told apart and hashed.
//!
//! Two streams of bytes hold it, in the form that [`super::stream`] gives them: its **facts** (figures,
//! dates, places, who, which source) and its **words** (titles, notes, quotations, the body).
//! `griot.lock` keeps the SHA-256 of each. Their parts stand in the order in which they stand below,
//! what has several values in the order of the file. What is written there is part of the format of that
//! file and stays as it is for as long as the version does.
//!
//! Not said, since no page shows it: `[private]`, the note and the words of `[safety]`, an embargo, and
//! the order of keys. Apart from it: `[[change]]` and addresses. Every structure is taken apart whole,
//! so that a new field of the model does not compile until it is decided here what it is.

use std::borrow::Cow;
use std::ops::Range;

use super::stream::{Fields, list, party_text, push_text};
use crate::model::{
    Actor, Case, CitedSource, Claim, Date, GazetteerPlace, Id, Incident, Milestone, Page, Place,
    Point, RareOfClaim, RareOfIncident, RareOfPlace, RareOfRecord, Record, Region, Report, Safety,
    SharedCitation, SharedSource, Spelling, Statement, Status, Tracker, Victim, Who,
};
use crate::plan::Target;
use crate::source::{Located, Sha256, Span};

/// What one record says.
#[derive(Default)]
pub(super) struct Saying {
    facts: Vec<u8>,
    words: Vec<u8>,
    pub(super) parts: Vec<Part>,
}

/// One part of it: a field of the record itself, a claim, a place …
pub(super) struct Part {
    kind: &'static str,
    id: Option<Box<str>>,
    /// Which of its kind, from one; 0 for a field of the record itself.
    number: usize,
    /// Where it stands in the record's file; the default where nobody knows.
    pub(super) span: Span,
    /// In the stream of facts: the figures, and after them the rest.
    figures: Range<usize>,
    facts: Range<usize>,
    /// In the stream of words.
    words: Range<usize>,
}

/// What of a part may have changed, in the order in which `griot.lock` has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Aspect {
    Figures,
    Facts,
    Words,
}

impl Aspect {
    pub(super) const ALL: [Self; 3] = [Self::Figures, Self::Facts, Self::Words];

    /// How `griot.lock` marks it.
    pub(super) fn sign(self) -> char {
        match self {
            Self::Figures => '#',
            Self::Facts => '=',
            Self::Words => '~',
        }
    }
}

impl Part {
    /// What `griot.lock` calls it: `title`, `claim:police` by its id, `claim/2` by its number.
    pub(super) fn name(&self) -> Cow<'static, str> {
        match (&self.id, self.number) {
            (Some(id), _) => format!("{}:{id}", self.kind).into(),
            (None, 0) => self.kind.into(),
            (None, number) => format!("{}/{number}", self.kind).into(),
        }
    }
}

impl Saying {
    /// What a record says. `None` for a home page without words of its own.
    pub(super) fn of(tracker: &Tracker, target: Target) -> Option<Self> {
        let mut saying = Self::default();
        match target {
            Target::Home => saying.page(tracker.home.as_ref()?),
            Target::Case(Case::Incident(ix)) => saying.incident(tracker, tracker.incident(ix)),
            Target::Case(Case::Report(ix)) => saying.report(tracker.report(ix)),
            Target::Case(Case::Milestone(ix)) => saying.milestone(tracker.milestone(ix)),
            Target::Region(ix) => saying.region(tracker.region(ix)),
            Target::Actor(ix) => saying.actor(tracker.actor(ix)),
            Target::Source(ix) => saying.shared_source(tracker.source(ix)),
            Target::Plain(at) => saying.page(&tracker.pages[at as usize]),
        }
        Some(saying)
    }

    /// The hash of its facts, figures among them.
    pub(super) fn facts(&self) -> Sha256 {
        Sha256::of(&self.facts)
    }

    /// The hash of its words.
    pub(super) fn words(&self) -> Sha256 {
        Sha256::of(&self.words)
    }

    /// Six hexadecimal digits that tell whether an aspect of a part changed; `None` where it has
    /// nothing of the kind. They name what changed and prove nothing: the two hashes do.
    pub(super) fn mark(&self, part: &Part, aspect: Aspect) -> Option<String> {
        let bytes = match aspect {
            Aspect::Figures => &self.facts[part.figures.clone()],
            Aspect::Facts => &self.facts[part.facts.clone()],
            Aspect::Words => &self.words[part.words.clone()],
        };
        (!bytes.is_empty()).then(|| Sha256::of(bytes).hex(6))
    }

    /// Adds a part. `write` writes figures before other facts.
    fn part(
        &mut self,
        (kind, id, number): (&'static str, Option<&Id>, usize),
        span: Span,
        write: impl FnOnce(&mut Fields<'_>),
    ) {
        let (facts_from, words_from) = (self.facts.len(), self.words.len());
        for stream in [&mut self.facts, &mut self.words] {
            stream.push(b'[');
            push_text(stream, kind);
            push_text(stream, id.map_or("", Id::as_str));
        }
        let (facts, words) = (self.facts.len(), self.words.len());
        let mut fields = Fields { facts: &mut self.facts, words: &mut self.words, figures: facts };
        write(&mut fields);
        let figures = fields.figures;
        if self.facts.len() == facts {
            self.facts.truncate(facts_from);
        }
        if self.words.len() == words {
            self.words.truncate(words_from);
        }
        let within = |from: usize, to: usize| from.min(to)..to;
        self.parts.push(Part {
            kind,
            id: id.map(|id| id.as_str().into()),
            number,
            span,
            figures: within(facts, figures.min(self.facts.len())),
            facts: within(figures, self.facts.len()),
            words: within(words, self.words.len()),
        });
    }

    /// A field of the record itself that is a fact.
    fn fact(&mut self, key: &'static str, span: Span, value: Option<impl AsRef<str>>) {
        if let Some(value) = value {
            self.part((key, None, 0), span, |fields| fields.fact(key, Some(value)));
        }
    }

    /// A field of the record itself that is words.
    fn word(&mut self, key: &'static str, span: Span, value: Option<&str>) {
        if let Some(value) = value {
            self.part((key, None, 0), span, |fields| fields.word(key, Some(value)));
        }
    }

    fn date(&mut self, key: &'static str, date: Option<&Located<Date>>) {
        if let Some(date) = date {
            self.fact(key, date.span, Some(date.value.to_string()));
        }
    }

    fn id(&mut self, key: &'static str, id: Option<&Located<Id>>) {
        if let Some(id) = id {
            self.fact(key, id.span, Some(id.value.as_str()));
        }
    }

    fn ids(&mut self, key: &'static str, ids: &[Located<Id>]) {
        if let Some(first) = ids.first() {
            self.part((key, None, 0), first.span, |fields| fields.ids(key, ids));
        }
    }

    fn spellings(&mut self, also: &[Spelling]) {
        if !also.is_empty() {
            self.part(("also", None, 0), Span::default(), |fields| fields.spellings(also.iter()));
        }
    }

    fn point(&mut self, point: Option<&Located<Point>>) {
        if let Some(point) = point {
            self.part(("point", None, 0), point.span, |fields| fields.point(Some(&point.value)));
        }
    }

    /// What every kind of record has. `places` are the names of those that its claims may speak of.
    fn record(&mut self, record: &Record, places: &[&str]) {
        let Record {
            file: _,
            digest: _,
            head: _,
            id: _,
            title,
            status,
            claims,
            sources,
            body,
            body_hash,
            rare: _,
        } = record;
        let RareOfRecord {
            lang,
            reason,
            // Bookkeeping, as an embargo is: no page says more by it.
            added: _,
            embargo: _,
            warning,
            tags,
            aliases: _,
            related,
            statements,
            changes: _,
            safety,
            links: _,
            private: _,
        } = &**record;
        let nowhere = Span::default();
        if !title.value.is_empty() {
            self.word("title", title.span, Some(&title.value));
        }
        self.fact("lang", nowhere, lang.as_deref());
        let withdrawn = *status == Status::Withdrawn;
        self.fact("status", nowhere, withdrawn.then_some(status.name()));
        self.word("reason", nowhere, reason.as_deref());
        self.word("warning", nowhere, warning.as_deref());
        if !tags.is_empty() {
            let write = |fields: &mut Fields<'_>| {
                list(fields.words, "tags", tags.iter().map(|tag| &**tag));
            };
            self.part(("tags", None, 0), nowhere, write);
        }
        self.ids("related", related);
        for (at, claim) in claims.iter().enumerate() {
            self.claim(at + 1, claim, places);
        }
        for (at, statement) in statements.iter().enumerate() {
            self.statement(at + 1, statement);
        }
        for source in sources {
            let id = source.id();
            let write = |fields: &mut Fields<'_>| match source {
                CitedSource::Own(source) => fields.source(source),
                CitedSource::Shared(shared) => {
                    let SharedCitation { id: _, target, origin } = &**shared;
                    fields.id("ref", Some(target));
                    if !origin.is_empty() {
                        fields.ids("origin", origin);
                    }
                }
            };
            self.part(("source", Some(&id.value), 0), id.span, write);
        }
        if let Some(safety) = safety {
            let Safety { precision, withhold: _, note: _ } = &**safety;
            self.fact("precision", nowhere, precision.map(|precision| precision.name()));
        }
        // Thirty-two bytes of its own stand for the body, whose text nobody keeps.
        self.word("body", *body, Some(&body_hash.hex(64)));
    }

    fn claim(&mut self, number: usize, claim: &Claim, places: &[&str]) {
        let Claim {
            span,
            id,
            figures,
            perpetrator,
            target,
            text,
            by,
            source,
            status,
            note,
            rare: _,
        } = claim;
        let RareOfClaim {
            defender,
            motive,
            method,
            damage,
            who,
            place,
            via,
            on,
            quote,
            quote_lang,
            usage: _,
            reason,
            restates,
            supersedes,
            conflicts,
        } = &**claim;
        let id = id.as_ref().map(|id| &id.value);
        self.part(("claim", id, number), figures.first().map_or(*span, |(_, at)| at.span), |out| {
            for (measure, amount) in figures {
                out.figure(measure.name(), &amount.value.to_string());
            }
            out.ids("perpetrator", perpetrator);
            out.ids("target", target);
            out.ids("defender", defender);
            out.fact("who", who.as_ref().map(who_text));
            // By their numbers: a slip in the name of a place, mended at both ends, changes no fact.
            let numbers = place.iter().map(|name| {
                match places.iter().position(|place| *place == &*name.value) {
                    Some(at) => Cow::Owned((at + 1).to_string()),
                    None => Cow::Borrowed(&*name.value),
                }
            });
            list(out.facts, "place", numbers);
            out.party("by", by.as_ref());
            out.fact("via", via.as_deref());
            out.date("on", on.as_ref());
            out.ids("source", source);
            out.fact("quote_lang", quote_lang.as_deref());
            out.fact("use", Some(claim.usage().name()));
            out.fact("status", status.map(|status| status.name()));
            out.ids("restates", restates);
            out.ids("supersedes", supersedes);
            out.ids("conflicts", conflicts);
            out.word("motive", motive.as_deref());
            out.word("method", method.as_deref());
            out.word("damage", damage.as_deref());
            out.word("text", text.as_deref());
            out.word("quote", quote.as_deref());
            out.word("reason", reason.as_deref());
            out.word("note", note.as_deref());
        });
    }

    fn statement(&mut self, number: usize, statement: &Statement) {
        let Statement { span, by, on, kind, to, text, quote, quote_lang, channel, source } =
            statement;
        self.part(("statement", None, number), *span, |out| {
            out.party("by", Some(by));
            out.date("on", on.as_ref());
            out.fact("kind", kind.map(|kind| kind.name()));
            list(out.facts, "to", to.iter().map(party_text));
            out.fact("quote_lang", quote_lang.as_deref());
            out.ids("source", source);
            out.word("text", text.as_deref());
            out.word("quote", quote.as_deref());
            out.word("channel", channel.as_deref());
        });
    }

    fn incident<'t>(&mut self, tracker: &'t Tracker, incident: &'t Incident) {
        let Incident { record, date, region, kind, evidence, places, rare: _ } = incident;
        let RareOfIncident { time, evidence_note, part_of, merged_into, victims } = &**incident;
        let nowhere = Span::default();
        let name = |place: &'t Place| match &place.name {
            Some(name) => &*name.value,
            None => known(tracker, place).map_or("", |known| &*known.name),
        };
        self.record(record, &places.iter().map(name).collect::<Vec<_>>());
        self.date("date", Some(date));
        self.fact("time", nowhere, time.as_deref());
        self.id("region", Some(region));
        self.id("type", kind.as_ref());
        self.fact("evidence", evidence.span, Some(evidence.value.name()));
        self.word("evidence_note", nowhere, evidence_note.as_deref());
        self.id("part_of", part_of.as_ref());
        self.id("merged_into", merged_into.as_ref());
        for (at, place) in places.iter().enumerate() {
            self.place(tracker, at + 1, place);
        }
        for (at, victim) in victims.iter().enumerate() {
            let Victim { name, age, sex, role, basis } = victim;
            self.part(("victim", None, at + 1), nowhere, |out| {
                out.fact("age", age.as_deref());
                out.fact("sex", sex.as_deref());
                out.fact("basis", Some(basis.name()));
                out.word("name", Some(&name.value));
                out.word("role", role.as_deref());
            });
        }
    }

    /// A place as it is shown: with what it takes from the gazetteer.
    fn place(&mut self, tracker: &Tracker, number: usize, place: &Place) {
        let Place { span, name, role, point, precision, note, rare: _ } = place;
        let RareOfPlace { gazetteer: _, region, date, also, source } = &**place;
        let known = known(tracker, place).map(|known| {
            let GazetteerPlace { id: _, name, region, point, precision, also, note: _ } = known;
            (name, region.as_ref(), point.as_ref(), precision.as_ref(), also)
        });
        self.part(("place", None, number), *span, |out| {
            out.fact("role", Some(role.name()));
            let point = point.as_ref().or_else(|| known?.2);
            out.point(point.map(|point| &point.value));
            let precision = precision.as_ref().or_else(|| known?.3);
            out.fact("precision", precision.map(|precision| precision.value.name()));
            out.id("region", region.as_ref().or_else(|| known?.1));
            out.date("date", date.as_ref().map(|date| &date.value));
            out.ids("source", source);
            let name = name.as_ref().map(|name| &*name.value);
            out.word("name", name.or_else(|| known.map(|known| &**known.0)));
            out.spellings(also.iter().chain(known.iter().flat_map(|known| known.4)));
            out.word("note", note.as_deref());
        });
    }

    fn report(&mut self, report: &Report) {
        let Report { record, date, period, area, documents } = report;
        self.record(record, &[]);
        self.date("date", Some(date));
        self.date("period", period.as_ref());
        self.ids("area", area);
        self.ids("documents", documents);
    }

    fn milestone(&mut self, milestone: &Milestone) {
        let Milestone { record, date, area } = milestone;
        self.record(record, &[]);
        self.date("date", Some(date));
        self.ids("area", area);
    }

    fn region(&mut self, region: &Region) {
        let Region { record, kind, also, codes, point, boundary, formerly, since, level } = region;
        let nowhere = Span::default();
        self.record(record, &[]);
        self.word("kind", nowhere, kind.as_deref());
        // It is not shown itself, and decides under which region incidents are.
        self.fact("level", nowhere, level.map(crate::model::Level::name));
        self.spellings(also);
        if !codes.is_empty() {
            let texts = codes.iter().flat_map(|(system, code)| [&**system, &**code]);
            let texts: Vec<&str> = texts.collect();
            let write = |out: &mut Fields<'_>| list(out.facts, "codes", texts.iter());
            self.part(("codes", None, 0), nowhere, write);
        }
        self.point(point.as_ref());
        if let Some(boundary) = boundary {
            self.fact("boundary", boundary.span, Some(&boundary.value));
        }
        self.id("formerly", formerly.as_ref());
        self.fact("since", nowhere, since.map(|date| date.to_string()));
    }

    fn actor(&mut self, actor: &Actor) {
        let Actor { record, kind, also, parent, since, until } = actor;
        let nowhere = Span::default();
        self.record(record, &[]);
        self.fact("kind", nowhere, kind.map(|kind| kind.name()));
        self.spellings(also);
        self.id("parent", parent.as_ref());
        self.fact("since", nowhere, since.map(|date| date.to_string()));
        self.fact("until", nowhere, until.map(|date| date.to_string()));
    }

    fn shared_source(&mut self, shared: &SharedSource) {
        let SharedSource { record, source } = shared;
        self.record(record, &[]);
        self.part(("about", None, 0), record.title.span, |out| out.source(source));
    }

    fn page(&mut self, page: &Page) {
        let Page { record, description } = page;
        self.record(record, &[]);
        self.word("description", Span::default(), description.as_deref());
    }
}

/// The gazetteer's place that a place of an incident refers to.
fn known<'t>(tracker: &'t Tracker, place: &Place) -> Option<&'t GazetteerPlace> {
    place.gazetteer.as_ref().and_then(|id| tracker.place_by_id(id.value.as_str()))
}

fn who_text(who: &Who) -> &str {
    match who {
        Who::Civilians => "civilians",
        Who::Fighters => "fighters",
        Who::Mixed => "mixed",
        Who::Unknown => "unknown",
        Who::Words(words) => words,
    }
}
