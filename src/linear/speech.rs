//! What is in sight, in sentences.
//!
//! The marking of a paragraph comes before its words. No line depends on
//! where something stands in it.

use crate::app::{Model, Reader, ResultRow, Screen, filter_label};
use crate::cable::{
    Addressee, Cable, Classification, Date, Paragraph, ParagraphRole, PortionMark, Precedence,
    RepairKind, TagKind, month_name,
};
use crate::command::{Context, Keymap};
use crate::glossary;
use crate::typeset::{Fold, Page, RowKind, Term};

/// `Limited Official Use`.
fn level(level: Classification) -> String {
    titled(&level.to_string())
}

/// Words in capitals as a sentence has them: `Top Secret`.
fn titled(words: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        let first: String = letters.next().into_iter().collect();
        first + &letters.as_str().to_lowercase()
    };
    words.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// `Confidential, NF`.
fn mark(mark: &PortionMark) -> String {
    let mut words = level(mark.level);
    for control in &mark.controls {
        words.push_str(", ");
        words.push_str(control);
    }
    words
}

/// `22 July 2008`.
fn day(date: Date) -> String {
    let full = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let short = month_name(date.month());
    let month = full
        .iter()
        .find(|name| name.to_uppercase().starts_with(short));
    format!("{} {} {}", date.day(), month.unwrap_or(&short), date.year())
}

/// Words on one line.
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words with a capital at their beginning and a stop at their end.
pub(super) fn sentence(words: &str) -> String {
    let words = one_line(words);
    let mut letters = words.chars();
    let mut sentence: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    sentence.push_str(letters.as_str());
    if !sentence.ends_with(['.', '?', '!', ':']) {
        sentence.push('.');
    }
    sentence
}

/// How many of something, `1 finding`, `3 findings`.
fn counted(count: usize, one: &str, several: &str) -> String {
    let words = if count == 1 { one } else { several };
    format!("{count} {words}")
}

/// The paragraph of the cursor.
fn here(reader: &Reader) -> Option<(usize, &Paragraph)> {
    let idx = reader.text.paragraph()? as usize;
    Some((idx, reader.cable.paragraphs.get(idx)?))
}

/// `Paragraph 4, Confidential, comment`.
fn name(cable: &Cable, paragraph: &Paragraph) -> String {
    let mut words = match paragraph.number {
        Some(number) => format!("Paragraph {number}"),
        None => String::from("Paragraph without a number"),
    };
    match &paragraph.mark {
        Some(known) => {
            words.push_str(", ");
            words.push_str(&mark(known));
        }
        None if cable.is_marked() && paragraph.number.is_some() => {
            words.push_str(", no marking");
        }
        None => {}
    }
    for role in &paragraph.roles {
        words.push_str(", ");
        words.push_str(&role.slug().replace('-', " "));
    }
    words
}

/// The paragraph of the cursor: marking, heading, text, and what stands
/// below it that belongs to none.
pub(super) fn paragraph(reader: &Reader) -> Vec<String> {
    let Some((idx, known)) = here(reader) else {
        return beside(reader, None);
    };
    if let Some(fold) = reader.fold_here() {
        return vec![folded(fold)];
    }
    let mut lines = Vec::new();
    if idx == 0 {
        lines.extend(beside(reader, None));
    }
    lines.extend(whole(reader, idx, known));
    lines.extend(beside(reader, u32::try_from(idx).ok()));
    lines
}

/// A section that is folded away.
fn folded(fold: &Fold) -> String {
    let marking = match fold.level {
        Some(known) => format!(", highest marking {}", level(known)),
        None => String::new(),
    };
    let controls = fold.mark.split_once('/');
    let controls = controls.map_or(String::new(), |(_, controls)| format!(", {controls}"));
    let unmarked = match fold.n_unmarked {
        0 => String::new(),
        n => format!(", {n} without marking"),
    };
    let paragraphs = counted(fold.n_paragraphs(), "paragraph", "paragraphs");
    let words = counted(fold.n_words, "word", "words");
    let label = one_line(fold.label.as_str());
    format!("Folded away: {label}{marking}{controls}, {paragraphs}{unmarked}, {words}.")
}

