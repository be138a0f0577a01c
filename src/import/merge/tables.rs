//! Tables of a document: made, found and added where a person would write them.

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table};

/// The table of that key, made where there is none; `None` where the key holds something else.
pub(super) fn inner<'t>(table: &'t mut Table, key: &str) -> Option<&'t mut Table> {
    let item = table.entry(key).or_insert_with(|| {
        let mut made = Table::new();
        made.set_implicit(true);
        Item::Table(made)
    });
    if item.is_inline_table() {
        let whole = std::mem::take(item).into_table();
        *item = whole.map_or_else(|item| item, Item::Table);
    }
    item.as_table_mut()
}

/// Adds a table to those of that key, as the last.
pub(super) fn push(document: &mut DocumentMut, key: &str, table: Table) {
    put(document, key, usize::MAX, table);
}

/// Adds a table to those of that key, after as many of them; the first of all stands below everything
/// but `[safety]` and `[private]`. A key that holds something else stays.
pub(super) fn put(document: &mut DocumentMut, key: &str, after: usize, mut table: Table) {
    let below = document.iter().filter(|(key, _)| !matches!(*key, "safety" | "private"));
    let last = below.filter_map(|(_, item)| last_position(item)).max();
    table.set_position(None);
    if table.decor().prefix().is_none() {
        table.decor_mut().set_prefix("\n");
    }
    let item = document.entry(key).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    let Item::ArrayOfTables(tables) = item else { return };
    let at = after.min(tables.len());
    // Tables of one place in the document stand in the order of their array.
    let beside = tables.get(at.saturating_sub(1));
    let place = beside.map_or(last.or(Some(-1)), |beside| {
        let inner = beside.iter().filter_map(|(_, item)| last_position(item)).max();
        if at == 0 { beside.position() } else { inner.max(beside.position()) }
    });
    table.set_position(place);
    tables.insert(at, table);
}

/// The place of the last table in an item.
fn last_position(item: &Item) -> Option<isize> {
    let of_table = |table: &Table| {
        let inner = table.iter().filter_map(|(_, item)| last_position(item)).max();
        inner.max(table.position())
    };
    match item {
        Item::Table(table) => of_table(table),
        Item::ArrayOfTables(tables) => tables.iter().filter_map(of_table).max(),
        Item::None | Item::Value(_) => None,
    }
}
