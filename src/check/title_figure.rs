//! A figure in a title that the counted claims contradict.

use super::subject::Subject;
use super::title::{self, Word};
use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::model::{Measure, Range};

pub(super) static TITLE_FIGURE: Rule = Rule::house(
    "title-figure",
    Severity::Warning,
    "A title gives a number of people that the counted claims contradict.\n\n\
     A title is written once, and the claims go on. Readers then see two figures, and the one in \
     large letters has no source.\n\n\
     **Example**: `title = \"Three killed at the ferry landing\"`, while the counted claims give 5 to 8.\n\n\
     **Repair**: take the number out of the title: the page shows the range right below it. Or mend \
     the claim that is wrong.",
);

/// How the number of a title is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bound {
    Exactly,
    AtLeast,
    UpTo,
    About,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Figure {
    measure: Measure,
    number: u64,
    bound: Bound,
    span: std::ops::Range<usize>,
}

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Diagnostic>) {
    let Some((_, incident)) = subject.incident() else { return };
    let record = &incident.record;
    let figures = figures(&record.title.value);
    for figure in &figures {
        // Two figures of one measure speak of two places or groups.
        if figures.iter().filter(|other| other.measure == figure.measure).count() > 1 {
            continue;
        }
        let Some(range) = Range::of(incident, figure.measure) else { continue };
        let stated = |claim: &&crate::model::Claim| {
            let amount = claim.figure(figure.measure);
            let numbers = amount.map(|amount| [amount.low(), amount.best(), amount.high()]);
            numbers.into_iter().flatten().flatten().any(|own| u64::from(own) == figure.number)
        };
        if !contradicts(figure, &range)
            || Range::counted(incident, figure.measure).iter().any(stated)
        {
            continue;
        }
        let message = format!(
            "the title gives {}, and the counted claims give {}",
            figure.number,
            in_words(&range)
        );
        let span = title::span(record, figure.span.clone());
        problems.push(
            Diagnostic::at(&TITLE_FIGURE, &record.file, span, message)
                .label(format!("`{}` of the claims differs", figure.measure.name()))
                .help("take the number out of the title; the page shows the range below it"),
        );
    }
}

fn contradicts(figure: &Figure, range: &Range) -> bool {
    let Some(low) = range.low else { return false };
    let loose = range.about || figure.bound == Bound::About;
    // A quarter more or less is still "about".
    let slack = if loose { figure.number.div_ceil(4) } else { 0 };
    let above = range.high.is_some_and(|high| figure.number > high + slack);
    let below = figure.number + slack < low;
    match figure.bound {
        Bound::Exactly | Bound::About => above || below,
        Bound::AtLeast => above,
        Bound::UpTo => below,
    }
}

fn in_words(range: &Range) -> String {
    match (range.low, range.high) {
        (Some(low), Some(high)) if low == high => low.to_string(),
        (Some(low), Some(high)) => format!("{low} to {high}"),
        (Some(low), None) => format!("at least {low}"),
        _ => "no number".to_owned(),
    }
}

/// The numbers of a title that stand with a word of harm.
fn figures(text: &str) -> Vec<Figure> {
    if !title::words(text).any(|word| number(word.text).is_some()) {
        return Vec::new();
    }
    let words: Vec<Word<'_>> = title::words(text).collect();
    let mut figures = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let Some((number, length)) = number_at(&words[at..]) else {
            at += 1;
            continue;
        };
        let (before, after) = (&words[..at], &words[at + length..]);
        if let Some(measure) =
            harm_after(before, after).or_else(|| harm_before(before, after, words[at]))
        {
            let span = words[at].start..words[at + length - 1].range().end;
            figures.push(Figure { measure, number, bound: bound(before), span });
        }
        at += length;
    }
    figures
}