/// A paragraph, whether or not the cursor is there.
fn whole(reader: &Reader, idx: usize, paragraph: &Paragraph) -> Vec<String> {
    let cable = &reader.cable;
    let name = name(cable, paragraph);
    if !reader.shows(idx) && !reader.dim {
        return vec![format!("{name}: hidden by the filter.")];
    }
    let mut lines = vec![format!("{name}.")];
    if let Some(heading) = paragraph.heading {
        lines.push(format!("Heading: {}.", one_line(&cable.read(heading))));
    }
    let text = cable.read(paragraph.text);
    let text = text.lines().map(one_line).filter(|line| !line.is_empty());
    lines.extend(text);
    lines
}

/// What the page shows below a paragraph, or above the first, that belongs
/// to no paragraph: notices, signature, trailers.
fn beside(reader: &Reader, paragraph: Option<u32>) -> Vec<String> {
    let page = &reader.text.page;
    let rows = page.rows();
    let start = match paragraph {
        None => 0,
        Some(idx) => match rows.iter().rposition(|row| row.paragraph == Some(idx)) {
            Some(last) => last + 1,
            None => return Vec::new(),
        },
    };
    let below = rows.get(start..).unwrap_or_default();
    let n_rows = below
        .iter()
        .take_while(|row| row.paragraph.is_none())
        .count();
    let is_said = |row_idx: &usize| {
        rows.get(*row_idx)
            .is_some_and(|row| matches!(row.kind, RowKind::Other | RowKind::Blank))
    };
    blocks(page, (start..start + n_rows).filter(is_said))
}

/// All that a page shows.
pub(super) fn rows(page: &Page) -> Vec<String> {
    blocks(page, 0..page.rows().len())
}

/// Rows of a page, those in one line that no blank row parts.
fn blocks(page: &Page, rows: impl Iterator<Item = usize>) -> Vec<String> {
    let mut lines = vec![String::new()];
    for row_idx in rows {
        let words = one_line(page.row_text(row_idx));
        match lines.last_mut() {
            Some(last) if !words.is_empty() => {
                if !last.is_empty() {
                    last.push(' ');
                }
                last.push_str(&words);
            }
            _ => lines.push(String::new()),
        }
    }
    lines.retain(|line| !line.is_empty());
    lines
}

/// What is said where a cable is opened.
pub(super) fn introduction(reader: &Reader) -> Vec<String> {
    let cable = &reader.cable;
    let level = cable
        .level()
        .map_or(String::new(), |it| format!(" {}.", level(it)));
    let date = cable
        .date()
        .map_or(String::new(), |date| format!(" {}.", day(date)));
    let mut lines = vec![format!("Cable {}.{level}{date}", reader.id.as_str())];
    let subject = one_line(reader.subject.as_str());
    if !subject.is_empty() {
        lines.push(format!("Subject: {subject}."));
    }
    let mut counts = vec![counted(cable.paragraphs.len(), "paragraph", "paragraphs")];
    if !reader.findings().is_empty() {
        counts.push(counted(reader.findings().len(), "finding", "findings"));
    }
    if reader.tally.n_repairs > 0 {
        counts.push(counted(
            reader.tally.n_repairs,
            "repair on view",
            "repairs on view",
        ));
    }
    lines.push(format!("{}.", counts.join(", ")));
    lines
}

/// What is said at the end of a cable.
pub(super) fn end(reader: &Reader) -> String {
    format!("This is the end of {}.", reader.id.as_str())
}

/// The place, when nothing else is to be said.
pub(super) fn place(reader: &Reader) -> String {
    match here(reader) {
        Some((_, paragraph)) => format!("{}.", name(&reader.cable, paragraph)),
        None => String::from("There are no paragraphs here."),
    }
}

/// How many paragraphs are shown, and by which filter.
pub(super) fn filter(reader: &Reader) -> Option<String> {
    let label = reader.filter_label();
    let (n_shown, all) = (reader.shown.n_paragraphs, reader.counted());
    reader
        .is_filtered()
        .then(|| format!("Shown: {label}, {n_shown} of {all}."))
}

