//! Bodies as they come out, and what holds for every input.

use proptest::prelude::*;

use super::{Options, Scan, plain, scan, to_html};

const OPTIONS: Options<'static> =
    Options { raw_html: false, top_heading: 2, notes: "Notes", back: "Back", table: "Table" };

fn html_with(text: &str, options: &Options<'_>) -> String {
    let mut out = String::new();
    let mut resolve = |to: &str| to.strip_suffix(".md").map(|stem| format!("../{stem}.html"));
    to_html(text, options, &mut resolve, &mut out);
    out
}

fn html(text: &str) -> String {
    html_with(text, &OPTIONS)
}

fn check(text: &str, expected: &str) {
    assert_eq!(html(text).trim_end(), expected, "{text}");
}

#[test]
fn blocks_and_spans_have_their_elements() {
    check(
        "a *b* **c** ~~d~~ `e<`",
        "<p>a <em>b</em> <strong>c</strong> <del>d</del> <code>e&lt;</code></p>",
    );
    check("\"quoted\" -- it's", "<p>&quot;quoted&quot; -- it's</p>");
    check("> a\n\n---", "<blockquote>\n<p>a</p>\n</blockquote>\n<hr>");
    check("3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>");
    check("a  \nb\nc", "<p>a<br>\nb\nc</p>");
    check(
        "```rust x\n<a>\n```",
        "<pre tabindex=\"0\"><code class=\"language-rust\">&lt;a&gt;\n</code></pre>",
    );
    check("a\u{0}b\u{7}", "<p>ab</p>");
}

#[test]
fn headings_begin_below_the_title_and_have_ids() {
    check("# A\n\n### B *c*\n", "<h2 id=\"s-a\">A</h2>\n<h4 id=\"s-b-c\">B <em>c</em></h4>");
    check("### A\n\n## A\n", "<h3 id=\"s-a\">A</h3>\n<h2 id=\"s-a-2\">A</h2>");
    check("###### A", "<h2 id=\"s-a\">A</h2>");
    check("# A\n\n###### B", "<h2 id=\"s-a\">A</h2>\n<h6 id=\"s-b\">B</h6>");
    check("## ما حدث", "<h2 id=\"s-ما-حدث\">ما حدث</h2>");
}

#[test]
fn links_are_resolved_passed_or_refused() {
    check("[a](b.md)", "<p><a href=\"../b.html\">a</a></p>");
    check("[a](missing)", "<p>a</p>");
    check("[a](b.md \"t\")", "<p><a href=\"../b.html\" title=\"t\">a</a></p>");
    check("[](b.md)", "<p><a href=\"../b.html\">b.md</a></p>");
    check(
        "[a](https://x.example/é?b&c)",
        "<p><a href=\"https://x.example/%C3%A9?b&amp;c\">a</a></p>",
    );
    check("<https://x.example>", "<p><a href=\"https://x.example\">https://x.example</a></p>");
    check("<a@x.example>", "<p><a href=\"mailto:a@x.example\">a@x.example</a></p>");
    check("[a](javascript:alert(1))", "<p>a</p>");
    check("[a](<java&Tab;script:alert(1)>)", "<p>a</p>");
    check("[a](data:text/html,x)", "<p>a</p>");
    check("<vbscript:x>", "<p>vbscript:x</p>");
}

#[test]
fn a_fragment_finds_its_heading() {
    check(
        "[a](#b-c) [d](#claims)\n\n# B c",
        "<p><a href=\"#s-b-c\">a</a> <a href=\"#claims\">d</a></p>\n<h2 id=\"s-b-c\">B c</h2>",
    );
    check(
        "# B [x](#b-x)[](#s-b-x)",
        "<h2 id=\"s-b-x\">B <a href=\"#s-b-x\">x</a><a href=\"#s-b-x\">#s-b-x</a></h2>",
    );
    check(
        "## É\n[a](#É)[b](#%C3%A9)",
        "<h2 id=\"s-é\">É</h2>\n<p><a href=\"#s-%C3%A9\">a</a><a href=\"#s-%C3%A9\">b</a></p>",
    );
}

#[test]
fn images_never_ask_another_host() {
    check("![a *b*](c.md)", "<p><img src=\"../c.html\" alt=\"a b\" loading=\"lazy\"></p>");
    check("![a](missing.png)", "<p>a</p>");
    check("![a](https://x.example/b.png)", "<p><a href=\"https://x.example/b.png\">a</a></p>");
    check("![](//x.example/b.png)", "<p><a href=\"//x.example/b.png\">//x.example/b.png</a></p>");
    check("[![a](https://x.example/b.png)](c.md)", "<p><a href=\"../c.html\">a</a></p>");
    check("![a](data:image/png;base64,x)", "<p>a</p>");
    check(
        "![a ![b](c.md) [d](e.md)](f.md)",
        "<p><img src=\"../f.html\" alt=\"a b d\" loading=\"lazy\"></p>",
    );
}

