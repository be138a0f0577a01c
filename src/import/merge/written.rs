//! What an import wrote last, as fingerprints, and which tables of two states are the same.

use std::collections::BTreeMap;

use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value};

use super::units::{Prints, print_of_body, prints};

/// The key under which the fingerprints of a table say which one it is.
const OF: &str = "of";

/// The key of the body among those of the record.
pub(super) const BODY: &str = "body";

/// Where the record's own keys stand.
pub(super) const RECORD: &str = "record";

/// One of several tables: what it is called, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) of: String,
    pub(super) prints: Prints,
}

/// The fingerprints of everything that a record says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Written {
    /// Of the record's own keys, under [`RECORD`], and of tables that it has once.
    pub(super) once: BTreeMap<String, Prints>,
    /// Of tables that it has several of, in their order.
    pub(super) many: BTreeMap<String, Vec<Group>>,
}

impl Written {
    /// What a text of an import says.
    pub(super) fn of(document: &DocumentMut, body: &str) -> Self {
        let mut written = Self::default();
        let mut own = prints(document.as_table(), |_, item| item.is_value());
        own.extend(print_of_body(body).map(|print| (BODY.to_owned(), print)));
        written.once.insert(RECORD.to_owned(), own);
        for (key, item) in document.iter() {
            match item {
                Item::Table(table) => {
                    let prints = prints(table, |inner, _| (key, inner) != ("private", "import"));
                    if !prints.is_empty() {
                        written.once.insert(key.to_owned(), prints);
                    }
                }
                Item::ArrayOfTables(tables) if key != "change" => {
                    written.many.insert(key.to_owned(), groups(tables));
                }
                _ => {}
            }
        }
        written
    }

    /// What `[private.import.written]` says.
    pub(super) fn read(item: &Item) -> Self {
        let mut written = Self::default();
        let Some(table) = item.as_table_like() else { return written };
        for (key, item) in table.iter() {
            if let Some(array) = item.as_array() {
                let tables = array.iter().filter_map(Value::as_inline_table);
                let groups = tables.map(|table| {
                    let mut prints = read_prints(table);
                    Group { of: prints.remove(OF).unwrap_or_default(), prints }
                });
                written.many.insert(key.to_owned(), groups.collect());
            } else if let Some(table) = item.as_inline_table() {
                written.once.insert(key.to_owned(), read_prints(table));
            }
        }
        written
    }

    /// Itself as the table of a record's file.
    pub(super) fn item(&self) -> Item {
        let mut table = Table::new();
        table.decor_mut().set_prefix("\n");
        for (key, prints) in &self.once {
            table.insert(key, toml_edit::value(inline(None, prints)));
        }
        for (key, groups) in &self.many {
            let mut array: Array =
                groups.iter().map(|group| inline(Some(&group.of), &group.prints)).collect();
            if groups.len() > 1 {
                array.iter_mut().for_each(|value| value.decor_mut().set_prefix("\n  "));
                array.set_trailing("\n");
                array.set_trailing_comma(true);
            }
            table.insert(key, toml_edit::value(array));
        }
        Item::Table(table)
    }
}

fn inline(of: Option<&str>, prints: &Prints) -> InlineTable {
    let of = of.map(|of| (OF, of));
    let prints = prints.iter().map(|(key, print)| (&**key, &**print));
    of.into_iter().chain(prints).collect()
}

fn read_prints(table: &InlineTable) -> Prints {
    let texts = table.iter().filter_map(|(key, value)| Some((key, value.as_str()?)));
    texts.map(|(key, print)| (key.to_owned(), print.to_owned())).collect()
}

/// The tables of an array, each with a name of its own.
pub(super) fn groups(tables: &ArrayOfTables) -> Vec<Group> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let group = |table: &Table| {
        let mut of = super::units::called(table).unwrap_or_default().to_owned();
        let count = seen.entry(of.clone()).or_default();
        *count += 1;
        if *count > 1 {
            of = format!("{of}\u{1f}{count}");
        }
        Group { of, prints: prints(table, |_, _| true) }
    };
    tables.iter().map(group).collect()
}

/// Who may have given a table another name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Renamed {
    /// An editor: any name, an id among them.
    ByEditor,
    /// A release: what it gives an id keeps it.
    ByRelease,
}

/// For each of `these` the one of `those` that is the same table: of the same name, else the one that
/// shares most of what it says, and at least half, else the only other one without a name that has the
/// same keys.
pub(super) fn pairs(these: &[Group], those: &[Group], renamed: Renamed) -> Vec<Option<usize>> {
    let mut pairs: Vec<Option<usize>> = these
        .iter()
        .map(|own| those.iter().position(|other| !own.of.is_empty() && own.of == other.of))
        .collect();
    let mut likeness = Vec::new();
    let may = |own: &Group| renamed == Renamed::ByEditor || !own.prints.contains_key("id");
    for (at, own) in these.iter().enumerate().filter(|(at, own)| pairs[*at].is_none() && may(own)) {
        for (to, other) in those.iter().enumerate().filter(|(to, _)| !pairs.contains(&Some(*to))) {
            let shared =
                own.prints.iter().filter(|(key, print)| other.prints.get(*key) == Some(*print));
            let shared = shared.count();
            if shared > 0 && shared * 2 >= own.prints.len().min(other.prints.len()) {
                likeness.push((std::cmp::Reverse(shared), at, to));
            }
        }
    }
    likeness.sort_unstable();
    for (_, at, to) in likeness {
        if pairs[at].is_none() && !pairs.contains(&Some(to)) {
            pairs[at] = Some(to);
        }
    }
    // The one that is left on each side, where neither has a name and both say something of the same.
    let lone = |groups: &[Group], is_free: &dyn Fn(usize) -> bool| {
        let mut free = (0..groups.len()).filter(|at| is_free(*at));
        free.next().filter(|at| free.next().is_none() && groups[*at].of.is_empty())
    };
    let own = lone(these, &|at| pairs[at].is_none());
    let other = lone(those, &|to| !pairs.contains(&Some(to)));
    if let Some((own, other)) = own.zip(other)
        && these[own].prints.keys().eq(those[other].prints.keys())
    {
        pairs[own] = Some(other);
    }
    pairs
}
