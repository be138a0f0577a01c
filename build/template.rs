//! Templates as trees: the part of Tera's language that the theme is written in.

/// A stretch of a template.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    /// What stands there as it is.
    Text(String),
    /// What an expression says, escaped unless a filter gives HTML.
    Print(Expr),
    /// `{{ <name key={value}/> }}`.
    Component(String, Vec<(String, Expr)>),
    /// Conditions with what follows each, and what follows where none holds.
    If(Vec<(Expr, Vec<Node>)>, Vec<Node>),
    /// For each of a list; and what there is without any.
    For { one: String, list: Expr, each: Vec<Node>, none: Vec<Node> },
    /// A name for an expression from here on.
    Set(String, Expr),
    /// Another template in this place.
    Include(String),
    /// What a template that extends this one may replace.
    Block(String, Vec<Node>),
    /// The template whose blocks this one replaces.
    Extends(String),
    /// A component with the names of its parameters; those with `@` come from where it is used.
    Define(String, Vec<String>, Vec<Node>),
}

/// What is computed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expr {
    /// `a.b.c`.
    Path(Vec<String>),
    /// A text.
    Text(String),
    /// `a[b]`, where b is a number or a path.
    At(Box<Expr>, Box<Expr>),
    /// A number.
    Number(usize),
    /// `[a, b]`.
    List(Vec<Expr>),
    /// `not a`.
    Not(Box<Expr>),
    /// `a and b`.
    And(Box<Expr>, Box<Expr>),
    /// `a or b`.
    Or(Box<Expr>, Box<Expr>),
    /// `a == b`.
    Same(Box<Expr>, Box<Expr>),
    /// `a if b else c`, as b, a, c.
    Choice(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `a | name(key=value)`.
    Filter(Box<Expr>, String, Vec<(String, Expr)>),
}

/// Reads a template; panics with what it does not know, which stops the compilation of the program.
pub(crate) fn parse(name: &str, text: &str) -> Vec<Node> {
    let mut reader = Reader { name, tokens: tokens(name, text), at: 0 };
    let (nodes, end) = reader.nodes();
    assert!(end.is_none(), "{name}: `{}` ends nothing", end.unwrap_or_default());
    nodes
}

#[derive(Debug)]
enum Token {
    Text(String),
    /// What stands between `{{` and `}}`.
    Print(String),
    /// What stands between `{%` and `%}`.
    Tag(String),
}

fn tokens(name: &str, text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut trim = false;
    loop {
        let open = ["{{", "{%", "{#"].iter().filter_map(|open| rest.find(open)).min();
        let mut before = &rest[..open.unwrap_or(rest.len())];
        if trim {
            before = before.trim_start();
        }
        let Some(open) = open else {
            tokens.push(Token::Text(before.to_owned()));
            return tokens;
        };
        let close = match &rest[open..open + 2] {
            "{{" => "}}",
            "{%" => "%}",
            _ => "#}",
        };
        let inner = &rest[open + 2..];
        let end = inner.find(close).unwrap_or_else(|| panic!("{name}: `{close}` is missing"));
        let (mut inner, after) = (&inner[..end], &inner[end + 2..]);
        if let Some(shorter) = inner.strip_prefix('-') {
            inner = shorter;
            before = before.trim_end();
        }
        trim = inner.ends_with('-');
        let inner = inner.trim_end_matches('-').trim().to_owned();
        tokens.push(Token::Text(before.to_owned()));
        match close {
            "}}" => tokens.push(Token::Print(inner)),
            "%}" => tokens.push(Token::Tag(inner)),
            _ => {}
        }
        rest = after;
    }
}

struct Reader<'a> {
    name: &'a str,
    tokens: Vec<Token>,
    at: usize,
}

impl Reader<'_> {
    /// Nodes up to a tag that ends or parts what they stand in, which is given too.
    fn nodes(&mut self) -> (Vec<Node>, Option<String>) {
        let mut nodes = Vec::new();
        while let Some(token) = self.tokens.get(self.at) {
            self.at += 1;
            match token {
                Token::Text(text) if text.is_empty() => {}
                Token::Text(text) => nodes.push(Node::Text(text.clone())),
                Token::Print(inner) => nodes.push(print(self.name, inner)),
                Token::Tag(inner) => {
                    let inner = inner.clone();
                    let word = inner.split_whitespace().next().unwrap_or_default();
                    if word.starts_with("end") || matches!(word, "else" | "elif") {
                        return (nodes, Some(inner));
                    }
                    let rest = inner[word.len()..].trim();
                    nodes.push(self.tag(word, rest));
                }
            }
        }
        (nodes, None)
    }

    fn tag(&mut self, word: &str, rest: &str) -> Node {
        let name = self.name;
        match word {
            "extends" => Node::Extends(unquoted(rest)),
            "include" => Node::Include(unquoted(rest)),
            "set" => {
                let (to, value) = rest.split_once('=').unwrap_or_else(|| panic!("{name}: {rest}"));
                Node::Set(to.trim().to_owned(), expr(name, value))
            }
            "block" => Node::Block(rest.to_owned(), self.nodes().0),
            "component" => {
                let (to, of) = rest.split_once('(').unwrap_or_else(|| panic!("{name}: {rest}"));
                let of = of.trim_end_matches(')').split(',');
                let of = of.map(|one| one.trim().to_owned()).collect();
                Node::Define(to.trim().to_owned(), of, self.nodes().0)
            }
            "for" => {
                let (one, list) =
                    rest.split_once(" in ").unwrap_or_else(|| panic!("{name}: {rest}"));
                let (each, end) = self.nodes();
                let none = if end.as_deref() == Some("else") { self.nodes().0 } else { Vec::new() };
                Node::For { one: one.trim().to_owned(), list: expr(name, list), each, none }
            }
            "if" => {
                let mut cases = Vec::new();
                let mut condition = rest.to_owned();
                loop {
                    let (nodes, end) = self.nodes();
                    cases.push((expr(name, &condition), nodes));
                    match end.as_deref() {
                        Some("else") => return Node::If(cases, self.nodes().0),
                        Some(end) if end.starts_with("elif") => {
                            condition = end["elif".len()..].to_owned();
                        }
                        _ => return Node::If(cases, Vec::new()),
                    }
                }
            }
            _ => panic!("{name}: the tag `{word}` is not known here"),
        }
    }
}

