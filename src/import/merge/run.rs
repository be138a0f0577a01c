//! One merging: unit by unit, who changed it, and what follows from that.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, TableLike};

use super::units::{Prints, called, comments, of_decor, of_table, plain, print_of, print_of_body};
use super::written::{BODY, Group, RECORD, Renamed, Written, groups, pairs};
use super::{Difference, tables};

/// The keys by which tables name others of their record.
const NAMING: [(&str, &[&str]); 3] = [
    ("source", &["source", "origin"]),
    ("place", &["place"]),
    ("claim", &["restates", "supersedes", "conflicts"]),
];

/// Where a table stands.
#[derive(Clone, Copy, Default)]
struct At<'t> {
    table: Option<&'t str>,
    of: Option<&'t str>,
}

impl At<'_> {
    fn difference(
        &self,
        key: Option<&str>,
        was: Option<Box<str>>,
        is: Option<Box<str>>,
    ) -> Difference {
        let text = |text: &str| Box::from(text.split('\u{1f}').next().unwrap_or(text));
        Difference {
            table: self.table.map(text),
            of: self.of.filter(|of| !of.is_empty()).map(text),
            key: key.map(text),
            was,
            is,
        }
    }
}

/// What is to be done with a unit.
enum Verdict {
    /// Both say the same, or the editor's stands and the release brought nothing new.
    Stay,
    /// The editor left it alone: the release's.
    Follow,
    /// Both changed it: the editor's.
    Keep,
}

/// Decides by the fingerprints of what stands there, of what the release says and of what was written.
fn judge(own: Option<&str>, fresh: Option<&str>, base: Option<&str>) -> Verdict {
    match () {
        () if own == fresh || fresh == base => Verdict::Stay,
        () if own == base => Verdict::Follow,
        () => Verdict::Keep,
    }
}

/// One merging under way.
#[derive(Default)]
pub(super) struct Run {
    base: Written,
    next: Written,
    /// The fingerprint of the release's body.
    body: Option<String>,
    /// What earlier releases said where the editor's stays, by unit.
    offered: BTreeMap<String, String>,
    offers: BTreeMap<String, String>,
    pub(super) changed: Vec<Difference>,
    pub(super) kept: Vec<Difference>,
    /// Tables that the release no longer has and the editor left alone, by array and place.
    doomed: BTreeMap<String, BTreeSet<usize>>,
    /// Tables of the release that the editor took out.
    taken: Vec<(String, Table)>,
    /// Comments of what is taken out.
    comments: Vec<String>,
}

impl Run {
    /// A merging into a record whose `[private.import]` is `own`.
    pub(super) fn new(own: &dyn TableLike) -> Self {
        let offered = own.get("offered").and_then(Item::as_table_like);
        let offered = offered.into_iter().flat_map(TableLike::iter);
        Self {
            base: own.get("written").map(Written::read).unwrap_or_default(),
            offered: offered
                .filter_map(|(unit, value)| Some((unit.to_owned(), value.as_str()?.to_owned())))
                .collect(),
            ..Self::default()
        }
    }

    /// The body that shall stand.
    pub(super) fn body<'b>(&mut self, own: &'b str, fresh: &'b str) -> Cow<'b, str> {
        let base = self.base.once.get(RECORD).and_then(|prints| prints.get(BODY)).cloned();
        let (was, is) = (print_of_body(own), print_of_body(fresh));
        self.body.clone_from(&is);
        let note = |text: &str| Some(text.trim()).filter(|text| !text.is_empty()).map(Box::from);
        let difference = At::default().difference(Some(BODY), note(own), note(fresh));
        match judge(was.as_deref(), is.as_deref(), base.as_deref()) {
            Verdict::Stay => {
                self.offer_again(&difference, was != is);
                own.into()
            }
            Verdict::Follow => {
                self.changed.push(difference);
                fresh.into()
            }
            Verdict::Keep => {
                self.keep(difference);
                own.into()
            }
        }
    }

