//! Trees of templates as Rust: one function for each entry, and the texts that it writes.
//!
//! A condition is a pattern that takes what it looked at out of its `Option`, so that the branch
//! below reads it as what it is. What stands next to each other and is the same on every page
//! (markup, words of the site) is one text.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::template::{Expr, Node, parse};

/// What a template shows.
#[derive(Clone, Copy)]
pub(crate) enum View {
    /// A whole page: it sees `page`, `head` and `rows`.
    Page(&'static str),
    /// A part that sees one thing, by its name.
    Row(&'static str, &'static str),
    /// The top or end of pages: it sees `head` and the whole of `site`.
    Frame(&'static str),
}

/// The code of all entries. `templates` are the theme's, by name; `recursive` are the components that
/// use themselves, with the type of what they are given.
pub(crate) fn write(
    templates: &BTreeMap<String, String>,
    entries: &[(&str, View)],
    recursive: &[(&str, &str)],
) -> String {
    let mut components = BTreeMap::new();
    for (name, text) in templates {
        for node in parse(name, text) {
            if let Node::Define(name, of, nodes) = node {
                components.insert(name, (of, nodes));
            }
        }
    }
    let mut writer = Writer {
        templates,
        components: &components,
        recursive,
        blocks: BTreeMap::new(),
        used: BTreeSet::new(),
        parts: Vec::new(),
        asked: Vec::new(),
        pending: Vec::new(),
        code: String::new(),
        next: 0,
    };
    let (mut code, mut made_of) = (String::new(), String::new());
    for (at, (entry, view)) in entries.iter().enumerate() {
        writer.begin();
        writer.entry(entry, *view);
        let (View::Page(name) | View::Row(_, name) | View::Frame(name)) = view;
        let body = &writer.code;
        let head = match view {
            View::Page(_) if body.contains("head.") => {
                "let Some(head) = scene.head else { return };\n"
            }
            _ => "",
        };
        let _ = write!(
            code,
            "impl Drawn for {name} {{\n\
             const AT: usize = {at};\n\
             const TEMPLATE: &'static str = {entry:?};\n\
             fn draw(&self, scene: &Scene<'_>, out: &mut Vec<u8>) {{\n{head}{body}}}\n}}\n\n",
        );
        let used: Vec<&String> = writer.used.iter().collect();
        let _ = writeln!(made_of, "    &{used:?},");
    }
    for (name, given) in recursive {
        writer.begin();
        let (of, nodes) = &components[*name];
        let mut scope = Scope::shared();
        for name in of.iter().filter(|name| !name.starts_with('@')) {
            scope.know(name, path(&[name]));
        }
        writer.nodes(nodes, &mut scope);
        writer.flush();
        let _ = write!(
            code,
            "fn component_{name}(scene: &Scene<'_>, {}: &{given}, out: &mut Vec<u8>) {{\n{}}}\n\n",
            of[0], writer.code,
        );
    }
    let _ = writeln!(code, "/// The templates that each is made of, in the order of `AT`.");
    let _ = write!(code, "pub(super) const MADE_OF: &[&[&str]] = &[\n{made_of}];\n\n");
    let asked = &writer.asked;
    let _ = write!(
        code,
        "/// What conditions ask of the site, as JSON Pointers.\npub(super) const ASKED: &[&str] = &{asked:?};\n\n",
    );
    let _ = writeln!(code, "/// The texts that are written, before the words are in them.");
    let _ = writeln!(code, "pub(super) const PARTS: &[&[Piece]] = &[");
    for part in &writer.parts {
        let _ = writeln!(code, "    &[{}],", part.join(", "));
    }
    code.push_str("];\n");
    code
}

/// Whether a closed path leads to what the site says of itself, which is the same on every page.
fn is_of_site(path: &[String]) -> bool {
    path.len() > 2 && path[0] == "scene" && path[1] == "site"
}

/// The JSON Pointer (RFC 6901) of what such a path leads to.
fn pointer(path: &[String]) -> String {
    path[2..].iter().map(|name| format!("/{name}")).collect()
}

fn path(names: &[&str]) -> Expr {
    Expr::Path(names.iter().map(|name| (*name).to_owned()).collect())
}

/// What names mean, and what conditions have taken out of its `Option`.
#[derive(Clone, Default)]
struct Scope {
    names: BTreeMap<String, Expr>,
    taken: Vec<(Vec<String>, String)>,
}

impl Scope {
    /// What every template sees.
    fn shared() -> Self {
        let mut scope = Self::default();
        for known in ["site", "root", "rows", "masthead", "footer"] {
            scope.know(known, path(&["scene", known]));
        }
        scope
    }

    fn know(&mut self, name: &str, expr: Expr) {
        self.names.insert(name.to_owned(), expr);
    }

    /// The expression without names of its own.
    fn closed(&self, expr: &Expr) -> Expr {
        let boxed = |expr: &Expr| Box::new(self.closed(expr));
        let named = |list: &[(String, Expr)]| {
            list.iter().map(|(name, expr)| (name.clone(), self.closed(expr))).collect()
        };
        match expr {
            Expr::Path(path) if path[0] == "words" => expr.clone(),
            Expr::Path(path) => match self.names.get(&path[0]) {
                Some(Expr::Path(base)) => {
                    Expr::Path(base.iter().chain(&path[1..]).cloned().collect())
                }
                Some(other) if path.len() == 1 => other.clone(),
                _ => panic!("`{}` is not known here", path.join(".")),
            },
            Expr::Text(_) | Expr::Number(_) => expr.clone(),
            Expr::At(of, at) => Expr::At(boxed(of), boxed(at)),
            Expr::List(items) => Expr::List(items.iter().map(|item| self.closed(item)).collect()),
            Expr::Not(of) => Expr::Not(boxed(of)),
            Expr::And(a, b) => Expr::And(boxed(a), boxed(b)),
            Expr::Or(a, b) => Expr::Or(boxed(a), boxed(b)),
            Expr::Same(a, b) => Expr::Same(boxed(a), boxed(b)),
            Expr::Choice(a, b, c) => Expr::Choice(boxed(a), boxed(b), boxed(c)),
            Expr::Filter(of, name, with) => Expr::Filter(boxed(of), name.clone(), named(with)),
        }
    }

    /// The Rust of a closed path.
    fn place(&self, path: &[String]) -> String {
        let taken = self.taken.iter().filter(|(taken, _)| path.starts_with(taken));
        match taken.max_by_key(|(taken, _)| taken.len()) {
            Some((taken, variable)) => {
                let rest = &path[taken.len()..];
                std::iter::once(variable).chain(rest).cloned().collect::<Vec<_>>().join(".")
            }
            None => path.join("."),
        }
    }
}

struct Writer<'a> {
    templates: &'a BTreeMap<String, String>,
    components: &'a BTreeMap<String, (Vec<String>, Vec<Node>)>,
    recursive: &'a [(&'a str, &'a str)],
    /// The blocks of templates that extend others, the last word first.
    blocks: BTreeMap<String, Vec<Node>>,
    /// The templates that were read.
    used: BTreeSet<String>,
    /// Texts, each as the Rust of its pieces.
    parts: Vec<Vec<String>>,
    /// What is asked of the site, as JSON Pointers.
    asked: Vec<String>,
    /// The pieces of a text that has not come to its end.
    pending: Vec<String>,
    code: String,
    /// The number of the next variable.
    next: usize,
}

impl Writer<'_> {
    fn begin(&mut self) {
        self.blocks.clear();
        self.used.clear();
        self.code.clear();
        self.next = 0;
    }

