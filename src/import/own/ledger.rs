//! The whole ledger, places, sources, statements and history, as the JSON files have them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Own;
use super::cells::{Degrees, degrees, stated};
use super::reading::{Object, Reading};
use crate::model::Measure;

impl Reading<'_> {
    /// Reads all columns that hold objects; `own` knows the names of actors.
    pub(super) fn ledger(&mut self, own: &Own) {
        let (claims, statements) = (self.objects("claims"), self.objects("statements"));
        for place in self.objects("places") {
            self.place(&place);
        }
        let mut numbers: BTreeMap<String, Vec<&Object>> = BTreeMap::new();
        let mut order = Vec::new();
        for claim in &claims {
            let number = claim.get("number").map(Value::to_string).unwrap_or_default();
            let figures = numbers.entry(number.clone()).or_default();
            if figures.is_empty() {
                order.push(number);
            }
            figures.push(claim);
        }
        for figures in order.iter().filter_map(|number| numbers.get(number)) {
            self.claim(figures);
        }
        for statement in &statements {
            self.statement(statement, own);
        }
        self.sources();
        for change in self.objects("changes") {
            self.front.table("change", change.at);
            self.put(&change, &["on", "kind", "note"]);
        }
    }

    /// Remembers actors by their ids.
    pub(super) fn names<'t>(&mut self, ids: impl Iterator<Item = &'t str>) {
        self.actors.extend(ids.map(|id| (id.into(), None)));
    }

    fn place(&mut self, place: &Object) {
        self.front.table("place", place.at);
        self.put(place, &["name", "role", "precision", "note"]);
        self.put_as(place, "date", "date_text");
        let latitude = self.degrees(place, "latitude", 90);
        let longitude = self.degrees(place, "longitude", 180);
        if let Some((latitude, longitude)) = latitude.zip(longitude) {
            self.front.point(latitude, longitude, place.member("latitude"));
        }
        for (half, other) in [("latitude", "longitude"), ("longitude", "latitude")] {
            if place.get(half).is_some() && place.get(other).is_none() {
                self.tell(place.member(other), "half of the position is missing");
            }
        }
        self.put(place, &["region"]);
        if let Some(region) = place.get("region").and_then(Value::as_str) {
            self.regions.push(region.into());
        }
        self.put_all(place, "source", "sources");
    }

    fn degrees(&mut self, place: &Object, key: &'static str, most: u8) -> Option<Degrees> {
        let read = match place.get(key)? {
            Value::String(text) => degrees(text, most),
            other => degrees(&other.to_string(), most),
        };
        self.told(place.member(key), read)
    }

    /// A claim: an object for each of its figures, which all say the same but for the figure.
    fn claim(&mut self, figures: &[&Object]) {
        let Some(claim) = figures.first() else { return };
        self.front.table("claim", claim.at);
        self.put(claim, &["id"]);
        for figure in figures {
            self.figure(figure);
        }
        for (key, column) in
            [("perpetrator", "perpetrators"), ("target", "targets"), ("defender", "defenders")]
        {
            let ids = self.texts(claim, column);
            self.names(ids.iter().copied());
            self.front.texts(key, ids.into_iter(), claim.member(column));
        }
        let before = ["status", "motive", "method", "damage", "text", "who", "via", "on"];
        self.put(claim, &before);
        self.put(claim, &["quote", "quote_lang", "use", "reason", "note"]);
        self.by(claim);
        for (key, column) in [
            ("place", "places"),
            ("source", "sources"),
            ("restates", "restates"),
            ("supersedes", "supersedes"),
            ("conflicts", "conflicts"),
        ] {
            self.put_all(claim, key, column);
        }
    }

    fn figure(&mut self, object: &Object) {
        let measure = self.text(object, "measure");
        let figure = self.text(object, "stated");
        let (measure, figure) = match (measure, figure) {
            (Some(measure), Some(figure)) => (Measure::named(measure), figure),
            (Some(_), None) if object.get("stated").is_none() => {
                return self.tell(object.member("stated"), "the measure has no figure");
            }
            (None, Some(_)) if object.get("measure").is_none() => {
                return self.tell(object.member("measure"), "the figure has no measure");
            }
            _ => return,
        };
        let Some(measure) = measure else {
            return self.tell(object.member("measure"), "there is no measure of that name");
        };
        if let Some(amount) = self.told(object.member("stated"), stated(figure)) {
            self.front.figure(measure, &amount, object.member("stated"));
        }
    }

    /// Who says it: an actor of the tracker by its id, else a name.
    fn by(&mut self, object: &Object) {
        let name = self.text(object, "by");
        match self.text(object, "by_actor") {
            Some(id) => {
                self.actors.push((id.into(), name.map(Into::into)));
                self.front.text("by", Some(id), object.member("by_actor"));
            }
            None => self.front.text("by", name, object.member("by")),
        }
    }

    fn statement(&mut self, statement: &Object, own: &Own) {
        self.front.table("statement", statement.at);
        self.put(statement, &["on", "kind", "text", "quote", "quote_lang", "channel"]);
        self.by(statement);
        let (mut to, mut nobody) = (Vec::new(), Vec::new());
        for name in self.texts(statement, "to") {
            let known = own.actors.iter().find(|(_, (own, _))| **own == *name);
            match known {
                Some((id, _)) => to.push(&**id),
                // One word would be read as the id of an actor, and of this one the file has no id.
                None if !name.contains(' ') => nobody.push(name),
                None => to.push(name),
            }
        }
        self.names(to.iter().copied().filter(|id| own.actors.contains_key(*id)));
        self.front.texts("to", to.into_iter(), statement.member("to"));
        self.put_all(statement, "source", "sources");
        if !nobody.is_empty() {
            self.left.push(("statement to".into(), nobody.join("; ").into()));
        }
    }

    fn sources(&mut self) {
        let sources = self.objects("sources");
        let id = |source: &Object| source.get("id").and_then(Value::as_str).map(str::to_owned);
        let ids: Vec<Option<String>> = sources.iter().map(id).collect();
        for (source, id) in sources.iter().zip(&ids) {
            self.front.table("source", source.at);
            let before = ["id", "kind", "title", "author", "publisher", "published", "lang", "url"];
            self.put(source, &before);
            let after = ["archive_url", "archived", "accessed", "translation", "translated_from"];
            self.put(source, &after);
            self.put(source, &["note"]);
            let cited = |origin: &&str| ids.iter().any(|own| own.as_deref() == Some(*origin));
            let (here, elsewhere): (Vec<&str>, Vec<&str>) =
                self.texts(source, "origin").into_iter().partition(cited);
            self.front.texts("origin", here.into_iter(), source.member("origin"));
            if !elsewhere.is_empty() {
                let id = id.as_deref().unwrap_or_default();
                let left = (format!("origin of {id}").into(), elsewhere.join("; ").into());
                self.left.push(left);
            }
        }
    }
}
