//! The settings of a tracker that begins with an import.

use super::Dataset;

/// How many countries a title names.
const NAMED: usize = 3;

/// `griot.toml` of a new tracker, as `griot init` would write it.
pub(super) fn text(dataset: &Dataset, language: &str) -> String {
    let quoted = |text: &str| toml_edit::value(text).to_string().trim().to_owned();
    let mut text = String::from("# The settings of the tracker. Only the title is needed.\n\n");
    text.push_str(&format!("title = {}\n", quoted(&title(dataset, &[]))));
    let description = format!("Records imported from {}.", dataset.name);
    text.push_str(&format!("description = {}\n", quoted(&description)));
    text.push_str(
        "\n# Where the site will be. Feeds, the sitemap and canonical links need it; the site itself works anywhere.\n# base_url = \"https://tracker.example/\"\n\n",
    );
    if language != "en" {
        text.push_str("# The language of the table. The theme speaks English: its words go to templates/words.\n");
    }
    text.push_str(&format!("language = {}\n", quoted(language)));
    text.push_str(
        "\n# Who publishes it, and how readers reach you.\n# publisher = { name = \"…\", url = \"https://…\", email = \"…\" }\n",
    );
    if let Some(licence) = &dataset.licence {
        text.push_str(
            "\n# The licence of the data that was imported; it asks that its makers are named.\n",
        );
        text.push_str(&format!("licence = {}\n", quoted(licence)));
    }
    text
}

/// "Organised violence in Estmark (UCDP GED)"
pub(super) fn title(dataset: &Dataset, countries: &[&str]) -> String {
    let place = match countries {
        [] => String::new(),
        [one] => format!(" in {one}"),
        [first @ .., last] if countries.len() <= NAMED => {
            format!(" in {} and {last}", first.join(", "))
        }
        more => format!(" in {} countries", more.len()),
    };
    format!("{}{place} ({})", dataset.subject, dataset.label)
}