    /// Writes the code of a template that is asked for by its name.
    fn entry(&mut self, name: &str, view: View) {
        let mut scope = Scope::shared();
        match view {
            View::Page(_) => {
                scope.know("page", path(&["self"]));
                scope.know("head", path(&["head"]));
            }
            View::Row(known, _) => scope.know(known, path(&["self"])),
            View::Frame(_) => {
                scope.know("head", path(&["self", "head"]));
                scope.know("site", path(&["self", "site"]));
            }
        }
        let nodes = self.template(name);
        self.nodes(&nodes, &mut scope);
        self.flush();
    }

    /// The nodes of a template; where it extends another, that one's, with its blocks to replace.
    fn template(&mut self, name: &str) -> Vec<Node> {
        self.used.insert(name.to_owned());
        let text = self.templates.get(name).unwrap_or_else(|| panic!("there is no {name}"));
        let nodes = parse(name, text);
        let Some(Node::Extends(base)) = nodes.first() else { return nodes };
        let base = base.clone();
        for node in nodes {
            self.gather(node);
        }
        self.template(&base)
    }

    fn gather(&mut self, node: Node) {
        if let Node::Block(name, nodes) = node {
            for node in &nodes {
                self.gather(node.clone());
            }
            self.blocks.entry(name).or_insert(nodes);
        }
    }

