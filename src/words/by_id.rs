//! What belongs to each message, found by the fingerprint of its id: a page asks for several hundred.

use crate::model::Lookup;

/// Values by the ids of messages.
pub(super) struct ById<T> {
    lookup: Lookup,
    list: Vec<(String, T)>,
}

impl<T> ById<T> {
    /// Of ids that are all different.
    pub(super) fn of(list: Vec<(String, T)>) -> Self {
        Self { lookup: Lookup::of(list.iter().map(|(id, _)| id.as_str())), list }
    }

    /// What belongs to `id`.
    pub(super) fn get(&self, id: &str) -> Option<&T> {
        let at = self.lookup.find(id, |at| self.list[at].0 == id)?;
        self.list.get(at).map(|(_, value)| value)
    }
}

impl<T> Default for ById<T> {
    fn default() -> Self {
        Self { lookup: Lookup::default(), list: Vec::new() }
    }
}
