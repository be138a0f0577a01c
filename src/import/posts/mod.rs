//! Markdown of other sites: a folder of posts as a table whose rows are their front matter, and a coder
//! that a map turns into records, each with its body, its old addresses and its standing.

mod front;
mod links;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::mapped::Mapped;
use super::registry::Registry;
use super::table::Rows;
use super::{Coded, Coder, Columns, Dataset, Row, RowProblem, Went, suggest};
use crate::content::slug;
use crate::model::{Id, Settings, Status};
use crate::source::{Located, SourcePath, SourceSet, Sources};
use links::{Known, Links};

pub use links::Find;

/// The columns that every post has besides its own keys.
const OWN: [&str; 5] = ["post.file", "post.name", "post.slug", "post.date", "post.body"];

/// Keys of posts that hold addresses which the page had, as Hugo and Jekyll call them.
const ADDRESSES: [&str; 4] = ["aliases", "redirect_from", "permalink", "url"];

/// What stands between several addresses in a cell.
const BETWEEN: &str = "; ";

/// The posts among some files as rows, in the order of their paths. A row's line is its number.
pub fn rows(files: &dyn Sources) -> Rows {
    let mut names: Vec<Box<str>> = OWN.iter().map(|name| Box::from(*name)).collect();
    let mut seen: BTreeSet<Box<str>> = names.iter().cloned().collect();
    let mut posts = Vec::new();
    for (path, line) in files.paths().iter().zip(1..) {
        let post = files.read(path.as_str()).map_err(|cause| cause.to_string()).and_then(|bytes| {
            let text = String::from_utf8(bytes).map_err(|_| "the file is not UTF-8".to_owned())?;
            cells(path, &text.replace("\r\n", "\n"))
        });
        if let Ok(cells) = &post {
            for (name, _) in cells {
                if seen.insert(name.as_str().into()) {
                    names.push(name.as_str().into());
                }
            }
        }
        posts.push((line, post));
    }
    let tags = names.iter().map(|_| None).collect();
    let columns = Arc::new(Columns { names: names.into(), tags });
    let row = |(line, post): (u64, Result<Vec<(String, String)>, String>)| {
        let post = post.map_err(|why| RowProblem::row(line, why))?;
        let of = |name: &str| {
            let found = post.iter().find(|(own, _)| own == name);
            found.map(|(_, cell)| cell.as_str().into()).unwrap_or_default()
        };
        let cells = columns.names.iter().map(|name| of(name)).collect();
        Ok(Row { columns: Arc::clone(&columns), line, cells })
    };
    let rows = posts.into_iter().map(row).collect();
    Rows::given(Arc::clone(&columns), rows, "Markdown with front matter")
}

/// The cells of one post.
fn cells(path: &SourcePath, text: &str) -> Result<Vec<(String, String)>, String> {
    let (front, body) = front::read(text)?;
    let cells = front::cells(&front);
    let of = |key: &str| {
        let found = cells.iter().find(|(own, _)| own == key);
        found.map(|(_, cell)| cell.as_str()).filter(|cell| !cell.is_empty())
    };
    let (day, name) = named(path);
    let date = of("date").map(day_of).or(day).unwrap_or_default();
    let own_slug = of("slug").map_or_else(|| slug(name), slug);
    let own = [path.as_str(), name, &own_slug, date, body];
    let own = OWN.iter().zip(own).map(|(key, cell)| ((*key).to_owned(), cell.to_owned()));
    Ok(own.chain(cells.iter().cloned()).collect())
}

/// The day and the name that the path of a post gives: `2024-05-14-fire.md`, `fire/index.md`.
fn named(path: &SourcePath) -> (Option<&str>, &str) {
    let stem = path.stem();
    let stem = match stem {
        "index" if !path.folder().is_empty() => path.folder().rsplit('/').next().unwrap_or(stem),
        stem => stem,
    };
    let Some((day, rest)) = stem.split_at_checked(10).filter(|(day, _)| is_day(day)) else {
        return (None, stem);
    };
    let rest = rest.trim_start_matches(['-', '_', ' ']);
    (Some(day), if rest.is_empty() { stem } else { rest })
}