    fn line(&mut self, code: &str) {
        self.flush();
        self.code.push_str(code);
        self.code.push('\n');
    }

    fn text(&mut self, text: &str) {
        self.pending.push(format!("Piece::Text({text:?})"));
    }

    fn flush(&mut self) {
        if !self.pending.is_empty() {
            let pending = std::mem::take(&mut self.pending);
            let known = self.parts.iter().position(|part| *part == pending);
            let at = known.unwrap_or(self.parts.len());
            if known.is_none() {
                self.parts.push(pending);
            }
            let _ = writeln!(self.code, "scene.part({at}, out);");
        }
    }

    fn variable(&mut self, name: &str) -> String {
        self.next += 1;
        format!("{name}_{}_", self.next)
    }

    fn nodes(&mut self, nodes: &[Node], scope: &mut Scope) {
        for node in nodes {
            self.node(node, scope);
        }
    }

    fn node(&mut self, node: &Node, scope: &mut Scope) {
        match node {
            Node::Text(text) => self.text(text),
            Node::Print(expr) => self.print(&scope.closed(expr), scope),
            Node::Component(name, arguments)
                if self.recursive.iter().any(|(known, _)| known == name) =>
            {
                let [(_, given)] = arguments.as_slice() else { panic!("<{name}> takes one thing") };
                let Expr::Path(path) = scope.closed(given) else { panic!("<{name}> {given:?}") };
                let place = scope.place(&path);
                self.line(&format!("component_{name}(scene, &{place}, out);"));
            }
            Node::Component(name, arguments) => {
                let (of, nodes) =
                    self.components.get(name).unwrap_or_else(|| panic!("there is no <{name}>"));
                let mut inner = Scope { taken: scope.taken.clone(), ..Scope::default() };
                for name in of {
                    let value = match name.strip_prefix('@') {
                        Some("words") => continue,
                        Some(outer) => scope.closed(&Expr::Path(vec![outer.to_owned()])),
                        None => {
                            let given = arguments.iter().find(|(given, _)| given == name);
                            let (_, value) = given.unwrap_or_else(|| panic!("<{name}> is missing"));
                            scope.closed(value)
                        }
                    };
                    inner.know(name.trim_start_matches('@'), value);
                }
                self.nodes(nodes, &mut inner);
            }
            Node::If(cases, otherwise) => self.condition(cases, otherwise, scope),
            Node::For { one, list, each, none } => {
                let list = scope.closed(list);
                self.repetition(one, &list, each, none, scope);
            }
            Node::Set(name, value) => {
                let value = scope.closed(value);
                scope.know(name, value);
            }
            Node::Include(name) => {
                self.used.insert(name.clone());
                let text = self.templates.get(name).unwrap_or_else(|| panic!("no {name}"));
                let nodes = parse(name, text);
                self.nodes(&nodes, &mut scope.clone());
            }
            Node::Block(name, own) => {
                let nodes = self.blocks.get(name).unwrap_or(own).clone();
                self.nodes(&nodes, scope);
            }
            Node::Extends(_) | Node::Define(..) => {}
        }
    }

