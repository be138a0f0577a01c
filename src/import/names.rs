//! Names of regions made alike: "Harbour region", "Région du Harbour" and "Harbour" are one.

use crate::model::fold;

/// Words for kinds of administrative area, folded, by kind; the first of each is what the tracker
/// calls it where a file gives another form of the word.
const KINDS: [&[&str]; 19] = [
    &["region", "regiao", "regione", "منطقة", "اقليم"],
    &["province", "provincia", "prov", "مقاطعة"],
    &["department", "departement", "departamento", "dpto", "depto", "dept"],
    &["district", "distrito", "مديرية", "قضاء"],
    &["state", "etat", "estado", "land", "bundesland", "freistaat"],
    &["governorate", "gouvernorat", "gobernacion", "muhafazah", "محافظة"],
    &["prefecture", "prefectura"],
    &["county", "condado"],
    &["commune", "comuna"],
    &["municipality", "municipalite", "municipio"],
    &["cercle"],
    &["arrondissement"],
    &["canton"],
    &["oblast"],
    &["raion", "rayon"],
    &["wilaya", "wilayah", "ولاية"],
    &["woreda"],
    &["division"],
    &["zone", "zona"],
];

/// Words between a kind and a name, folded: "Region *of* …", "Région *du* …", "Provincia *de la* …".
const JOINTS: [&str; 9] = ["of", "de", "du", "des", "d", "do", "da", "dos", "del"];

/// Articles after them, folded. One with a capital is a part of the name: "Departamento de La Ría".
const ARTICLES: [&str; 7] = ["the", "la", "le", "les", "l", "los", "las"];

/// Kinds that stand behind a name, or before it with a joint alone, folded: "State College" is a name.
const NOT_FIRST: [&str; 8] =
    ["state", "district", "zone", "zona", "division", "canton", "commune", "county"];

/// Kinds that stand before a name alone, folded: "Harbour Land" is a name.
const NOT_LAST: [&str; 1] = ["land"];

/// Words that are no name by themselves, folded: the generic word stays with them.
const BARE: [&str; 20] = [
    "north",
    "south",
    "east",
    "west",
    "northern",
    "southern",
    "eastern",
    "western",
    "central",
    "north eastern",
    "north western",
    "south eastern",
    "south western",
    "free",
    "new",
    "upper",
    "lower",
    "federal",
    "capital",
    "autonomous",
];

/// A name of a region, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RegionWords {
    /// The name without the generic word, as it is written.
    pub(super) name: Box<str>,
    /// What is left to compare names by: folded, without the generic word.
    pub(super) core: Box<str>,
    /// The kind that the generic word names; `None` where there is none.
    pub(super) kind: Option<&'static str>,
}

impl RegionWords {
    /// Takes a name apart. A name that is nothing but a generic word stays as it is.
    pub(super) fn of(name: &str) -> Self {
        let name = name.trim();
        let whole = || Self { name: name.into(), core: fold(name).into(), kind: None };
        let Some((rest, kind)) = behind(name).or_else(|| before(name)) else { return whole() };
        let core = fold(rest);
        if core.is_empty() {
            return whole();
        }
        let shown = if BARE.contains(&core.as_str()) { name } else { rest };
        Self { name: shown.into(), core: core.into(), kind: Some(kind) }
    }
}

/// The kind that a word names, as it is folded, and what the tracker calls it.
fn kind_of(word: &str) -> Option<(&'static str, &'static str)> {
    let folded = fold(word.trim_end_matches('.'));
    let of = |words: &&[&'static str]| {
        let word = words.iter().find(|own| **own == folded)?;
        Some((*word, words[0]))
    };
    KINDS.iter().find_map(of)
}

/// "Harbour region", "Harbour (region)", "Harbour, Region"
fn behind(name: &str) -> Option<(&str, &'static str)> {
    let (rest, last) = name.rsplit_once(char::is_whitespace)?;
    let bare = last.strip_prefix('(').and_then(|last| last.strip_suffix(')')).unwrap_or(last);
    let (_, kind) = kind_of(bare).filter(|(word, _)| !NOT_LAST.contains(word))?;
    let rest = rest.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '،'));
    (!rest.is_empty()).then_some((rest, kind))
}