fn number_at(words: &[Word<'_>]) -> Option<(u64, usize)> {
    let first = number(words.first()?.text)?;
    if let [tens, unit, ..] = words
        && first >= 20
        && first % 10 == 0
        && tens.text.starts_with(char::is_alphabetic)
        && unit.text.starts_with(char::is_alphabetic)
        && !unit.after_break
        && let Some(unit) = number(unit.text).filter(|unit| *unit < 10)
    {
        return Some((first + unit, 2));
    }
    Some((first, 1))
}

/// "3 killed", "three people were killed".
fn harm_after(before: &[Word<'_>], after: &[Word<'_>]) -> Option<Measure> {
    // "Camp 5 killed": the number belongs to a name.
    let named = |word: &Word<'_>| {
        word.text.starts_with(char::is_uppercase) && !word.is(LEADS) && harm(*word).is_none()
    };
    if before.last().is_some_and(named) {
        return None;
    }
    for word in after.iter().take(4) {
        if word.after_break {
            return None;
        }
        if let Some(measure) = harm(*word) {
            return Some(measure);
        }
        if word.begins_with_digit() || word.is(NO_PEOPLE) {
            return None;
        }
    }
    None
}

/// "kills 3", "killing of at least three people".
fn harm_before(before: &[Word<'_>], after: &[Word<'_>], own: Word<'_>) -> Option<Measure> {
    let next = after.first();
    if own.after_break || next.is_some_and(|word| !word.after_break && word.is(NO_PEOPLE)) {
        return None;
    }
    for word in before.iter().rev().take(5) {
        if let Some(measure) = harm(*word) {
            return Some(measure);
        }
        if !word.is(BETWEEN) || word.after_break {
            return None;
        }
    }
    None
}

fn bound(before: &[Word<'_>]) -> Bound {
    let last = before.last();
    let above = before.len().checked_sub(2).map(|at| before[at]);
    let pair = |first: &[&str], second: &[&str]| {
        above.is_some_and(|word| word.is(first)) && last.is_some_and(|word| word.is(second))
    };
    if pair(&["at", "al", "au", "more", "plus", "más"], &["least", "menos", "moins", "than", "de"])
        || last.is_some_and(|word| word.is(&["over"]))
    {
        Bound::AtLeast
    } else if pair(&["up"], &["to"]) {
        Bound::UpTo
    } else if last.is_some_and(|word| word.is(&["about", "some", "around", "nearly", "almost"])) {
        Bound::About
    } else {
        Bound::Exactly
    }
}

fn harm(word: Word<'_>) -> Option<Measure> {
    if word.begins_with_digit() {
        return None;
    }
    HARM.iter().find(|(_, words)| word.is(words)).map(|(measure, _)| *measure)
}

/// A count of people in digits or words; `None` for a year.
fn number(word: &str) -> Option<u64> {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        let digits: String = word.chars().filter(|c| !matches!(c, ',' | '.')).collect();
        let number = digits.parse().ok()?;
        let year = digits.len() == word.len() && (1900..2100).contains(&number);
        return (!year).then_some(number);
    }
    let same = |(own, _): &&(&str, u64)| own.len() == word.len() && own.eq_ignore_ascii_case(word);
    NUMBERS.iter().find(same).map(|(_, number)| *number)
}

#[rustfmt::skip]
const NUMBERS: &[(&str, u64)] = &[
    ("one", 1), ("two", 2), ("three", 3), ("four", 4), ("five", 5), ("six", 6), ("seven", 7),
    ("eight", 8), ("nine", 9), ("ten", 10), ("eleven", 11), ("twelve", 12), ("thirteen", 13),
    ("fourteen", 14), ("fifteen", 15), ("sixteen", 16), ("seventeen", 17), ("eighteen", 18),
    ("nineteen", 19), ("twenty", 20), ("thirty", 30), ("forty", 40), ("fifty", 50), ("sixty", 60),
    ("seventy", 70), ("eighty", 80), ("ninety", 90),
];