#[test]
fn raw_html_is_text_unless_it_is_allowed() {
    check("a <b>c</b>", "<p>a &lt;b&gt;c&lt;/b&gt;</p>");
    check("<script>\nalert(1)\n</script>", "<p>&lt;script&gt;\nalert(1)\n&lt;/script&gt;</p>");
    check("a <!-- secret --> b\n\n<!-- secret -->", "<p>a  b</p>");
    check("<div><!-- secret --></div>", "<p>&lt;div&gt;&lt;/div&gt;</p>");
    let raw = Options { raw_html: true, ..OPTIONS };
    assert_eq!(html_with("a <b>c</b><!-- secret -->", &raw), "<p>a <b>c</b></p>\n");
    assert_eq!(html_with("<!-- secret -->\n\n<hr>\n", &raw).trim(), "<hr>");
}

#[test]
fn tables_can_be_scrolled_and_have_headers() {
    check(
        "|  | b |\n|---|--:|\n| c | d |",
        "<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"Table\">\n<table>\n<thead>\n<tr><td></td><th scope=\"col\" class=\"end\">b</th></tr>\n</thead>\n<tbody>\n<tr><td>c</td><td class=\"end\">d</td></tr>\n</tbody>\n</table>\n</div>",
    );
    assert!(html("# A\n\n| b |\n|---|\n").contains("tabindex=\"0\" aria-labelledby=\"s-a\">"));
}

#[test]
fn footnotes_are_numbered_by_their_first_reference() {
    check(
        "a[^x] b[^y] c[^x]\n\n[^y]: Y\n[^x]: X\n[^z]: Z\n",
        "<p>a<sup><a href=\"#fn-1\" id=\"fnref-1\" role=\"doc-noteref\">1</a></sup> \
         b<sup><a href=\"#fn-2\" id=\"fnref-2\" role=\"doc-noteref\">2</a></sup> \
         c<sup><a href=\"#fn-1\" id=\"fnref-1-2\" role=\"doc-noteref\">1</a></sup></p>\n\
         <section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Notes\">\n<ol>\n\
         <li id=\"fn-1\"><p>X <a href=\"#fnref-1\" role=\"doc-backlink\" aria-label=\"Back\">↩\u{fe0e}</a> \
         <a href=\"#fnref-1-2\" role=\"doc-backlink\" aria-label=\"Back\">↩\u{fe0e}<sup>2</sup></a></p></li>\n\
         <li id=\"fn-2\"><p>Y <a href=\"#fnref-2\" role=\"doc-backlink\" aria-label=\"Back\">↩\u{fe0e}</a></p></li>\n\
         <li id=\"fn-3\"><p>Z</p></li>\n</ol>\n</section>",
    );
    check("a[^x]", "<p>a[^x]</p>");
    let heading = html("a[^x]\n\n[^x]: # H\n");
    assert!(heading.contains("<li id=\"fn-1\"><p>H <a"), "a note has no headings: {heading}");
}

#[test]
fn a_scan_finds_what_a_body_refers_to() {
    let text = "[a](b.md) ![c](d%20e.png) [f](https://x.example) [g](#h) [i][j] [k](l&amp;m.md)\n\n[j]: n.md \"t\"\n";
    let found = scan(text, 10);
    let shown: Vec<(&str, &str)> = found
        .links
        .iter()
        .map(|link| {
            (&*link.value, &text[link.span.start as usize - 10..link.span.end as usize - 10])
        })
        .collect();
    let expected = [
        ("b.md", "b.md"),
        ("d e.png", "d%20e.png"),
        ("n.md", "n.md"),
        ("l&m.md", "[k](l&amp;m.md)"),
    ];
    assert_eq!(shown, expected);
    let html = scan("a <b>c\n\n<div>\nx\n</div>\n\n<!-- d -->\n\n[e](javascript:f)", 0);
    assert_eq!(html.raw_html.len(), 2);
    assert_eq!(&*html.refused[0].value, "javascript:f");
    assert_eq!(scan("<!-- never closed", 0).raw_html.len(), 1);
    assert_eq!(scan("Nothing [here] at all.", 0), Scan::default());
}

