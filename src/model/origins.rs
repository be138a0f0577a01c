//! Where the sources of a record begin: what each of them repeats, over any number of steps, and how
//! many of them are independent. The only place that follows `origin`.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::record::{CitedSource, Record, Source};
use super::tracker::{SourceIx, Tracker};
use super::vocabulary::Id;
use crate::source::{Located, Span};

/// Which source one is, wherever it is described: shared sources are the same in every record.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key<'a> {
    /// Described in the record, under this id.
    Own(&'a str),
    /// Described in `content/sources/`, under this id.
    Shared(&'a str),
}

/// A source of the graph; without a description where its reference does not hold.
#[derive(Clone, Copy)]
struct Node<'a> {
    key: Key<'a>,
    source: Option<&'a Source>,
    /// What a record says besides of a shared source that it cites.
    also: &'a [Located<Id>],
}

impl<'a> Node<'a> {
    fn has_origins(self) -> bool {
        !self.also.is_empty() || self.source.is_some_and(|source| !source.origin.is_empty())
    }
}

impl Tracker {
    /// How many independent origins the sources of a record have: those that repeat no other, and
    /// what the others go back to, whether the record cites that or not.
    pub fn independent_origins(&self, record: &Record) -> usize {
        let (mut roots, mut addresses) = (0, BTreeSet::new());
        let starts = record.sources.iter().map(|cited| self.node(record, cited)).collect();
        self.walk(record, starts, |node| {
            let address = node.source.and_then(Source::plain_address);
            // One address read twice is one origin.
            if !node.has_origins() && address.is_none_or(|address| addresses.insert(address)) {
                roots += 1;
            }
        });
        roots
    }

    /// What the source that a record cites under `id` goes back to, over any number of steps, among
    /// the other sources of the record; `None` where it repeats none of them.
    pub fn repeated<'a>(&'a self, record: &'a Record, id: &str) -> Option<&'a Located<Id>> {
        let start = self.node(record, record.source(id)?);
        if !start.has_origins() {
            return None;
        }
        let mut behind = BTreeSet::new();
        self.walk(record, self.behind(record, start).collect(), |node| {
            behind.insert(node.key);
        });
        let others =
            record.sources.iter().filter(|cited| self.node(record, cited).key != start.key);
        let mut repeated = others.filter(|cited| behind.contains(&self.node(record, cited).key));
        repeated.next().map(CitedSource::id)
    }

    fn node<'a>(&'a self, record: &'a Record, cited: &'a CitedSource) -> Node<'a> {
        match cited {
            CitedSource::Own(source) => {
                Node { key: Key::Own(source.id.value.as_str()), source: Some(source), also: &[] }
            }
            CitedSource::Shared(shared) => self.shared_node(record, shared.target.value.as_str()),
        }
    }

    fn shared_node<'a>(&'a self, record: &'a Record, id: &'a str) -> Node<'a> {
        let source = self.source_by_id(id).map(|ix| &self.source(ix).source);
        let also = record.sources.iter().find_map(|cited| match cited {
            CitedSource::Shared(shared) if shared.target.value.as_str() == id => {
                Some(&shared.origin[..]).filter(|origin| !origin.is_empty())
            }
            _ => None,
        });
        Node { key: Key::Shared(id), source, also: also.unwrap_or_default() }
    }

    /// What a source goes back to, one step.
    fn behind<'a>(
        &'a self,
        record: &'a Record,
        node: Node<'a>,
    ) -> impl Iterator<Item = Node<'a>> + 'a {
        let own = node.source.into_iter().flat_map(|source| &source.origin);
        let own = own.map(move |id| self.origin(record, node.key, id));
        // What the record says of it names sources as the record does.
        own.chain(node.also.iter().map(|id| self.named(record, id)))
    }

    fn named<'a>(&'a self, record: &'a Record, id: &'a Located<Id>) -> Node<'a> {
        let text = id.value.as_str();
        let cited = record.source(text);
        cited.map_or_else(|| self.shared_node(record, text), |cited| self.node(record, cited))
    }

    /// What an `origin` of a source names: where the record describes the source, one that it cites
    /// or else a shared one; a shared source knows shared ones alone.
    fn origin<'a>(&'a self, record: &'a Record, from: Key<'_>, id: &'a Located<Id>) -> Node<'a> {
        match from {
            Key::Own(_) => self.named(record, id),
            Key::Shared(_) => self.shared_node(record, id.value.as_str()),
        }
    }

    /// Visits every source that is reached from `open`, these included, each once.
    fn walk<'a>(
        &'a self,
        record: &'a Record,
        mut open: Vec<Node<'a>>,
        mut visit: impl FnMut(Node<'a>),
    ) {
        let mut seen = BTreeSet::new();
        while let Some(node) = open.pop() {
            if seen.insert(node.key) {
                visit(node);
                open.extend(self.behind(record, node));
            }
        }
    }
}

