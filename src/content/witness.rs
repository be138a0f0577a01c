//! Ages and trades of witnesses, in the words of a record that has a gate.
//!
//! A sentence about the dead may give an age; one about somebody who saw or said something may not.
//! Where a sentence speaks of neither, an age is taken for a witness's.

use std::ops::Range;

use crate::model::{CitedSource, Claim, Party, Record, Statement};

/// Every stretch of `text` that gives a witness away, in the order of the text.
pub(super) fn details(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for sentence in text.split_inclusive(['.', '!', '?', ';', '\n', '؟', '؛']) {
        let words: Vec<Word<'_>> = words(sentence, start).collect();
        start += sentence.len();
        let speaks = words.iter().any(|word| word.is(WITNESS) || word.is(SPEAKS));
        let harmed = !speaks && words.iter().any(|word| word.is(HARMED));
        for at in 0..words.len() {
            let age = if harmed { None } else { age(&words[at..], before(&words, at)) };
            let with_trade = |length: usize| {
                let next = words.get(at + length);
                length + usize::from(next.is_some_and(|word| word.is(TRADES)))
            };
            if let Some(length) = age.map(with_trade).or_else(|| trade(&words[at..])) {
                let end = words[at + length - 1].range().end;
                let overlaps = |last: &Range<usize>| last.end > words[at].start;
                if !found.last().is_some_and(overlaps) {
                    found.push(words[at].start..end);
                }
            }
        }
    }
    found
}

/// The texts of a record's front matter that a page shows, with where to look for each in the file.
pub(super) fn texts(record: &Record) -> impl Iterator<Item = (&str, u32)> {
    let head = std::iter::once(&*record.title.value).chain(record.warning.as_deref());
    let sources = record.sources.iter().filter_map(|cited| match cited {
        CitedSource::Own(source) => Some((source.note.as_deref()?, source.id.span.start)),
        CitedSource::Shared(_) => None,
    });
    let claims =
        record.claims.iter().flat_map(|claim| of_claim(claim).map(move |t| (t, claim.span.start)));
    let statements = record
        .statements
        .iter()
        .flat_map(|statement| of_statement(statement).map(move |t| (t, statement.span.start)));
    head.map(|text| (text, 0)).chain(claims).chain(statements).chain(sources)
}

fn of_claim(claim: &Claim) -> impl Iterator<Item = &str> {
    let texts = [&claim.motive, &claim.method, &claim.damage, &claim.text, &claim.quote];
    let about = [&claim.via, &claim.reason, &claim.note];
    let texts = texts.into_iter().chain(about).filter_map(Option::as_deref);
    texts.chain(claim.by.as_ref().and_then(in_words))
}

fn of_statement(statement: &Statement) -> impl Iterator<Item = &str> {
    let texts = [&statement.text, &statement.quote, &statement.channel];
    texts.into_iter().filter_map(Option::as_deref).chain(in_words(&statement.by))
}

fn in_words(party: &Party) -> Option<&str> {
    match party {
        Party::Words(words) => Some(words),
        Party::Actor(_) => None,
    }
}

#[derive(Clone, Copy)]
struct Word<'a> {
    text: &'a str,
    start: usize,
}

impl Word<'_> {
    fn range(self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    fn is(self, words: &[&str]) -> bool {
        words.iter().any(|word| {
            word.len() == self.text.len()
                && (self.text.eq_ignore_ascii_case(word) || self.text.to_lowercase() == **word)
        })
    }

    /// An age that a witness can have; a number with a mark in it is none.
    fn age(self) -> bool {
        self.text.len() <= 3 && self.text.parse().is_ok_and(|age: u32| (5..=110).contains(&age))
    }
}

/// The words of a sentence that begins at `offset`; hyphens part words.
fn words(sentence: &str, offset: usize) -> impl Iterator<Item = Word<'_>> {
    let parts = sentence.split(|c: char| !c.is_alphanumeric());
    let base = sentence.as_ptr() as usize;
    parts
        .filter(|part| !part.is_empty())
        .map(move |text| Word { text, start: text.as_ptr() as usize - base + offset })
}

fn before<'a, 't>(words: &'a [Word<'t>], at: usize) -> Option<&'a Word<'t>> {
    at.checked_sub(1).and_then(|at| words.get(at))
}

