//! What a finished page is made of: the files that it brings along, and its parts.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use memchr::{memchr, memchr_iter, memmem::Finder, memrchr};

use super::{Part, compressed};

/// Elements that are told apart in what weighs; the outermost of them counts.
const ELEMENTS: [&str; 11] =
    ["head", "header", "footer", "nav", "section", "figure", "table", "ol", "ul", "dl", "details"];

/// What is looked for on every page, made ready once.
static FINDERS: LazyLock<[Finder<'static>; 4]> =
    LazyLock::new(|| ["<body", "<link ", ".svg", " src="].map(Finder::new));

/// The references to files of the same site that a browser follows by itself, without their
/// fragments; the same one may come twice. Found are `link` in the head, whatever has a `src`, and
/// the SVG files that `image` and `use` name.
///
/// Every page is read for this: each search looks for a text that is rare on a page, since one
/// search for all beginnings of tags takes ten times as long.
pub(super) fn references(page: &[u8]) -> Vec<&str> {
    let [body, link, svg, src] = &*FINDERS;
    let head = &page[..body.find(page).unwrap_or(page.len())];
    let links = link.find_iter(head).map(|at| tag(head, at));
    let links = links.filter(|tag| is_fetched(tag)).filter_map(|tag| attribute(tag, "href"));
    let drawn = svg.find_iter(page).filter_map(|at| {
        let tag = tag(page, memrchr(b'<', &page[..at])?);
        let is_drawn = tag.starts_with(b"<image ") || tag.starts_with(b"<use ");
        if is_drawn { attribute(tag, "href") } else { None }
    });
    let sources = src.find_iter(page).filter_map(|at| value(&page[at + src.needle().len()..]));
    let path = |reference: &&str| reference.find(['#', '?']).unwrap_or(reference.len());
    let own = |path: &&str| !path.is_empty() && !path.starts_with('/') && !path.contains(':');
    let found = links.chain(drawn).chain(sources);
    found.map(|reference| &reference[..path(&reference)]).filter(own).collect()
}

/// The tag that begins at `at`, up to its end.
fn tag(page: &[u8], at: usize) -> &[u8] {
    let rest = &page[at..];
    &rest[..memchr(b'>', rest).unwrap_or(rest.len())]
}

/// Whether a browser fetches what a `link` names.
fn is_fetched(tag: &[u8]) -> bool {
    let rel = attribute(tag, "rel").unwrap_or_default();
    rel.split_ascii_whitespace().any(|word| {
        matches!(word, "stylesheet" | "icon" | "preload" | "modulepreload" | "manifest")
    })
}

/// The value of an attribute of a tag, in quotation marks or bare.
fn attribute<'a>(tag: &'a [u8], name: &str) -> Option<&'a str> {
    let named = |at: &usize| {
        let before = tag[..*at].strip_suffix(name.as_bytes());
        let before = before.and_then(<[u8]>::last);
        before.is_some_and(|byte| byte.is_ascii_whitespace() || *byte == b':')
    };
    let at = memchr_iter(b'=', tag).find(named)?;
    value(&tag[at + 1..])
}

/// The value that stands at the beginning, in quotation marks or bare.
fn value(rest: &[u8]) -> Option<&str> {
    let (text, end) = match rest.first()? {
        quote @ (b'"' | b'\'') => {
            let text = &rest[1..];
            (text, memchr(*quote, text)?)
        }
        _ => {
            let ends = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'>';
            (rest, rest.iter().position(ends)?)
        }
    };
    std::str::from_utf8(&text[..end]).ok()
}

