//! A record as the text of its file: what [`super::parse`] reads back to the same record.

use std::fmt::Write;

use super::Parsed;
use super::ledger::{toml_amount, toml_date};
use crate::model::{
    Actor, CitedSource, Claim, Date, GazetteerPlace, Id, Incident, Level, Milestone, Page, Party,
    Place, PlaceRole, Point, Precision, Record, Region, Report, SharedCitation, SharedSource,
    Source, Spelling, Statement, Status, Victim, Who,
};
use crate::source::Located;

/// The text of a record's file, with `body` as its Markdown. Short forms come out long; what the
/// format takes for granted is left out. `[private]` is not in a record and so not in the text.
pub fn print(parsed: &Parsed, body: &str) -> String {
    let mut out = Out::default();
    match parsed {
        Parsed::Incident(incident) => out.incident(incident),
        Parsed::Report(report) => out.report(report),
        Parsed::Milestone(milestone) => out.milestone(milestone),
        Parsed::Region(region) => out.region(region),
        Parsed::Actor(actor) => out.actor(actor),
        Parsed::Source(source) => out.shared_source(source),
        Parsed::Page(page) => out.page(page),
        Parsed::Places(places) => {
            places.iter().for_each(|place| out.gazetteer_place(place));
            return out.text;
        }
    }
    format!("+++\n{}+++\n{body}", out.text)
}

#[derive(Default)]
struct Out {
    text: String,
}

impl Out {
    fn line(&mut self, key: &str, value: impl std::fmt::Display) {
        let _ = writeln!(self.text, "{key} = {value}");
    }

    fn header(&mut self, name: &str) {
        let _ = writeln!(self.text, "\n{name}");
    }