/// How many words at the start give an age.
fn age(words: &[Word<'_>], before: Option<&Word<'_>>) -> Option<usize> {
    let [first, rest @ ..] = words else { return None };
    let second = rest.first();
    let third = rest.get(1);
    let is = |word: Option<&Word<'_>>, list: &[&str]| word.is_some_and(|word| word.is(list));
    let number = |word: Option<&Word<'_>>| word.is_some_and(|word| word.age());
    if first.is(&["aged", "edad"]) && number(second) {
        return Some(2);
    }
    // "âgée de 55 ans", "edad de 55", "العمر 55"
    if first.is(&["âgé", "âgée", "âgés", "âgées", "edad"]) && is(second, &["de"]) && number(third)
    {
        return Some(3);
    }
    if first.is(&["العمر", "عمره", "عمرها", "عمر"]) && number(second) {
        return Some(2);
    }
    if !first.age() {
        return None;
    }
    if is(second, &["year", "years"]) && is(third, &["old"]) {
        return Some(3);
    }
    // "de 55 ans" and "de 55 años" are ages; "depuis 10 ans" and "hace 10 años" are none.
    let of = is(before, &["de"]) && is(second, &["ans", "años"]);
    let arabic = is(second, &["عاما", "عامًا", "سنة"]) && is(before, &["العمر", "عمره", "عمرها"]);
    (of || arabic).then_some(2)
}

/// How many words at the start name a witness by a trade: "the witness, a herder", "a herder who saw".
fn trade(words: &[Word<'_>]) -> Option<usize> {
    let [first, rest @ ..] = words else { return None };
    if first.is(WITNESS) {
        for (at, word) in rest.iter().take(5).enumerate() {
            if word.is(TRADES) {
                return Some(at + 2);
            }
            if !word.is(BETWEEN) {
                return None;
            }
        }
    }
    let relative = |word: &Word<'_>| word.is(&["who", "qui", "que"]);
    let saw = |word: &Word<'_>| word.is(SPEAKS) || word.is(SAW);
    let seen = rest.first().is_some_and(relative) && rest.iter().skip(1).take(2).any(saw);
    (first.is(TRADES) && seen).then_some(1)
}

#[rustfmt::skip]
const WITNESS: &[&str] = &[
    "witness", "witnesses", "survivor", "survivors", "interviewee", "eyewitness",
    "témoin", "témoins", "survivant", "survivante", "rescapé", "rescapée",
    "testigo", "testigos", "superviviente", "sobreviviente",
    "شاهد", "شاهدة", "ناج", "ناجية",
];

#[rustfmt::skip]
const SPEAKS: &[&str] = &[
    "said", "says", "told", "tells", "recalled", "described", "recounted", "testified", "account",
    "dit", "déclaré", "raconté", "raconte", "témoigné", "affirme", "dijo", "contó", "relató", "cuenta",
    "قال", "قالت", "روى", "روت",
];

#[rustfmt::skip]
const SAW: &[&str] = &[
    "saw", "survived", "witnessed", "escaped", "heard", "vu", "survécu", "assisté", "vio", "sobrevivió",
];

#[rustfmt::skip]
const HARMED: &[&str] = &[
    "killed", "dead", "died", "victim", "victims", "injured", "wounded", "murdered", "shot", "buried",
    "abducted", "kidnapped", "missing", "body", "bodies", "deceased",
    "tué", "tuée", "tués", "tuées", "mort", "morte", "morts", "mortes", "victime", "victimes", "blessé",
    "blessée", "blessés", "enlevé", "enlevée", "décédé", "décédée",
    "muerto", "muerta", "muertos", "asesinado", "asesinada", "víctima", "víctimas", "herido", "herida",
    "قتل", "قتلت", "قتيل", "ضحية", "ضحايا", "جريح",
];

#[rustfmt::skip]
const BETWEEN: &[&str] = &[
    "a", "an", "the", "is", "was", "who", "old", "young", "local", "elderly", "year", "years",
    "un", "une", "est", "était", "vieux", "jeune", "una", "es", "era", "viejo", "joven",
];

#[rustfmt::skip]
const TRADES: &[&str] = &[
    "herder", "shepherd", "farmer", "fisherman", "trader", "merchant", "shopkeeper", "teacher", "driver",
    "nurse", "doctor", "student", "imam", "priest", "pastor", "nun", "mechanic", "tailor", "baker",
    "butcher", "carpenter", "hunter", "miner", "mayor", "midwife", "journalist", "labourer", "vendor",
    "éleveur", "berger", "bergère", "agriculteur", "cultivateur", "pêcheur", "commerçant",
    "commerçante", "enseignant", "enseignante", "chauffeur", "infirmier", "infirmière", "médecin",
    "étudiant", "étudiante", "maire", "mécanicien", "tailleur",
    "ganadero", "campesino", "campesina", "agricultor", "pescador", "comerciante", "maestro", "maestra",
    "conductor", "enfermero", "enfermera", "médico", "estudiante", "alcalde",
];

#[cfg(test)]
mod tests {
    use super::details;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = details(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn ages_of_witnesses_are_found_in_four_languages() {
        check("One man, aged 55, told us.", &["aged 55"]);
        check("A 55-year-old herder said so.", &["55-year-old herder"]);
        check("She is 40 years old.", &["40 years old"]);
        check("A 30-year-old survivor counted 12 people killed.", &["30-year-old"]);
        check("Une femme âgée de 55 ans raconte.", &["âgée de 55"]);
        check("Un homme de 55 ans a tout vu.", &["55 ans"]);
        check("Un hombre de 55 años dijo que no.", &["55 años"]);
        check("رجل يبلغ من العمر 55 عاما", &["العمر 55"]);
    }

    #[test]
    fn trades_count_beside_a_witness_alone() {
        check("The witness, a young herder, fled.", &["witness, a young herder"]);
        check("A teacher who saw it fled.", &["teacher"]);
        check("Un témoin, un berger.", &["témoin, un berger"]);
        check("A witness said that a farmer was killed.", &[]);
        check("Three herders and a teacher were killed.", &[]);
    }

    #[test]
    fn other_numbers_are_no_ages() {
        for text in [
            "35 civilians were killed in 2022, 40 km away.",
            "A boy aged 12 was killed.",
            "Un enfant de 12 ans a été tué.",
            "Il vit là depuis 10 ans.",
            "Hace 10 años que vive allí.",
            "The mission ran for 10 years.",
            "At the age of the ferry, 132 people stood.",
            "18 to 19 June",
        ] {
            check(text, &[]);
        }
    }
}
