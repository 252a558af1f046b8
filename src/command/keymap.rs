//! Which keys mean which command, in each context.
//!
//! Its own module because the map is more than the table: a user adds and
//! removes keys. It is one sorted list, since a sequence and all that go on
//! from it then lie side by side, and building it costs next to nothing.

use std::fmt;
use std::sync::OnceLock;

use super::key::{Key, Sequence};
use super::preset::{self, Change, Preset};
use super::{Command, Context, PREFIXES, Spec, TABLE};

/// One sequence of keys and what it means.
#[derive(Clone, Copy, Debug)]
struct Binding {
    context: usize,
    keys: Sequence,
    command: Command,
    /// Its place among the keys of a command and in which-key.
    place: usize,
}

/// The place of the first key of the table. Keys of the user come before.
const TABLE_PLACE: usize = 1 << 16;
/// The place of the first key of a preset: before the table, after the user.
const PRESET_PLACE: usize = 1 << 15;

/// Every sequence of keys and its command.
#[derive(Clone, Debug)]
pub struct Keymap {
    /// Sorted by context and keys, without two that are equal.
    bindings: Vec<Binding>,
    /// Their numbers by context, command and place: every hint of every frame
    /// asks for the keys of a command. Sorted when that is first asked, and
    /// again after a change.
    by_command: OnceLock<Vec<u16>>,
    n_added: usize,
    /// Whether the terminal sends every key as itself.
    is_precise: bool,
}

/// Sorts by the first of two numbers. The first frame waits for it, and this
/// takes a third of the time of a sort by what they are made of.
fn sort(ranked: &mut [(u128, usize)]) {
    ranked.sort_unstable_by_key(|(rank, _)| *rank);
}