    /// Everything above the body but `[private.import]`.
    pub(super) fn record(&mut self, document: &mut DocumentMut, fresh: &DocumentMut) {
        self.next = Written::of(fresh, "");
        let base = self.base.once.get(RECORD).cloned().unwrap_or_default();
        let many = |key: &str| {
            fresh.get(key).is_some_and(Item::is_array_of_tables) || self.base.many.contains_key(key)
        };
        let skipped: Vec<String> =
            base.keys().filter(|key| *key == BODY || many(key)).cloned().collect();
        let mut base = base;
        base.retain(|key, _| !skipped.contains(key));
        let fresh_prints = self.next.once.get(RECORD).cloned().unwrap_or_default();
        self.keys(document.as_table_mut(), fresh.as_table(), (&base, &fresh_prints), At::default());
        self.once(document, fresh);
        let names = [&self.base, &self.next].map(|written| written.many.keys().cloned());
        let names: BTreeSet<String> = names.into_iter().flatten().collect();
        for name in names {
            self.many(document, fresh, &name);
        }
        if let Some(changes) = fresh.get("change").and_then(Item::as_array_of_tables) {
            self.history(document, changes);
        }
    }

    /// The tables that a record has once.
    fn once(&mut self, document: &mut DocumentMut, fresh: &DocumentMut) {
        let names = [&self.base, &self.next].map(|written| written.once.keys().cloned());
        let names: BTreeSet<String> = names.into_iter().flatten().collect();
        let nothing = Table::new();
        for name in names.iter().filter(|name| *name != RECORD) {
            let base = self.base.once.get(name).cloned().unwrap_or_default();
            let prints = self.next.once.get(name).cloned().unwrap_or_default();
            let is_new = !document.contains_key(name);
            let Some(table) = tables::inner(document.as_table_mut(), name) else { continue };
            let mut table = std::mem::take(table);
            let from = fresh.get(name).and_then(Item::as_table).unwrap_or(&nothing);
            self.keys(&mut table, from, (&base, &prints), At { table: Some(name), of: None });
            if is_new {
                table.set_implicit(false);
            }
            match is_new && table.is_empty() {
                true => drop(document.remove(name)),
                false => document[name] = Item::Table(table),
            }
        }
    }

    /// The keys of one table.
    fn keys(
        &mut self,
        table: &mut Table,
        fresh: &dyn TableLike,
        (base, prints): (&Prints, &Prints),
        at: At<'_>,
    ) {
        let gone = base.keys().filter(|key| !prints.contains_key(*key)).map(String::as_str);
        let order: Vec<&str> =
            fresh.iter().map(|(key, _)| key).filter(|key| prints.contains_key(*key)).collect();
        for key in order.into_iter().chain(gone) {
            let own = table.get(key).filter(|item| !item.is_none());
            let own_print = own.map(print_of);
            let from = fresh.get(key).filter(|_| prints.contains_key(key));
            let difference = at.difference(Some(key), own.map(plain), from.map(plain));
            let (own, fresh) = (own_print.as_deref(), prints.get(key).map(String::as_str));
            match judge(own, fresh, base.get(key).map(String::as_str)) {
                Verdict::Stay => self.offer_again(&difference, own != fresh),
                Verdict::Keep => self.keep(difference),
                Verdict::Follow => {
                    self.changed.push(difference);
                    match from {
                        Some(item) => set(table, key, item.clone(), &mut self.comments),
                        None => self.take_key(table, key),
                    }
                }
            }
        }
    }

