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
    assert!(run.err.contains("the text holds a shortcode or Liquid tag, which"), "{}", run.err);
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

#[test]
fn links_of_posts_lead_to_records_and_nothing_stops_the_build() {
    let folder = Folder::new(&[
        (
            "old/content/issues/2024-05-14-a-one.md",
            "---\ntitle: One\n---\n[b](/issues/b-two/) [c](/issues/b-two) [d](/issues/b-two/index.html#what) \
             [e]({{< ref \"2024-05-15-b-two.md\" >}}) [f]({% post_url 2024-05-15-b-two %}) [g][x] [h](../b-two/) \
             [i](/about/) ![The mill](/images/mill.jpg) ![Own](photo.jpg) [m](/old/m/) [web](https://courier.example/)\n\n\
             [x]: /issues/b-two \"T\"\n",
        ),
        (
            "old/content/issues/2024-05-15-b-two.md",
            "---\ntitle: Two\n---\n[draft](/issues/c-three/) [one](2024-05-14-a-one.md)\n",
        ),
        (
            "old/content/issues/c-three.md",
            "---\ntitle: Three\ndate: 2024-05-16\ndraft: true\n---\n[two](/issues/b-two/)\n",
        ),
        (
            "old/content/issues/mill/index.md",
            "---\ntitle: Mill\ndate: 2024-05-17\naliases: [/old/m/]\n---\n![In](inner.jpg)\n",
        ),
        ("old/content/issues/mill/inner.jpg", "x"),
        ("old/static/images/mill.jpg", "x"),
        (
            "map.toml",
            "id = \"{post.slug}\"\ntitle = \"{title}\"\nregion = [\"Estmark\"]\n[dataset]\nid = \"old\"\nname = \"Old\"\n[date]\nvalue = \"{post.date}\"\n",
        ),
        ("griot.toml", "title = \"T\"\n"),
    ]);
    let import = ["import", "posts", "old/content/issues", "--map", "map.toml"];
    let run = folder.done(&import);
    let one = folder.read("content/incidents/2024/a-one.md");
    let two = "/incidents/2024/b-two.md";
    let expected = format!(
        "[b]({two}) [c]({two}) [d]({two}#what) [e]({two}) [f]({two}) [g]({two} \"T\") [h]({two}) \
         i (/about/) The mill (/images/mill.jpg) Own (photo.jpg) [m](/incidents/2024/mill.md) [web](https://courier.example/)"
    );
    assert!(one.contains(&expected), "{one}\n{expected}");
    let two = folder.read("content/incidents/2024/b-two.md");
    assert!(two.contains("draft (/issues/c-three/) [one](/incidents/2024/a-one.md)"), "{two}");
    assert!(
        run.err.contains("copy `old/static/images/mill.jpg` to `static/images/mill.jpg`"),
        "{}",
        run.err
    );
    assert!(
        run.err
            .contains("copy `old/content/issues/mill/inner.jpg` to `static/issues/mill/inner.jpg`")
            || run.err.contains("to `static/mill/inner.jpg`"),
        "{}",
        run.err
    );
    assert!(run.err.contains("a link to `/about/` leads to no public record"), "{}", run.err);
    assert!(!run.err.contains("shortcode"), "{}", run.err);
    folder.done(&["check"]);
    folder.done(&["build"]);
    let before = folder.files("content");
    folder.done(&import);
    assert_eq!(folder.files("content"), before);

    // What is copied stands in the record after the next import; a record that was moved is found.
    folder.write("static/images/mill.jpg", "x");
    let moved = folder.read("content/incidents/2024/b-two.md");
    folder.write("content/incidents/harbour/b-two.md", &moved);
    std::fs::remove_file(folder.path("content/incidents/2024/b-two.md")).unwrap();
    folder.done(&import);
    let one = folder.read("content/incidents/2024/a-one.md");
    assert!(one.contains("![The mill](/images/mill.jpg)"), "{one}");
    assert!(one.contains("[b](/incidents/harbour/b-two.md)"), "{one}");
    folder.done(&["check"]);
}

