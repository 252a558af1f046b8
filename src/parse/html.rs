//! A web page that shows a telegram.
//!
//! The site that published the Cablegate telegrams gave each a page: a table
//! of class `cable` with what names it, then its header and its text, each
//! in a `pre`. The tags around TAGS codes are links of the site, its line
//! ends are entities. Any other page is read as its preformatted text, or
//! else as the words of its body.

use memchr::memmem::Finder;

use super::form::form;
use super::markup::{Tag, Token, Tokens, Unwrapped, line};
use super::token::{Needle, after, day, number};
use super::{Beside, Published};
use crate::cable::{Attribute, Cable, Date, Dateline, Family, Mrn, Span, Time};
use nom::Parser;

/// Reads a page. With `is_cable` it is taken for one of the site's.
pub(super) fn cable(source: &str, is_cable: bool) -> Cable {
    unwrapped(source, is_cable).cable()
}

/// The telegram of a page.
pub(super) fn unwrapped(source: &str, is_cable: bool) -> Published<'_> {
    let mut page = Page::new(source);
    page.preformatted();
    let is_flowing = page.out.text.trim().is_empty();
    if is_flowing {
        page.out = Unwrapped::new(source);
        page.flow();
    }
    let attributes = attributes(page.names, page.values);
    let named = |key: &str| {
        let found = attributes.iter().find(|attribute| &*attribute.key == key);
        found.map_or("", |attribute| &*attribute.value)
    };
    let is_cable = is_cable || !attributes.is_empty();
    // A page may show what another archive holds.
    let wraps = [Family::CablegateHtml, Family::CablegateCsv, Family::Frus];
    let shown = || {
        let told = form(&page.out.text)?;
        Some(told.family).filter(|inner| !wraps.contains(inner))
    };
    let archived = super::plusd::table(&page.cells);
    let family = if is_cable {
        Some(Family::CablegateHtml)
    } else if archived.is_empty() {
        shown()
    } else {
        Some(Family::Plusd)
    };
    let beside = Beside {
        family,
        dateline: created(named("Created")),
        id: named("Reference ID").parse::<Mrn>().ok(),
        attributes: archived,
        ..Beside::default()
    };
    Published {
        out: page.out,
        beside,
        attributes,
        grows: !is_flowing && !page.is_table_open,
    }
}

/// Where the preformatted text of a page begins, or the page: what stands above
/// it may be of any length.
pub(super) fn text_at(source: &str) -> usize {
    static PRE: Needle = Needle::new(|| Finder::new("<pre"));
    PRE.find(source.as_bytes()).unwrap_or(0)
}

/// The columns of the table and their values.
fn attributes(names: Vec<String>, values: Vec<String>) -> Vec<Attribute> {
    let filled = names
        .into_iter()
        .zip(values)
        .filter(|(_, value)| !value.is_empty());
    let attribute = |(name, value): (String, String)| Attribute {
        key: name.into(),
        value: value.into(),
        span: Span::default(),
    };
    filled.map(attribute).collect()
}

/// `created = 4DIGIT "-" 2DIGIT "-" 2DIGIT [" " 2DIGIT ":" 2DIGIT]`
fn created(text: &str) -> Option<Dateline> {
    let (date, rest) = day(text)?;
    Some(stated(date, rest))
}

/// A day that stands beside the text, with the time behind it.
pub(super) fn stated(date: Date, behind: &str) -> Dateline {
    Dateline {
        span: Span::default(),
        date,
        time: time(behind),
        precedence: None,
    }
}

/// `time = 1*blank 1*2DIGIT ":" 2DIGIT`
fn time(text: &str) -> Option<Time> {
    let (rest, hour) = number(1, 2).parse(text.trim_start()).ok()?;
    let (_, minute) = number(2, 2).parse(after(rest, ":")?).ok()?;
    Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()
}