/// The cable, the paragraph, how far, and what is shown.
pub(super) fn whereabouts(reader: &Reader) -> String {
    let n_paragraphs = reader.cable.paragraphs.len();
    let place = match here(reader) {
        Some((idx, paragraph)) => format!(
            "{}, {} of {n_paragraphs}",
            name(&reader.cable, paragraph),
            idx + 1
        ),
        None => String::from("no paragraphs"),
    };
    let mut words = format!("Cable {}. {place}.", reader.id.as_str());
    if let Some(filter) = filter(reader) {
        words.push(' ');
        words.push_str(&filter);
    }
    words
}

/// The row of words at the cursor.
pub(super) fn words_here(reader: &Reader) -> String {
    let pane = reader.focused_ref().unwrap_or(&reader.text);
    format!("Here: {}", one_line(pane.page.row_text(pane.scroll.focus)))
}

/// The word under the cursor; of a line that is none of the cable's, all of
/// it.
pub(super) fn word(reader: &Reader) -> Vec<String> {
    let pane = reader.focused_ref();
    if pane.is_some_and(|pane| pane.stand_in().is_some()) {
        return vec![words_here(reader)];
    }
    let token = pane.map(|pane| one_line(pane.token_text()));
    token
        .filter(|token| !token.is_empty())
        .into_iter()
        .collect()
}

/// The paragraph of the cursor as it stands in the source.
pub(super) fn source(reader: &Reader) -> Vec<String> {
    let Some((_, paragraph)) = here(reader) else {
        return reader.cable.text().lines().map(String::from).collect();
    };
    let mut lines = vec![String::from("As it stands in the source:")];
    let text = reader.cable.slice(paragraph.span).trim_end();
    lines.extend(text.lines().map(String::from));
    lines
}

/// The paragraphs that are a part of the cable.
pub(super) fn part(reader: &Reader, role: ParagraphRole) -> Vec<String> {
    let paragraphs = reader.cable.paragraphs.iter().enumerate();
    let of_role = paragraphs.filter(|(_, paragraph)| paragraph.has(role));
    let lines: Vec<String> = of_role
        .flat_map(|(idx, paragraph)| whole(reader, idx, paragraph))
        .collect();
    if lines.is_empty() {
        return vec![format!("This cable has no {}.", role.slug())];
    }
    lines
}

/// Every paragraph by its first words.
pub(super) fn outline(reader: &Reader) -> Vec<String> {
    let paragraphs = &reader.cable.paragraphs;
    let row = |row: &crate::app::OutlineRow| {
        let label = one_line(row.label.as_str());
        if row.heading {
            return format!("Heading: {label}.");
        }
        let idx = row.paragraph as usize;
        let Some(paragraph) = paragraphs.get(idx) else {
            return label;
        };
        let name = name(&reader.cable, paragraph);
        if !reader.shows(idx) && !reader.dim {
            return format!("{name}: hidden by the filter.");
        }
        let whole = one_line(&reader.cable.read(paragraph.text));
        if whole.chars().count() <= label.chars().count() {
            return format!("{name}: {label}");
        }
        // It ends with a word, and says that it is cut.
        let words = label.rfind(' ').and_then(|end| label.get(..end));
        format!("{name}: {} ...", words.unwrap_or(&label))
    };
    reader.outline.rows.iter().map(row).collect()
}

/// The cable from end to end, but for what a filter hides.
pub(super) fn cable(reader: &Reader) -> Vec<String> {
    let mut lines = header(reader);
    let paragraphs = reader.cable.paragraphs.iter().enumerate();
    lines.extend(paragraphs.flat_map(|(idx, paragraph)| whole(reader, idx, paragraph)));
    lines.extend(filter(reader).map(|words| sentence(&words)));
    lines
}