    fn condition(&mut self, cases: &[(Expr, Vec<Node>)], otherwise: &[Node], scope: &Scope) {
        if let [(condition, nodes)] = cases
            && matches!(scope.closed(condition), Expr::List(items) if !items.is_empty())
        {
            return self.nodes(nodes, &mut scope.clone());
        }
        let mut word = "if";
        for (condition, nodes) in cases {
            let mut inner = scope.clone();
            let mut pattern = String::new();
            self.pattern(&scope.closed(condition), &mut inner, &mut pattern);
            self.flush();
            let before = std::mem::take(&mut self.code);
            self.nodes(nodes, &mut inner);
            self.flush();
            let body = std::mem::replace(&mut self.code, before);
            for (_, variable) in &inner.taken[scope.taken.len()..] {
                let read = body.contains(variable) || pattern.contains(&format!("&{variable}"));
                if !read {
                    pattern = pattern.replace(&format!("Some({variable})"), "Some(_)");
                }
            }
            let _ = writeln!(self.code, "{word} {pattern} {{\n{body}");
            word = "} else if";
        }
        if !otherwise.is_empty() {
            self.code.push_str("} else {\n");
            self.nodes(otherwise, &mut scope.clone());
        }
        self.line("}");
    }

    /// Writes a condition as a chain of patterns; what it takes out of its `Option` is in `scope` after.
    fn pattern(&mut self, condition: &Expr, scope: &mut Scope, out: &mut String) {
        match condition {
            Expr::And(a, b) => {
                assert!(
                    !matches!((&**a, &**b), (Expr::Or(..), _) | (_, Expr::Or(..))),
                    "{a:?} {b:?}"
                );
                self.pattern(a, scope, out);
                out.push_str(" && ");
                self.pattern(b, scope, out);
            }
            Expr::Path(path) if !is_of_site(path) => {
                let variable = self.variable("some");
                let _ = write!(out, "let Some({variable}) = truth(&{})", scope.place(path));
                scope.taken.push((path.clone(), variable));
            }
            other => out.push_str(&self.holds(other, scope)),
        }
    }

    fn holds(&mut self, condition: &Expr, scope: &Scope) -> String {
        match condition {
            Expr::Path(path) if is_of_site(path) => {
                let asked = pointer(path);
                let known = self.asked.iter().position(|known| *known == asked);
                let at = known.unwrap_or(self.asked.len());
                if known.is_none() {
                    self.asked.push(asked);
                }
                format!("scene.holds({at})")
            }
            Expr::Path(path) => format!("truth(&{}).is_some()", scope.place(path)),
            Expr::Not(of) => match &**of {
                Expr::Path(path) if !is_of_site(path) => {
                    format!("truth(&{}).is_none()", scope.place(path))
                }
                of => format!("!({})", self.holds(of, scope)),
            },
            Expr::And(a, b) => {
                format!("({}) && ({})", self.holds(a, scope), self.holds(b, scope))
            }
            Expr::Or(a, b) => format!("{} || {}", self.holds(a, scope), self.holds(b, scope)),
            Expr::Same(a, b) => match (&**a, &**b) {
                (Expr::Path(path), Expr::Text(text)) => {
                    format!("same(&{}, {text:?})", scope.place(path))
                }
                (Expr::Path(a), Expr::Path(b)) => {
                    format!("same(&{}, {})", scope.place(a), scope.place(b))
                }
                _ => panic!("{condition:?} cannot be compared"),
            },
            Expr::List(items) => format!("{}", !items.is_empty()),
            other => panic!("{other:?} is no condition"),
        }
    }

