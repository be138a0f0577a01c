//! XML, escaped by construction, and the sitemap (sitemaps.org).
//!
//! It demands absolute addresses, so it is there only where the tracker has a `base_url`.

use std::borrow::Cow;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::plan::{PageKind, Plan, SITEMAP_SIZE, Views};

const SITEMAP: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// Writes elements with their texts escaped.
pub(super) struct Xml<'o> {
    writer: Writer<&'o mut Vec<u8>>,
}

impl<'o> Xml<'o> {
    pub(super) fn new(out: &'o mut Vec<u8>) -> io::Result<Self> {
        let mut writer = Writer::new(out);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
        writer.get_mut().push(b'\n');
        Ok(Self { writer })
    }

    /// Writes what is to stand within another document.
    pub(super) fn part(out: &'o mut Vec<u8>) -> Self {
        Self { writer: Writer::new(out) }
    }

    /// What was written, for what is written already.
    pub(super) fn inner(&mut self) -> &mut Vec<u8> {
        self.writer.get_mut()
    }

    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.writer.write_event(Event::Start(start))
    }

    pub(super) fn close(&mut self, name: &str) -> io::Result<()> {
        self.writer.write_event(Event::End(BytesEnd::new(name)))?;
        self.writer.get_mut().push(b'\n');
        Ok(())
    }

    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.writer.write_event(Event::Empty(start))?;
        self.writer.get_mut().push(b'\n');
        Ok(())
    }

    pub(super) fn text(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        text: &str,
    ) -> io::Result<()> {
        self.open(name, attributes)?;
        self.writer.write_event(Event::Text(BytesText::new(&clean(text))))?;
        self.close(name)
    }
}

/// A text without control characters, which are in no XML document, escaped or not.
fn clean(text: &str) -> Cow<'_, str> {
    /// What those above ASCII begin with.
    const ABOVE: u8 = 0xc2;
    // No early return: the compiler then looks at many bytes at once.
    let may_have = |found, byte: u8| found | byte.is_ascii_control() | (byte == ABOVE);
    if !text.bytes().fold(false, may_have) {
        return text.into();
    }
    text.chars().filter(|c| !c.is_control() || matches!(c, '\t' | '\n')).collect()
}

/// The sitemap, its index, or a part of it.
///
/// # Errors
/// Where writing to memory fails.
pub(super) fn sitemap(
    views: &Views<'_>,
    base: &str,
    part: Option<u32>,
    out: &mut Vec<u8>,
) -> io::Result<()> {
    let plan: &Plan = views.plan;
    let parts = plan.pages.iter().filter(|page| matches!(page.page, PageKind::Sitemap(Some(_))));
    let mut xml = Xml::new(out)?;
    if part.is_none() && parts.clone().next().is_some() {
        xml.open("sitemapindex", &[("xmlns", SITEMAP)])?;
        for page in parts {
            xml.open("sitemap", &[])?;
            xml.text("loc", &[], &views.absolute(base, &page.address))?;
            xml.close("sitemap")?;
        }
        return xml.close("sitemapindex");
    }
    let skip = part.map_or(0, |part| part as usize * SITEMAP_SIZE);
    xml.open("urlset", &[("xmlns", SITEMAP)])?;
    for page in plan.indexed().skip(skip).take(SITEMAP_SIZE) {
        xml.open("url", &[])?;
        xml.text("loc", &[], &views.absolute(base, &page.address))?;
        xml.close("url")?;
    }
    xml.close("urlset")
}