/// Whether every element that `html` opens is closed in order, and every attribute quoted.
fn well_formed(html: &str) -> Result<(), String> {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        if rest[..at].contains('>') {
            return Err(format!("a stray > in {:?}", &rest[..at]));
        }
        let end = rest[at..].find('>').ok_or("a tag without its end")? + at;
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if tag.matches('"').count() % 2 == 1 {
            return Err(format!("an open quote in <{tag}>"));
        }
        let name = tag.split(' ').next().unwrap_or_default();
        match name.strip_prefix('/') {
            Some(name) if open.pop() == Some(name) => {}
            Some(name) => return Err(format!("</{name}> closes nothing")),
            None if ["br", "hr", "img"].contains(&name) => {}
            None if name == "a" && open.contains(&"a") => return Err("a link in a link".to_owned()),
            None => open.push(name),
        }
    }
    if open.is_empty() { Ok(()) } else { Err(format!("{open:?} stay open")) }
}

fn holds(text: &str) {
    let out = html(text);
    well_formed(&out).unwrap_or_else(|error| panic!("{error}\n{text:?}\n{out}"));
    let document = scraper::Html::parse_fragment(&out);
    let mut ids = std::collections::BTreeSet::new();
    for element in document.root_element().descendent_elements() {
        let value = element.value();
        if let Some(id) = value.id() {
            assert!(ids.insert(id.to_owned()), "{id} twice\n{text:?}\n{out}");
        }
        assert!(!value.attrs().any(|(name, _)| name.starts_with("on")), "{text:?}\n{out}");
        let href = value.attr("href").unwrap_or_default().to_lowercase();
        for scheme in ["javascript:", "data:", "vbscript:"] {
            assert!(!href.starts_with(scheme), "{text:?}\n{out}");
        }
    }
    for link in out.split("href=\"#fn").skip(1) {
        let id = format!("fn{}", link.split('"').next().unwrap_or_default());
        assert!(ids.contains(&id), "{id} leads nowhere\n{text:?}\n{out}");
    }
    let found = scan(text, 7);
    for link in &found.links {
        assert!(link.span.end as usize <= text.len() + 7);
    }
    assert!(plain(text, 20).chars().count() <= 20);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_gives_well_formed_html(text in "\\PC{0,80}") {
        holds(&text);
    }

    #[test]
    fn any_markup_gives_well_formed_html(
        parts in prop::collection::vec(prop::sample::select(vec![
            "a", " ", "\n", "\n\n", "*", "**", "_", "`", "```", "~~", "~", "#", "# ", "## ", "> ", "- ", "1. ",
            "    ", "\t", "[", "]", "(", ")", "](", "![", "[^1]", "[^1]: ", "[^A]: ", "[^a]", "|", "|---|", "\n|-|-|\n",
            "<", ">", "<b>", "</p>", "<!--", "-->", "<a href=\"", "\"", "'", "&", "&amp;", "&#10;", "\\", "\u{0}",
            "https://x.example", "javascript:", "#a", "b.md", ": ", "[a]: b.md\n", "é", "\u{202e}", "---", "===", "<script>",
        ]), 0..40)
    ) {
        holds(&parts.concat());
    }
}

#[test]
fn hostile_bodies_end_soon() {
    let started = std::time::Instant::now();
    let deep = 100_000;
    for text in [
        "[".repeat(1_000_000),
        "![".repeat(300_000),
        "[a](".repeat(200_000),
        "[^a]".repeat(200_000),
        "[^a]: ".repeat(20_000),
        "> ".repeat(deep),
        "- ".repeat(deep),
        "*a_".repeat(200_000),
        "`".repeat(500_000),
        "<".repeat(500_000),
        "<!--".repeat(200_000),
        "<b ".repeat(200_000),
        "# a\n".repeat(50_000),
        "[a](#a)\n".repeat(50_000) + "# a\n",
        ["| a ", "\n", "|-", "\n", "|\n"]
            .map(|part| part.repeat(if part == "\n" { 1 } else { 2_000 }))
            .concat(),
        "a[^1]\n\n[^1]: b\n\n".repeat(20_000),
        "&".repeat(500_000),
        "\u{0}".repeat(500_000),
    ] {
        let before = started.elapsed();
        let _ = (html(&text), scan(&text, 0), plain(&text, 100));
        let spent = started.elapsed() - before;
        let start: String = text.chars().take(12).collect();
        assert!(spent.as_secs() < 20, "{start:?} … took {spent:?}");
    }
}