#[test]
fn contacts_in_posts_are_private_and_the_first_map_guesses() {
    let folder = Folder::new(&[
        (
            "old/2024-05-14-fire.md",
            "---\r\ntitle: Fire\r\nreporter: Ilse Probe\r\nwitness_phone: \"+00 111 222 333\"\r\nkilled: 3\r\n\
             location:\r\n  lat: 51.2\r\n  lng: 3.4\r\nsources:\r\n  - https://courier.example/a\r\n  - https://courier.example/b\r\ntags: [fire, mill]\r\nweather: dry\r\n---\r\nTwo\r\nlines.\r\n",
        ),
        (
            "old/2024-05-15-raid.md",
            "---\ntitle: Raid\nkilled: 1\nlocation:\n  lat: 51.25\n  lng: 3.45\n---\nText.\n",
        ),
        (
            "map.toml",
            "id = \"{post.slug}\"\ntitle = \"{title}\"\nregion = [\"Estmark\"]\n[dataset]\nid = \"old\"\nname = \"Old\"\n[date]\nvalue = \"{post.date}\"\n",
        ),
        ("griot.toml", "title = \"T\"\n"),
    ]);
    folder.done(&["import", "posts", "old", "--suggest-map", "first.toml"]);
    let map = folder.read("first.toml");
    for part in [
        "private = [\"reporter\", \"witness_phone\"]",
        "killed = \"{killed}\"",
        "latitude = \"{location.lat}\"",
        "url = \"{sources}\"",
        "tags = [\"{tags}\"]",
    ] {
        assert!(map.contains(part), "{part}\n{map}");
    }
    folder.done(&["import", "posts", "old", "--map", "first.toml", "--dry-run"]);

    let run = folder.done(&["import", "posts", "old", "--map", "map.toml"]);
    let fire = folder.read("content/incidents/2024/fire.md");
    assert!(
        fire.contains(
            "[private]\nreporter = \"Ilse Probe\"\nwitness_phone = \"+00 111 222 333\"\n"
        ),
        "{fire}"
    );
    assert!(fire.contains("weather = \"dry\"") && fire.contains("Two\nlines.\n"), "{fire}");
    assert!(!run.err.contains("invisible"), "{}", run.err);
    folder.done(&["check"]);

    folder.write("old/other/2024-05-16-fire.md", "---\ntitle: Another\n---\n");
    let run = folder.griot(&["import", "posts", "old", "--map", "map.toml"]);
    assert!(
        run.err.contains("the id `fire` stands in `2024-05-14-fire.md` already"),
        "{}",
        run.err
    );
}

#[test]
fn many_notes_of_one_kind_are_counted() {
    let folder = Folder::new(&[("griot.toml", "title = \"T\"\n"), ("map.toml", MAP)]);
    for n in 0..25 {
        let text = format!(
            "---\ntitle: P {n}\ndate: 2024-05-14\ncategories: [a]\naffected: [b]\nkilled: 1\ngeo:\n  lat: 51.2\n  lon: 3.4\n---\n[x](/gone-{n}/)\n"
        );
        folder.write(&format!("old/p{n:02}.md"), &text);
    }
    let import = ["import", "posts", "old", "--map", "map.toml", "--dry-run"];
    let run = folder.done(&import);
    assert_eq!(run.err.matches("note: a link to `/gone-").count(), 20, "{}", run.err);
    assert!(
        run.err.contains("… and 5 notes more of this kind") || run.err.contains("… and 5 more"),
        "{}",
        run.err
    );
    let run = folder.done(&[&import[..], &["--format", "json"]].concat());
    assert_eq!(run.out.matches("/gone-").count(), 25, "{}", run.out);
    assert!(run.out.contains("\"written\": false"), "{}", run.out);
}

#[test]
fn another_map_is_no_news() {
    let folder = site();
    let import = ["import", "posts", "old", "--map", "map.toml"];
    folder.done(&import);
    folder.edit("map.toml", "title = \"{title}\"", "title = \"Case: {title}\"");
    folder.done(&import);
    let raid = folder.read("content/incidents/2024/raid.md");
    assert!(
        raid.contains("title = \"Case: Raid: the press\"") && !raid.contains("[[change]]"),
        "{raid}"
    );
    folder.edit("old/_posts/2024-06-02-raid.md", "killed: 2", "killed: 3");
    folder.done(&import);
    let raid = folder.read("content/incidents/2024/raid.md");
    assert!(raid.contains("killed 3, was 2"), "{raid}");
}