/// Who wrote to whom, when, how fast, how classified, on what.
pub(super) fn header(reader: &Reader) -> Vec<String> {
    let cable = &reader.cable;
    let heading = &cable.heading;
    let read = |span| one_line(&cable.read(span));
    let mut lines = vec![format!("Cable {}.", reader.id.as_str())];
    if let Some(banner) = &heading.banner {
        let controls = banner.controls.iter().map(|&control| read(control));
        let words: Vec<String> = [level(banner.level)].into_iter().chain(controls).collect();
        lines.push(format!("Classification: {}.", words.join(", ")));
    }
    lines.extend(dated(cable));
    let precedence = |precedence: Precedence| precedence.to_string().to_lowercase();
    let of_all = heading.dtg.as_ref().and_then(|line| line.precedence);
    if let Some(action) = of_all {
        let info = heading.dtg.as_ref().and_then(|line| line.info_precedence);
        let info = info
            .filter(|info| *info != action)
            .map_or(String::new(), |info| {
                format!(", for information {}", precedence(info))
            });
        lines.push(format!("Precedence: {}{info}.", precedence(action)));
    }
    let addressee = |addressee: &Addressee| {
        let plad = addressee.plad.0;
        let mut words = read(if plad.is_empty() {
            addressee.span
        } else {
            plad
        });
        if let Some(own) = addressee.precedence.filter(|own| Some(*own) != of_all) {
            words.push_str(", ");
            words.push_str(&precedence(own));
        }
        for excluded in &addressee.excluded {
            words.push_str(", without ");
            words.push_str(&read(excluded.0));
        }
        words
    };
    lines.extend(
        heading
            .from
            .iter()
            .map(|from| format!("From {}.", addressee(from))),
    );
    for (label, list) in [
        ("For action", &heading.action),
        ("For information", &heading.info),
    ] {
        if !list.is_empty() {
            let names: Vec<String> = list.iter().map(addressee).collect();
            lines.push(format!("{label}: {}.", names.join("; ")));
        }
    }
    if let Some(subject) = heading.subject {
        lines.push(format!("Subject: {}.", read(subject)));
    }
    lines.extend(codes(cable));
    for (reference, held) in heading.references.iter().zip(&reader.held) {
        let letter = reference
            .letter
            .map_or(String::new(), |letter| format!(" {letter}"));
        let printed = read(reference.span);
        let words = match &reference.mrn {
            Some(mrn) if mrn.to_string() == printed => printed,
            Some(mrn) => format!("{mrn}, printed as {printed}"),
            None => printed,
        };
        let held = if *held { ", open here" } else { "" };
        lines.push(format!("Reference{letter}: {words}{held}."));
    }
    if let Some(by) = &heading.classified_by {
        let name = by.name(cable).unwrap_or_else(|| read(by.span));
        let title = by
            .title
            .map_or(String::new(), |title| format!(", {}", read(title)));
        let also = by.also.iter().fold(String::new(), |also, person| {
            also + ", and " + &read(person.name)
        });
        let reasons: Vec<String> = by.reasons.iter().map(ToString::to_string).collect();
        let reasons = if reasons.is_empty() {
            String::new()
        } else {
            format!(", for the reasons {}", reasons.join(", "))
        };
        lines.push(format!("Classified by {name}{title}{also}{reasons}."));
    }
    let attributes = cable.attributes.iter();
    lines.extend(attributes.map(|it| format!("{}: {}.", one_line(&it.key), one_line(&it.value))));
    lines
}

/// When it was sent, and what clocks showed there, or when it was dated.
fn dated(cable: &Cable) -> Vec<String> {
    let Some(line) = &cable.heading.dtg else {
        let date = cable.date().map(|date| format!("Dated {}.", day(date)));
        return date.into_iter().collect();
    };
    let dtg = line.dtg;
    let mut lines = vec![format!(
        "Sent on {}, {}, at {} UTC.",
        dtg.weekday(),
        day(dtg.date()),
        dtg.time()
    )];
    if let Some((local, station)) = glossary::local_time(cable) {
        lines.push(format!(
            "There, in {}, it was {}.",
            station.place,
            local.time()
        ));
    }
    lines
}