/// What a sequence of keys means so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup<'a> {
    /// A command.
    Command(Command),
    /// A command and the letter that it takes.
    Letter(Command, char),
    /// A command that takes a letter, which is still to come, and the keys
    /// that mean something else there.
    AwaitsLetter(Command, Vec<(Key, &'a str)>),
    /// It goes on: each key that may follow, with what it leads to in two
    /// or three words, in the order of the table.
    Pending(Vec<(Key, &'a str)>),
    /// Nothing.
    Unbound,
}

/// Two sequences of one context, of which one begins with the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The sequence that was to be added.
    pub keys: Sequence,
    /// The sequence that stands in its way.
    pub other: Sequence,
    /// What the other means.
    pub command: Command,
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.command.spec().name;
        if self.other.n_keys() > self.keys.n_keys() {
            write!(
                f,
                "\"{}\" ({name}) begins with it; set that to \"none\" first",
                self.other
            )
        } else {
            write!(
                f,
                "it begins with \"{}\" ({name}); set that to \"none\" first",
                self.other
            )
        }
    }
}

impl std::error::Error for Conflict {}

impl Default for Keymap {
    fn default() -> Keymap {
        Keymap::new()
    }
}

impl Keymap {
    /// The keys of the table.
    #[must_use]
    pub fn new() -> Keymap {
        let mut rows = Vec::with_capacity(256);
        for spec in TABLE {
            let contexts = spec.contexts.iter();
            let contexts = contexts.fold(0_u32, |all, context| all | 1 << (*context as u32));
            for keys in spec.keys {
                // A test holds that every key of the table can be read.
                if let Ok(keys) = keys.parse::<Sequence>() {
                    rows.push((keys, spec.command, contexts, TABLE_PLACE + rows.len()));
                }
            }
        }
        // To sort them once and not in each context, and by numbers, is a good
        // part of what a start has to work out.
        let ranked = rows.iter().enumerate();
        let mut ranked: Vec<(u128, usize)> =
            ranked.map(|(at, (keys, ..))| (keys.rank(), at)).collect();
        sort(&mut ranked);
        let mut bindings = Vec::with_capacity(2 * rows.len());
        let mut contexts = Context::ALL;
        contexts.sort_unstable_by_key(|context| *context as usize);
        for context in contexts {
            let here = ranked.iter().filter_map(|(_, at)| rows.get(*at));
            let here = here.filter(|(_, _, contexts, _)| contexts & 1 << (context as u32) != 0);
            bindings.extend(here.map(|&(keys, command, _, place)| Binding {
                context: context as usize,
                keys,
                command,
                place,
            }));
        }
        Keymap {
            bindings,
            by_command: OnceLock::new(),
            n_added: 0,
            is_precise: false,
        }
    }

    /// From now on screens name keys that most terminals send as the byte of
    /// another: `^i`, which is Tab.
    pub fn tell_apart(&mut self) {
        self.is_precise = true;
    }

    /// No keys at all.
    #[must_use]
    pub fn empty() -> Keymap {
        Keymap {
            bindings: Vec::new(),
            by_command: OnceLock::new(),
            n_added: 0,
            is_precise: false,
        }
    }

    /// The keys of a preset.
    #[must_use]
    pub fn of(preset: Preset) -> Keymap {
        let mut keymap = Keymap::new();
        for (place, change) in (PRESET_PLACE..).zip(preset.changes()) {
            keymap.change(*change, place);
        }
        keymap
    }

    /// A test holds that every change can be made.
    fn change(&mut self, change: Change, place: usize) {
        match change {
            Change::Move(from, to) => {
                if let (Some(from), Some(to)) = (preset::sequence(from), preset::sequence(to)) {
                    self.move_family(from, to);
                }
            }
            Change::None(keys) => {
                if let Some(keys) = preset::sequence(keys) {
                    self.changed().retain(|binding| {
                        binding.keys != keys || binding.context == Context::Prompt as usize
                    });
                }
            }
            Change::Keys(keys, command) => {
                if let Some(keys) = preset::sequence(keys) {
                    // What types a letter types it where a line is typed.
                    let types = keys.keys().next().is_some_and(|key| key.typed().is_some());
                    let contexts = command.spec().contexts.iter();
                    let contexts = contexts.filter(|&&it| !types || it != Context::Prompt);
                    for &context in contexts {
                        let _ = self.insert(context, keys, command, place);
                    }
                }
            }
            Change::Here(context, keys, command) => {
                if let Some(keys) = preset::sequence(keys) {
                    let _ = self.insert(context, keys, command, place);
                }
            }
        }
    }

    /// Lets sequences that go on from `from` go on from `to`.
    fn move_family(&mut self, from: Sequence, to: Sequence) {
        let first: Vec<Key> = from.keys().collect();
        self.changed().retain_mut(|binding| {
            if binding.keys.n_keys() <= first.len() || !binding.keys.begins_with(&first) {
                return true;
            }
            let rest = binding.keys.keys().skip(first.len());
            // What would be too long is left to the palette.
            let moved = Sequence::of(to.keys().chain(rest));
            binding.keys = moved.unwrap_or(binding.keys);
            moved.is_some()
        });
        self.changed()
            .sort_unstable_by_key(|binding| (binding.context, binding.keys));
    }

    /// Lets `keys` mean `command` in `context`, whatever they meant before.
    ///
    /// # Errors
    ///
    /// If other keys begin with these or these with others: one of the two
    /// could never be typed.
    pub fn bind(
        &mut self,
        context: Context,
        keys: Sequence,
        command: Command,
    ) -> Result<(), Conflict> {
        let place = self.n_added.min(PRESET_PLACE - 1);
        self.insert(context, keys, command, place)?;
        self.n_added += 1;
        Ok(())
    }

    fn insert(
        &mut self,
        context: Context,
        keys: Sequence,
        command: Command,
        place: usize,
    ) -> Result<(), Conflict> {
        let in_context = self
            .bindings
            .iter()
            .filter(|binding| binding.context == context as usize);
        for other in in_context {
            let n_common = other.keys.n_keys().min(keys.n_keys());
            let same = other
                .keys
                .keys()
                .zip(keys.keys())
                .take(n_common)
                .all(|(a, b)| a == b);
            // The longer one takes the place of one letter.
            let shorter = if keys.n_keys() < other.keys.n_keys() {
                command
            } else {
                other.command
            };
            if same && other.keys != keys && !shorter.takes_letter() {
                return Err(Conflict {
                    keys,
                    other: other.keys,
                    command: other.command,
                });
            }
        }
        self.unbind(context, keys);
        let at = self
            .bindings
            .partition_point(|binding| (binding.context, binding.keys) < (context as usize, keys));
        self.changed().insert(
            at,
            Binding {
                context: context as usize,
                keys,
                command,
                place,
            },
        );
        Ok(())
    }

    /// Lets `keys` mean nothing in `context`; whether they meant something.
    pub fn unbind(&mut self, context: Context, keys: Sequence) -> bool {
        let before = self.bindings.len();
        self.changed()
            .retain(|binding| binding.context != context as usize || binding.keys != keys);
        self.bindings.len() < before
    }

    /// What `keys` mean in `context`.
    #[must_use]
    pub fn lookup(&self, context: Context, keys: &[Key]) -> Lookup<'_> {
        let own = self.beginning_with(context, keys);
        let outer = match context.within() {
            Some(outer) => self.beginning_with(outer, keys),
            None => &[],
        };
        let Some(first) = own.first().or(outer.first()) else {
            return self.with_letter(context, keys);
        };
        let command = first.command;
        let is_whole = first.keys.n_keys() == keys.len();
        if is_whole && !command.takes_letter() {
            return Lookup::Command(command);
        }
        let found = || own.iter().chain(outer);
        let mut next: Vec<(usize, Key, &str)> = Vec::with_capacity(found().count());
        for binding in found() {
            let Some(key) = binding.keys.keys().nth(keys.len()) else {
                continue;
            };
            let last = binding.keys.n_keys() == keys.len() + 1;
            if let Some(known) = next.iter_mut().find(|(_, known, _)| *known == key) {
                known.0 = known.0.min(binding.place);
                continue;
            }
            let words = if last {
                binding.command.spec().short
            } else {
                let mut longer = keys.to_vec();
                longer.push(key);
                title(&longer).unwrap_or("more")
            };
            next.push((binding.place, key, words));
        }
        next.sort_unstable_by_key(|(place, _, _)| *place);
        let next = next.into_iter().map(|(_, key, words)| (key, words));
        if is_whole {
            Lookup::AwaitsLetter(command, next.collect())
        } else {
            Lookup::Pending(next.collect())
        }
    }

    /// What `keys` mean that no sequence begins with: a command and its
    /// letter, or nothing.
    fn with_letter(&self, context: Context, keys: &[Key]) -> Lookup<'_> {
        let Some((last, before)) = keys.split_last() else {
            return Lookup::Unbound;
        };
        let whole = |context: Context| {
            let found = self.beginning_with(context, before).first();
            found.filter(|first| first.keys.n_keys() == before.len())
        };
        let found = whole(context).or_else(|| whole(context.within()?));
        let command = found
            .map(|first| first.command)
            .filter(|command| command.takes_letter());
        let letter = last.typed().filter(|c| c.is_alphabetic());
        match command.zip(letter) {
            Some((command, letter)) => Lookup::Letter(command, letter),
            None => Lookup::Unbound,
        }
    }

    /// The bindings, to be changed.
    fn changed(&mut self) -> &mut Vec<Binding> {
        self.by_command.take();
        &mut self.bindings
    }

    /// What means `command` in `context`, the user's own first.
    fn bindings_of(&self, command: Command, context: Context) -> impl Iterator<Item = &Binding> {
        let rank = |binding: &Binding| (binding.context, binding.command as usize);
        let binding = |number: &u16| self.bindings.get(usize::from(*number));
        let sorted = self.by_command.get_or_init(|| {
            let ranked = self.bindings.iter().enumerate();
            let ranked = ranked.map(|(number, binding)| {
                let (context, command) = (binding.context as u128, binding.command as u128);
                let rank = context << 96 | command << 64 | binding.place as u128;
                (rank, number)
            });
            let mut ranked: Vec<(u128, usize)> = ranked.collect();
            sort(&mut ranked);
            let numbers = ranked.into_iter();
            numbers
                .map(|(_, number)| u16::try_from(number).unwrap_or(u16::MAX))
                .collect()
        });
        let wanted = (context as usize, command as usize);
        let is_before = |number: &u16| binding(number).is_some_and(|known| rank(known) < wanted);
        let start = sorted.partition_point(is_before);
        let found = sorted.iter().skip(start).filter_map(binding);
        found.take_while(move |found| rank(found) == wanted)
    }

    /// The bindings of `context` whose keys begin with `keys`.
    fn beginning_with(&self, context: Context, keys: &[Key]) -> &[Binding] {
        let context = context as usize;
        let before = |binding: &Binding| {
            binding.context < context
                || (binding.context == context
                    && binding
                        .keys
                        .keys()
                        .take(keys.len())
                        .lt(keys.iter().copied()))
        };
        let start = self.bindings.partition_point(before);
        let rest = self.bindings.get(start..).unwrap_or_default();
        let n_found = rest
            .iter()
            .take_while(|binding| binding.context == context && binding.keys.begins_with(keys))
            .count();
        rest.get(..n_found).unwrap_or_default()
    }

    /// The keys of `command` in `context` as screens print them, the user's
    /// own first, without those that the terminal cannot send.
    #[must_use]
    pub fn keys_of(&self, command: Command, context: Context) -> Vec<String> {
        let sequences = self.sequences_of(command, context);
        let pretty = |keys: &Sequence| keys.pretty() + command.argument();
        sequences
            .iter()
            .filter(|keys| self.can_send(keys))
            .map(pretty)
            .collect()
    }

    /// Whether the terminal tells `keys` from others.
    fn can_send(&self, keys: &Sequence) -> bool {
        self.is_precise || !keys.keys().any(Key::is_ambiguous)
    }

    /// The keys of `command` in `context`, the user's own first.
    #[must_use]
    pub fn sequences_of(&self, command: Command, context: Context) -> Vec<Sequence> {
        let outer = context.within().into_iter();
        let outer = outer.flat_map(|outer| self.bindings_of(command, outer));
        // Whoever types them does not mean a sequence of the inner context.
        let reaches = |outer: &&Binding| {
            let keys: Vec<Key> = outer.keys.keys().collect();
            let is_pending = |n_keys| {
                let beginning = keys.get(..n_keys).unwrap_or_default();
                let found = self.lookup(context, beginning);
                matches!(found, Lookup::Pending(_) | Lookup::AwaitsLetter(..))
            };
            let found = match self.lookup(context, &keys) {
                Lookup::Command(found) | Lookup::AwaitsLetter(found, _) => Some(found),
                _ => None,
            };
            (1..keys.len()).all(is_pending) && found == Some(command)
        };
        let own = self.bindings_of(command, context);
        let mut found: Vec<&Binding> = own.chain(outer.filter(reaches)).collect();
        found.sort_unstable_by_key(|binding| binding.place);
        found.into_iter().map(|binding| binding.keys).collect()
    }

    /// The keys of a command wherever it applies, each with the contexts in
    /// which it means it.
    #[must_use]
    pub fn keys_everywhere(&self, command: Command) -> Vec<(Sequence, Vec<Context>)> {
        let mut found: Vec<(Sequence, Vec<Context>)> = Vec::new();
        for &context in command.spec().contexts {
            for keys in self.sequences_of(command, context) {
                match found.iter_mut().find(|(known, _)| *known == keys) {
                    Some((_, contexts)) => contexts.push(context),
                    None => found.push((keys, vec![context])),
                }
            }
        }
        found
    }

    /// The first keys of `command` in `context` as screens print them.
    #[must_use]
    pub fn key_of(&self, command: Command, context: Context) -> Option<String> {
        let keys = if context.within().is_some() {
            let mut all = self.sequences_of(command, context).into_iter();
            all.find(|keys| self.can_send(keys))?
        } else {
            let mut all = self.bindings_of(command, context);
            all.find(|binding| self.can_send(&binding.keys))?.keys
        };
        Some(keys.pretty() + command.argument())
    }

    /// The commands of `context`, in the order of the table.
    pub fn commands(context: Context) -> impl Iterator<Item = &'static Spec> {
        TABLE
            .iter()
            .filter(move |spec| spec.contexts.contains(&context))
    }
}