/// Elements that begin on a line of their own.
const BLOCKS: [&str; 21] = [
    "p",
    "div",
    "br",
    "tr",
    "li",
    "ul",
    "ol",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "pre",
    "section",
    "article",
    "blockquote",
    "dt",
    "dd",
];

/// A page while it is read.
struct Page<'a> {
    source: &'a str,
    out: Unwrapped<'a>,
    names: Vec<String>,
    values: Vec<String>,
    /// The cells of any other table.
    cells: Vec<String>,
    /// Whether the table of a telegram, or a cell of it, is not ended: more of it
    /// may stand below the text.
    is_table_open: bool,
}

/// What of the table of a page is being read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cell {
    None,
    /// Of a table that is not the site's.
    Other,
    Name,
    Value,
}

impl<'a> Page<'a> {
    fn new(source: &'a str) -> Page<'a> {
        Page {
            source,
            out: Unwrapped::new(source),
            names: Vec::new(),
            values: Vec::new(),
            cells: Vec::new(),
            is_table_open: false,
        }
    }

    /// Cuts out what stands in `pre`, and the table of a telegram.
    fn preformatted(&mut self) {
        self.out.text.reserve(self.source.len());
        let mut tokens = Tokens::new(self.source);
        let (mut in_table, mut in_pre, mut fresh) = (false, false, false);
        let mut cell = Cell::None;
        let mut words = String::new();
        while let Some(token) = tokens.next() {
            match token {
                Token::Open(tag) if in_pre => {
                    if tag.is("br") {
                        self.out.written(tag.name, '\n');
                    }
                }
                Token::Open(tag) if tag.is("pre") && !tag.is_empty => {
                    in_pre = true;
                    fresh = true;
                    self.out.apart(tag.name);
                }
                Token::Open(tag) if is_raw(tag) => tokens.skip_raw(tag.name),
                Token::Open(tag) if tag.is("table") => in_table = is_cable_table(tag),
                Token::Open(tag) if !in_table && (tag.is("th") || tag.is("td")) => {
                    self.cell(cell, &mut words);
                    cell = Cell::Other;
                }
                Token::Open(tag) if in_table && (tag.is("th") || tag.is("td")) => {
                    self.cell(cell, &mut words);
                    cell = if tag.is("th") {
                        Cell::Name
                    } else {
                        Cell::Value
                    };
                }
                Token::Close(name) => match () {
                    () if name.eq_ignore_ascii_case("pre") => in_pre = false,
                    () if !in_table && cell != Cell::Other => {}
                    () if name.eq_ignore_ascii_case("table") => {
                        self.cell(cell, &mut words);
                        (in_table, cell) = (false, Cell::None);
                    }
                    () if ["th", "td", "tr"]
                        .iter()
                        .any(|end| name.eq_ignore_ascii_case(end)) =>
                    {
                        self.cell(cell, &mut words);
                        cell = Cell::None;
                    }
                    () => {}
                },
                Token::Text(text) if in_pre => {
                    // The line end behind the tag is no part of the text.
                    let text = if fresh { without_line_end(text) } else { text };
                    fresh = false;
                    self.out.decoded(text);
                }
                Token::Verbatim(text) if in_pre => self.out.verbatim(text),
                Token::Text(text) if cell != Cell::None => words.push_str(text),
                Token::Open(_) | Token::Text(_) | Token::Verbatim(_) => {}
            }
        }
        self.is_table_open = in_table || matches!(cell, Cell::Name | Cell::Value);
    }

    /// Ends a cell of the table.
    fn cell(&mut self, cell: Cell, words: &mut String) {
        match cell {
            Cell::None => {}
            Cell::Name => self.names.push(line(words)),
            Cell::Value => self.values.push(line(words)),
            Cell::Other => self.cells.push(line(words)),
        }
        words.clear();
    }

    /// Cuts out the words of the body as they flow.
    fn flow(&mut self) {
        let mut tokens = Tokens::new(self.source);
        while let Some(token) = tokens.next() {
            match token {
                Token::Open(tag) if is_raw(tag) || tag.is("head") => tokens.skip_raw(tag.name),
                Token::Open(tag) => self.block(tag.name),
                Token::Close(name) => self.block(name),
                Token::Text(text) => self.words(text),
                Token::Verbatim(text) => self.out.verbatim(text),
            }
        }
    }

    /// Begins a line where a block does; a paragraph after an empty one.
    fn block(&mut self, name: &'a str) {
        let is = |block: &str| name.eq_ignore_ascii_case(block);
        if self.out.text.is_empty() || !BLOCKS.iter().any(|block| is(block)) {
            if ["td", "th"].iter().any(|cell| is(cell)) {
                self.words(" ");
            }
            return;
        }
        if !self.out.text.ends_with('\n') {
            self.out.written(name, '\n');
        }
        if is("p") && !self.out.text.ends_with("\n\n") {
            self.out.written(name, '\n');
        }
    }

    /// Words with single blanks between them.
    fn words(&mut self, text: &'a str) {
        let mut rest = text;
        while !rest.is_empty() {
            let word = rest.trim_start_matches(|c: char| c.is_ascii_whitespace());
            let gap = rest.get(..rest.len() - word.len()).unwrap_or_default();
            let is_open = !self.out.text.is_empty() && !self.out.text.ends_with([' ', '\n']);
            if !gap.is_empty() && is_open {
                self.out.written(gap, ' ');
            }
            let end = word
                .find(|c: char| c.is_ascii_whitespace())
                .unwrap_or(word.len());
            let (word, left) = word.split_at(end);
            self.out.decoded(word);
            rest = left;
        }
    }
}

/// Elements whose text is no text of the page.
fn is_raw(tag: Tag<'_>) -> bool {
    !tag.is_empty && (tag.is("script") || tag.is("style"))
}

fn is_cable_table(tag: Tag<'_>) -> bool {
    let class = tag.attribute("class").unwrap_or_default();
    class.split_ascii_whitespace().any(|word| word == "cable")
}

fn without_line_end(text: &str) -> &str {
    let rest = text.trim_start_matches('\r');
    rest.strip_prefix('\n').unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use crate::cable::{Cable, Family, outline};
    use crate::parse::{laws, parse};

    const PAGE: &str = "<!DOCTYPE html>\n<html><head><title>Viewing cable 08PORTLARKSPUR311</title>\
        <style>pre { color: red }</style></head><body>\n<h3>Viewing cable</h3>\n\
        <table class='cable'>\n<tr><th>Reference ID</th><th>Created</th><th>Released</th>\
        <th>Classification</th><th>Origin</th></tr>\n<tr><td>\n<a href='/x'>08PORTLARKSPUR311</a>\n</td>\
        <td>2008-07-22 15:04</td><td></td><td>CONFIDENTIAL</td><td>Embassy Port Larkspur</td></tr></table>\n";

    fn page(blocks: &[&str]) -> Cable {
        let pre = |block: &&str| format!("<code><pre>{block}</pre></code>\n");
        let blocks: String = blocks.iter().map(pre).collect();
        let source = format!("{PAGE}{blocks}</body></html>");
        laws(source.as_bytes()).unwrap();
        parse(source.as_bytes())
    }

    #[test]
    fn header_and_body_are_one_telegram() {
        let cable = page(&[
            "P 221504Z JUL 08&#x000A;FM AMEMBASSY PORT LARKSPUR&#x000A;TO SECSTATE WASHDC 4412&#x000A;",
            "C O N F I D E N T I A L PORT LARKSPUR 000311&#x000A;&#x000A;TAGS: <a href='/t'>PREL</a>, \
             <a href='/t'>VD</a>&#x000A;SUBJECT: HARBOR &amp; DUES&#x000A;&#x000A;\
             \u{b6}1. (C) The Minister said &quot;no&quot;, &amp;#8217;twas said.&#x000A;TREMAINE",
        ]);
        assert_eq!(cable.family, Family::CablegateHtml);
        assert_eq!(cable.mrn.as_ref().unwrap().to_string(), "08PORTLARKSPUR311");
        assert_eq!(cable.heading.tags.len(), 2);
        assert_eq!(
            cable.heading.subject.map(|at| cable.slice(at)),
            Some("HARBOR & DUES")
        );
        assert_eq!(
            cable.read(cable.paragraphs[0].text),
            "The Minister said \"no\", \u{2019}twas said."
        );
        assert_eq!(cable.heading.action.len(), 1);
        assert_eq!(cable.heading.dateline, None);
    }

    #[test]
    fn every_place_is_found_in_the_page() {
        let cable =
            page(&["SUBJECT: HARBOR &amp; DUES&#x000A;&#x000A;1. (C) Talks <a>opened</a>."]);
        let source = format!(
            "{PAGE}<code><pre>SUBJECT: HARBOR &amp; DUES&#x000A;&#x000A;1. (C) Talks <a>opened</a>.</pre></code>\n</body></html>"
        );
        for word in ["SUBJECT", "HARBOR", "DUES", "Talks", "opened"] {
            let here = u32::try_from(cable.text().find(word).unwrap()).unwrap();
            let there = cable.source_map.source(here) as usize;
            assert!(source[there..].starts_with(word), "{word}");
        }
    }

    #[test]
    fn the_page_names_what_the_text_does_not() {
        let cable = page(&[
            "This record is a partial extract of the original cable.",
            "SUBJECT: HARBOR TALKS&#x000A;&#x000A;REF: NORTHHAVEN 88&#x000A;&#x000A;\u{b6}1. (C) Boats.",
        ]);
        assert_eq!(cable.mrn.as_ref().unwrap().to_string(), "08PORTLARKSPUR311");
        assert_eq!(cable.date().unwrap().to_string(), "2008-07-22");
        let reference = &cable.heading.references[0];
        assert_eq!(
            reference.mrn.as_ref().unwrap().to_string(),
            "08NORTHHAVEN88"
        );
        let keys: Vec<&str> = cable.attributes.iter().map(|each| &*each.key).collect();
        assert_eq!(
            keys,
            ["Reference ID", "Created", "Classification", "Origin"]
        );
    }

    #[test]
    fn the_number_of_the_page_wins_over_a_damaged_banner() {
        let cable = page(&["C O N F I D E N T I A L PORT LARKSPUR 000317\nSUBJECT: HARBOR"]);
        let mrn = cable.mrn.as_ref().unwrap();
        assert_eq!((&*mrn.station, mrn.serial), ("PORT LARKSPUR", 311));
    }

    #[test]
    fn other_pages_are_their_preformatted_text_or_their_words() {
        let read = |source: &str| {
            laws(source.as_bytes()).unwrap();
            parse(source.as_bytes())
        };
        let cable = read(
            "<html><body><p>See:</p><pre>\nSUBJECT: HARBOR\n\n1. (U) Boats.</pre></body></html>",
        );
        assert_eq!(cable.family, Family::CablegateExtract);
        assert_eq!(cable.text(), "SUBJECT: HARBOR\n\n1. (U) Boats.");
        let cable = read(
            "<html><head><title>x</title></head><body><h1>Boats</h1>\n<p>They\n came &amp; <b>left</b>, they say,</p><p>and all is well\
             <script>if (a < b) {}</script></body></html>",
        );
        assert_eq!(cable.family, Family::Plain);
        assert_eq!(
            cable.text(),
            "Boats\n\nThey came & left, they say,\n\nand all is well"
        );
        assert!(outline(&cable).contains("paragraph"));
    }

    #[test]
    fn a_page_without_words_is_an_empty_cable() {
        assert_eq!(parse(b"<html><body><p></p></body></html>").text(), "");
    }
}