#[rustfmt::skip]
const HARM: &[(Measure, &[&str])] = &[
    (Measure::Killed, &[
        "killed", "kills", "killing", "killings", "kill", "dead", "deaths", "death", "died", "die", "slain",
        "murdered", "murder", "murders",
        "mort", "morts", "morte", "mortes", "tué", "tués", "tuée", "tuées", "tue", "tuent", "décès",
        "muerto", "muertos", "muerta", "muertas", "asesinado", "asesinados", "asesinada", "asesinadas",
        "mata", "matan", "fallecidos", "mueren",
        "قتيل", "قتيلا", "قتلى", "مقتل",
    ]),
    (Measure::Injured, &[
        "injured", "injures", "injuring", "wounded", "wounds", "wounding", "hurt",
        "blessé", "blessés", "blessée", "blessées", "herido", "heridos", "herida", "heridas",
        "جريح", "جريحا", "جرحى", "إصابة",
    ]),
    (Measure::Missing, &[
        "missing", "disappeared", "disparu", "disparus", "disparue", "disparues", "desaparecido",
        "desaparecidos", "desaparecida", "desaparecidas",
    ]),
    (Measure::Abducted, &[
        "abducted", "abduction", "abducts", "kidnapped", "kidnapping", "enlevé", "enlevés", "enlevée",
        "enlevées", "secuestrado", "secuestrados", "secuestrada", "secuestradas", "اختطاف",
    ]),
    (Measure::Displaced, &[
        "displaced", "displaces", "displacing", "déplacé", "déplacés", "déplacées", "desplazados",
        "desplazadas",
    ]),
];

/// Words after which a number does not count people.
#[rustfmt::skip]
const NO_PEOPLE: &[&str] = &[
    "year", "years", "yr", "yo", "day", "days", "week", "weeks", "month", "months", "hour", "hours",
    "km", "kilometres", "miles", "metres", "percent", "st", "nd", "rd", "th", "in", "at", "on", "near",
    "of", "by", "after", "before", "during", "and", "or", "from", "with", "who", "whose",
    "attack", "attacks", "incident", "incidents", "village", "villages", "house", "houses", "home",
    "homes", "vehicle", "vehicles", "strike", "strikes", "cases", "site", "sites", "place", "places",
    "ans", "mois", "jours", "heures", "dans", "à", "en", "et", "villages", "attaques",
    "años", "meses", "días", "horas", "y", "aldeas", "ataques", "de",
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december", "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
    "septembre", "octobre", "novembre", "décembre",
];

/// Words that may stand between a word of harm and its number.
#[rustfmt::skip]
const BETWEEN: &[&str] = &[
    "of", "at", "least", "more", "than", "up", "to", "over", "about", "some", "around", "nearly",
    "almost", "an", "estimated", "the", "a", "al", "menos", "au", "moins", "plus", "de", "más",
];

/// Words that lead a number in, though they begin with a capital at the start of a title.
const LEADS: &[&str] = &[
    "at", "least", "about", "some", "around", "nearly", "almost", "over", "than", "to", "the",
    "another", "all", "les", "los", "al", "menos", "moins", "de",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_with_a_word_of_harm_are_figures() {
        let check = |title: &str, expected: &[(Measure, u64, Bound)]| {
            let found: Vec<_> =
                figures(title).into_iter().map(|f| (f.measure, f.number, f.bound)).collect();
            assert_eq!(found, expected, "{title}");
        };
        use Bound::{About, AtLeast, Exactly, UpTo};
        use Measure::{Abducted, Injured, Killed};
        check("132 killed at the harbour", &[(Killed, 132, Exactly)]);
        check("Three people killed in Sampleford", &[(Killed, 3, Exactly)]);
        check("Twenty-five civilians killed", &[(Killed, 25, Exactly)]);
        check("At least 12 dead, 30 injured", &[(Killed, 12, AtLeast), (Injured, 30, Exactly)]);
        check("Raid kills up to 1,200 people", &[(Killed, 1200, UpTo)]);
        check("Killing of about forty villagers", &[(Killed, 40, About)]);
        check("Abduction of two reporters", &[(Abducted, 2, Exactly)]);
        check("Quatre pêcheurs tués au port", &[]);
        check("4 pêcheurs tués au port", &[(Killed, 4, Exactly)]);
        check("مقتل 35 مدنيا", &[(Killed, 35, Exactly)]);
        for silent in [
            "Killings of 28 March",
            "Killings of March 28",
            "Attack on Camp 5",
            "Camp 5 killings",
            "Killing of a 16-year-old boy",
            "16-year-old killed",
            "Killings in 2022",
            "2022 killings",
            "Two villages attacked, residents killed",
            "Killings in three villages",
            "Killings on the 4th",
            "35 km of road closed after killings",
            "Route 66: killed on the road",
        ] {
            check(silent, &[]);
        }
    }
}
