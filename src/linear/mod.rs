//! The reader in lines: for screen readers, braille and dumb terminals.
//!
//! No second reader: what is typed becomes commands for the same [`Model`],
//! and what comes of them is said in sentences instead of being drawn. A
//! line says one thing, nothing stands in columns, and a marking comes
//! before the text that it marks.
//!
//! Whoever runs it reads lines, does the effects, and writes
//! [`Linear::said`] through the gate.

mod asked;
mod speech;

use crate::app::{Asked as Question, Effect, Explain, Model, Msg, Overlay, Screen, Size, Standing};
use crate::command::{Command, Context, Key, KeyCode, Keymap};
use asked::{Asked, Own};

/// The screen that nobody sees. Motions by line and page are by paragraph
/// here, so that its size matters to nothing that is said.
const UNSEEN: Size = Size {
    width: 80,
    height: 24,
};

/// Entries of a list that are said at once.
const AT_ONCE: usize = 20;

/// The reader, and what was said of it last.
#[derive(Clone, Debug)]
pub struct Linear {
    model: Model,
    /// What is to be said before anything that has changed.
    lines: Vec<String>,
    told: Option<Place>,
    /// What was told of hits.
    hits: Option<String>,
    /// What is said of the place if nothing else is.
    more: More,
}

/// Where the reader was when it was last told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    /// The cable; nothing while the list of cables is open.
    entry: Option<usize>,
    paragraph: Option<u32>,
    at: u32,
}

/// What is said of the place after a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum More {
    /// The paragraph, if it is another one; the words there, if they are.
    Changes,
    /// The paragraph, in any case.
    Paragraph,
    /// The word under the cursor.
    Word,
    /// What is shown, and the paragraph.
    Filter,
    /// How many cables are listed.
    Listed,
    /// Nothing: all was said.
    Nothing,
}

impl Linear {
    /// Begins to read; what has to be done for it.
    #[must_use]
    pub fn begin(model: Model) -> (Linear, Vec<Effect>) {
        let mut linear = Linear {
            model,
            lines: Vec::new(),
            told: None,
            hits: None,
            more: More::Changes,
        };
        let effects = linear.tell(Msg::Resized(UNSEEN));
        (linear, effects)
    }

    /// Takes what a worker answers; what has to be done about it.
    pub fn tell(&mut self, msg: Msg) -> Vec<Effect> {
        crate::app::update(&mut self.model, msg)
    }

    /// Takes a line that was typed; what has to be done about it.
    pub fn take(&mut self, line: &str) -> Vec<Effect> {
        let line = line.trim();
        self.more = More::Changes;
        if self.model.wants_paste() {
            return self.answer(line);
        }
        let in_list = match &self.model.overlay {
            Some(Overlay::List(list)) => Some(list.rows.len()),
            _ => None,
        };
        if let Some(n_rows) = in_list {
            if let Ok(number @ 1..) = line.parse::<usize>()
                && number <= n_rows
            {
                if let Some(Overlay::List(list)) = &mut self.model.overlay {
                    list.scroll.focus = number - 1;
                }
                return self.command(Command::Open, None);
            }
            self.model.overlay = None;
        }
        let context = self.context();
        match asked::read(line, context, &self.model.keymap) {
            Asked::Onward if context == Context::Catalog => self.own(Own::List, ""),
            Asked::Onward if context == Context::Survey => {
                let lines = speech::survey(&self.model, AT_ONCE);
                self.say_all(lines)
            }
            Asked::Onward if context == Context::Results => self.run(Command::NextMatch, None, ""),
            Asked::Onward => self.run(Command::NextParagraph, None, ""),
            Asked::Number(number) if context == Context::Catalog => self.open(number),
            Asked::Number(number) if context == Context::Survey => {
                self.command(Command::Open, Some(number))
            }
            Asked::Number(number) if context == Context::Results => {
                let mut effects = self.command(Command::Top, Some(number));
                effects.extend(self.command(Command::Open, None));
                effects
            }
            Asked::Number(number) => {
                self.more = More::Paragraph;
                self.command(Command::Bottom, Some(number))
            }
            Asked::Own(own, rest) => self.own(own, rest),
            Asked::Command(command, count, rest) => self.run(command, count, rest),
            Asked::Several(names) => self.say(format!("Which one: {}?", names.join(", "))),
            Asked::Nothing(near) if near.is_empty() => {
                self.say(format!("No command is called {line}. Help lists them."))
            }
            Asked::Nothing(near) => {
                let near = near.join(" or ");
                self.say(format!("No command is called {line}. Did you mean {near}?"))
            }
        }
    }

