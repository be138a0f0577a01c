//! A title that judges what it names.

use super::subject::Subject;
use super::title;
use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::model::Tracker;

pub(super) static LOADED_TITLE: Rule = Rule::house(
    "loaded-title",
    Severity::Warning,
    "The title of an incident, report or milestone has a word of horror or judgement.\n\n\
     A title is what is quoted, shared and indexed. It says what happened in words that every side \
     could use; what it was like is for the sources, in their own words. Words such as \"brutal\" or \
     \"massacre\" give opponents a reason to set the whole record aside.\n\n\
     **Example**: `title = \"Brutal massacre at the harbour\"`.\n\n\
     **Repair**: name the deed: `title = \"Killings at the harbour\"`. A word that is part of a name, \
     or that your tracker has decided to use, is allowed in `griot.toml`; more words are added there:\n\n\
     ```toml\n\
     [titles]\n\
     allow = [\"massacre\"]\n\
     avoid = [\"regime\"]\n\
     ```",
);

/// By language: words in lower case, sorted.
const LISTS: &[(&str, &[&str])] =
    &[("ar", ARABIC), ("en", ENGLISH), ("es", SPANISH), ("fr", FRENCH), ("pt", PORTUGUESE)];

#[rustfmt::skip]
const ENGLISH: &[&str] = &[
    "appalling", "atrocious", "atrocities", "atrocity", "barbarian", "barbarians", "barbaric",
    "barbarous", "bestial", "bloodbath", "bloodthirsty", "bloody", "brutal", "brutally", "butchered",
    "butchery", "carnage", "cowardly", "cruel", "cruelly", "evil", "fanatical", "fanatics",
    "ghastly", "gruesome", "heinous", "horrendous", "horrible", "horrific", "horrifying", "inhuman",
    "massacre", "massacred", "massacres", "merciless", "mercilessly", "monstrous", "murderous",
    "ruthless", "ruthlessly", "sadistic", "savage", "savagely", "senseless", "shocking", "slaughter",
    "slaughtered", "terror", "terrorist", "terrorists", "thugs", "tragedy", "tragic", "vicious",
    "viciously", "vile", "wicked",
];

#[rustfmt::skip]
const FRENCH: &[&str] = &[
    "abominable", "atroce", "atroces", "atrocité", "atrocités", "barbare", "barbares", "barbarie",
    "bestial", "bestiale", "boucherie", "brutal", "brutale", "brutalement", "brutales", "brutaux",
    "carnage", "cruel", "cruelle", "cruelles", "cruels", "effroyable", "effroyables", "horreur",
    "horrible", "horribles", "horrifiant", "horrifiante", "ignoble", "ignobles", "inhumain",
    "inhumaine", "lâche", "lâches", "massacre", "massacres", "massacré", "massacrée", "massacrées",
    "massacrés", "monstrueuse", "monstrueux", "odieuse", "odieux", "sadique", "sanglant",
    "sanglante", "sanglantes", "sanglants", "sanguinaire", "sanguinaires", "sauvage", "sauvagement",
    "sauvages", "terreur", "terroriste", "terroristes", "tragique", "tragiques", "tragédie",
];

#[rustfmt::skip]
const SPANISH: &[&str] = &[
    "atroces", "atrocidad", "atrocidades", "atroz", "barbarie", "bestial", "brutal", "brutales",
    "brutalmente", "bárbara", "bárbaras", "bárbaro", "bárbaros", "carnicería", "cobarde", "cobardes",
    "cruel", "crueles", "despiadada", "despiadado", "espantosa", "espantoso", "horrenda", "horrendo",
    "horrible", "horribles", "horror", "horrorosa", "horroroso", "inhumana", "inhumano", "masacre",
    "masacres", "matanza", "matanzas", "monstruosa", "monstruoso", "salvaje", "salvajes", "sangrienta",
    "sangrientas", "sangriento", "sangrientos", "sanguinaria", "sanguinario", "sádica", "sádico",
    "terror", "terrorista", "terroristas", "tragedia", "trágica", "trágico",
];

