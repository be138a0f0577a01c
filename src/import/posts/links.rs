//! Links of posts: to the records that other posts become, and to files of the former site.

use std::collections::{BTreeMap, BTreeSet};

use crate::markdown::{Relink, relink};
use crate::source::SourcePath;

/// A post that becomes a record.
#[derive(Clone, Debug)]
pub(super) struct Known {
    /// The id of the record.
    pub(super) id: Box<str>,
    /// The file of the record.
    pub(super) record: SourcePath,
    /// Whether no page may lead to it.
    pub(super) is_draft: bool,
}

/// Finds a file of the former site by its address on it, and says where it lies.
pub type Find<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// What the links of posts can lead to.
#[derive(Default)]
pub(super) struct Links {
    /// The folder of the posts within the content of the former site: `issues`.
    section: String,
    posts: Vec<Known>,
    /// The post of each address, without what addresses may lack; `None` where several have it.
    by_address: BTreeMap<String, Option<usize>>,
    /// The same by the names of their files alone.
    by_name: BTreeMap<String, Option<usize>>,
    /// Addresses of the files in `static/` of the tracker.
    files: BTreeSet<Box<str>>,
}

/// What became of the links of one post.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Relinked {
    pub(super) text: String,
    /// Addresses that lead nowhere.
    pub(super) lost: Vec<String>,
    /// Files of the former site: where each lies, and its address in `static/`.
    pub(super) copy: Vec<(String, String)>,
}

impl Links {
    pub(super) fn new(section: &str) -> Self {
        Self { section: section.to_owned(), ..Self::default() }
    }

    /// Adds a post: its file, the names and the day of its addresses, and its old addresses.
    pub(super) fn add(
        &mut self,
        file: &SourcePath,
        names: &[&str],
        day: &str,
        aliases: &[&str],
        known: Known,
    ) {
        let at = self.posts.len();
        self.posts.push(known);
        let mut addresses: BTreeSet<String> = aliases.iter().map(|own| key(own)).collect();
        let folders =
            [file.folder().to_owned(), self.folder_of(file), self.within(&self.folder_of(file))];
        for folder in &folders {
            for name in names.iter().copied().chain([file.stem()]) {
                addresses.insert(key(&format!("{folder}/{name}")));
            }
        }
        let day = day.replace('-', "/");
        if !day.is_empty() {
            addresses.extend(names.iter().map(|name| key(&format!("{day}/{name}"))));
        }
        let put = |map: &mut BTreeMap<String, Option<usize>>, key: String| {
            map.entry(key)
                .and_modify(|own| *own = own.filter(|own| *own == at))
                .or_insert(Some(at));
        };
        addresses
            .into_iter()
            .filter(|own| !own.is_empty())
            .for_each(|own| put(&mut self.by_address, own));
        let stem = if file.stem() == "index" { None } else { Some(file.stem()) };
        let names: BTreeSet<String> = names.iter().copied().chain(stem).map(key).collect();
        names.into_iter().for_each(|own| put(&mut self.by_name, own));
    }

