//! What the first rows of a table show of its columns.

use std::collections::BTreeSet;

use super::super::mapped::{dates, figures, points};
use super::super::row::{Columns, Row};
use crate::content::is_web_address;
use crate::content::map::DateOrder;

/// How many rows are looked at.
pub(super) const ROWS: usize = 10_000;

/// How many different cells of a column are kept.
const DIFFERENT: usize = 400;

/// What the cells of one column are like.
#[derive(Clone, Debug, Default)]
pub(super) struct Look {
    pub(super) name: Box<str>,
    pub(super) tag: Option<Box<str>>,
    /// Cells that are not empty.
    pub(super) full: usize,
    /// Different cells in the order in which they come, as far as they are kept.
    pub(super) different: Vec<Box<str>>,
    seen: BTreeSet<Box<str>>,
    /// Whether no cell came twice.
    pub(super) unique: bool,
    /// Cells that can be read as dates: in one way, the day first, the month first.
    pub(super) dates: [usize; 3],
    /// Cells that are whole numbers of people, with all their signs.
    pub(super) figures: usize,
    /// Cells that can be a figure, as a number or in words.
    pub(super) readable: usize,
    /// Cells that are bare whole numbers.
    pub(super) whole: usize,
    /// Cells that are whole numbers as spreadsheets count days of our time.
    pub(super) serial: usize,
    /// Cells that hold a latitude and a longitude.
    pub(super) points: usize,
    /// Cells that begin with an address on the web.
    pub(super) addresses: usize,
    /// Cells that are an address of electronic mail, or a number of a telephone.
    pub(super) contacts: usize,
    /// Cells with a comma where a number has its decimals.
    pub(super) decimal_commas: usize,
    /// The longest cell, in characters.
    pub(super) longest: usize,
}

/// Looks at rows.
pub(super) fn look<'r>(columns: &Columns, rows: impl Iterator<Item = &'r Row>) -> Vec<Look> {
    let of = |at: usize| Look {
        name: columns.names[at].clone(),
        tag: columns.tags.get(at).cloned().flatten(),
        unique: true,
        ..Look::default()
    };
    let mut looks: Vec<Look> = (0..columns.names.len()).map(of).collect();
    for row in rows {
        for (look, cell) in looks.iter_mut().zip(&row.cells) {
            if !cell.is_empty() {
                look.add(cell);
            }
        }
    }
    looks
}

impl Look {
    fn add(&mut self, cell: &str) {
        self.full += 1;
        let new = self.seen.insert(cell.into());
        self.unique &= new;
        if new && self.different.len() < DIFFERENT {
            self.different.push(cell.into());
        }
        // No date is said without a number.
        if cell.contains(char::is_numeric) {
            let orders = [None, Some(DateOrder::DayFirst), Some(DateOrder::MonthFirst)];
            for (count, order) in self.dates.iter_mut().zip(orders) {
                *count += usize::from(dates::parse(cell, order).is_ok());
            }
        }
        let figure = figures::amount(cell, None, false);
        // Words that are no figure are told by the import, row by row.
        self.readable += usize::from(figure.is_ok() || !cell.contains(char::is_numeric));
        let figure = figure.ok().flatten();
        self.figures += usize::from(figure.is_some_and(|figure| figure.is_number()));
        let whole = cell.parse::<u32>().ok();
        self.whole += usize::from(whole.is_some());
        self.serial += usize::from(whole.is_some_and(|days| (20_000..80_000).contains(&days)));
        self.points += usize::from(points::both(cell, None).is_ok());
        let first = cell.split([',', ';', ' ', '\n']).next().unwrap_or_default();
        self.addresses += usize::from(is_web_address(first));
        self.contacts += usize::from(is_contact(cell));
        let comma = cell.split_once(',').is_some_and(|(whole, decimals)| {
            whole.trim_start_matches('-').bytes().all(|b| b.is_ascii_digit())
                && decimals.bytes().all(|b| b.is_ascii_digit())
                && (decimals.len() != 3 && !decimals.is_empty() && !whole.is_empty())
        });
        self.decimal_commas += usize::from(comma);
        self.longest = self.longest.max(cell.chars().count());
    }

    /// Whether nearly all cells that are not empty are so.
    pub(super) fn mostly(&self, so: usize) -> bool {
        self.full > 0 && so * 20 >= self.full * 19
    }

    /// How many different cells there are, as far as was counted.
    pub(super) fn kinds(&self) -> usize {
        self.seen.len()
    }

    /// A few cells, for a comment.
    pub(super) fn samples(&self) -> String {
        let short = |cell: &str| {
            let line = cell.split_whitespace().collect::<Vec<_>>().join(" ");
            let cut: String = line.chars().filter(|c| !c.is_control()).take(40).collect();
            if cut.len() < line.len() { format!("{cut}…") } else { cut }
        };
        self.different.iter().take(3).map(|cell| short(cell)).collect::<Vec<_>>().join(" | ")
    }
}

/// Whether a cell is an address of electronic mail or a number of a telephone.
fn is_contact(cell: &str) -> bool {
    let mail = cell.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !cell.contains(char::is_whitespace)
    });
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let signs = |c: char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')' | '/');
    let phone = (8..=15).contains(&digits)
        && cell.chars().all(signs)
        && (cell.starts_with('+') || cell.starts_with("00"))
        && dates::parse(cell, None).is_err();
    mail || phone
}
