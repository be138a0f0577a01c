//! Small changes to files that people write: what is added stands beside what they wrote, which stays
//! as it is, comments and order included.

use toml_edit::{Array, DocumentMut, Item, Table, value};

use crate::model::IncidentType;

/// A record's text with more spellings in `also`; `None` where its front matter cannot be read.
pub(super) fn add_spellings(text: &str, names: &[Box<str>]) -> Option<String> {
    let start = text.find("+++")? + 3;
    let end = start + text[start..].find("\n+++")? + 1;
    let mut document: DocumentMut = text[start..end].parse().ok()?;
    let also = document.entry("also").or_insert_with(|| value(Array::new()));
    if let Some(single) = also.as_str().map(str::to_owned) {
        *also = value(Array::from_iter([single]));
    }
    let list = also.as_array_mut()?;
    list.extend(names.iter().map(|name| &**name));
    Some(format!("{}{document}{}", &text[..start], &text[end..]))
}

/// Whether a text is TOML.
pub(super) fn is_readable(text: &str) -> bool {
    text.parse::<DocumentMut>().is_ok()
}

/// The text of `griot.toml` with more `[types]`; `None` where it cannot be read.
pub(super) fn add_types(text: &str, types: &[IncidentType]) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    let mut implicit = Table::new();
    implicit.set_implicit(true);
    let table = document.entry("types").or_insert(Item::Table(implicit));
    let table = table.as_table_like_mut()?;
    for IncidentType { id, label, acled, ucdp } in types {
        let mut own = Table::new();
        own.insert("label", value(&**label));
        if let Some(acled) = acled {
            own.insert("acled", value(&**acled));
        }
        if let Some(ucdp) = ucdp {
            own.insert("ucdp", value(i64::from(*ucdp)));
        }
        table.insert(id.as_str(), Item::Table(own));
    }
    Some(document.to_string())
}

/// The text of `griot.toml` with another title; `None` where it cannot be read.
pub(super) fn set_title(text: &str, title: &str) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    document.insert("title", value(title));
    Some(document.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Id;

    #[test]
    fn what_stands_there_stays_as_it_is() {
        let text = "+++\n# Ours.\nname   = \"Harbour\"  # short\nalso = \"Port\"\n\n[codes]\niso = \"ES-1\"\n+++\nBody.\n";
        let edited = add_spellings(text, &["Harbour region".into()]).expect("front matter");
        assert_eq!(edited, text.replace("\"Port\"", "[\"Port\", \"Harbour region\"]"));

        let settings = "title = \"T\"  # ours\n\n[types.fire]\nlabel = \"Fire\"\n\n# last\n";
        let raid = IncidentType {
            id: Id::new("raid").expect("an id"),
            label: "Raid".into(),
            acled: None,
            ucdp: Some(3),
        };
        let edited = add_types(settings, &[raid]).expect("settings");
        assert!(edited.starts_with("title = \"T\"  # ours\n\n[types.fire]\nlabel = \"Fire\"\n"));
        assert!(edited.contains("[types.raid]\nlabel = \"Raid\"\nucdp = 3\n"), "{edited}");
        assert!(edited.ends_with("# last\n"), "{edited}");
    }
}
