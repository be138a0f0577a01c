//! What the card of an incident says: the first screen of its page, in few words.

use super::claims::Standing;
use super::view::Views;
use crate::figure::Card;
use crate::model::{Incident, IncidentIx};
use crate::words::{Arg, Words};

impl Views<'_> {
    /// The card of an incident.
    pub fn card(&self, ix: IncidentIx) -> Card {
        let tracker = self.tracker;
        let incident = tracker.incident(ix);
        let language = &*tracker.settings.language;
        let own = incident.record.lang.as_deref().unwrap_or(language);
        let mut path = tracker.region_path(tracker.shown_region(ix));
        path.reverse();
        let names = path.iter().map(|ix| &*tracker.region(*ix).record.title.value);
        let names: Vec<&str> = names.collect();
        let (measure, figure, counted) = self.card_figure(incident);
        let grade = self.vocabulary("evidence", incident.evidence.value.name());
        let evidence = self.words.say("card_evidence", &[("grade", Arg::Text(&grade))]);
        let uncounted = tracker.counts(ix).is_err().then(|| self.words.text("not_counted"));
        let notes = counted.into_iter().chain([evidence]);
        Card {
            site: tracker.settings.title.to_string(),
            place: names.join(self.words.text("list_separator")),
            date: self.words.date(&incident.date.value),
            title: incident.record.title.value.to_string(),
            title_is_rtl: Words::direction(own) == "rtl",
            measure,
            figure,
            notes: notes.chain(uncounted.map(str::to_owned)).collect(),
            is_rtl: Words::direction(language) == "rtl",
        }
    }

    /// The figure of those killed, else of the first measure that a claim speaks of: what it counts,
    /// the range, and how many claims stand behind it.
    fn card_figure(&self, incident: &Incident) -> (String, String, Option<String>) {
        let facts = self.facts(incident, &Standing::counting(incident));
        // Measures come in their order, and those killed are the first of them.
        let Some(fact) = facts.into_iter().next() else {
            let none = self.words.text("no_figure").to_owned();
            return (String::new(), none, None);
        };
        let figure = match &fact.range {
            Some(range) => self.with_whom(range, fact.who.as_ref()).into_owned(),
            None => self.words.text("none_counted").to_owned(),
        };
        (fact.label.into_owned(), figure, Some(fact.counted.into_owned()))
    }
}