    /// What there is to say now. Words of cables and files are in it: it
    /// has to pass the gate.
    pub fn said(&mut self) -> Vec<String> {
        let mut lines = std::mem::take(&mut self.lines);
        if let Some(notice) = self.model.notice.take() {
            lines.push(speech::sentence(notice.text.as_str()));
        }
        match &self.model.overlay {
            Some(Overlay::Explain(explain)) => {
                // Who hears of nothing known wants to know of which word.
                let first = explain.terms.first();
                if first.is_some_and(|term| term.label.is_empty()) {
                    lines.push(speech::sentence(explain.token.as_str()));
                }
                lines.extend(speech::terms(&explain.terms));
            }
            Some(Overlay::Peek(peek)) => {
                lines.push(speech::sentence(peek.title.as_str()));
                if !peek.entry.as_str().is_empty() {
                    lines.push(speech::sentence(&format!("printed: {}", peek.entry)));
                }
                lines.extend(speech::rows(&peek.pane.page));
            }
            Some(Overlay::Report(report)) => lines.extend(speech::report(&report.terms)),
            Some(Overlay::List(list)) => {
                lines.push(format!("{}. A number goes there.", list.title));
                let rows = (1..).zip(&list.rows);
                lines.extend(rows.map(|(number, row)| {
                    let (label, words) = (row.label.as_str(), row.words.as_str());
                    format!("{number}: {label}, {words}.")
                }));
                return lines;
            }
            Some(_) if self.model.wants_paste() => {
                lines.push(String::from(
                    "Type the words, then Enter. Enter alone leaves.",
                ));
                return lines;
            }
            _ => {}
        }
        self.model.overlay = None;
        let here = self.place();
        let before = self.told.replace(here);
        if self.model.survey().is_some() {
            lines.extend(speech::survey(&self.model, AT_ONCE));
            return lines;
        }
        if matches!(self.model.screens.top, Screen::Results(_)) {
            let is_new = self.hits.as_deref() != Some(&*speech::hits(&self.model));
            if is_new || self.more == More::Listed {
                lines.push(speech::hits(&self.model));
                self.hits = Some(speech::hits(&self.model));
            }
            if self.more != More::Nothing {
                lines.extend(speech::hit(&self.model));
            }
            if lines.is_empty() {
                lines.push(speech::hits(&self.model));
            }
            return lines;
        }
        let Some(reader) = self.model.reader() else {
            if before.is_none_or(|before| before.entry.is_some()) {
                lines.push(speech::catalog(&self.model));
            } else if self.more == More::Listed {
                lines.push(speech::listed(&self.model));
            } else if lines.is_empty() && self.more != More::Nothing {
                let chosen = speech::chosen(&self.model);
                lines.push(chosen.unwrap_or_else(|| speech::listed(&self.model)));
            }
            return lines;
        };
        if before.map(|before| before.entry) != Some(here.entry) {
            lines.extend(speech::introduction(reader));
            if before.is_none() {
                lines.push(String::from("Enter goes on, help lists the commands."));
            }
            lines.extend(speech::paragraph(reader));
            return lines;
        }
        let is_moved = before.is_some_and(|before| before.at != here.at);
        let is_other = before.is_some_and(|before| before.paragraph != here.paragraph);
        match self.more {
            More::Word => lines.extend(speech::word(reader)),
            More::Paragraph => lines.extend(speech::paragraph(reader)),
            More::Filter => {
                lines.extend(speech::filter(reader));
                lines.extend(speech::paragraph(reader));
            }
            More::Changes if is_other => lines.extend(speech::paragraph(reader)),
            More::Changes if is_moved => lines.push(speech::words_here(reader)),
            More::Changes if lines.is_empty() => lines.push(speech::place(reader)),
            More::Changes | More::Listed | More::Nothing => {}
        }
        lines
    }

    fn context(&self) -> Context {
        match self.model.screens.top {
            Screen::Catalog(_) => Context::Catalog,
            Screen::Results(_) => Context::Results,
            Screen::Reader(_) => Context::Reader,
            Screen::Survey(_) => Context::Survey,
        }
    }

    fn place(&self) -> Place {
        let reader = self.model.reader();
        Place {
            entry: reader.map(|reader| reader.entry),
            paragraph: reader.and_then(|reader| reader.text.paragraph()),
            at: reader.map_or(0, |reader| reader.text.at),
        }
    }

    fn say(&mut self, words: String) -> Vec<Effect> {
        self.lines.push(words);
        self.more = More::Nothing;
        Vec::new()
    }