/// TAGS, captions, and the order that classifies.
fn codes(cable: &Cable) -> Vec<String> {
    let heading = &cable.heading;
    let read = |span| one_line(&cable.read(span));
    let year = cable.year();
    let mut lines = Vec::new();
    if !heading.tags.is_empty() {
        let words = heading.tags.iter().map(|tag| {
            let known = (tag.kind != TagKind::Person)
                .then(|| glossary::tag(&tag.code, year))
                .flatten();
            known.map_or_else(
                || tag.code.to_string(),
                |known| format!("{}, {}", tag.code, known.meaning),
            )
        });
        lines.push(format!("TAGS: {}.", words.collect::<Vec<_>>().join("; ")));
    }
    for caption in &heading.captions {
        let meaning = glossary::explain(&caption.text, year);
        let meaning = meaning.first().map(|entry| format!(", {}", entry.meaning));
        lines.push(format!(
            "Caption: {}{}.",
            caption.text,
            meaning.unwrap_or_default()
        ));
    }
    if let Some(order) = &heading.executive_order {
        let number = read(order.order.unwrap_or(order.span));
        let date = order.declassify_on.map_or(String::new(), |date| {
            format!(", to be declassified on {}", day(date.value))
        });
        let exemptions = order
            .exemptions
            .iter()
            .map(|&it| format!(", exempt by {}", read(it)));
        let exemptions: String = exemptions.collect();
        lines.push(format!("Executive order {number}{date}{exemptions}."));
    }
    lines
}

/// Findings one by one, then what was repaired.
pub(super) fn findings(reader: &Reader) -> Vec<String> {
    let cable = &reader.cable;
    let mut lines = Vec::new();
    let n_findings = reader.findings().len();
    if n_findings == 0 {
        lines.push(String::from("No findings."));
    }
    for (number, finding) in (1..).zip(reader.findings()) {
        let severity = finding.severity;
        let paragraph = finding
            .paragraph
            .and_then(|idx| cable.paragraphs.get(idx as usize));
        let place = match paragraph.and_then(|paragraph| paragraph.number) {
            Some(number) => format!(", paragraph {number}"),
            None => String::new(),
        };
        let is_hidden = finding
            .paragraph
            .is_some_and(|idx| reader.hides(idx as usize));
        let place = place
            + if is_hidden {
                ", hidden by the filter"
            } else {
                ""
            };
        let rule = finding.rule;
        let text = sentence(&finding.text);
        lines.push(format!(
            "Finding {number} of {n_findings}, {severity} {}{place}: {text}",
            rule.id
        ));
        lines.push(sentence(rule.why));
        lines.push(sentence(&format!(
            "Years: {}. Source: {}",
            rule.era, rule.source
        )));
    }
    let of_kind = |kind: RepairKind| {
        let repairs = cable.repairs.iter();
        let count = repairs.filter(|it| it.kind == kind && it.applied).count();
        (count > 0).then(|| format!("{count} {}", kind.slug().replace('-', " ")))
    };
    let kinds: Vec<String> = RepairKind::ALL
        .iter()
        .filter_map(|&kind| of_kind(kind))
        .collect();
    if kinds.is_empty() {
        lines.push(String::from("No repairs on view."));
    } else {
        let count = counted(reader.tally.n_repairs, "repair", "repairs");
        lines.push(format!(
            "{count} on view: {}. Next-repair says each.",
            kinds.join(", ")
        ));
    }
    lines
}

/// What a window says in two columns, a label and its words.
pub(super) fn terms(terms: &[Term]) -> Vec<String> {
    let said = terms.iter().filter_map(|term| {
        let (label, words) = (one_line(&term.label), one_line(&term.words));
        match (label.is_empty(), words.is_empty()) {
            (true, true) => None,
            (true, false) => Some(words),
            (false, true) => Some(label),
            (false, false) => Some(format!("{label}: {words}")),
        }
    });
    said.collect()
}