/// The named parts of a page of `alone` compressed bytes and what each of them weighs, the heaviest
/// first; what stands between them is left out.
pub(super) fn parts(page: &[u8], alone: u64) -> Vec<Part> {
    let mut cuts: Vec<(Option<String>, &[u8])> = Vec::new();
    let mut from = 0;
    for (name, start, end) in elements(page) {
        cuts.push((None, &page[from..start]));
        cuts.push((Some(name), &page[start..end]));
        from = end;
    }
    cuts.push((None, &page[from..]));
    let shares = compressed::shares(cuts.iter().map(|(_, text)| *text));
    let mut parts: BTreeMap<String, u64> = BTreeMap::new();
    for ((name, _), share) in cuts.into_iter().zip(&shares) {
        if let Some(name) = name {
            *parts.entry(name).or_default() += share;
        }
    }
    // Cutting costs some bytes at each cut, which the whole page does not have.
    let cut = shares.iter().sum::<u64>().max(1);
    let whole = |bytes: u64| bytes * alone.min(cut) / cut;
    let mut parts: Vec<Part> =
        parts.into_iter().map(|(name, bytes)| Part { name, bytes: whole(bytes) }).collect();
    parts.sort_by(|a, b| (b.bytes, &a.name).cmp(&(a.bytes, &b.name)));
    parts
}

/// The outermost elements that are told apart: a name, and where they begin and end.
fn elements(page: &[u8]) -> Vec<(String, usize, usize)> {
    let mut found = Vec::new();
    let mut open: Option<(String, usize)> = None;
    let mut depth = 0_usize;
    for at in memchr_iter(b'<', page) {
        let rest = &page[at + 1..];
        let closes = rest.first() == Some(&b'/');
        let tag = if closes { &rest[1..] } else { rest };
        let word = tag.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let Some(element) = ELEMENTS.iter().find(|name| name.as_bytes() == &tag[..word]) else {
            continue;
        };
        let end = at + 1 + memchr(b'>', rest).map_or(rest.len(), |end| end + 1);
        match (closes, depth) {
            (true, 0) => {}
            (true, 1) => {
                depth = 0;
                found.extend(open.take().map(|(name, start)| (name, start, end)));
            }
            (true, _) => depth -= 1,
            (false, _) => {
                if depth == 0 {
                    open = Some((name(&page[at..end], element), at));
                }
                depth += 1;
            }
        }
    }
    found
}

/// What an element is called: by its id, the id of its heading, its class, or as what it is.
fn name(tag: &[u8], element: &str) -> String {
    let class = || attribute(tag, "class").and_then(|class| class.split_whitespace().next());
    let id = attribute(tag, "id").or_else(|| attribute(tag, "aria-labelledby"));
    id.or_else(class).unwrap_or(element).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_fetches_by_itself_is_found() {
        let check = |page: &str, expected: &[&str]| {
            assert_eq!(references(page.as_bytes()), expected, "{page}");
        };
        check("<img alt=\"a\" src=\"../p/a.png\">", &["../p/a.png"]);
        check("<img src=b.png>", &["b.png"]);
        check("<image x='1' xlink:href='m.svg#a'/>", &["m.svg"]);
        check("<link rel=\"stylesheet\" href=\"css/griot.css\">", &["css/griot.css"]);
        check("<link rel=\"alternate\" href=\"feed.xml\"><link rel=icon href=i.svg >", &["i.svg"]);
        check("<use href=\"#here\"/><use href=\"s.svg#there\"/>", &["s.svg"]);
        check("<a href=\"a.svg\">.svg <p class=\"x.svg\"> .svg", &[]);
        check("<img src=\"https://a.example/b.png\"><img src=\"data:,\"><img src=\"/c.png\">", &[]);
        check("<img src=\"never", &[]);
    }

    #[test]
    fn a_page_is_cut_at_its_outermost_elements() {
        let page = "<head><title>T</title></head><body><nav class=\"path way\"><ol><li></ol></nav>\
                    <main><section aria-labelledby=\"claims\"><table><tr></table></section>\
                    <p>between</p><figure id=\"map\"></figure><ul></ul></main>";
        let names: Vec<String> =
            elements(page.as_bytes()).into_iter().map(|(name, ..)| name).collect();
        assert_eq!(names, ["head", "path", "claims", "map", "ul"]);
        let alone = compressed::compressed(page.as_bytes());
        let parts = parts(page.as_bytes(), alone);
        assert_eq!(parts.len(), 5);
        assert!(parts.iter().map(|part| part.bytes).sum::<u64>() <= alone, "{parts:?}");
    }
}
