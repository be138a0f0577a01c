//! A first map of a table: `griot import csv FILE --suggest-map MAP.toml`, and the map of a table with
//! HXL tags.
//!
//! What a column holds is taken from its tag, or else from its name and its cells together; where they
//! disagree, nothing is guessed. The map says of each line what it was guessed from, and which columns
//! go nowhere.

mod language;
mod look;
mod words;
mod write;

use self::look::{Look, ROWS, look};
use self::words::{HIGH, Holds, LOW, NAMES, SOME, TAGS};
use super::row::Row;
use super::table::Rows;
use crate::model::fold;

/// The text of a first map for a table of that name; the encoding that it was opened as, where
/// somebody said one, stands in it.
pub fn suggest(name: &str, rows: &mut Rows, encoding: Option<&str>) -> String {
    let (looks, mut form) = seen(rows);
    form.told = encoding.map(Into::into);
    let picks = by_names(&looks);
    write::map(name, &form, &looks, &picks)
}

/// The text of the map that the HXL tags of a table give; `None` where they do not tell when or how
/// many, or there are none.
pub fn from_tags(name: &str, rows: &mut Rows) -> Option<String> {
    if !rows.columns().tags.iter().any(Option::is_some) {
        return None;
    }
    let (looks, form) = seen(rows);
    let picks = by_tags(&looks);
    let has = |holds: Holds| picks.iter().any(|(own, _)| *own == holds);
    (has(Holds::Date) && (has(Holds::Killed) || has(Holds::Injured) || has(Holds::Id)))
        .then(|| write::map(name, &form, &looks, &picks))
}

/// The lines of a map that can be guessed from the keys of posts, but for `skipped`: those that stand
/// before the tables, and the tables.
pub(super) fn of_posts(rows: &mut Rows, skipped: &dyn Fn(&str) -> bool) -> (String, String) {
    let (mut looks, _) = seen(rows);
    looks.retain(|look| !skipped(&look.name));
    let mut picks = by_names(&looks);
    for (at, look) in looks.iter().enumerate().filter(|(_, look)| is_private(&look.name)) {
        if look.full > 0 && !picks.contains(&(Holds::Private, at)) {
            picks.retain(|(_, own)| *own != at);
            picks.push((Holds::Private, at));
        }
    }
    picks.sort_by_key(|(_, at)| *at);
    write::posts(&looks, &picks)
}

/// Whether a key of that name holds what must not be published, such as a telephone number.
pub(super) fn is_private(name: &str) -> bool {
    let words = NAMES.iter().find(|(holds, _)| *holds == Holds::Private).map(|(_, words)| *words);
    let name = fold(name);
    named(&name, words.unwrap_or_default()).or_else(|| named(&name, &["reporter"])).is_some()
}

/// What is known of the file besides its columns.
struct Form {
    encoding: &'static str,
    /// The encoding that somebody said.
    told: Option<Box<str>>,
    rows: usize,
}

fn seen(rows: &mut Rows) -> (Vec<Look>, Form) {
    let first: Vec<Row> = rows.by_ref().filter_map(Result::ok).take(ROWS).collect();
    let looks = look(rows.columns(), first.iter());
    (looks, Form { encoding: rows.encoding(), told: None, rows: first.len() })
}

/// What is held by which column.
type Picks = Vec<(Holds, usize)>;

fn by_tags(looks: &[Look]) -> Picks {
    let mut picks = Picks::new();
    for (holds, tag, with, without) in TAGS {
        let fits = |look: &Look| {
            let mut parts = look.tag.as_deref()?.split('+');
            let attributes: Vec<&str> =
                if parts.next() == Some(tag) { parts.collect() } else { return None };
            let sound = with.iter().all(|own| attributes.contains(own))
                && !without.iter().any(|own| attributes.contains(own));
            sound.then_some(attributes.len())
        };
        let found = looks.iter().enumerate().filter_map(|(at, look)| Some((fits(look)?, at)));
        if *holds == Holds::Private {
            picks.extend(found.map(|(_, at)| (*holds, at)));
            continue;
        }
        let free = |at: &usize| !picks.iter().any(|(_, own)| own == at);
        let best = found.filter(|(_, at)| free(at)).min();
        if let Some((_, at)) = best
            && !picks.iter().any(|(own, _)| own == holds)
        {
            picks.push((*holds, at));
        }
    }
    picks
}

