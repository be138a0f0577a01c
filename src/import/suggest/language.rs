//! The language that a table is kept in, by the names of its columns.

use super::look::Look;
use crate::model::fold;

/// Words of columns that tell a language, folded.
#[rustfmt::skip]
const TELLING: [(&str, &str); 5] = [
    ("en", "killed|injured|deaths|dead|location|country|place|wounded|fatalities|year|day|incident|\
            event|name|number|reported|latitude|longitude|town|missing"),
    ("fr", "morts|mort|blesses|lieu|nombre|annee|mois|jour|pays|tues|deces|temoin|localite|ville|titre|\
            resume|coordonnees|disparus|fiabilite|auteur|telephone|lien"),
    ("es", "fecha|muertos|muertes|heridos|lugar|fuente|fuentes|descripcion|fallecidos|ciudad|titulo|\
            enlace|desaparecidos|testigo|latitud|longitud|notas|hechos"),
    ("pt", "mortos|mortes|feridos|fonte|fontes|cidade|descricao|vitima|vitimas|testemunha|localidade|data|\
            observacoes"),
    ("de", "datum|tote|getotete|verletzte|ort|quelle|quellen|beschreibung|jahr|monat|zeuge|breitengrad|\
            langengrad|vermisste|bemerkung"),
];

/// The language, as BCP 47; `None` where the names do not tell one, or a program cannot know which of
/// those that are written so.
pub(super) fn of(looks: &[Look]) -> Option<&'static str> {
    let names: Vec<String> = looks.iter().map(|look| fold(&look.name)).collect();
    let arabic = |name: &&String| name.contains(|c| matches!(c, '\u{621}'..='\u{64a}'));
    if names.iter().filter(arabic).count() * 2 > names.len() {
        return Some("ar");
    }
    let mut votes: Vec<(usize, &str)> = Vec::new();
    for (language, telling) in TELLING {
        let words = names.iter().flat_map(|name| name.split(|c: char| !c.is_alphanumeric()));
        let count = words.filter(|word| telling.split('|').any(|own| own == *word)).count();
        votes.push((count, language));
    }
    votes.sort_unstable_by(|a, b| b.cmp(a));
    if votes[0].0 > votes[1].0 {
        return Some(votes[0].1);
    }
    names.iter().all(|name| name.is_ascii()).then_some("en").filter(|_| votes[0].0 == 0)
}

/// What a title calls an event of which nothing is known.
pub(super) fn incident(language: Option<&str>) -> &'static str {
    match language {
        Some("en" | "fr") => "Incident",
        Some("es" | "pt") => "Incidente",
        Some("de") => "Vorfall",
        Some("ar") => "حادثة",
        _ => "{=id}",
    }
}

#[cfg(test)]
#[allow(clippy::field_reassign_with_default, reason = "the cells of a look are its own")]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_columns_tell_the_language() {
        let check = |names: &str, expected: Option<&str>| {
            let look = |name: &str| {
                let mut look = Look::default();
                look.name = name.into();
                look
            };
            let looks: Vec<Look> = names.split(',').map(look).collect();
            assert_eq!(of(&looks), expected, "{names}");
        };
        check("Date,Killed,Location", Some("en"));
        check("id,date,lat,lon", Some("en"));
        check("Date,Nombre de morts,Lieu", Some("fr"));
        check("Fecha,Muertos,Lugar", Some("es"));
        check("Data,Mortos,Local", Some("pt"));
        check("Datum,Tote,Ort", Some("de"));
        check("تاريخ,قتلى,مكان", Some("ar"));
        check("Дата,Место", None);
    }
}