/// Every source that goes back to itself: its record, and the first of its origins.
pub(super) fn circular(tracker: &Tracker) -> Vec<(&Record, Span)> {
    let shared = |id: &Located<Id>| tracker.source_by_id(id.value.as_str()).map(SourceIx::at);
    let origins: Vec<Vec<usize>> = (tracker.sources.iter())
        .map(|source| source.source.origin.iter().filter_map(shared).collect())
        .collect();
    let mut found: Vec<(&Record, Span)> = on_cycles(&origins)
        .into_iter()
        .map(|at| &tracker.sources[at])
        .map(|source| (&source.record, source.source.origin[0].span))
        .collect();
    // A shared source never leads back into a record: the sources of each stand for themselves.
    found.par_extend(tracker.incidents.par_iter().flat_map_iter(|one| circular_in(&one.record)));
    let others = (tracker.reports.iter().map(|report| &report.record))
        .chain(tracker.milestones.iter().map(|milestone| &milestone.record))
        .chain(tracker.regions.iter().map(|region| &region.record))
        .chain(tracker.actors.iter().map(|actor| &actor.record))
        .chain(tracker.pages.iter().chain(&tracker.home).map(|page| &page.record));
    found.extend(others.flat_map(circular_in));
    found
}

fn circular_in(record: &Record) -> Vec<(&Record, Span)> {
    if record.sources.iter().all(|cited| cited.origin().is_empty()) {
        return Vec::new();
    }
    let places: BTreeMap<&str, usize> = (record.sources.iter().enumerate())
        .rev()
        .map(|(at, cited)| (cited.id().value.as_str(), at))
        .collect();
    let place = |id: &Located<Id>| places.get(id.value.as_str()).copied();
    let origins: Vec<Vec<usize>> = (record.sources.iter())
        .map(|cited| cited.origin().iter().filter_map(place).collect())
        .collect();
    let circular = on_cycles(&origins).into_iter().map(|at| &record.sources[at]);
    circular.map(|cited| (record, cited.origin()[0].span)).collect()
}

/// The nodes that lie on a cycle of the graph, in order: Tarjan's strongly connected components in
/// one search that keeps its own stack, so that the longest chain costs no more than its length.
fn on_cycles(next: &[Vec<usize>]) -> Vec<usize> {
    const UNSEEN: usize = usize::MAX;
    let mut order = vec![UNSEEN; next.len()];
    let mut lowest = vec![UNSEEN; next.len()];
    let mut waiting = Vec::new();
    let mut waits = vec![false; next.len()];
    let mut found = Vec::new();
    let mut count = 0;
    for start in 0..next.len() {
        // Each entry: a node, and how many of the ways out of it were taken.
        let mut path = if order[start] == UNSEEN { vec![(start, 0)] } else { Vec::new() };
        while let Some((node, taken)) = path.last_mut() {
            let node = *node;
            if *taken == 0 && order[node] == UNSEEN {
                (order[node], lowest[node]) = (count, count);
                count += 1;
                waiting.push(node);
                waits[node] = true;
            }
            if let Some(&to) = next[node].get(*taken) {
                *taken += 1;
                if order[to] == UNSEEN {
                    path.push((to, 0));
                } else if waits[to] {
                    lowest[node] = lowest[node].min(order[to]);
                }
                continue;
            }
            path.pop();
            if let Some((above, _)) = path.last() {
                lowest[*above] = lowest[*above].min(lowest[node]);
            }
            if lowest[node] == order[node] {
                let from = waiting.iter().rposition(|own| *own == node).unwrap_or_default();
                let component: Vec<usize> = waiting.drain(from..).collect();
                component.iter().for_each(|own| waits[*own] = false);
                if component.len() > 1 || next[node].contains(&node) {
                    found.extend(component);
                }
            }
        }
    }
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use super::on_cycles;

    #[test]
    fn only_what_lies_on_a_cycle_is_circular() {
        let check = |edges: &[&[usize]], expected: &[usize]| {
            let next: Vec<Vec<usize>> = edges.iter().map(|to| to.to_vec()).collect();
            assert_eq!(on_cycles(&next), expected, "{edges:?}");
        };
        check(&[], &[]);
        check(&[&[1], &[2], &[]], &[]);
        check(&[&[0]], &[0]);
        check(&[&[1], &[2], &[1]], &[1, 2]);
        check(&[&[1, 2], &[3], &[3], &[]], &[]);
        check(&[&[1], &[0, 2], &[3], &[4], &[3]], &[0, 1, 3, 4]);
    }
}