    fn repetition(&mut self, one: &str, list: &Expr, each: &[Node], none: &[Node], scope: &Scope) {
        let items = match list {
            Expr::Path(path) => scope.place(path),
            Expr::List(items) => {
                let items = items.iter().map(|item| match item {
                    Expr::Path(path) => format!("&{}", scope.place(path)),
                    other => panic!("{other:?} is no item of a list"),
                });
                format!("[{}]", items.collect::<Vec<_>>().join(", "))
            }
            other => panic!("{other:?} is no list"),
        };
        self.flush();
        let (variable, at) = (self.variable(one), self.variable("at"));
        let mut inner = scope.clone();
        inner.know(one, Expr::Path(vec![variable.clone()]));
        let mut looped = |field: &str, code: String| {
            inner.taken.push((vec![format!("loop_{at}"), field.to_owned()], code));
        };
        looped("index", format!("({at} + 1)"));
        looped("index0", at.clone());
        looped("first", format!("({at} == 0)"));
        looped("last", format!("({at} + 1 == {items}.len())"));
        inner.know("loop", Expr::Path(vec![format!("loop_{at}")]));
        let before = std::mem::take(&mut self.code);
        self.nodes(each, &mut inner);
        self.flush();
        let body = std::mem::replace(&mut self.code, before);
        let head = match body.contains(&at) {
            true => format!("for ({at}, {variable}) in {items}.iter().enumerate() {{"),
            false => format!("for {variable} in {items}.iter() {{"),
        };
        if none.is_empty() {
            let _ = write!(self.code, "{head}\n{body}}}\n");
            return;
        }
        let _ = writeln!(self.code, "if {items}.is_empty() {{");
        self.nodes(none, &mut scope.clone());
        self.line("} else {");
        let _ = write!(self.code, "{head}\n{body}}}\n}}\n");
    }

    fn indexed(&self, of: &Expr, at: &Expr, scope: &Scope) -> String {
        match (of, at) {
            (Expr::Path(of), Expr::Number(at)) => format!("{}[{at}]", scope.place(of)),
            (Expr::Path(of), Expr::Path(at)) => {
                format!("{}[{}]", scope.place(of), scope.place(at))
            }
            _ => panic!("{of:?}[{at:?}] is not known here"),
        }
    }

    /// Writes what a closed expression says.
    fn print(&mut self, expr: &Expr, scope: &Scope) {
        match expr {
            Expr::Text(text) => {
                assert!(!text.contains(['&', '<', '>', '"', '\'']), "`{text}` would be escaped");
                self.text(text);
            }
            Expr::Path(path) if path[0] == "words" => {
                self.pending.push(format!("Piece::Word({:?})", path[1]));
            }
            Expr::Path(path) if is_of_site(path) => {
                self.pending.push(format!("Piece::Site({:?})", pointer(path)));
            }
            Expr::At(of, at) => {
                let place = self.indexed(of, at, scope);
                self.line(&format!("put(&{place}, out);"));
            }
            Expr::Path(path) => self.line(&format!("put(&{}, out);", scope.place(path))),
            Expr::Choice(condition, then, otherwise) => {
                let holds = self.holds(condition, scope);
                self.line(&format!("if {holds} {{"));
                self.print(then, scope);
                self.line("} else {");
                self.print(otherwise, scope);
                self.line("}");
            }
            Expr::Filter(of, name, arguments) => {
                let Expr::Path(path) = &**of else { panic!("{of:?} cannot be filtered") };
                let place = scope.place(path);
                let code = match (name.as_str(), arguments.as_slice()) {
                    ("link" | "links" | "sentence", []) => {
                        format!("{name}(scene, &{place}, out);")
                    }
                    ("when" | "text" | "lang" | "safe", []) => format!("{name}(&{place}, out);"),
                    ("join", [(sep, Expr::Path(word))]) if sep == "sep" && word[0] == "words" => {
                        assert!(word[1] == "list_separator", "only lists are joined");
                        format!("join(scene, &{place}, out);")
                    }
                    _ => panic!("the filter `{name}` is not known here"),
                };
                self.line(&code);
            }
            other => panic!("{other:?} cannot be written"),
        }
    }
}
