//! The routing pane: header and heading of a cable, field by field.
//!
//! Each row is a label, values of the cable, and words of ours beside them.
//! A field that the source does not have has no row.

use super::compositor::{Compositor, Indent, Shape};
use super::page::{Page, Role, RowKind};
use super::shown::{Shown, columns};
use crate::cable::{
    Addressee, Cable, DtgLine, FormatLine, Garble, LineKind, Precedence, Reference, RepairKind,
    Span, TagKind,
};
use crate::glossary;

/// Columns before the values: a blank, a label of six, a blank.
const VALUES: usize = 8;
/// Columns from which a code has a row of its own, its meaning beside it.
const WIDE: usize = 32;

/// Lays out what the routing pane shows: who wrote to whom, when, how fast,
/// how classified, on what.
#[must_use]
pub fn routing(cable: &Cable, measure: u16) -> Page {
    rows(Pane::new(cable, measure))
}

/// The same for a printed page: a meaning that is longer than its row goes on
/// in the next, because nothing can be asked there.
pub(super) fn printed(cable: &Cable, measure: u16) -> Page {
    let mut pane = Pane::new(cable, measure);
    pane.is_printed = true;
    rows(pane)
}

fn rows(mut pane: Pane) -> Page {
    pane.addressees();
    pane.date();
    pane.classification();
    pane.tags();
    pane.references();
    pane.classified_by();
    pane.captions();
    pane.transmission();
    pane.source();
    pane.attributes();
    pane.finish()
}

/// Rows of labels and values while they are set.
pub(super) struct Pane<'a> {
    cable: &'a Cable,
    year: Option<u16>,
    compositor: Compositor,
    /// Bytes of the label at the beginning of the row.
    label: usize,
    /// Whether meanings are given whole.
    is_printed: bool,
}