fn by_names(looks: &[Look]) -> Picks {
    let mut picks = by_tags(looks);
    // Cells that are plainly somebody's number or mailbox are private, whatever the column is called.
    for (at, look) in looks.iter().enumerate() {
        if look.mostly(look.contacts) && !picks.iter().any(|(_, own)| *own == at) {
            picks.push((Holds::Private, at));
        }
    }
    for (holds, words) in NAMES {
        let rank = |at: usize| {
            let look = &looks[at];
            let rank = named(&fold(&look.name), words)?;
            plausible(*holds, look).then_some((rank, at))
        };
        let free = |at: &usize| !picks.iter().any(|(_, own)| own == at);
        let mut found: Vec<(usize, usize)> =
            (0..looks.len()).filter(free).filter_map(rank).collect();
        found.sort_unstable();
        if *holds == Holds::Private {
            picks.extend(found.into_iter().map(|(_, at)| (*holds, at)));
        } else if !picks.iter().any(|(own, _)| own == holds)
            && let Some((_, at)) = found.first()
        {
            let holds = bound(*holds, looks, *at, &found, &mut picks);
            picks.push((holds, *at));
        }
    }
    // A column that holds positions or addresses does so under any name.
    for holds in [Holds::Point, Holds::Url] {
        let fits = |look: &Look| match holds {
            Holds::Point => look.mostly(look.points),
            _ => look.mostly(look.addresses),
        };
        let free = |at: usize| !picks.iter().any(|(_, own)| *own == at);
        let found = looks.iter().enumerate().find(|(at, look)| free(*at) && fits(look));
        if let Some((at, _)) = found
            && !picks.iter().any(|(own, _)| *own == holds)
        {
            picks.push((holds, at));
        }
    }
    picks
}

/// Sees to the columns of a figure that are its bounds.
fn bound(
    holds: Holds,
    looks: &[Look],
    at: usize,
    found: &[(usize, usize)],
    picks: &mut Picks,
) -> Holds {
    if holds != Holds::Killed {
        return holds;
    }
    for (_, other) in found.iter().filter(|(_, other)| *other != at) {
        let name = fold(&looks[*other].name);
        let says = |words: &[&str]| name.split(' ').any(|word| words.contains(&word));
        let bound = if says(LOW) {
            Holds::KilledLow
        } else if says(HIGH) {
            Holds::KilledHigh
        } else {
            continue;
        };
        if !picks.iter().any(|(own, _)| *own == bound) {
            picks.push((bound, *other));
        }
    }
    holds
}

/// How well a name fits to words: the place of the word in the list, and how much else it says; `None`
/// where it does not.
fn named(name: &str, words: &[&str]) -> Option<usize> {
    let name: String =
        name.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect::<String>();
    let own: Vec<&str> = name.split_whitespace().collect();
    let fits = |word: &&str| {
        let many: Vec<&str> = word.split(' ').collect();
        own.windows(many.len()).any(|window| {
            window.iter().zip(&many).all(|(own, word)| {
                own == word || word.chars().count() >= 5 && own.starts_with(*word)
            })
        })
    };
    let best = words.iter().filter(|word| fits(word)).map(|word| word.split(' ').count()).max()?;
    Some(own.len() - best)
}

/// Whether the cells of a column can be what its name says.
fn plausible(holds: Holds, look: &Look) -> bool {
    let name = fold(&look.name);
    let measures =
        [Holds::Killed, Holds::Injured, Holds::Missing, Holds::Abducted, Holds::Displaced];
    if measures.contains(&holds) {
        let says_some = name.split(|c: char| !c.is_alphanumeric()).any(|word| SOME.contains(&word));
        let of =
            |own: Holds| NAMES.iter().find(|(holds, _)| *holds == own).map(|(_, words)| *words);
        let other = measures.iter().filter(|own| **own != holds).filter_map(|own| of(*own));
        let mixed = other.into_iter().any(|words| named(&name, words).is_some());
        // Some cells may say it in words.
        let numbers = look.figures > 0 && look.figures * 2 >= look.full;
        return numbers && look.mostly(look.readable) && !says_some && !mixed;
    }
    match holds {
        Holds::Private => look.full > 0 && !look.mostly(look.addresses),
        Holds::Id => look.unique && look.full > 0 && look.longest <= 60,
        Holds::Date | Holds::End => {
            look.mostly(look.dates[0].max(look.dates[1]).max(look.dates[2]))
                && !(look.mostly(look.whole) && look.longest == 4)
                || look.mostly(look.serial)
        }
        Holds::Year => look.mostly(look.whole) && look.longest == 4,
        Holds::Day => look.mostly(look.whole) && look.longest <= 2,
        Holds::Month => look.longest <= 12 && look.kinds() <= 12,
        Holds::Latitude | Holds::Longitude => look
            .different
            .iter()
            .all(|cell| cell.replace(',', ".").parse::<f64>().is_ok_and(|n| n.abs() <= 180.0)),
        Holds::Point => look.mostly(look.points),
        Holds::Url => look.mostly(look.addresses),
        Holds::Country | Holds::Adm1 | Holds::Adm2 | Holds::Adm3 | Holds::Type => {
            let most = if holds == Holds::Type { 60 } else { usize::MAX };
            look.kinds() <= most && look.longest <= 80 && !look.mostly(look.figures)
        }
        Holds::Evidence => look.kinds() <= 12,
        Holds::Perpetrator => look.kinds() <= 300 && look.longest <= 200,
        Holds::Title | Holds::Place => look.longest <= 400 && !look.mostly(look.figures),
        Holds::Publisher | Holds::Notes | Holds::Tags => {
            !look.mostly(look.figures) && !look.mostly(look.addresses)
        }
        _ => true,
    }
}