/// The title of a sequence that goes on: `g` is "go to".
#[must_use]
pub fn title(keys: &[Key]) -> Option<&'static str> {
    let prefixes = PREFIXES.iter().chain(preset::PREFIXES);
    prefixes.into_iter().find_map(|(prefix, title)| {
        let prefix: Sequence = prefix.parse().ok()?;
        (prefix.n_keys() == keys.len() && prefix.begins_with(keys)).then_some(*title)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(notation: &str) -> Vec<Key> {
        notation.parse::<Sequence>().unwrap().keys().collect()
    }

    #[test]
    fn every_key_of_the_table_leads_to_its_command() {
        let keymap = Keymap::new();
        for spec in TABLE {
            for notation in spec.keys {
                for &context in spec.contexts {
                    let found = keymap.lookup(context, &keys(notation));
                    let (command, takes_letter) = match found {
                        Lookup::Command(command) => (command, false),
                        Lookup::AwaitsLetter(command, _) => (command, true),
                        other => panic!("{notation} in {context:?}: {other:?}"),
                    };
                    assert_eq!(command, spec.command, "{notation} in {context:?}");
                    assert_eq!(takes_letter, spec.argument.is_some(), "{notation}");
                }
            }
        }
    }

    #[test]
    fn a_sequence_that_goes_on_says_where_to() {
        let keymap = Keymap::new();
        let Lookup::Pending(next) = keymap.lookup(Context::Reader, &keys("]")) else {
            panic!()
        };
        let expected = [
            (Key::char(']'), "section"),
            (Key::char('c'), "marking"),
            (Key::char('e'), "finding"),
        ];
        let known: Vec<_> = next.iter().filter(|row| expected.contains(row)).collect();
        assert_eq!(known, expected.iter().collect::<Vec<_>>());
        let Lookup::Pending(next) = keymap.lookup(Context::Reader, &keys("c")) else {
            panic!()
        };
        let next: String = next.iter().map(|(key, _)| key.pretty()).collect();
        assert_eq!(next, "ubcstn<>d0");
        let Lookup::Pending(next) = keymap.lookup(Context::Reader, &[]) else {
            panic!()
        };
        assert!(
            next.contains(&(Key::char('c'), "show by marking")),
            "{next:?}"
        );
    }

    #[test]
    fn what_types_a_letter_types_it_in_every_line() {
        for preset in Preset::ALL {
            let keymap = Keymap::of(preset);
            let bound = keymap.bindings.iter();
            let bound = bound.filter(|it| it.context == Context::Prompt as usize);
            let typed = bound.filter(|it| it.keys.keys().any(|key| key.typed().is_some()));
            let typed: Vec<String> = typed.map(|it| it.keys.to_string()).collect();
            assert_eq!(typed, [""; 0], "{}", preset.name());
        }
    }

    #[test]
    fn what_no_context_knows_is_unbound() {
        let keymap = Keymap::new();
        assert_eq!(
            keymap.lookup(Context::Reader, &keys("g x")),
            Lookup::Unbound
        );
        assert_eq!(keymap.lookup(Context::Reader, &keys("5")), Lookup::Unbound);
        assert_eq!(keymap.lookup(Context::Prompt, &keys("j")), Lookup::Unbound);
        assert_eq!(keymap.lookup(Context::Catalog, &keys("x")), Lookup::Unbound);
    }

    #[test]
    fn users_add_replace_and_remove() {
        let mut keymap = Keymap::new();
        let sequence = |notation: &str| notation.parse::<Sequence>().unwrap();
        keymap
            .bind(Context::Reader, sequence("<f2>"), Command::Down)
            .unwrap();
        assert_eq!(
            keymap.keys_of(Command::Down, Context::Reader),
            ["F2", "j", "Down"]
        );
        assert_eq!(keymap.keys_of(Command::Down, Context::Help), ["j", "Down"]);
        keymap
            .bind(Context::Reader, sequence("j"), Command::Up)
            .unwrap();
        assert_eq!(
            keymap.lookup(Context::Reader, &keys("j")),
            Lookup::Command(Command::Up)
        );
        assert!(keymap.unbind(Context::Reader, sequence("j")));
        assert!(!keymap.unbind(Context::Reader, sequence("j")));
        assert_eq!(keymap.lookup(Context::Reader, &keys("j")), Lookup::Unbound);
        assert_eq!(
            keymap.key_of(Command::Down, Context::Reader).as_deref(),
            Some("F2")
        );
    }

    #[test]
    fn keys_of_the_reader_hold_while_text_is_selected() {
        let mut keymap = Keymap::new();
        let lookup =
            |keymap: &Keymap, notation| match keymap.lookup(Context::Select, &keys(notation)) {
                Lookup::Command(command) => Some(command),
                _ => None,
            };
        assert_eq!(lookup(&keymap, "o"), Some(Command::OtherEnd));
        assert_eq!(lookup(&keymap, "j"), Some(Command::Down));
        assert_eq!(lookup(&keymap, "y y"), Some(Command::CopyText));
        assert_eq!(
            keymap.keys_of(Command::Down, Context::Select),
            ["j", "Down"]
        );
        // As in vim, for whom that is the way.
        keymap
            .bind(Context::Select, "y".parse().unwrap(), Command::CopyText)
            .unwrap();
        assert_eq!(lookup(&keymap, "y"), Some(Command::CopyText));
        assert_eq!(keymap.keys_of(Command::CopyText, Context::Select), ["y"]);
        assert_eq!(keymap.keys_of(Command::CopyText, Context::Reader), ["yy"]);
    }

    #[test]
    fn every_change_of_a_preset_can_be_made_and_typed() {
        for preset in Preset::ALL {
            let keymap = Keymap::of(preset);
            let name = preset.name();
            for change in preset.changes() {
                let (contexts, keys, command) = match *change {
                    Change::Move(from, to) => {
                        assert!(preset::sequence(from).is_some() && preset::sequence(to).is_some());
                        continue;
                    }
                    Change::None(keys) => {
                        // Another change may give them a meaning again.
                        let (keys, table) = (self::keys(keys), Keymap::new());
                        for context in [Context::Reader, Context::Catalog, Context::Results] {
                            let found = table.lookup(context, &keys);
                            let is_it = keymap.lookup(context, &keys) == found;
                            assert!(!is_it || found == Lookup::Unbound, "{name}: {found:?}");
                        }
                        continue;
                    }
                    Change::Keys(keys, command) => {
                        (command.spec().contexts.to_vec(), keys, command)
                    }
                    Change::Here(context, keys, command) => (vec![context], keys, command),
                };
                for context in contexts {
                    let here = |change: &&Change| {
                        matches!(change, Change::Here(other, known, _)
                            if *other == context && *known == keys)
                    };
                    let is_narrowed = preset.changes().iter().any(|change| here(&change));
                    let is_here = matches!(change, Change::Here(..));
                    let pressed = self::keys(keys);
                    let types = pressed.first().is_some_and(|key| key.typed().is_some());
                    if is_narrowed && !is_here || types && context == Context::Prompt {
                        continue;
                    }
                    let found = keymap.lookup(context, &pressed);
                    assert_eq!(
                        found,
                        Lookup::Command(command),
                        "{name}: {keys} in {context:?}"
                    );
                }
            }
            for context in Context::ALL {
                for binding in keymap.beginning_with(context, &[]) {
                    let keys: Vec<Key> = binding.keys.keys().collect();
                    let found = keymap.lookup(context, &keys);
                    let is_found = match found {
                        Lookup::Command(found) | Lookup::AwaitsLetter(found, _) => {
                            found == binding.command
                        }
                        _ => false,
                    };
                    assert!(is_found, "{name}: {keys:?}");
                    if keys.len() > 1 {
                        assert!(title(&keys[..1]).is_some(), "{name}: {keys:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_preset_takes_no_command_away() {
        for preset in Preset::ALL {
            let keymap = Keymap::of(preset);
            for spec in TABLE {
                for &context in spec.contexts {
                    let had = !spec.keys.is_empty();
                    let has = keymap.key_of(spec.command, context).is_some();
                    assert!(
                        has || !had,
                        "{}: {} in {context:?}",
                        preset.name(),
                        spec.name
                    );
                }
            }
        }
    }

    #[test]
    fn a_family_moves_with_all_that_the_table_has_of_it() {
        let keymap = Keymap::of(Preset::Less);
        let found = keymap.lookup(Context::Reader, &keys("\\ c"));
        assert_eq!(found, Lookup::Command(Command::Findings));
        let Lookup::Pending(next) = keymap.lookup(Context::Reader, &keys("\\")) else {
            panic!()
        };
        assert!(next.contains(&(Key::char(';'), "jumps")), "{next:?}");
    }

    #[test]
    fn a_command_that_takes_a_letter_waits_for_it() {
        let mut keymap = Keymap::new();
        let reader = Context::Reader;
        let found = |keymap: &Keymap, notation: &str| match keymap.lookup(reader, &keys(notation)) {
            Lookup::Letter(command, letter) => format!("{command:?} {letter}"),
            Lookup::Command(command) => format!("{command:?}"),
            Lookup::AwaitsLetter(command, _) => format!("{command:?} ?"),
            other => format!("{other:?}"),
        };
        assert_eq!(found(&keymap, "m"), "SetMark ?");
        assert_eq!(found(&keymap, "m q"), "SetMark q");
        assert_eq!(found(&keymap, "m Q"), "SetMark Q");
        assert_eq!(found(&keymap, "' j"), "GoToMark j");
        // What is bound as it stands comes before a letter.
        assert_eq!(found(&keymap, "' '"), "PlaceBefore");
        assert_eq!(found(&keymap, "m 1"), "Unbound");
        assert_eq!(found(&keymap, "m <c-c>"), "Unbound");
        assert_eq!(found(&keymap, "m <enter>"), "Unbound");
        keymap
            .bind(reader, "' x".parse().unwrap(), Command::Top)
            .unwrap();
        assert_eq!(found(&keymap, "' x"), "Top");
        assert_eq!(found(&keymap, "' y"), "GoToMark y");
        assert_eq!(keymap.keys_of(Command::SetMark, reader), ["m{x}"]);
    }

    #[test]
    fn a_sequence_that_could_not_be_typed_is_refused() {
        let mut keymap = Keymap::new();
        let conflict = keymap
            .bind(Context::Reader, "Z".parse().unwrap(), Command::Quit)
            .unwrap_err();
        assert_eq!(
            conflict.to_string(),
            "\"Z Z\" (quit) begins with it; set that to \"none\" first"
        );
        let conflict = keymap
            .bind(Context::Reader, "j k".parse().unwrap(), Command::Clear)
            .unwrap_err();
        assert_eq!(
            conflict.to_string(),
            "it begins with \"j\" (down); set that to \"none\" first"
        );
    }
}