#[rustfmt::skip]
const PORTUGUESE: &[&str] = &[
    "atroz", "barbárie", "brutais", "brutal", "brutalmente", "bárbara", "bárbaro", "carnificina",
    "chacina", "chacinas", "cobarde", "covarde", "cruel", "cruéis", "desumana", "desumano", "hedionda",
    "hediondo", "horrível", "massacre", "massacres", "monstruosa", "monstruoso", "sangrenta",
    "sangrento", "selvagem", "terror", "terrorista", "terroristas", "tragédia", "trágica", "trágico",
];

#[rustfmt::skip]
const ARABIC: &[&str] = &[
    "إرهابي", "إرهابية", "إرهابيون", "إرهابيين", "بربري", "بربرية", "بشع", "بشعة", "جبان", "جبانة",
    "دموي", "دموية", "شنيع", "شنيعة", "فظيع", "فظيعة", "مجازر", "مجزرة", "مذابح", "مذبحة", "مروع",
    "مروعة", "همجي", "همجية", "وحشي", "وحشية",
];

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Diagnostic>) {
    if subject.case.is_none() {
        return;
    }
    let record = subject.record;
    let settings = &subject.tracker.settings;
    let list = list(record.lang.as_deref().unwrap_or(&settings.language));
    let mut folded = String::new();
    for word in title::words(&record.title.value) {
        folded.clear();
        if word.text.is_ascii() {
            folded.push_str(word.text);
            folded.make_ascii_lowercase();
        } else {
            folded.extend(word.text.chars().flat_map(char::to_lowercase));
        }
        if is_loaded(subject.tracker, list, &folded) {
            let message = format!("the title has a word of judgement, \"{}\"", word.text);
            let span = title::span(record, word.range());
            problems.push(
                Diagnostic::at(&LOADED_TITLE, &record.file, span, message)
                    .label("say what happened, and not what it was like")
                    .help(format!(
                        "where it is part of a name, allow it in griot.toml: [titles] with allow = [\"{folded}\"]"
                    )),
            );
        }
    }
}

/// The list of a language tag; its first part decides.
fn list(tag: &str) -> &'static [&'static str] {
    let language = tag.split('-').next().unwrap_or_default();
    let known = LISTS.iter().find(|(own, _)| own.eq_ignore_ascii_case(language));
    known.map_or(&[], |(_, list)| list)
}

fn is_loaded(tracker: &Tracker, list: &[&str], word: &str) -> bool {
    let titles = &tracker.settings.titles;
    let among = |words: &[Box<str>], word: &str| words.iter().any(|own| **own == *word);
    let bare = Some(without_article(word)).filter(|bare| bare.len() < word.len());
    [Some(word), bare].iter().flatten().any(|form| {
        (list.binary_search(form).is_ok() || among(&titles.avoid, form))
            && !among(&titles.allow, form)
    })
}

/// An Arabic word without the conjunction, preposition and article that are written onto it.
fn without_article(word: &str) -> &str {
    let rest = word.strip_prefix(['و', 'ف', 'ب', 'ل']).filter(|rest| rest.starts_with("ال"));
    rest.unwrap_or(word).strip_prefix("ال").unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted_lower_case_words() {
        for (language, list) in LISTS {
            assert!(list.is_sorted(), "{language}: {:?}", {
                let mut sorted = list.to_vec();
                sorted.sort_unstable();
                sorted
            });
            for word in *list {
                assert_eq!(word.to_lowercase(), **word);
                assert!(word.chars().all(char::is_alphabetic), "{word}");
            }
        }
    }

    #[test]
    fn an_arabic_word_is_found_behind_its_article() {
        let check = |word: &str, expected: &str| assert_eq!(without_article(word), expected);
        check("المجزرة", "مجزرة");
        check("والمجزرة", "مجزرة");
        check("ولاية", "ولاية");
        check("bloody", "bloody");
    }
}