    /// The tables of one name, of which a record may have several.
    fn many(&mut self, document: &mut DocumentMut, fresh: &DocumentMut, name: &str) {
        let nothing = ArrayOfTables::new();
        let from = fresh.get(name).and_then(Item::as_array_of_tables).unwrap_or(&nothing);
        let fresh_groups = self.next.many.get(name).cloned().unwrap_or_default();
        let base = self.base.many.get(name).cloned().unwrap_or_default();
        if document.get(name).is_some_and(Item::is_value) {
            // Written in another form, it is the editor's as a whole.
            if base != fresh_groups {
                self.keep(At { table: Some(name), of: None }.difference(None, None, None));
            }
            return;
        }
        let own = document.get(name).and_then(Item::as_array_of_tables);
        let own: Vec<Group> = own.map(groups).unwrap_or_default();
        let own_of_base = pairs(&base, &own, Renamed::ByEditor);
        let base_of_fresh = pairs(&fresh_groups, &base, Renamed::ByRelease);
        // New tables by how many of those that are there stand before them.
        let mut added: BTreeMap<usize, Vec<Table>> = BTreeMap::new();
        let mut after = 0;
        for (at, group) in fresh_groups.iter().enumerate() {
            let Some(table) = from.get(at) else { continue };
            let before = base_of_fresh[at].map(|before| &base[before]);
            let place = match base_of_fresh[at] {
                Some(before) => own_of_base[before],
                None => own
                    .iter()
                    .position(|own| !own.of.is_empty() && own.of == group.of)
                    .filter(|own| !own_of_base.contains(&Some(*own))),
            };
            let here = At { table: Some(name), of: Some(&group.of) };
            match (place, before) {
                (Some(place), before) => {
                    let tables = document[name].as_array_of_tables_mut();
                    if let Some(own) = tables.and_then(|tables| tables.get_mut(place)) {
                        let none = Prints::new();
                        let base = before.map_or(&none, |before| &before.prints);
                        self.keys(own, table, (base, &group.prints), here);
                    }
                }
                (None, Some(before)) => {
                    self.taken.push((name.to_owned(), table.clone()));
                    if before.prints != group.prints {
                        self.keep(here.difference(None, None, Some(title(table))));
                    }
                }
                (None, None) => {
                    added.entry(after).or_default().push(table.clone());
                    self.changed.push(here.difference(None, None, Some(title(table))));
                }
            }
            after = place.map_or(after, |place| place + 1);
        }
        for (before, group) in base.iter().enumerate() {
            let Some(place) = own_of_base[before] else { continue };
            if base_of_fresh.contains(&Some(before)) {
                continue;
            }
            if own[place].prints == group.prints {
                let before: usize = added.range(..=place).map(|(_, tables)| tables.len()).sum();
                self.doomed.entry(name.to_owned()).or_default().insert(place + before);
            } else {
                let here = At { table: Some(name), of: Some(&own[place].of) };
                self.keep(here.difference(None, Some(own[place].of.as_str().into()), None));
            }
        }
        for (place, tables) in added.into_iter().rev() {
            for table in tables.into_iter().rev() {
                tables::put(document, name, place, table);
            }
        }
    }

    /// Adds the entries that the record's history lacks.
    fn history(&mut self, document: &mut DocumentMut, changes: &ArrayOfTables) {
        let own = document.get("change").and_then(Item::as_array_of_tables);
        let own: Vec<Prints> =
            own.map(groups).unwrap_or_default().into_iter().map(|group| group.prints).collect();
        let of_release: Vec<Prints> =
            groups(changes).into_iter().map(|group| group.prints).collect();
        for (change, prints) in changes.iter().zip(of_release) {
            if !own.contains(&prints) {
                tables::push(document, "change", change.clone());
            }
        }
    }

    /// `[private.import]` as the release gives it, with the fingerprints for the next time.
    pub(super) fn import(&mut self, document: &mut DocumentMut, fresh: &DocumentMut) {
        let Some(release) = super::import(fresh) else { return };
        if let Some(print) = self.body.take() {
            self.next.once.entry(RECORD.to_owned()).or_default().insert(BODY.to_owned(), print);
        }
        let Some(private) = tables::inner(document.as_table_mut(), "private") else { return };
        let Some(own) = tables::inner(private, "import") else { return };
        let kept = |key: &str| release.contains_key(key) || matches!(key, "written" | "offered");
        let gone: Vec<String> =
            own.iter().map(|(key, _)| key).filter(|key| !kept(key)).map(str::to_owned).collect();
        for key in gone {
            if let Some(item) = own.remove(&key) {
                comments(&item, &mut self.comments);
            }
        }
        for (key, item) in release.iter().filter(|(key, _)| *key != "written") {
            if own.get(key).map(print_of) != Some(print_of(item)) {
                set(own, key, item.clone(), &mut self.comments);
            }
        }
        own.remove("offered");
        if !self.offers.is_empty() {
            let mut table = Table::new();
            table.decor_mut().set_prefix("\n");
            for (unit, says) in &self.offers {
                table.insert(unit, toml_edit::value(says));
            }
            own.insert("offered", Item::Table(table));
        }
        set(own, "written", self.next.item(), &mut self.comments);
    }