    fn text(&mut self, key: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.line(key, quoted(text));
        }
    }

    fn word(&mut self, key: &str, word: Option<&str>) {
        self.text(key, word);
    }

    fn date(&mut self, key: &str, date: Option<&Date>) {
        if let Some(date) = date {
            self.line(key, toml_date(date));
        }
    }

    fn id(&mut self, key: &str, id: Option<&Located<Id>>) {
        self.text(key, id.map(|id| id.value.as_str()));
    }

    fn ids(&mut self, key: &str, ids: &[Located<Id>]) {
        self.list(key, ids.iter().map(|id| id.value.as_str()));
    }

    fn list<'a>(&mut self, key: &str, texts: impl Iterator<Item = &'a str>) {
        let texts: Vec<String> = texts.map(quoted).collect();
        if !texts.is_empty() {
            self.line(key, format!("[{}]", texts.join(", ")));
        }
    }

    fn parties(&mut self, key: &str, parties: &[Party]) {
        self.list(
            key,
            parties.iter().map(|party| match party {
                Party::Actor(id) => id.value.as_str(),
                Party::Words(words) => words,
            }),
        );
    }

    fn party(&mut self, key: &str, party: Option<&Party>) {
        match party {
            Some(Party::Actor(id)) => self.id(key, Some(id)),
            Some(Party::Words(words)) => self.text(key, Some(words)),
            None => {}
        }
    }

    fn point(&mut self, point: Option<&Located<Point>>) {
        if let Some(point) = point {
            let Point { latitude, longitude, decimals } = point.value;
            let places = usize::from(decimals);
            self.line("point", format!("[{latitude:.places$}, {longitude:.places$}]"));
        }
    }

    fn precision(&mut self, precision: Option<&Located<Precision>>) {
        self.word("precision", precision.map(|precision| precision.value.name()));
    }

    fn spellings(&mut self, spellings: &[Spelling]) {
        if spellings.is_empty() {
            return;
        }
        let printed: Vec<String> = spellings
            .iter()
            .map(|Spelling { name, lang, note }| {
                if lang.is_none() && note.is_none() {
                    return quoted(name);
                }
                let mut table = format!("{{ name = {}", quoted(name));
                for (key, value) in [("lang", lang), ("note", note)] {
                    if let Some(value) = value {
                        let _ = write!(table, ", {key} = {}", quoted(value));
                    }
                }
                table + " }"
            })
            .collect();
        self.line("also", format!("[{}]", printed.join(", ")));
    }

    /// The shared keys that are no tables; tables come after the kind's own keys.
    fn head(&mut self, record: &Record, title: &str) {
        if !record.title.value.is_empty() {
            self.text(title, Some(&record.title.value));
        }
        if record.id.value.as_str() != record.file.stem()
            && record.file.below("content/regions").is_none()
        {
            self.id("id", Some(&record.id));
        }
        self.text("lang", record.lang.as_deref());
        if record.status != Status::Published {
            self.word("status", Some(record.status.name()));
        }
        self.text("reason", record.reason.as_deref());
        self.date("added", record.added.as_ref().map(|date| &date.value));
        self.date("embargo", record.embargo.as_ref().map(|date| &date.value));
        self.text("warning", record.warning.as_deref());
        self.list("tags", record.tags.iter().map(|tag| &**tag));
        self.list("aliases", record.aliases.iter().map(|alias| &*alias.value));
        self.ids("related", &record.related);
    }

    fn tail(&mut self, record: &Record) {
        record.claims.iter().for_each(|claim| self.claim(claim));
        record.statements.iter().for_each(|statement| self.statement(statement));
        for source in &record.sources {
            self.header("[[source]]");
            match source {
                CitedSource::Own(source) => {
                    self.id("id", Some(&source.id));
                    self.source(source);
                }
                CitedSource::Shared(shared) => {
                    let SharedCitation { id, target, origin } = &**shared;
                    self.id("ref", Some(target));
                    if id != target {
                        self.id("id", Some(id));
                    }
                    self.ids("origin", origin);
                }
            }
        }
        for change in &record.changes {
            self.header("[[change]]");
            self.date("on", Some(&change.on.value));
            self.word("kind", Some(change.kind.name()));
            self.text("note", Some(&change.note));
        }
        if let Some(safety) = &record.safety {
            self.header("[safety]");
            self.word("precision", safety.precision.map(Precision::name));
            self.list("withhold", safety.withhold.iter().map(|word| &*word.value));
            self.text("note", safety.note.as_deref());
        }
    }

    fn claim(&mut self, claim: &Claim) {
        self.header("[[claim]]");
        self.id("id", claim.id.as_ref());
        for (measure, amount) in &claim.figures {
            self.line(measure.name(), toml_amount(&amount.value));
        }
        self.ids("perpetrator", &claim.perpetrator);
        self.word("status", claim.status.map(|status| status.name()));
        self.ids("target", &claim.target);
        self.ids("defender", &claim.defender);
        self.text("motive", claim.motive.as_deref());
        self.text("method", claim.method.as_deref());
        self.text("damage", claim.damage.as_deref());
        self.text("text", claim.text.as_deref());
        let who = claim.who.as_ref().map(|who| match who {
            Who::Civilians => "civilians",
            Who::Fighters => "fighters",
            Who::Mixed => "mixed",
            Who::Unknown => "unknown",
            Who::Words(words) => words,
        });
        self.text("who", who);
        self.list("place", claim.place.iter().map(|place| &*place.value));
        self.party("by", claim.by.as_ref());
        self.text("via", claim.via.as_deref());
        self.date("on", claim.on.as_ref());
        self.ids("source", &claim.source);
        self.text("quote", claim.quote.as_deref());
        self.text("quote_lang", claim.quote_lang.as_deref());
        self.word("use", claim.usage.as_ref().map(|usage| usage.value.name()));
        self.text("reason", claim.reason.as_deref());
        self.ids("restates", &claim.restates);
        self.ids("supersedes", &claim.supersedes);
        self.ids("conflicts", &claim.conflicts);
        self.text("note", claim.note.as_deref());
    }

    fn statement(&mut self, statement: &Statement) {
        self.header("[[statement]]");
        self.party("by", Some(&statement.by));
        self.date("on", statement.on.as_ref());
        self.word("kind", statement.kind.map(|kind| kind.name()));
        self.parties("to", &statement.to);
        self.text("text", statement.text.as_deref());
        self.text("quote", statement.quote.as_deref());
        self.text("quote_lang", statement.quote_lang.as_deref());
        self.text("channel", statement.channel.as_deref());
        self.ids("source", &statement.source);
    }

    fn source(&mut self, source: &Source) {
        self.word("kind", source.kind.map(|kind| kind.name()));
        self.text("title", source.title.as_deref());
        self.text("author", source.author.as_deref());
        self.text("publisher", source.publisher.as_deref());
        self.date("published", source.published.as_ref());
        self.text("lang", source.lang.as_deref());
        self.text("url", source.url.as_ref().map(|url| &*url.value));
        self.text("archive_url", source.archive_url.as_ref().map(|url| &*url.value));
        self.date("archived", source.archived.as_ref());
        self.date("accessed", source.accessed.as_ref());
        self.text("sha256", source.sha256.as_deref());
        self.ids("origin", &source.origin);
        self.word("translation", source.translation.map(|translation| translation.name()));
        self.text("translated_from", source.translated_from.as_deref());
        self.text("note", source.note.as_deref());
    }

    fn incident(&mut self, incident: &Incident) {
        self.head(&incident.record, "title");
        self.date("date", Some(&incident.date.value));
        self.text("time", incident.time.as_deref());
        self.id("region", Some(&incident.region));
        self.id("type", incident.kind.as_ref());
        self.word("evidence", Some(incident.evidence.value.name()));
        self.text("evidence_note", incident.evidence_note.as_deref());
        self.id("part_of", incident.part_of.as_ref());
        self.id("merged_into", incident.merged_into.as_ref());
        incident.places.iter().for_each(|place| self.place(place));
        incident.victims.iter().for_each(|victim| self.victim(victim));
        self.tail(&incident.record);
    }

    fn place(&mut self, place: &Place) {
        self.header("[[place]]");
        self.text("name", place.name.as_ref().map(|name| &*name.value));
        self.id("ref", place.gazetteer.as_ref());
        if place.role != PlaceRole::Attacked {
            self.word("role", Some(place.role.name()));
        }
        self.point(place.point.as_ref());
        self.precision(place.precision.as_ref());
        self.id("region", place.region.as_ref());
        self.date("date", place.date.as_ref().map(|date| &date.value));
        self.spellings(&place.also);
        self.text("note", place.note.as_deref());
        self.ids("source", &place.source);
    }

    fn victim(&mut self, victim: &Victim) {
        self.header("[[victim]]");
        self.text("name", Some(&victim.name.value));
        self.text("age", victim.age.as_deref());
        self.text("sex", victim.sex.as_deref());
        self.text("role", victim.role.as_deref());
        self.word("basis", Some(victim.basis.name()));
    }

    fn report(&mut self, report: &Report) {
        self.head(&report.record, "title");
        self.date("date", Some(&report.date.value));
        self.date("period", report.period.as_ref().map(|period| &period.value));
        self.ids("area", &report.area);
        self.ids("documents", &report.documents);
        self.tail(&report.record);
    }

    fn milestone(&mut self, milestone: &Milestone) {
        self.head(&milestone.record, "title");
        self.date("date", Some(&milestone.date.value));
        self.ids("area", &milestone.area);
        self.tail(&milestone.record);
    }

    fn region(&mut self, region: &Region) {
        self.head(&region.record, "name");
        self.text("kind", region.kind.as_deref());
        self.word("level", region.level.map(Level::name));
        self.spellings(&region.also);
        self.point(region.point.as_ref());
        self.text("boundary", region.boundary.as_ref().map(|boundary| &*boundary.value));
        self.id("formerly", region.formerly.as_ref());
        self.date("since", region.since.as_ref());
        if !region.codes.is_empty() {
            self.header("[codes]");
            for (system, code) in &region.codes {
                self.line(&quoted(system), quoted(code));
            }
        }
        self.tail(&region.record);
    }

    fn actor(&mut self, actor: &Actor) {
        self.head(&actor.record, "name");
        self.word("kind", actor.kind.map(|kind| kind.name()));
        self.spellings(&actor.also);
        self.id("parent", actor.parent.as_ref());
        self.date("since", actor.since.as_ref());
        self.date("until", actor.until.as_ref());
        self.tail(&actor.record);
    }

    fn shared_source(&mut self, shared: &SharedSource) {
        self.source(&shared.source);
        let record = &shared.record;
        if record.status != Status::Published {
            self.word("status", Some(record.status.name()));
        }
        self.text("reason", record.reason.as_deref());
        self.date("added", record.added.as_ref().map(|date| &date.value));
        self.date("embargo", record.embargo.as_ref().map(|date| &date.value));
        self.text("warning", record.warning.as_deref());
        self.list("tags", record.tags.iter().map(|tag| &**tag));
        self.list("aliases", record.aliases.iter().map(|alias| &*alias.value));
        self.ids("related", &record.related);
        self.tail(record);
    }

    fn page(&mut self, page: &Page) {
        self.head(&page.record, "title");
        self.text("description", page.description.as_deref());
        self.tail(&page.record);
    }

    fn gazetteer_place(&mut self, place: &GazetteerPlace) {
        self.header("[[place]]");
        self.id("id", Some(&place.id));
        self.text("name", Some(&place.name));
        self.id("region", place.region.as_ref());
        self.point(place.point.as_ref());
        self.precision(place.precision.as_ref());
        self.spellings(&place.also);
        self.text("note", place.note.as_deref());
    }
}

/// A text as a TOML string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