fn is_day(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

/// The day of a moment such as `2024-05-14T16:30:00+02:00`; other texts as they are.
fn day_of(text: &str) -> &str {
    text.get(..10).filter(|day| is_day(day)).unwrap_or(text)
}

/// The coder of posts: a map does the fields, and what every post has is done here.
pub struct Posts<'a> {
    inner: Mapped,
    links: Links,
    find: &'a Find<'a>,
    /// Files of the former site that posts show: where each lies, by its address in `static/`.
    copy: BTreeMap<String, String>,
    /// The file of each row, by its number.
    files: BTreeMap<u64, Box<str>>,
}

impl<'a> Posts<'a> {
    /// Posts by that map, which names their keys as columns. `rows` are all of them, for the links
    /// between them; `section` is their folder within the content of the former site, and `find` finds
    /// files of that site by their addresses.
    pub fn new(inner: Mapped, rows: Rows, section: &str, find: &'a Find<'a>) -> Self {
        let mut posts = Self {
            inner,
            links: Links::new(section),
            find,
            copy: BTreeMap::new(),
            files: BTreeMap::new(),
        };
        // That of a tracker without files, which has no errors.
        let mut registry =
            Registry::of(&SourceSet::default(), &Settings::default()).unwrap_or_default();
        let mut links = Links::new(section);
        if posts.inner.begin(rows.columns()).is_err() {
            return posts;
        }
        for row in rows.filter_map(Result::ok) {
            posts.files.insert(row.line, row.get("post.file").unwrap_or_default().into());
            let Ok(coded) = posts.fields(&row, &mut registry) else { continue };
            let record = &coded.draft.incident.record;
            let own = |name: &str| row.get(name).unwrap_or_default();
            let aliases: Vec<&str> = record.aliases.iter().map(|alias| &*alias.value).collect();
            let known = Known {
                id: record.id.value.as_str().into(),
                record: record.file.clone(),
                is_draft: record.status == Status::Draft,
            };
            let names = [own("post.name"), own("post.slug")];
            links.add(
                &SourcePath::from(own("post.file")),
                &names,
                own("post.date"),
                &aliases,
                known,
            );
        }
        posts.links = links;
        posts
    }

    /// The record of a post, with its text as it is.
    fn fields(&mut self, row: &Row, registry: &mut Registry) -> Result<Coded, Vec<RowProblem>> {
        let mut coded = self.inner.code(row, registry)?;
        self.rename(&mut coded);
        let used = |name: &str| {
            OWN.contains(&name)
                || ADDRESSES.contains(&name)
                || ["draft", "published"].contains(&name)
        };
        coded.draft.left.retain(|(name, _)| !used(name));
        let left = std::mem::take(&mut coded.draft.left);
        let (private, left) = left.into_iter().partition(|(name, _)| suggest::is_private(name));
        coded.draft.left = left;
        coded.draft.private.extend::<Vec<_>>(private);
        let record = &mut coded.draft.incident.record;
        let is =
            |key: &str, word: &str| row.get(key).is_some_and(|own| own.eq_ignore_ascii_case(word));
        if is("draft", "true") || is("published", "false") {
            record.status = Status::Draft;
        }
        for key in ADDRESSES {
            let mut kept: Vec<&str> = Vec::new();
            for text in
                row.get(key).unwrap_or_default().split(BETWEEN).filter(|text| !text.is_empty())
            {
                match address(text) {
                    Some(alias) if !record.aliases.iter().any(|own| *own.value == *alias) => {
                        record.aliases.push(Located::from(Box::<str>::from(alias)));
                    }
                    Some(_) => {}
                    None => {
                        let reason = format!("`{text}` is no address within a site; it is kept");
                        coded.problems.push(RowProblem::cell(row, key, reason).noted());
                        kept.push(text);
                    }
                }
            }
            if !kept.is_empty() {
                coded.draft.left.push((key.into(), kept.join(BETWEEN).into()));
            }
        }
        Ok(coded)
    }