    /// Takes out what the release no longer has, and brings back what is named and would be missing.
    pub(super) fn part(&mut self, document: &mut DocumentMut) {
        loop {
            let named = self.named(document);
            let is_named = |array: &str, table: &Table| {
                called(table).is_some_and(|of| named.contains(&(array, of.to_owned())))
            };
            let needed = self.doomed.iter().find_map(|(array, places)| {
                let tables = document.get(array)?.as_array_of_tables()?;
                let place = places.iter().find(|place| {
                    tables.get(**place).is_some_and(|table| is_named(array, table))
                })?;
                Some((array.clone(), *place))
            });
            if let Some((array, place)) = needed {
                self.doomed.entry(array.clone()).or_default().remove(&place);
                let tables = document.get(&array).and_then(Item::as_array_of_tables);
                let of = tables.and_then(|tables| called(tables.get(place)?)).map(str::to_owned);
                let here = At { table: Some(&array), of: of.as_deref() };
                self.keep(here.difference(None, of.as_deref().map(Box::from), None));
                continue;
            }
            let missing = self.taken.iter().position(|(array, table)| {
                let there = document.get(array).and_then(Item::as_array_of_tables);
                let mut there = there.into_iter().flat_map(ArrayOfTables::iter);
                is_named(array, table) && !there.any(|own| called(own) == called(table))
            });
            let Some(missing) = missing else { break };
            let (array, table) = self.taken.swap_remove(missing);
            let here = At { table: Some(&array), of: called(&table) };
            self.changed.push(here.difference(None, None, Some(title(&table))));
            tables::push(document, &array, table);
        }
        for (array, places) in std::mem::take(&mut self.doomed) {
            let Some(tables) = document[&array].as_array_of_tables_mut() else { continue };
            for place in places.iter().rev() {
                let Some(table) = tables.get(*place) else { continue };
                of_table(table, &mut self.comments);
                let here = At { table: Some(&array), of: called(table) };
                self.changed.push(here.difference(None, Some(title(table)), None));
                tables.remove(*place);
            }
            if tables.is_empty() {
                document.remove(&array);
            }
        }
        if !self.comments.is_empty() {
            let trailing = document.trailing().as_str().unwrap_or_default().to_owned();
            document.set_trailing(format!("{trailing}{}\n", self.comments.join("\n")));
        }
    }

    /// Which tables others name, by array and name; those that shall go name nothing.
    fn named(&self, document: &DocumentMut) -> BTreeSet<(&'static str, String)> {
        let mut named = BTreeSet::new();
        for (array, item) in document.iter() {
            let tables = item.as_array_of_tables().into_iter().flat_map(ArrayOfTables::iter);
            let doomed = self.doomed.get(array);
            for (at, table) in tables.enumerate() {
                if doomed.is_some_and(|doomed| doomed.contains(&at)) {
                    continue;
                }
                for (what, keys) in NAMING {
                    for item in keys.iter().filter_map(|key| table.get(key)) {
                        let list = item.as_array().into_iter().flat_map(|array| array.iter());
                        let texts = list.filter_map(|value| value.as_str()).chain(item.as_str());
                        named.extend(texts.map(|text| (what, text.to_owned())));
                    }
                }
            }
        }
        named
    }

    fn keep(&mut self, difference: Difference) {
        let says = difference.is.as_deref().unwrap_or_default();
        self.offers.insert(difference.to_string(), says.to_owned());
        self.kept.push(difference);
    }

    /// Goes on saying what a release said, as long as the editor says something else.
    fn offer_again(&mut self, difference: &Difference, differs: bool) {
        if differs && let Some((unit, says)) = self.offered.remove_entry(&difference.to_string()) {
            self.offers.insert(unit, says);
        }
    }

    fn take_key(&mut self, table: &mut Table, key: &str) {
        if let Some((key, item)) = table.remove_entry(key) {
            of_decor(key.leaf_decor(), &mut self.comments);
            comments(&item, &mut self.comments);
        }
    }
}

/// What a table of a release is, in a few words.
fn title(table: &Table) -> Box<str> {
    let key = ["title", "name", "publisher", "url", "text", "id", "ref", "by"];
    key.iter().find_map(|key| table.get(key)?.as_str()).unwrap_or_default().into()
}

/// Sets a value and keeps what stands around the old one.
fn set(table: &mut Table, key: &str, mut item: Item, lost: &mut Vec<String>) {
    let Some(old) = table.get_mut(key) else {
        table.insert(key, item);
        return;
    };
    match (&*old, &mut item) {
        (Item::Value(old), Item::Value(new)) => {
            if let toml_edit::Value::Array(array) = old {
                array.iter().for_each(|value| of_decor(value.decor(), lost));
            }
            *new.decor_mut() = old.decor().clone();
        }
        (Item::Table(old), Item::Table(new)) => {
            *new.decor_mut() = old.decor().clone();
            new.set_position(old.position());
            for (key, item) in old {
                if let Some(key) = old.key(key) {
                    of_decor(key.leaf_decor(), lost);
                }
                comments(item, lost);
            }
        }
        _ => {
            comments(old, lost);
            if let Item::Table(new) = &mut item {
                new.set_position(None);
            }
        }
    }
    *old = item;
}
