//! `reftel show`: cables as text, as JSON, as they are.

use std::ops::RangeInclusive;

use super::configured::background;
use super::error::Error;
use super::out::{self, Out};
use super::read::offered;
use super::{Color, Opened, ShowArguments, Status, each, json};
use crate::cable::{Cable, Classification, outline};
use crate::check::check;
use crate::config::Theme;
use crate::library::Document;
use crate::record::{Provenance, Record};
use crate::typeset::{self, Filter, LEAST_MEASURE, MOST_PRINTED, PrintOptions, print};

/// Where there is no terminal.
const USUAL: u16 = 80;

/// In which form cables are printed.
pub(super) enum Form<'a> {
    Json,
    Raw,
    Outline,
    Text(Text<'a>),
}

/// The reading view and what to leave out of it.
#[derive(Default)]
pub(super) struct Text<'a> {
    paragraphs: Option<RangeInclusive<u32>>,
    marking: &'a [Classification],
    width: Option<u16>,
}

impl Form<'_> {
    /// The reading view, or some paragraphs of it.
    pub(super) fn text(paragraphs: Option<RangeInclusive<u32>>) -> Self {
        Form::Text(Text {
            paragraphs,
            ..Text::default()
        })
    }
}

/// The form that arguments ask for.
pub(super) fn form(arguments: &ShowArguments) -> Form<'_> {
    if arguments.json {
        Form::Json
    } else if arguments.raw {
        Form::Raw
    } else if arguments.outline {
        Form::Outline
    } else {
        Form::Text(Text {
            paragraphs: arguments.para.clone(),
            marking: &arguments.marking,
            width: arguments.width,
        })
    }
}

/// Prints every cable that is open. One that can no longer be read is
/// complained of, and the others are printed.
pub(super) fn show(
    opened: &Opened,
    form: &Form<'_>,
    color: Color,
    out: &mut Out,
) -> Result<Status, Error> {
    let library = &opened.library;
    let mut n_failed = opened.n_failed;
    let mut n_shown = 0_usize;
    let mut n_empty = 0_usize;
    let read = |document: Document| (document.cable(), document);
    each(library, &mut n_failed, read, |(cable, document)| {
        if library.len() > 1 && matches!(form, Form::Text(_) | Form::Outline) {
            let blank = if n_shown > 0 { "\n" } else { "" };
            out.text(blank)?;
            let name = document.name(&cable).replace(['\n', '\r'], " ");
            out.line(&format!("==> {name} <=="))?;
        }
        n_shown += 1;
        match form {
            Form::Json => record(&document, &cable, out)?,
            Form::Raw => raw(&document, &cable, out)?,
            Form::Outline => out.text(&outline(&cable))?,
            Form::Text(text) => {
                if let Some(wanted) = missing(&cable, text) {
                    out::complain(&format!(
                        "showing paragraph {wanted}: {:?}: there is none",
                        document.name(&cable)
                    ));
                    n_empty += 1;
                } else {
                    self::text(&cable, text, color, out)?;
                }
            }
        }
        Ok(())
    })?;
    Ok(match (n_shown, n_failed) {
        (0, _) => Status::Trouble,
        (_, 0) if n_empty == n_shown => Status::NothingFound,
        (_, 0) => Status::Done,
        _ => Status::SomeFailed,
    })
}

/// The paragraphs that were asked for, when the cable has none of them.
fn missing(cable: &Cable, wanted: &Text<'_>) -> Option<String> {
    let range = wanted.paragraphs.as_ref()?;
    let numbers = || {
        cable
            .paragraphs
            .iter()
            .filter_map(|paragraph| paragraph.number)
    };
    if numbers().any(|number| range.contains(&number)) {
        return None;
    }
    let (first, last) = (range.start(), range.end());
    Some(if first == last {
        first.to_string()
    } else {
        format!("{first}-{last}")
    })
}

fn record(document: &Document, cable: &Cable, out: &mut Out) -> Result<(), Error> {
    let findings = check(cable);
    let member = document.member(cable);
    let source = Provenance {
        file: &document.file,
        member: member.as_deref(),
        offset: document.offset,
        sha256: &document.sha256(),
    };
    Ok(json::line(&Record::new(cable, source, &findings), out)?)
}

/// Byte for byte, except to a terminal.
fn raw(document: &Document, cable: &Cable, out: &mut Out) -> Result<(), Error> {
    if !out.is_terminal() {
        return Ok(out.bytes(&document.bytes)?);
    }
    out.text(cable.text())?;
    if !cable.text().ends_with('\n') {
        out.line("")?;
    }
    Ok(())
}

/// The only call of the printer: what it gives has been through the gate.
fn text(cable: &Cable, wanted: &Text<'_>, color: Color, out: &mut Out) -> Result<(), Error> {
    let theme = out
        .is_colored(color)
        .then(|| Theme::auto(background()).with(offered()));
    let paint = |role| {
        theme
            .as_ref()
            .map(|theme| theme.role(role).sgr())
            .unwrap_or_default()
    };
    let options = options(cable, wanted, out);
    let printed = print(cable, &options, theme.is_some().then_some(&paint));
    Ok(out.bytes(printed.as_bytes())?)
}

fn options(cable: &Cable, wanted: &Text<'_>, out: &Out) -> PrintOptions {
    let width = wanted.width.or_else(|| {
        out.columns()
            .map(|columns| columns.clamp(LEAST_MEASURE, MOST_PRINTED))
    });
    PrintOptions {
        width: width.unwrap_or(USUAL),
        paragraphs: wanted.paragraphs.clone(),
        filter: if wanted.marking.is_empty() {
            Filter::All
        } else {
            Filter::Only(wanted.marking.iter().copied().collect())
        },
        asked: None,
        folds: std::sync::Arc::default(),
        case: None,
        n_findings: Some(check(cable).len()),
    }
}

/// Prints a cable if the terminal can show all of it at once, with a row
/// left for the shell. Whether it did.
pub(super) fn on_one_screen(cable: &Cable, color: Color, out: &mut Out) -> Result<bool, Error> {
    /// Bytes of the source for each cell: what is not shown of a cable, its
    /// header lines and blanks, is never more.
    const MOST: usize = 64;
    let Some((columns, rows)) = out.size() else {
        return Ok(false);
    };
    let (columns, rows) = (usize::from(columns.max(1)), usize::from(rows));
    if cable.text().len() > MOST * columns * rows {
        return Ok(false);
    }
    let wanted = Text::default();
    let printed = print(cable, &options(cable, &wanted, out), None);
    let rows_of = |line: &str| typeset::columns(line).div_ceil(columns).max(1);
    let n_rows: usize = printed.lines().map(rows_of).sum();
    if n_rows >= rows {
        return Ok(false);
    }
    text(cable, &wanted, color, out)?;
    Ok(true)
}