impl<'a> Pane<'a> {
    /// A pane without rows.
    pub(super) fn new(cable: &'a Cable, measure: u16) -> Pane<'a> {
        let mut compositor = Compositor::new(measure, 2048);
        compositor.out_of_order();
        let year = cable.year();
        Pane {
            cable,
            year,
            compositor,
            label: 0,
            is_printed: false,
        }
    }

    /// Begins a row; the first row of a field bears its label.
    pub(super) fn label(&mut self, label: &str) {
        if label.is_empty() {
            self.label = 0;
            return;
        }
        self.compositor.say(&format!(" {label:<6} "), Role::Label);
        self.label = self.compositor.block_text().len();
    }

    /// Columns before the values: fewer where they would leave no room.
    fn indent(&self) -> usize {
        if self.compositor.measure() >= 2 * VALUES {
            VALUES
        } else {
            2
        }
    }

    /// Ends a row.
    pub(super) fn close(&mut self) {
        self.close_hanging(0);
    }

    /// Ends a row whose further rows stand `more` columns further in.
    fn close_hanging(&mut self, more: usize) {
        let indent = self.indent();
        let lead = if self.label == 0 { indent } else { 0 };
        let hang = indent + more;
        let indent = Indent::Fixed {
            lead,
            hang,
            keep: self.label,
        };
        let shape = Shape {
            first: RowKind::Other,
            more: RowKind::Other,
            paragraph: None,
            indent,
        };
        self.compositor.close(shape, Span::default());
    }

    /// Words of the cable, as they are read.
    pub(super) fn value(&mut self, span: Span, role: Role) {
        for piece in self.cable.reading(span) {
            let is_verbatim = piece.text.len() == piece.source.len();
            for line in piece.text.split('\n') {
                self.compositor.set(
                    line,
                    piece.source,
                    is_verbatim && line.len() == piece.text.len(),
                    role,
                );
            }
        }
    }

    /// What the cable says, in words of ours.
    fn derived(&mut self, words: &str, source: Span, role: Role) {
        self.compositor.set(words, source, false, role);
    }

    /// The page.
    pub(super) fn finish(self) -> Page {
        self.compositor.finish()
    }

    fn gloss(&mut self, words: &str) {
        self.compositor.say(words, Role::Gloss);
    }

    /// What clocks showed at the post, where the row has room for it.
    fn local_time(&mut self) {
        let Some((local, station)) = glossary::local_time(self.cable) else {
            return;
        };
        self.label("");
        let words = format!("{} in {}", local.time(), station.place);
        let with_offset = format!("{words}, {}", local.offset());
        let room = self.room();
        let forms = [with_offset, words, local.time()];
        let fits = |words: &&String| self.is_printed || columns(words) <= room;
        if let Some(words) = forms.iter().find(fits) {
            self.gloss(words);
        }
        self.close();
    }

    /// Columns left in the row.
    fn room(&self) -> usize {
        let used = columns(self.compositor.block_text());
        let lead = if self.label == 0 { self.indent() } else { 0 };
        self.compositor.measure().saturating_sub(used + lead)
    }

    /// A meaning beside a code, as much as the row has room for.
    fn meaning(&mut self, meaning: &str) {
        let meaning = Shown::new(meaning);
        if self.is_printed {
            self.gloss("  ");
            self.gloss(meaning.as_str());
            return;
        }
        let room = self.room().saturating_sub(2);
        if room >= 8 || meaning.columns() <= room {
            self.gloss("  ");
            self.gloss(meaning.cut(room).as_str());
        }
    }

    /// A derived value in a row of its own.
    fn row(&mut self, label: &str, words: &str, source: Span, role: Role) {
        self.label(label);
        self.derived(words, source, role);
        self.close();
    }

    fn addressees(&mut self) {
        let heading = &self.cable.heading;
        let of_all = heading.dtg.as_ref().and_then(|line| line.precedence);
        let of_info = heading
            .dtg
            .as_ref()
            .and_then(|line| line.info_precedence)
            .or(of_all);
        for (idx, from) in heading.from.iter().enumerate() {
            self.addressee(if idx == 0 { "From" } else { "" }, from, from.precedence);
        }
        for (idx, to) in heading.action.iter().enumerate() {
            self.addressee(if idx == 0 { "Action" } else { "" }, to, of_all);
        }
        for (idx, info) in heading.info.iter().enumerate() {
            self.addressee(if idx == 0 { "Info" } else { "" }, info, of_info);
        }
    }

    /// An addressee; its precedence where it is not that of the others.
    fn addressee(&mut self, label: &str, addressee: &Addressee, usual: Option<Precedence>) {
        self.label(label);
        let plad = addressee.plad.0;
        self.value(
            if plad.is_empty() {
                addressee.span
            } else {
                plad
            },
            Role::Value,
        );
        if let Some(precedence) = addressee.precedence.filter(|own| Some(*own) != usual) {
            self.compositor.say("  ", Role::Text);
            self.derived(&precedence.to_string(), addressee.span, Role::Code);
        }
        for (idx, excluded) in addressee.excluded.iter().enumerate() {
            self.gloss(if idx == 0 { "  without " } else { ", " });
            self.value(excluded.0, Role::Value);
        }
        self.close();
    }

    fn date(&mut self) {
        let heading = &self.cable.heading;
        if let Some(line) = &heading.dtg {
            self.label("DTG");
            self.value(line.span, Role::Value);
            self.close();
            let dtg = line.dtg;
            self.label("");
            self.gloss(&format!("{} {}Z {}", dtg.date(), dtg.time(), dtg.weekday()));
            self.close();
            self.local_time();
            if let Some(words) = precedence(line) {
                let whole = self.line(FormatLine::Dtg).unwrap_or(line.span);
                self.row("Prec", &words, whole, Role::Code);
                return;
            }
        }
        let is_damaged = |garble: &&Garble| garble.expected == "date-time group";
        if heading.dtg.is_none()
            && let Some(garble) = self.cable.garbles.iter().find(is_damaged)
        {
            self.label("DTG");
            self.value(garble.span, Role::Garble);
            self.close();
        }
        if let Some(line) = &heading.dateline {
            self.label("Date");
            if line.span.is_empty() {
                self.gloss(&line.to_string());
            } else {
                self.value(line.span, Role::Value);
            }
            self.close();
            if let Some(precedence) = line.precedence {
                self.row("Prec", &precedence.to_string(), line.span, Role::Code);
                return;
            }
        }
        if let Some(precedence) = heading.transmission.precedence {
            let source = self.line(FormatLine::Called).unwrap_or_default();
            self.row("Prec", &precedence.to_string(), source, Role::Code);
        }
    }

    fn classification(&mut self) {
        let heading = &self.cable.heading;
        if let Some(banner) = &heading.banner {
            self.label("Class");
            self.derived(&banner.level.to_string(), banner.span, Role::Code);
            for &control in &banner.controls {
                self.compositor.say(" ", Role::Text);
                self.value(control, Role::Code);
            }
            self.close();
        }
        if let Some(order) = &heading.executive_order {
            self.label("EO");
            match order.order {
                Some(number) => self.value(number, Role::Value),
                None => self.value(order.span, Role::Value),
            }
            if let Some(date) = order.declassify_on {
                self.gloss("  DECL ");
                self.value(date.span, Role::Value);
            }
            for &exemption in &order.exemptions {
                self.compositor.say("  ", Role::Text);
                self.value(exemption, Role::Code);
            }
            self.close();
        }
    }

    fn tags(&mut self) {
        let tags = &self.cable.heading.tags;
        let is_wide = self.compositor.measure() >= WIDE;
        for (idx, tag) in tags.iter().enumerate() {
            if idx == 0 || is_wide {
                self.label(if idx == 0 { "TAGS" } else { "" });
            } else {
                self.compositor.say(", ", Role::Text);
            }
            let role = if tag.kind == TagKind::Person {
                Role::Value
            } else {
                Role::Code
            };
            self.derived(&tag.code, tag.span, role);
            if is_wide {
                if tag.kind != TagKind::Person
                    && let Some(entry) = glossary::tag(&tag.code, self.year)
                {
                    let pad = 4_usize.saturating_sub(tag.code.len());
                    self.gloss(&" ".repeat(pad));
                    self.meaning(entry.meaning);
                }
                self.close();
            }
        }
        if !is_wide && !tags.is_empty() {
            self.close();
        }
    }

    fn references(&mut self) {
        for reference in &self.cable.heading.references {
            let label = reference
                .letter
                .map_or_else(|| String::from("Ref"), |letter| format!("Ref {letter}"));
            self.label(&label);
            self.reference(reference);
            self.close();
        }
    }

    /// The id of a telegram that is cited, and the entry as printed.
    fn reference(&mut self, reference: &Reference) {
        let Some(mrn) = &reference.mrn else {
            self.value(reference.span, Role::Reference);
            return;
        };
        let id = mrn.to_string();
        self.derived(&id, reference.span, Role::Reference);
        let printed = self.cable.read(reference.span);
        if printed.trim() != id {
            self.compositor.say("  ", Role::Text);
            self.value(reference.span, Role::Text);
        }
    }

    fn classified_by(&mut self) {
        let Some(by) = &self.cable.heading.classified_by else {
            return;
        };
        let mut label = "By";
        let also = by.also.iter();
        let further = also.flat_map(|person| [Some(person.name), person.title]);
        for span in [by.name, by.title].into_iter().chain(further).flatten() {
            self.label(label);
            self.value(span, Role::Value);
            self.close();
            label = "";
        }
        if by.name.is_none() && by.title.is_none() {
            self.label(label);
            self.value(by.span, Role::Value);
            self.close();
        }
        for (idx, reason) in by.reasons.iter().enumerate() {
            let code = reason.to_string();
            self.label(if idx == 0 { "Reason" } else { "" });
            self.derived(&code, by.span, Role::Code);
            if let Some(entry) = glossary::explain(&code, self.year).first() {
                self.meaning(entry.meaning);
            }
            self.close();
        }
    }

    fn captions(&mut self) {
        for (idx, caption) in self.cable.heading.captions.iter().enumerate() {
            self.label(if idx == 0 { "Capt" } else { "" });
            self.derived(&caption.text, caption.span, Role::Code);
            if let Some(entry) = glossary::explain(&caption.text, self.year).first() {
                self.meaning(entry.meaning);
            }
            self.close();
        }
    }

    fn transmission(&mut self) {
        let heading = &self.cable.heading;
        if let Some(banner) = &heading.banner
            && let Some(section) = banner.section
        {
            let of = banner
                .sections
                .map(|sections| format!(" of {sections:02}"))
                .unwrap_or_default();
            self.row(
                "Sect",
                &format!("{section:02}{of}"),
                banner.span,
                Role::Value,
            );
        }
        self.calling();
        if let Some(line) = self.line(FormatLine::Security) {
            self.label("");
            if heading.transmission.calling.is_none() {
                self.label("Relay");
            }
            self.value(line, Role::Code);
            self.close();
        }
    }

    /// Format line 3: `DE RUEHPL #0311/01  204 15:04`.
    fn calling(&mut self) {
        let transmission = &self.cable.heading.transmission;
        let Some(calling) = transmission.calling else {
            return;
        };
        self.label("Relay");
        self.gloss("DE ");
        self.value(calling.0, Role::Code);
        if let Some(serial) = transmission.station_serial {
            self.gloss(" #");
            self.value(serial.span, Role::Value);
            if let Some(section) = transmission.section {
                self.gloss(&format!("/{section:02}"));
            }
        }
        if let Some(filed) = transmission.filed {
            let at = filed.value;
            let words = format!("{:03} {:02}:{:02}", at.julian_day, at.hour, at.minute);
            self.gloss("  ");
            self.derived(&words, filed.span, Role::Value);
        }
        self.close();
    }

    fn source(&mut self) {
        self.label("Source");
        let encoding = match self.cable.encoding {
            crate::cable::Encoding::Utf8 => "UTF-8",
            crate::cable::Encoding::Utf8Bom => "UTF-8 with byte order mark",
            crate::cable::Encoding::Utf16Le => "UTF-16, low byte first",
            crate::cable::Encoding::Utf16Be => "UTF-16, high byte first",
            crate::cable::Encoding::Windows1252 => "Windows-1252",
        };
        self.gloss(encoding);
        self.close();
        let mut label = "Mended";
        for &kind in RepairKind::ALL {
            let n_repairs = self
                .cable
                .repairs
                .iter()
                .filter(|repair| repair.kind == kind && repair.applied)
                .count();
            if n_repairs > 0 {
                self.label(label);
                self.gloss(&format!(
                    "{n_repairs:>2} x {}",
                    kind.slug().replace('-', " ")
                ));
                self.close();
                label = "";
            }
        }
    }

    /// What the publisher says beside the text, key by key; values of one
    /// key that follow each other in one row.
    fn attributes(&mut self) {
        let mut rest = self.cable.attributes.as_slice();
        let mut label = "Beside";
        while let Some(first) = rest.first() {
            let n_same = rest.iter().take_while(|next| next.key == first.key).count();
            let (same, others) = rest.split_at(n_same);
            self.label(label);
            self.gloss(&first.key);
            self.compositor.say("  ", Role::Text);
            for (nth, attribute) in same.iter().enumerate() {
                if nth > 0 {
                    self.gloss(", ");
                }
                self.derived(&attribute.value, attribute.span, Role::Value);
            }
            if &*first.key == "Executive Order"
                && let Some(entry) = glossary::explain(&first.value, self.year).first()
            {
                self.meaning(entry.meaning);
            }
            if &*first.key == "Film Number" {
                // The letters of the archive's films; N is not documented.
                match first.value.as_bytes() {
                    [b'D', b'0'..=b'9', ..] => self.meaning("film of telegrams"),
                    [b'P', b'0'..=b'9', ..] => self.meaning("film of paper documents"),
                    _ => {}
                }
            }
            self.close_hanging(2);
            label = "";
            rest = others;
        }
    }

    /// The first line of the header that is format line `format_line`,
    /// without its end.
    fn line(&self, format_line: FormatLine) -> Option<Span> {
        let kind = LineKind::FormatLine(format_line);
        let line = self.cable.lines.iter().find(|line| line.kind == kind)?;
        let words = self.cable.slice(line.span).trim_end().len();
        Some(Span::new(
            line.span.start as usize,
            line.span.start as usize + words,
        ))
    }
}

/// `PRIORITY / INFO ROUTINE`
fn precedence(line: &DtgLine) -> Option<String> {
    let action = line.precedence?;
    let info = line.info_precedence.filter(|&info| info != action);
    Some(info.map_or_else(
        || action.to_string(),
        |info| format!("{action} / INFO {info}"),
    ))
}