/// What a report says, with its signs in words.
pub(super) fn report(terms: &[Term]) -> Vec<String> {
    let lines = self::terms(terms).into_iter().map(|line| {
        let line = line.replace(" -> ", " is read as ");
        let number = line.strip_prefix('P').and_then(|rest| rest.split_once(' '));
        let Some((number, rest)) = number else {
            return line;
        };
        let is_number = |number: &str| number.bytes().all(|byte| byte.is_ascii_digit());
        let hidden = number.strip_suffix(',').zip(rest.strip_prefix("hidden "));
        match hidden {
            Some((number, rest)) if is_number(number) => {
                format!("Paragraph {number}, hidden by the filter: {rest}")
            }
            None if is_number(number) => format!("Paragraph {number}: {rest}"),
            _ => line,
        }
    });
    lines.collect()
}

/// How many cables are open, and how to read one.
pub(super) fn catalog(model: &Model) -> String {
    let n_entries = model.n_cables();
    let count = counted(n_entries, "cable is open", "cables are open");
    format!("{count}. List says them, a number reads one, help lists the commands.")
}

/// A cable of the list, by the number of its row.
fn entry(model: &Model, row: usize) -> Option<String> {
    let idx = model.entry_at(row);
    let entry = model.entries.get(idx)?;
    let reading = model.reader().map(|reader| reader.entry);
    let number = row + 1;
    let now = match (reading == Some(idx), model.picked()(row)) {
        (true, false) => ", being read",
        (true, true) => ", being read, selected",
        (false, true) => ", selected",
        (false, false) => "",
    };
    let name = one_line(entry.name.as_str());
    Some(match (&entry.listing, &entry.failure) {
        (_, Some(why)) => format!("{number}: {name}, cannot be read: {}.", why.as_str()),
        (None, None) => format!("{number}: {name}{now}."),
        (Some(known), None) => {
            let id = known.id.as_ref().map_or(name, |id| id.as_str().to_owned());
            let level = known.level.map(|it| format!(", {}", level(it)));
            let level = level.unwrap_or_default();
            let date = known.date.map(|date| format!(", {date}"));
            let date = date.unwrap_or_default();
            let subject = one_line(known.subject.as_str());
            let read = read_so_far(model, idx);
            format!("{number}: {id}{level}{date}{read}{now}: {subject}.")
        }
    })
}

/// How far a cable was read, of one that was opened.
fn read_so_far(model: &Model, entry: usize) -> String {
    match model.read_so_far(entry).as_deref() {
        None | Some("new") => String::new(),
        Some("done") => String::from(", read"),
        Some("?%") => String::from(", begun"),
        Some(words) => format!(", {} percent read", words.trim_end_matches('%')),
    }
}

/// The cable of the list that is chosen, and how many are selected.
pub(super) fn chosen(model: &Model) -> Option<String> {
    let Screen::Catalog(catalog) = &model.screens.top else {
        return None;
    };
    let entry = entry(model, catalog.scroll.focus)?;
    Some(match model.picked_words() {
        Some(picked) => format!("{picked}. {entry}"),
        None => entry,
    })
}

/// The rows of a survey from the one at its cursor on, by their numbers.
pub(super) fn survey(model: &Model, at_once: usize) -> Vec<String> {
    let Some(survey) = model.survey() else {
        return Vec::new();
    };
    let sum = survey.sum();
    let title = survey.title();
    let mut lines = vec![if sum.is_empty() {
        sentence(&title)
    } else {
        sentence(&format!("{title}: {sum}"))
    }];
    lines.extend(survey.words().map(|words| sentence(&words)));
    let from = survey.scroll.focus;
    let n_rows = survey.rows.len();
    let upto = from.saturating_add(at_once).min(n_rows);
    for row in from..upto {
        let Some(node) = survey.node(row) else { break };
        let words = node.look.in_words();
        lines.push(format!("{}: {}.", row + 1, one_line(&words)));
    }
    match n_rows - upto {
        0 => {}
        left => lines.push(format!("{left} more; bottom and a number go on.")),
    }
    lines
}

