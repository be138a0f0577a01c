//! `griot init`: a new tracker with one example of what there is.

use std::path::Path;

use super::args::Compile;
use super::terminal::Terminal;
use super::{Ending, Failure, options};
use crate::disk::{Folder, exists, write_new};
use crate::lock::{Accepted, PATH};
use crate::pipeline;

/// The files of a new tracker. The place and all that happens there are invented.
const FILES: [(&str, &str); 6] = [
    ("content/index.md", INDEX),
    ("content/about.md", ABOUT),
    ("content/regions/sampleford.md", REGION),
    ("content/incidents/2024/2024-05-14-bicycle-collision-on-mill-bridge.md", INCIDENT),
    (".gitignore", GITIGNORE),
    // Last, since it is what makes the folder a tracker: an `init` that fails can be run again.
    ("griot.toml", SETTINGS),
];

pub(super) fn run(terminal: &Terminal, folder: &Path) -> Result<Ending, Failure> {
    if exists(&folder.join("griot.toml")) {
        return Err(Failure::tool(format!(
            "`{}` is a tracker already: it has a `griot.toml`; nothing was changed\nhelp: name another folder, as in `griot init my-tracker`",
            folder.display()
        )));
    }
    for (path, text) in FILES {
        let file = folder.join(path);
        if exists(&file) {
            terminal.say(&format!("  left as it is  {path}"));
            continue;
        }
        write_new(&file, text)?;
        terminal.say(&format!("  made           {path}"));
    }
    lock(terminal, folder)?;
    let shown = folder.components().as_path().display();
    terminal.say(&format!(
        "\nA new tracker is in {shown}. Next:

  cd {shown}
  griot serve --open        see it, and see each change at once
  griot new region \"NAME\" --id ID
  griot new incident \"TITLE\" --date 2024-05-14 --region ID
  griot build               write the site to public/

Sampleford and its bicycle collision are examples: replace or remove them. Then delete griot.lock
and run `griot lock`, so that your record begins with your own words.",
    ));
    Ok(Ending::Done)
}

/// Makes `griot.lock`, unless there is one or records that were there before have errors.
fn lock(terminal: &Terminal, folder: &Path) -> Result<(), Failure> {
    let file = folder.join(PATH);
    if exists(&file) {
        terminal.say(&format!("  left as it is  {PATH}"));
        return Ok(());
    }
    let options = options(&Compile { drafts: false, today: None }, None)?;
    match pipeline::renew_lock(&Folder::open(folder)?, &options, Accepted::default()).0 {
        Some(renewed) => {
            write_new(&file, &renewed.text)?;
            terminal.say(&format!("  made           {PATH}"));
        }
        None => terminal.say(&format!(
            "  not made       {PATH}: what was there has errors; mend what `griot check` shows, then run `griot lock`"
        )),
    }
    Ok(())
}

const SETTINGS: &str = r#"# The settings of the tracker. Only the title is needed.

title = "A new tracker"
# description = "One or two sentences about what is recorded here."

# Where the site will be. Feeds, the sitemap and canonical links need it; the site itself works anywhere.
# base_url = "https://tracker.example/"

# The language of the site (BCP 47): "en", "fr", "ar" …
language = "en"

# Who publishes it, and how readers reach you.
# publisher = { name = "…", url = "https://…", email = "…" }

# The licence of the data: an SPDX identifier, or words.
# licence = "CC-BY-4.0"

# Incidents on one page of a listing.
# page_size = 100

# Which grades of evidence are in the totals; all but "discounted" unless you say otherwise.
# [counting]
# evidence = ["confirmed", "fair", "weak", "contested", "unassessed"]

# The words that `type` of an incident may have.
[types.traffic-collision]
label = "Traffic collision"

# A picture for each incident, which other sites show beside links to it. Pages name it once there is a
# base_url.
# [cards]

# Rules of the house: "error", "warning" or "off". `griot check --explain RULE` says what each is for.
# [rules]
# missing-source = "error"

# The gate. precision, the finest position that any output may have, for all records: "exact",
# "settlement", "near", "adm3", "adm2", "adm1" or "country". withhold, words that must occur nowhere
# in the site: one that does stops the build.
# [safety]
# precision = "settlement"
# withhold = []
"#;

const INDEX: &str = r#"+++
title = "A new tracker"
+++

This is the home page's own text: write here, in a few sentences, what is recorded and why.
It is the file `content/index.md`.
"#;

const ABOUT: &str = r#"+++
title = "About"
+++

Who keeps this record, how incidents are found and checked, and how to write to you.
Any file at the top of `content` becomes a page like this one.
"#;

const REGION: &str = r#"+++
name = "Sampleford"
kind = "town"
+++

An invented town. Replace it with the first region of your record: a region is a file in
`content/regions`, and a folder of the same name holds the regions within it.
"#;

const INCIDENT: &str = r#"+++
# An invented example. `griot new incident` makes a file in which every field is explained.
title = "Bicycle collision on Mill Bridge"
date = 2024-05-14
time = "08:10"
region = "sampleford"
type = "traffic-collision"
evidence = "fair"

[[place]]
name = "Mill Bridge"

# The ledger: who says what, in which source. The range that readers see is computed from it.
[[claim]]
injured = 3
who = "civilians"
by = "Sampleford town police"
on = 2024-05-14
source = "police"

[[claim]]
injured = "at least 2"
who = "civilians"
by = "The Sampleford Courier"
on = 2024-05-15
source = "courier"
quote = "At least two people were taken to the clinic."

[[source]]
id = "police"
kind = "official"
title = "Morning report of 14 May 2024"
publisher = "Sampleford town police"
published = 2024-05-14
url = "https://police.sampleford.example/reports/2024-05-14"
archive_url = "https://archive.example/police-2024-05-14"

[[source]]
id = "courier"
kind = "news"
title = "Cyclists collide on Mill Bridge"
publisher = "The Sampleford Courier"
published = 2024-05-15
url = "https://courier.example/mill-bridge"
archive_url = "https://archive.example/mill-bridge"
+++

Two bicycles and a cargo bicycle collided on the wet planks of Mill Bridge in the morning.
The bridge was closed until noon.
"#;

const GITIGNORE: &str = "/public/\n/public.griot-new/\n/.griot/\n";