    /// The text of a post, with its links as they must be in its record.
    fn text(&mut self, row: &Row, draft: bool, problems: &mut Vec<RowProblem>) -> String {
        let file = SourcePath::from(row.get("post.file").unwrap_or_default());
        let name = row.get("post.name").unwrap_or_default();
        let body = row.get("post.body").unwrap_or_default();
        let done = self.links.relink(body, &file, name, draft, self.find);
        for to in done.lost {
            let reason = format!(
                "a link to `{to}` leads to no public record and no file: its words stay, with the address in brackets"
            );
            problems.push(RowProblem::row(row.line, reason).noted());
        }
        self.copy.extend(done.copy.into_iter().map(|(from, to)| (to, from)));
        done.text
    }

    /// Gives the record the slug as its id, without what ids of tables begin with.
    fn rename(&self, coded: &mut Coded) {
        let record = &mut coded.draft.incident.record;
        if let Some(own) = self.slug_of(&record.id.value) {
            let folder = record.file.folder().to_owned();
            record.file = SourcePath::new(format!("{folder}/{own}.md"));
            record.id = own.into();
        }
    }

    /// An id of the table without what all of them begin with.
    fn slug_of(&self, id: &Id) -> Option<Id> {
        Id::new(id.as_str().strip_prefix(&*self.inner.dataset().prefix)?)
    }
}

impl Coder for Posts<'_> {
    fn cells(&self, row: &Row) -> Option<Box<str>> {
        Some(row.print())
    }

    fn dataset(&self) -> &Dataset {
        self.inner.dataset()
    }

    fn language(&self) -> &str {
        self.inner.language()
    }

    fn begin(&mut self, columns: &Arc<Columns>) -> Result<Vec<(Box<str>, Went)>, Vec<RowProblem>> {
        let went = self.inner.begin(columns)?;
        let own = |(name, went): (Box<str>, Went)| {
            let went = match (&*name, went) {
                ("post.body", _) => Went::Field("the text".into()),
                (name, Went::Kept) if ADDRESSES.contains(&name) => Went::Field("aliases".into()),
                ("draft" | "published", Went::Kept) => Went::Field("status".into()),
                (name, Went::Kept) if !OWN.contains(&name) && suggest::is_private(name) => {
                    Went::Field("[private]".into())
                }
                (name, Went::Kept) if OWN.contains(&name) => {
                    Went::Out("the name of the file, for the map".into())
                }
                (_, went) => went,
            };
            (name, went)
        };
        Ok(went.into_iter().map(own).collect())
    }

    fn id(&self, row: &Row) -> Option<Id> {
        let id = self.inner.id(row)?;
        Some(self.slug_of(&id).unwrap_or(id))
    }

    fn meet(&mut self, files: &dyn Sources, of: &dyn Fn(&str) -> Option<SourcePath>) {
        self.links.meet(files.paths().iter(), of);
    }

    fn place(&self, line: u64) -> String {
        self.files
            .get(&line)
            .map_or_else(|| format!("in post {line}"), |file| format!("in `{file}`"))
    }

    fn notes(&self) -> Vec<String> {
        let copy = self.copy.iter().map(|(to, from)| {
            format!(
                "posts show or link a file that the tracker does not have; copy `{from}` to `static/{to}` and import again, and it stands in their records"
            )
        });
        copy.collect()
    }

    fn code(&mut self, row: &Row, registry: &mut Registry) -> Result<Coded, Vec<RowProblem>> {
        let mut coded = self.fields(row, registry)?;
        let draft = coded.draft.incident.record.status == Status::Draft;
        let body = self.text(row, draft, &mut coded.problems);
        coded.draft.body = if body.is_empty() { String::new() } else { format!("{body}\n") };
        let tags = body.matches("{{").count() + body.matches("{%").count();
        if tags > 0 {
            let reason = match tags {
                1 => "the text holds a shortcode or Liquid tag, which griot does not run: it stays as text".to_owned(),
                _ => format!(
                    "the text holds {tags} shortcodes or Liquid tags, which griot does not run: they stay as text"
                ),
            };
            let problem = RowProblem::row(row.line, reason);
            coded.problems.push(problem.help("write out what they showed").noted());
        }
        Ok(coded)
    }
}