    fn say_all(&mut self, lines: impl IntoIterator<Item = String>) -> Vec<Effect> {
        self.lines.extend(lines);
        self.more = More::Nothing;
        Vec::new()
    }

    fn command(&mut self, command: Command, count: Option<u32>) -> Vec<Effect> {
        self.tell(Msg::Command(command, count))
    }

    /// The line that a command waits for, such as words to search for.
    fn answer(&mut self, line: &str) -> Vec<Effect> {
        if line.is_empty() {
            return self.command(Command::Clear, None);
        }
        // What stands in the line from before is not what was typed.
        let wipe = Key::new(KeyCode::Char('u'), true, false, false);
        let mut effects = self.tell(Msg::Key(wipe));
        effects.extend(self.tell(Msg::Paste(line.to_owned())));
        effects.extend(self.command(Command::Accept, None));
        effects
    }

    /// A cable of the list, by its number there.
    fn open(&mut self, number: u32) -> Vec<Effect> {
        let n_entries = self.model.n_rows();
        if number == 0 || number as usize > n_entries {
            return self.say(format!("There are {n_entries} cables."));
        }
        while self.model.reader().is_some() && !self.model.screens.below.is_empty() {
            let _ = self.command(Command::Close, None);
        }
        if self.model.reader().is_some() {
            return self.say(String::from("This is the only cable that is open."));
        }
        self.command(Command::Open, Some(number))
    }

    /// Does what a command of the table asks for, as far as that can be
    /// told in words.
    fn run(&mut self, command: Command, count: Option<u32>, rest: &str) -> Vec<Effect> {
        let command = match command {
            // There are no lines and no pages to move by.
            Command::Down | Command::PageDown | Command::HalfPageDown
                if self.context() == Context::Reader =>
            {
                Command::NextParagraph
            }
            Command::Up | Command::PageUp | Command::HalfPageUp
                if self.context() == Context::Reader =>
            {
                Command::PreviousParagraph
            }
            // What is said can be taken from where it is said.
            Command::CopyText => Command::PrintText,
            Command::CopyReference => Command::PrintReference,
            Command::CopyPath => Command::PrintPath,
            Command::CopyCable => Command::PrintCable,
            // Letters on references would have to be seen.
            Command::Follow => Command::Open,
            other => other,
        };
        match command {
            Command::Help => return self.help(rest),
            Command::Palette => return self.say_all(speech::help(&self.model)),
            Command::Findings => return self.own(Own::Findings, rest),
            Command::RoutingPane | Command::ToggleRouting => return self.own(Own::Header, rest),
            Command::OutlinePane | Command::ToggleOutline => return self.own(Own::Outline, rest),
            Command::PartsPane | Command::ToggleParts => {
                let _ = self.own(Own::Summary, rest);
                return self.own(Own::Comment, rest);
            }
            Command::Raw => return self.own(Own::Source, rest),
            Command::Explain if !rest.is_empty() => return self.explain(rest),
            Command::Open if self.context() == Context::Reader => {
                let number = rest.parse().ok().or(count);
                if let Some(number) = number {
                    return self.open(number);
                }
            }
            Command::PrintCable => return self.whole(rest),
            Command::PipeText | Command::PipeCable | Command::Edit => {
                let name = command.spec().name;
                return self.say(format!(
                    "{name} needs the screen; print-text says the text."
                ));
            }
            command if command.takes_letter() => return self.with_letter(command, rest),
            command if asked::is_of_screens(command) => {
                let name = command.spec().name;
                return self.say(format!("{name} changes only what a screen shows."));
            }
            _ => {}
        }
        let count = rest.parse().ok().or(count);
        let before = self.place();
        self.more = match (command, count) {
            (Command::NextToken | Command::PreviousToken, _) => More::Word,
            (Command::Top | Command::Bottom, _) => More::Paragraph,
            (Command::Narrow, _) => More::Listed,
            (command, _) if asked::is_filter(command) => More::Filter,
            _ => More::Changes,
        };
        let mut effects = self.command(command, count);
        let is_long = |effect: &mut Effect| matches!(effect, Effect::Compose(_));
        let long: Vec<Effect> = effects.extract_if(.., is_long).collect();
        for effect in long {
            // Nobody waits between two lines for a key to be answered.
            if let Effect::Compose(composing) = effect {
                let passage = composing.compose();
                effects.extend(self.tell(Msg::Composed(composing, passage)));
            }
        }
        for printed in effects.extract_if(.., |effect| matches!(effect, Effect::Print(_))) {
            if let Effect::Print(passage) = printed {
                self.model.notice = None;
                self.more = More::Nothing;
                let lines = passage.as_str().lines().map(String::from);
                self.lines.extend(lines);
            }
        }
        if self.model.wants_paste() && !rest.is_empty() {
            effects.extend(self.answer(rest));
        }
        let is_end = matches!(command, Command::NextParagraph | Command::PreviousParagraph)
            && self.place().paragraph == before.paragraph;
        if is_end && let Some(reader) = self.model.reader() {
            let words = if command == Command::NextParagraph {
                speech::end(reader)
            } else {
                String::from("This is the first paragraph.")
            };
            self.model.notice = None;
            return self.say(words);
        }
        effects
    }

