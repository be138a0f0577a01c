//! Listings over several pages, numbered from the oldest entry.

use std::ops::Range;

/// The number of a page of a listing; 0 is the page without a number, which holds the newest entries.
pub type Number = u32;

/// How a list of entries, oldest first, is cut into pages.
///
/// Pages 1, 2 … hold the oldest entries, each full, and stay as they are when newer entries come.
/// The page without a number holds the rest: all of a short list, else from one page size to just
/// under two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listing {
    /// How many entries there are.
    pub entries: usize,
    /// How many entries a numbered page holds, at least 1.
    pub page_size: usize,
}

impl Listing {
    /// A listing of that many entries.
    pub fn new(entries: usize, page_size: usize) -> Self {
        Self { entries, page_size: page_size.max(1) }
    }

    /// How many numbered pages there are.
    pub fn last(self) -> Number {
        let pages = (self.entries / self.page_size).saturating_sub(1);
        Number::try_from(pages).unwrap_or(Number::MAX)
    }

    /// The entries of a page, as positions in the list that is oldest first.
    pub fn entries_of(self, number: Number) -> Range<usize> {
        let before = |number: Number| number as usize * self.page_size;
        match number {
            0 => before(self.last())..self.entries,
            number => before(number - 1)..before(number),
        }
    }

    /// The page with newer entries.
    pub fn newer(self, number: Number) -> Option<Number> {
        match number {
            0 => None,
            number if number == self.last() => Some(0),
            number => Some(number + 1),
        }
    }

    /// The page with older entries.
    pub fn older(self, number: Number) -> Option<Number> {
        match number {
            0 if self.last() > 0 => Some(self.last()),
            0 | 1 => None,
            number => Some(number - 1),
        }
    }

    /// The entries of a page of a list that is not in the order of time: the page without a number
    /// is the first, and pages 1, 2 … follow it.
    pub fn alphabetical(self, number: Number) -> Range<usize> {
        let start = number as usize * self.page_size;
        let end = if number == self.last() { self.entries } else { start + self.page_size };
        start..end
    }

    /// The numbers of all pages, that without a number first.
    pub fn numbers(self) -> impl Iterator<Item = Number> {
        0..=self.last()
    }
}

#[cfg(test)]
mod tests {
    use super::Listing;

    #[test]
    fn a_new_entry_changes_no_numbered_page() {
        for entries in 0..50 {
            let (before, after) = (Listing::new(entries, 5), Listing::new(entries + 1, 5));
            for number in before.numbers().skip(1) {
                assert_eq!(before.entries_of(number), after.entries_of(number), "{entries}");
                assert_eq!(before.entries_of(number).len(), 5, "{entries}");
            }
        }
    }

    #[test]
    fn pages_hold_every_entry_once_and_link_in_a_chain() {
        for entries in 0..50 {
            let listing = Listing::new(entries, 5);
            let newest = listing.entries_of(0).len();
            assert!(entries < 5 || (5..10).contains(&newest), "{entries}: {newest}");
            let (mut number, mut end) = (0, entries);
            loop {
                let page = listing.entries_of(number);
                assert_eq!(page.end, end, "{entries}");
                end = page.start;
                let Some(older) = listing.older(number) else { break };
                assert_eq!(listing.newer(older), Some(number), "{entries}");
                number = older;
            }
            assert_eq!(end, 0, "{entries}");
            assert_eq!(listing.newer(0), None);
        }
    }
}