    /// Takes the files of the tracker in, and where its records lie by now.
    pub(super) fn meet<'p>(
        &mut self,
        paths: impl Iterator<Item = &'p SourcePath>,
        of: &dyn Fn(&str) -> Option<SourcePath>,
    ) {
        self.files = paths.filter_map(|path| path.below("static").map(Box::from)).collect();
        for post in &mut self.posts {
            if let Some(record) = of(&post.id) {
                post.record = record;
            }
        }
    }

    /// The folder that the page of a post stands in: that of a bundle stands for its file.
    fn folder_of(&self, file: &SourcePath) -> String {
        let folder = file.folder();
        match file.stem() {
            "index" => folder.rsplit_once('/').map_or("", |(above, _)| above).to_owned(),
            _ => folder.to_owned(),
        }
    }

    fn within(&self, path: &str) -> String {
        format!("{}/{path}", self.section).trim_matches('/').to_owned()
    }

    /// The text of a post with its links as they must be in its record.
    pub(super) fn relink(
        &self,
        text: &str,
        file: &SourcePath,
        name: &str,
        draft: bool,
        find: &Find<'_>,
    ) -> Relinked {
        let mut done = Relinked::default();
        let text = tags(text);
        let mut decide = |to: &str, _: bool| self.decide(to, file, name, draft, find, &mut done);
        let relinked = relink(&text, &mut decide);
        done.text = relinked;
        done
    }

    fn decide(
        &self,
        to: &str,
        file: &SourcePath,
        name: &str,
        draft: bool,
        find: &Find<'_>,
        done: &mut Relinked,
    ) -> Relink {
        let end = to.find(['?', '#']).unwrap_or(to.len());
        let (path, tail) = to.split_at(end);
        if path.is_empty() {
            return Relink::Keep;
        }
        let fragment = tail.find('#').map_or("", |at| &tail[at..]);
        if let Some(post) = self.post(path, file, name) {
            if post.is_draft && !draft {
                done.lost.push(to.to_owned());
                return Relink::Words;
            }
            let record = post.record.below("content").unwrap_or(post.record.as_str());
            return Relink::To(format!("/{record}{fragment}"));
        }
        if key(path).is_empty() && path.starts_with('/') {
            return Relink::To("/index.html".to_owned());
        }
        let mut places = Vec::new();
        match path.strip_prefix('/') {
            Some(path) => places.extend(join("", path)),
            None => {
                let section = self.within(file.folder());
                places.extend(
                    [file.folder(), &section].iter().filter_map(|folder| join(folder, path)),
                );
                places.extend(join(&format!("{}/{name}", self.folder_of(file)), path));
            }
        }
        if let Some(place) = places.iter().find(|place| self.files.contains(&***place)) {
            return Relink::To(format!("/{place}{tail}"));
        }
        match places.iter().find_map(|place| Some((find(place)?, place.clone()))) {
            Some(found) => done.copy.push(found),
            None => done.lost.push(to.to_owned()),
        }
        Relink::Words
    }

    /// The post that an address means, seen from the post of that file.
    fn post(&self, path: &str, file: &SourcePath, name: &str) -> Option<&Known> {
        let one = |address: &str| *self.by_address.get(&key(address))?;
        let found = if path.starts_with('/') {
            one(path)
        } else {
            let section = self.within(&self.folder_of(file));
            let page = format!("{section}/{name}");
            let folders = [file.folder(), "", &section, &page];
            let near = folders.iter().find_map(|folder| one(&join(folder, path)?));
            let is_name = !path.trim_start_matches("./").contains('/');
            near.or_else(|| is_name.then(|| *self.by_name.get(&key(path))?).flatten())
        };
        self.posts.get(found?)
    }
}

/// An address without what it may lack: the signs at its ends, `index.html`, what kind of file it is.
fn key(address: &str) -> String {
    let address = address.to_lowercase();
    let mut key = address.trim_matches('/').trim_start_matches("./");
    for end in [".html", ".htm", ".markdown", ".md"] {
        key = key.strip_suffix(end).unwrap_or(key);
    }
    let key = if key == "index" { "" } else { key.strip_suffix("/index").unwrap_or(key) };
    key.trim_matches('/').to_owned()
}

fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The text with `{{< ref "x" >}}`, `{% post_url x %}`, `{% link x %}` and `{{ site.baseurl }}` as
/// destinations of links replaced by what they name; others stay.
fn tags(text: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find("{{").into_iter().chain(rest.find("{%")).min() {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let opens = ["](", "](<", "]: "].iter().any(|sign| out.ends_with(sign));
        let close = if from.starts_with("{%") { "%}" } else { "}}" };
        let end = from.find(close).map(|end| end + 2).filter(|_| opens);
        match end.and_then(|end| Some((named(&from[..end])?, end))) {
            Some((name, end)) => {
                out.push_str(name);
                rest = &from[end..];
            }
            None => {
                out.push_str(&from[..2]);
                rest = &from[2..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// What a tag names: `fire.md` of `{{< ref "fire.md" >}}`; `None` of other tags.
fn named(tag: &str) -> Option<&str> {
    let inner = tag.get(2..tag.len() - 2)?;
    let inner = inner.trim_matches(|c: char| c.is_whitespace() || "<>%-".contains(c));
    if matches!(inner, "site.baseurl" | "site.url" | "site.BaseURL") {
        return Some("");
    }
    let (word, rest) = inner.split_once(char::is_whitespace)?;
    let path = match word {
        "ref" | "relref" | "post_url" | "link" => rest.trim(),
        // `{{ "/x" | relative_url }}`
        _ => inner.split_once('|').filter(|(_, filter)| filter.trim().ends_with("_url"))?.0.trim(),
    };
    let path = path.trim_matches(['"', '\'', '`']);
    let plain =
        !path.is_empty() && !path.contains(|c: char| c.is_whitespace() || "()<>\"'".contains(c));
    plain.then_some(path)
}
