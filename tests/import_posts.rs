//! `griot import posts`: Markdown of other sites by a map.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]
#![allow(clippy::disallowed_methods, reason = "tests write trackers to disk")]

mod support;

use support::folder::Folder;

const CSTATE: &str = "\
---
title: Water cut in the harbour district
date: 2024-05-14T16:30:00+02:00
resolved: true
resolvedWhen: 2024-05-15 09:00:00
severity: disrupted
affected:
  - Water
  - Old Quay
section: issue
---

*Investigating* - Engineers are on site. {{< track \"2024-05-14 17:00:00\" >}}

## What we know

Two people were hurt.
";

const JEKYLL: &str = "\
---
layout: post
title: \"Raid: the press\"
categories: [raid, press]
permalink: /2024/06/raid.html
redirect_from:
  - /old/raid/
  - https://former.example/raid
geo:
  lat: 51.20
  lon: 3.40
killed: 2
---
Text with {% include note.html %} and [a link](https://courier.example/raid).
";

const HUGO: &str = "\
+++
title = \"Clash at the mill\"
date = 2024-07-01
slug = \"mill-clash\"
aliases = [\"/clash/\"]
draft = true
categories = [\"clash\"]
+++
Draft text.
";

const MAP: &str = "\
id = \"{post.slug}\"
title = \"{title}\"
region = [\"Estmark\"]
tags = [\"{categories|affected}\"]
split = [\"; \"]
aliases = [\"issues/{post.name}/\"]

[dataset]
id = \"old-site\"
name = \"The former site\"

[date]
value = \"{post.date}\"

[[claim]]
killed = \"{killed}\"

[[place]]
name = \"{title}\"
latitude = \"{geo.lat}\"
longitude = \"{geo.lon}\"
";

fn site() -> Folder {
    Folder::new(&[
        ("old/issues/2024-05-14---water-cut.md", CSTATE),
        ("old/_posts/2024-06-02-raid.md", JEKYLL),
        ("old/content/mill/index.md", HUGO),
        ("old/content/_index.md", "---\ntitle: List\n---\n"),
        ("old/.git/x.md", "no post"),
        ("map.toml", MAP),
        ("griot.toml", "title = \"T\"\n"),
    ])
}

#[test]
fn posts_of_three_makers_become_records() {
    let folder = site();
    let run = folder.done(&["import", "posts", "old", "--map", "map.toml"]);
    let files = folder.files("content/incidents");
    let names: Vec<&String> = files.keys().collect();
    assert_eq!(
        names,
        [
            "content/incidents/2024/mill-clash.md",
            "content/incidents/2024/raid.md",
            "content/incidents/2024/water-cut.md",
        ]
    );
    let water = &files["content/incidents/2024/water-cut.md"];
    for part in [
        "title = \"Water cut in the harbour district\"\n",
        "date = 2024-05-14\n",
        "tags = [\"Water\", \"Old Quay\"]\n",
        "aliases = [\"issues/water-cut/\"]\n",
        "severity = \"disrupted\"\n",
        "+++\n\n*Investigating* - Engineers are on site. {{< track \"2024-05-14 17:00:00\" >}}\n\n## What we know\n",
    ] {
        assert!(water.contains(part), "{part}\n{water}");
    }
    assert!(!water.contains("post.body"), "{water}");
    let raid = &files["content/incidents/2024/raid.md"];
    for part in [
        "aliases = [\"issues/raid/\", \"old/raid/\", \"raid\", \"2024/06/raid.html\"]\n",
        "point = [51.2",
        "killed = 2\n",
        "[a link](https://courier.example/raid)",
        "tags = [\"raid\", \"press\"]\n",
    ] {
        assert!(raid.contains(part), "{part}\n{raid}");
    }
    let mill = &files["content/incidents/2024/mill-clash.md"];
    assert!(mill.contains("status = \"draft\"\n"), "{mill}");
    assert!(mill.contains("\"clash/\""), "{mill}");
    assert!(run.err.contains("old/issues/2024-05-14---water-cut.md"), "{}", run.err);
    assert!(run.err.contains("1 shortcodes or Liquid tags"), "{}", run.err);
    folder.done(&["check"]);
    // The address that the post had leads to its record.
    folder.done(&["build"]);
    assert!(folder.path("public/issues/water-cut/index.html").is_file());
    assert!(!folder.path("public/incidents/2024/mill-clash.html").exists());

    // The same once more writes nothing; an edit of the text stays when the post changes.
    let before = folder.files("content");
    folder.done(&["import", "posts", "old", "--map", "map.toml"]);
    assert_eq!(folder.files("content"), before);
    folder.edit("content/incidents/2024/raid.md", "Text with", "Our text with");
    folder.edit("old/_posts/2024-06-02-raid.md", "killed: 2", "killed: 3");
    folder.done(&["import", "posts", "old", "--map", "map.toml"]);
    let raid = folder.read("content/incidents/2024/raid.md");
    assert!(raid.contains("killed = 3\n") && raid.contains("Our text with"), "{raid}");
}

#[test]
fn a_first_map_is_written_and_can_be_used() {
    let folder = site();
    folder.done(&["import", "posts", "old", "--suggest-map", "first.toml"]);
    let map = folder.read("first.toml");
    assert!(map.contains("# {geo.lat}\n") && map.contains("tags = [\"{categories}\""), "{map}");
    folder.done(&["import", "posts", "old", "--map", "first.toml"]);
    assert_eq!(folder.files("content/incidents").len(), 3);
}

#[test]
fn a_post_that_cannot_be_read_is_told_by_its_name() {
    let folder = site();
    folder.write("old/_posts/2024-06-03-broken.md", "---\ntitle: [a\n---\n");
    folder.write("old/_posts/plain.md", "No front matter.\n");
    let run = folder.griot(&["import", "posts", "old", "--map", "map.toml"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.err.contains("the front matter is no YAML"), "{}", run.err);
    assert!(run.err.contains("old/_posts/2024-06-03-broken.md"), "{}", run.err);
    assert!(run.err.contains("old/_posts/plain.md"), "{}", run.err);
    assert_eq!(folder.files("content/incidents").len(), 3);
}

#[test]
fn what_cannot_be_done_is_told() {
    let folder = site();
    let run = folder.griot(&["import", "posts", "old"]);
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("--suggest-map"), "{}", run.err);
    let run = folder.griot(&["import", "posts", "none", "--map", "map.toml"]);
    assert_eq!(run.code, 2, "{}", run.err);
    folder.write("map.toml", &MAP.replace("{killed}", "{kiled}"));
    let run = folder.griot(&["import", "posts", "old", "--map", "map.toml"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.err.contains("the table has no column `kiled`"), "{}", run.err);
}