/// "Région du Harbour", "Région Harbour"
fn before(name: &str) -> Option<(&str, &'static str)> {
    let (first, rest) = name.split_once(char::is_whitespace)?;
    let (word, kind) = kind_of(first)?;
    let gap = |c: char| c.is_whitespace() || matches!(c, '\'' | '’');
    let shouted = !name.chars().any(char::is_lowercase);
    let mut rest = rest.trim_start();
    let mut joined = false;
    while let Some(end) = rest.find(gap) {
        let (word, left) = rest.split_at(end);
        let folded = fold(word);
        // In capitals alone, "LA" may belong to the name.
        let small = word.chars().all(char::is_lowercase) || shouted && folded == "l";
        let article = small && ARTICLES.contains(&&*folded);
        if !article && !JOINTS.contains(&&*folded) {
            break;
        }
        rest = left.trim_start_matches(gap);
        joined = true;
    }
    let folded = fold(rest);
    if JOINTS.contains(&&*folded) || ARTICLES.contains(&&*folded) {
        return None;
    }
    // "Zone 3" and "Region XII" are names; "State of Harbour" is not one.
    let numbered = rest.starts_with(|c: char| c.is_numeric())
        || rest.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | '-'))
        || rest.chars().count() < 2;
    (joined || !numbered && !NOT_FIRST.contains(&word)).then_some((rest, kind))
}

#[cfg(test)]
mod tests {
    use super::RegionWords;

    #[test]
    fn a_generic_word_is_taken_off_in_several_languages() {
        let check = |name: &str, shown: &str, core: &str, kind: Option<&str>| {
            let words = RegionWords::of(name);
            assert_eq!((&*words.name, &*words.core, words.kind), (shown, core, kind), "{name}");
        };
        check("Harbour region", "Harbour", "harbour", Some("region"));
        check("Harbour Region", "Harbour", "harbour", Some("region"));
        check("Harbour", "Harbour", "harbour", None);
        check("Région du Harbour", "Harbour", "harbour", Some("region"));
        check("Région de l'Estmark", "Estmark", "estmark", Some("region"));
        check("Région de l’Est", "Est", "est", Some("region"));
        check("RÉGION DE L'EST", "EST", "est", Some("region"));
        check("Région Est", "Est", "est", Some("region"));
        check("Est", "Est", "est", None);
        check("محافظة الميناء", "الميناء", "الميناء", Some("governorate"));
        check("Harbour (region)", "Harbour", "harbour", Some("region"));
        check("Harbour, Region", "Harbour", "harbour", Some("region"));
        check("Land Harbour", "Harbour", "harbour", Some("state"));
        check("Freistaat Harbour", "Harbour", "harbour", Some("state"));
        check("Harbour Land", "Harbour Land", "harbour land", None);
        check("Dpto. de Estmark", "Estmark", "estmark", Some("department"));
        check("Departamento de La Ría", "La Ría", "la ria", Some("department"));
        check("Région de la", "Région de la", "region de la", None);
        check("Région de", "Région de", "region de", None);
        check("(region)", "(region)", "(region)", None);
        check("Region XII", "Region XII", "region xii", None);
        check("State College", "State College", "state college", None);
        check("Département d'Estmark", "Estmark", "estmark", Some("department"));
        check("Provincia de la Ría", "Ría", "ria", Some("province"));
        check("Província do Cais", "Cais", "cais", Some("province"));
        check("Région", "Région", "region", None);
        check("Free State", "Free State", "free", Some("state"));
        check("Northern province", "Northern province", "northern", Some("province"));
        check("Zone 3", "Zone 3", "zone 3", None);
        check("Harbour city", "Harbour city", "harbour city", None);
        check("Sud-Ouest region", "Sud-Ouest", "sud ouest", Some("region"));
    }
}