fn unquoted(text: &str) -> String {
    text.trim_matches('"').to_owned()
}

fn print(name: &str, inner: &str) -> Node {
    let Some(component) = inner.strip_prefix('<') else { return Node::Print(expr(name, inner)) };
    let component = component.trim_end_matches("/>").trim();
    let (called, mut rest) = component.split_once(' ').unwrap_or((component, ""));
    let mut arguments = Vec::new();
    while let Some((key, value)) = rest.split_once("={") {
        // Lists in brackets are the deepest that an argument goes.
        let (value, after) = value.split_once('}').unwrap_or_else(|| panic!("{name}: {inner}"));
        arguments.push((key.trim().to_owned(), expr(name, value)));
        rest = after;
    }
    Node::Component(called.to_owned(), arguments)
}

fn expr(name: &str, text: &str) -> Expr {
    let mut scanner = Scanner { name, text, at: 0 };
    let expr = scanner.choice();
    assert!(scanner.rest().is_empty(), "{name}: `{}` in `{text}`", scanner.rest());
    expr
}

/// Reads an expression from the loosest operator to the tightest.
struct Scanner<'a> {
    name: &'a str,
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        self.text[self.at..].trim_start()
    }

    fn takes(&mut self, sign: &str) -> bool {
        let rest = self.rest();
        let is_word = sign.ends_with(char::is_alphabetic);
        let is_longer = |rest: &str| rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        match rest.strip_prefix(sign) {
            Some(after) if !(is_word && is_longer(after)) => {
                self.at = self.text.len() - after.len();
                true
            }
            _ => false,
        }
    }

    fn word(&mut self) -> String {
        let rest = self.rest();
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        assert!(end > 0, "{}: a name is missing in `{}`", self.name, self.text);
        self.at = self.text.len() - rest.len() + end;
        rest[..end].to_owned()
    }

    fn choice(&mut self) -> Expr {
        let then = self.or();
        if !self.takes("if") {
            return then;
        }
        let condition = self.or();
        assert!(self.takes("else"), "{}: `else` is missing in `{}`", self.name, self.text);
        Expr::Choice(Box::new(condition), Box::new(then), Box::new(self.choice()))
    }

    fn or(&mut self) -> Expr {
        let mut left = self.and();
        while self.takes("or") {
            left = Expr::Or(Box::new(left), Box::new(self.and()));
        }
        left
    }

    fn and(&mut self) -> Expr {
        let mut left = self.not();
        while self.takes("and") {
            left = Expr::And(Box::new(left), Box::new(self.not()));
        }
        left
    }

    fn not(&mut self) -> Expr {
        if self.takes("not") {
            return Expr::Not(Box::new(self.not()));
        }
        let left = self.filtered();
        if self.takes("==") {
            return Expr::Same(Box::new(left), Box::new(self.filtered()));
        }
        left
    }

    fn filtered(&mut self) -> Expr {
        let mut value = self.primary();
        while self.takes("|") {
            let filter = self.word();
            let mut arguments = Vec::new();
            if self.takes("(") {
                while !self.takes(")") {
                    let key = self.word();
                    assert!(self.takes("="), "{}: `=` is missing in `{}`", self.name, self.text);
                    arguments.push((key, self.choice()));
                    self.takes(",");
                }
            }
            value = Expr::Filter(Box::new(value), filter, arguments);
        }
        value
    }

    fn primary(&mut self) -> Expr {
        if self.takes("\"") {
            let rest = &self.text[self.at..];
            let end = rest.find('"').unwrap_or_else(|| panic!("{}: {}", self.name, self.text));
            self.at += end + 1;
            return Expr::Text(rest[..end].to_owned());
        }
        if self.takes("[") {
            let mut items = Vec::new();
            while !self.takes("]") {
                items.push(self.choice());
                self.takes(",");
            }
            return Expr::List(items);
        }
        let mut path = vec![self.word()];
        if let Ok(number) = path[0].parse() {
            return Expr::Number(number);
        }
        while self.takes(".") {
            path.push(self.word());
        }
        if self.takes("[") {
            let at = self.primary();
            assert!(self.takes("]"), "{}: `]` is missing in `{}`", self.name, self.text);
            return Expr::At(Box::new(Expr::Path(path)), Box::new(at));
        }
        Expr::Path(path)
    }
}