    /// A command and the letter that it is told.
    fn with_letter(&mut self, command: Command, rest: &str) -> Vec<Effect> {
        let mut letters = rest.chars();
        if let (Some(letter), None) = (letters.next(), letters.next()) {
            return self.tell(Msg::Letter(command, letter));
        }
        let name = command.spec().name;
        self.say(format!("Which letter? As in {name} a."))
    }

    /// What only this way of reading has a word for.
    fn own(&mut self, own: Own, rest: &str) -> Vec<Effect> {
        if own == Own::List {
            let from = rest.parse().unwrap_or(1_usize).saturating_sub(1);
            let lines = speech::list(&self.model, from, AT_ONCE);
            return self.say_all(lines);
        }
        let Some(reader) = self.model.reader() else {
            return self.say(String::from("No cable is being read. A number reads one."));
        };
        let lines = match own {
            Own::Header => speech::header(reader),
            Own::Outline => speech::outline(reader),
            Own::Summary => speech::part(reader, crate::cable::ParagraphRole::Summary),
            Own::Comment => speech::part(reader, crate::cable::ParagraphRole::Comment),
            Own::Findings => speech::findings(reader),
            Own::Source => speech::source(reader),
            Own::Again => speech::paragraph(reader),
            Own::Where => vec![speech::whereabouts(reader)],
            Own::List => Vec::new(),
        };
        self.say_all(lines)
    }

    /// What a screen copies as a whole: the cable, or the list.
    fn whole(&mut self, rest: &str) -> Vec<Effect> {
        match self.context() {
            Context::Reader => {
                let lines = self.model.reader().map(speech::cable);
                self.say_all(lines.unwrap_or_default())
            }
            Context::Catalog => self.own(Own::List, rest),
            _ => {
                let words = "print-cable needs the screen; reftel list prints what is listed.";
                self.say(String::from(words))
            }
        }
    }

    fn help(&mut self, rest: &str) -> Vec<Effect> {
        if rest.is_empty() {
            let lines = speech::help(&self.model);
            return self.say_all(lines);
        }
        let lines = speech::help_on(rest, self.context(), &self.model.keymap);
        if lines.is_empty() {
            return self.say(format!("No command has {rest} in its name."));
        }
        self.say_all(lines)
    }

    /// What a word means that was named, wherever the cursor is.
    fn explain(&mut self, token: &str) -> Vec<Effect> {
        let Some(reader) = self.model.reader() else {
            return self.say(String::from("No cable is being read."));
        };
        let bears = |reference: &&crate::cable::Reference| {
            let letter = reference.letter.map(String::from);
            let mrn = reference.mrn.as_ref().map(ToString::to_string);
            let is = |name: Option<String>| {
                name.is_some_and(|name| {
                    name.eq_ignore_ascii_case(token)
                        || format!("ref {name}").eq_ignore_ascii_case(token)
                })
            };
            is(letter.filter(|_| token.len() > 1)) || is(mrn)
        };
        let references = &reader.cable.heading.references;
        let reference = references.iter().find(bears);
        let mrn = reference.and_then(|reference| reference.mrn.as_ref());
        let question = Question {
            token,
            cable: &reader.cable,
            standing: Standing::Anywhere,
            reference,
            held: mrn.is_some_and(|mrn| self.model.held(mrn).is_some()),
            header: None,
            source: None,
        };
        let explain = Explain::new(&question, UNSEEN.width);
        self.say_all(speech::terms(&explain.terms))
    }
}

/// The names that can be typed in a context, with what they do.
fn names(context: Context) -> impl Iterator<Item = (&'static str, &'static str)> {
    let own = asked::OWN
        .iter()
        .map(|(name, _, sentence)| (*name, *sentence));
    let of_table = Keymap::commands(context)
        .filter(|spec| !asked::is_of_screens(spec.command))
        .filter(|spec| !asked::is_other_word(spec.command))
        .map(|spec| (spec.name, spec.sentence));
    own.chain(of_table)
}
