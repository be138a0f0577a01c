//! stub
use crate::source::{Located, Span};
/// stub
pub struct Scan {
    /// l
    pub links: Vec<Located<Box<str>>>,
    /// r
    pub raw_html: Vec<Span>,
}
/// stub
pub fn scan(_t: &str, _o: usize) -> Scan {
    Scan { links: Vec::new(), raw_html: Vec::new() }
}