/// An old address from the root of its site; `None` where griot could not keep a page there.
fn address(text: &str) -> Option<String> {
    let path = match text.split_once("://") {
        Some((_, rest)) => rest.split_once('/')?.1,
        None => text,
    };
    let path = path.trim_start_matches('/');
    let part = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.ends_with('.');
    let plain = !path.contains(|c: char| c.is_control() || "\\?#:*\"<>|%".contains(c));
    (plain && path.trim_end_matches('/').split('/').all(part)).then(|| path.to_owned())
}

/// Keys whose meaning is the same in all posts, beside those of [`ADDRESSES`].
const KNOWN: [&str; 9] =
    ["title", "date", "slug", "draft", "published", "categories", "tags", "affected", "layout"];

/// A first map for posts.
pub fn first_map(name: &str, rows: &mut Rows) -> String {
    let known = |key: &str| OWN.contains(&key) || ADDRESSES.contains(&key) || KNOWN.contains(&key);
    let (head, tables) = suggest::of_posts(rows, &known);
    let columns = rows.columns();
    let has = |key: &str| columns.names.iter().any(|own| &**own == key);
    let mut text = format!(
        "# A first map of the posts in {name}. Read it and write the regions first.\n# A name in braces is a key of the front matter; `a.b` is the key b within a. {{A|B}} is the first that\n# is not empty. Keys that are named nowhere are kept in [private.import] of each record, those that\n# look like contacts in [private].\n# The text below the front matter becomes the text of the record.\n\n"
    );
    text.push_str("# What a later import knows a record by, and the end of its address.\nid = \"{post.slug}\"\n");
    let title = if has("title") { "{title}" } else { "{post.name}" };
    text.push_str(&format!("title = \"{title}\"\nregion = [\"Country\"]\n"));
    let tags: Vec<String> = ["categories", "tags", "affected"]
        .into_iter()
        .filter(|key| has(key))
        .map(|key| format!("\"{{{key}}}\""))
        .collect();
    if !tags.is_empty() {
        text.push_str(&format!("tags = [{}]\nsplit = [\"; \"]\n", tags.join(", ")));
    }
    text.push_str(&head);
    text.push_str("\n[dataset]\nid = \"old-site\"\nname = \"The former site\"\n\n[date]\nvalue = \"{post.date}\"\n");
    text.push_str(&tables);
    text.push_str("\n# The keys of the posts:\n");
    for name in &columns.names {
        text.push_str(&format!("# {{{name}}}\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_gives_a_day_and_a_name() {
        let check = |path: &str, expected: (Option<&str>, &str)| {
            assert_eq!(named(&SourcePath::from(path)), expected, "{path}");
        };
        check("_posts/2024-05-14-fire.md", (Some("2024-05-14"), "fire"));
        check("issues/2024-05-14---fire-on-quay.md", (Some("2024-05-14"), "fire-on-quay"));
        check("fire/index.md", (None, "fire"));
        check("2024-05-14.md", (Some("2024-05-14"), "2024-05-14"));
        check("index.md", (None, "index"));
        check("déjà-vu-2.md", (None, "déjà-vu-2"));
    }

    #[test]
    fn an_old_address_is_one_from_the_root() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(address(text).as_deref(), expected, "{text}");
        };
        check("/2024/05/fire.html", Some("2024/05/fire.html"));
        check("fire/", Some("fire/"));
        check("https://old.example/fire/", Some("fire/"));
        check("/:year/:title/", None);
        check("/", None);
        check("../a", None);
        check("/a?b=1", None);
    }
}