/// How many hits there are, and what was not searched.
pub(super) fn hits(model: &Model) -> String {
    let Some(results) = model.results() else {
        return String::new();
    };
    let counter = results.counter(model.entries.len());
    let words = match (results.not_searched(), counter.is_empty()) {
        (_, true) => String::from("nothing is sought; hits begins a search"),
        (Some(not), false) => format!("{counter}; {not}"),
        (None, false) => counter,
    };
    sentence(&words)
}

/// The hit that is chosen, or the cable whose hits are.
pub(super) fn hit(model: &Model) -> Option<String> {
    let results = model.results()?;
    let (group, nth) = match results.row(results.scroll.focus)? {
        ResultRow::Group(group) => (group, None),
        ResultRow::Hit(group, nth) => (group, Some(nth)),
        ResultRow::Gap => return None,
    };
    let entry = results.groups().get(group)?.entry;
    let known = model.entries.get(entry as usize)?;
    let id = one_line(known.id().as_str());
    let number = group + 1;
    let Some(hit) = nth.and_then(|nth| results.texts(entry)?.hits.get(nth)) else {
        let subject = known.listing.as_ref().map_or("", |it| it.subject.as_str());
        return Some(format!("{number}: {id}: {}.", one_line(subject)));
    };
    let level = match hit.level {
        Some(it) => format!(", {}", level(it)),
        None => String::new(),
    };
    let words: String = hit.words.iter().map(|(words, _)| words.as_str()).collect();
    let label = match hit.label.as_str().strip_prefix('P') {
        Some(number) => format!("paragraph {number}"),
        None => hit.label.to_string(),
    };
    Some(format!(
        "{number}: {id}, {label}{level}: {}",
        sentence(&words)
    ))
}

/// How many cables are listed, and what was asked for.
pub(super) fn listed(model: &Model) -> String {
    let words = sentence(&format!("Listed: {}", model.shown_of_all()));
    match filter_label(model) {
        Some(_) => words,
        None => String::from("All cables are listed."),
    }
}

/// Some of the cables that are open.
pub(super) fn list(model: &Model, from: usize, at_once: usize) -> Vec<String> {
    let n_rows = model.n_rows();
    let upto = from.saturating_add(at_once).min(n_rows);
    let mut lines: Vec<String> = (from..upto).filter_map(|idx| entry(model, idx)).collect();
    let left = n_rows.saturating_sub(upto);
    if left > 0 {
        lines.push(format!("{left} more; list {} goes on.", upto + 1));
    }
    if lines.is_empty() {
        lines.push(format!("There are {n_rows} cables."));
    }
    lines
}

/// How lines are typed, and the names of all that can be asked for.
pub(super) fn help(model: &Model) -> Vec<String> {
    let context = if model.reader().is_some() {
        Context::Reader
    } else if model.survey().is_some() {
        Context::Survey
    } else {
        Context::Catalog
    };
    let names: Vec<&str> = super::names(context).map(|(name, _)| name).collect();
    let lines = [
        "Enter alone goes on to the next paragraph.",
        "A number goes to the paragraph, or reads the cable of the list, that bears it.",
        "A slash and words search for them; next-match and previous-match go on.",
        "Explain and a word says what it means. Open and a number reads a cable of the list.",
        "Anything else is a name, or its beginning, with a number before it or behind it.",
        "Keys of the screen mean here what they mean there.",
    ];
    let mut lines: Vec<String> = lines.map(String::from).to_vec();
    lines.push(format!("Names: {}.", names.join(", ")));
    lines.push(String::from("Help and a name says what it does."));
    lines
}

/// What the commands do that have `word` in their names.
pub(super) fn help_on(word: &str, context: Context, keymap: &Keymap) -> Vec<String> {
    let word = word.to_lowercase();
    let found = super::names(context).filter(|(name, _)| name.contains(&word));
    let line = |(name, sentence): (&str, &str)| {
        let spec = Keymap::commands(context).find(|spec| spec.name == name);
        let keys = spec.map_or_else(Vec::new, |spec| keymap.keys_of(spec.command, context));
        if keys.is_empty() {
            format!("{name}: {sentence}")
        } else {
            format!("{name}, or {}: {sentence}", keys.join(" or "))
        }
    };
    found.map(line).collect()
}
