//! Names of regions made alike: "Harbour region", "Région du Harbour" and "Harbour" are one.

use crate::model::fold;

/// Words for kinds of administrative area, folded, by kind; the first of each is what the tracker
/// calls it where a file gives another form of the word.
const KINDS: [&[&str]; 19] = [
    &["region", "regiao", "regione"],
    &["province", "provincia"],
    &["department", "departement", "departamento"],
    &["district", "distrito"],
    &["state", "etat", "estado"],
    &["governorate", "gouvernorat", "gobernacion", "muhafazah"],
    &["prefecture", "prefectura"],
    &["county", "condado"],
    &["commune", "comuna"],
    &["municipality", "municipalite", "municipio"],
    &["cercle"],
    &["arrondissement"],
    &["canton"],
    &["oblast"],
    &["raion", "rayon"],
    &["wilaya", "wilayah"],
    &["woreda"],
    &["division"],
    &["zone", "zona"],
];

/// Words between a kind and a name, folded: "Region *of* …", "Région *du* …", "Provincia *de la* …".
const JOINTS: [&str; 13] =
    ["of", "de", "du", "des", "d", "do", "da", "dos", "das", "del", "la", "le", "les"];

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

fn kind_of(word: &str) -> Option<&'static str> {
    let folded = fold(word);
    KINDS.iter().find(|words| words.contains(&folded.as_str())).map(|words| words[0])
}

/// "Harbour region"
fn behind(name: &str) -> Option<(&str, &'static str)> {
    let (rest, last) = name.rsplit_once(char::is_whitespace)?;
    Some((rest.trim_end(), kind_of(last)?))
}

/// "Région du Harbour"
fn before(name: &str) -> Option<(&str, &'static str)> {
    let (first, rest) = name.split_once(char::is_whitespace)?;
    let kind = kind_of(first)?;
    let mut rest = rest.trim_start();
    let mut joined = false;
    loop {
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '\'' | '’'));
        let Some(end) = end.filter(|end| JOINTS.contains(&fold(&rest[..*end]).as_str())) else {
            break;
        };
        rest =
            rest[end..].trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\'' | '’'));
        joined = true;
    }
    // "State College" and "Zone 3" are names; "State of Harbour" is not one.
    joined.then_some((rest, kind))
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
        check("Région de l'Estmark", "l'Estmark", "l estmark", Some("region"));
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
