//! A message in, the model changed, effects out.

use crate::command::key::Sequence;
use crate::command::{
    Command, Context, FAMILIAR, Key, KeyCode, Keymap, Lookup, Preset, RESERVED, Reserved,
};
use crate::typeset::{Ambiguous, Shown};

use super::changes::{self, Done};
use super::{
    Configured, Effect, Entry, Listing, Model, Msg, Opened, Opening, Overlay, Prompt, Reader,
    Request, Screen, Settings, Told, Wake, answer, ask, begin, beside, catalog, copy, examine,
    execute, facets, follow, history, jumps, key_or_name, marks, motion, mouse, narrow, overlay,
    panes, places, preview, reads, reload, results, rows, select, stirring, survey, texts, views,
};

/// Applies one message and returns what the runtime has to do about it.
#[must_use]
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    model.settings.ambiguous.hold();
    let was_calm = changes::is_calm(model);
    model.done = Done::Whatever;
    let mut effects = apply(model, msg);
    go_ahead(model, &mut effects);
    if let Screen::Reader(reader) = &mut model.screens.top {
        select::describe(reader);
    }
    beside::share_search(model);
    examine::watch(model, &mut effects);
    texts::watch(model, &mut effects);
    rows::watch(model, &mut effects);
    // Who comes back to the list sees how far they have read.
    places::watch(model, &mut effects);
    reads::watch(model, &mut effects);
    narrow::watch(model, &mut effects);
    results::watch(model, &mut effects);
    narrow::index(model, &mut effects);
    stirring::watch(model, &mut effects);
    facets::watch(model, &mut effects);
    survey::watch(model, &mut effects);
    preview::watch(model, &mut effects);
    catalog::watch(model);
    history::watch(model, &mut effects);
    panes::watch(model, &mut effects);
    changes::count(model, was_calm);
    effects
}

pub(super) fn apply(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Key(key) if waits(model) && !is_urgent(model, key) => model.ahead.push_back(key),
        Msg::Key(key) => return press_and_spell(model, key),
        Msg::Command(command, count) => {
            model.notice = None;
            model.typed.clear();
            return execute::execute(model, command, count);
        }
        Msg::Letter(command, letter) => {
            model.notice = None;
            model.typed.clear();
            return execute::with_letter(model, command, letter);
        }
        Msg::Paste(text) => {
            answer::touch(model, !text.trim().is_empty());
            if let Some(prompt) = prompt_mut(model) {
                prompt.paste(&text);
                answer::typed(model);
            }
        }
        Msg::Resized(size) => {
            let was_split = model.is_split();
            model.size = size;
            panes::settle(model, model.settings.arrangement.class);
            model.arrange();
            if was_split && !model.is_split() {
                beside::say_hidden(model);
            }
            ask::fit_overlay(model);
            let mut effects = begin::begin(model);
            effects.extend(list_next(model));
            effects.extend(rows::gather(model));
            return effects;
        }
        Msg::Point(pointing) => return mouse::point(model, pointing),
        Msg::Elapsed(wake) => return elapsed(model, wake),
        Msg::PlaceNotKept(why) => places::failed(model, why.as_str()),
        Msg::ReachNotKept(why) => reads::failed(model, why.as_str()),
        Msg::Reaches(found) => reads::recalled(model, found),
        Msg::PanesNotKept(why) => panes::failed(model, why.as_str()),
        Msg::JumpsNotKept(why) => history::failed(model, why.as_str()),
        Msg::JumpsRecalled(found) => return history::recalled(model, found),
        Msg::Remembered(failure) => return marks::kept(model, failure),
        Msg::Recalled(key, found) => return marks::recalled(model, key.as_ref(), found),
        Msg::ViewKept(kept) => return views::kept(model, kept),
        Msg::Views(found) => return views::recalled(model, found),
        Msg::Fetched(fetched) => return marks::fetched(model, fetched),
        Msg::Resumed => return vec![Effect::Redraw],
        Msg::Told(told) => take_told(model, told),
        Msg::Loaded(entry, opened) => {
            loaded(model, entry, *opened);
            return begin::begin(model);
        }
        Msg::Examined(found) => examine::examined(model, &found),
        Msg::Configured(told) => configured(model, *told),
        Msg::Reloaded(entry, again) => reload::reloaded(model, entry, *again),
        Msg::Listed(told) => return listed(model, told),
        Msg::Found(entries) => {
            model.find(entries);
            hold(model);
            return list_next(model);
        }
        Msg::Renamed(entry_idx, name) => return renamed(model, entry_idx, name),
        Msg::Trouble(words) => model.warn_too(words.as_str()),
        Msg::FirstLies(n_before) => rows::first_lies(model, n_before),
        Msg::AllFound => return rows::all_found(model).into_iter().collect(),
        Msg::Searched(id, searched) => return texts::take(model, id, searched),
        Msg::Narrowed(id, narrowed) => return narrow::take(model, id, narrowed),
        Msg::Hits(id, hits) => return results::take(model, id, hits),
        Msg::HitTexts(id, entry, texts) => results::texts(model, id, entry, *texts),
        Msg::Sorted(id, order) => {
            rows::sorted(model, id, order);
            return list_next(model);
        }
        Msg::Indexed(indexed) => return narrow::indexed(model, indexed),
        Msg::Counted(id, counts) => facets::counted(model, id, counts),
        Msg::Previewed(id, it) => preview::take(model, id, *it),
        Msg::Surveyed(id, surveyed) => survey::take(model, id, surveyed),
        Msg::Stirred => return stirring::stirred(model),
        Msg::LookedAgain(again) => return reload::looked_again(model, *again),
        Msg::Composed(composing, passage) => return copy::composed(model, *composing, passage),
        Msg::Kept(file, passage, answer) => copy::kept(model, file, &passage, answer),
        Msg::Sourced(source) => return copy::sourced(model, *source),
        Msg::Ran(name, ended) => copy::ran(model, &name, ended),
        Msg::Failed(entry, why) => return failed(model, entry, &why),
    }
    Vec::new()
}

/// A cable has another name, because more of it was found.
fn renamed(model: &mut Model, entry_idx: usize, name: Shown) -> Vec<Effect> {
    if entry_idx < model.entries.len() {
        // What is known of it was read from less of it.
        let entry = Entry {
            name,
            ..Entry::default()
        };
        model.entries.set(entry_idx, &entry);
        model.outdate_releases(entry_idx);
        model.listed = model.listed.min(entry_idx);
        model.n_changes += 1;
    }
    narrow::outdate(model);
    preview::outdate(model);
    list_next(model)
}

/// A list knows more of a cable.
pub(super) fn listed(model: &mut Model, told: Vec<(usize, Result<Listing, Shown>)>) -> Vec<Effect> {
    for (entry, told) in told {
        match told {
            Ok(listing) => model.list(entry, listing),
            Err(why) => cannot_be_read(model, entry, why),
        }
    }
    model.n_rows_asked = 0;
    hold(model);
    list_next(model)
}

/// A reference of the cable in sight may just have been found.
fn hold(model: &mut Model) {
    let held = model
        .reader()
        .map(|reader| model.held_references(&reader.cable));
    if let (Screen::Reader(reader), Some(held)) = (&mut model.screens.top, held) {
        reader.held = held;
    }
}

/// A cable could not be read.
pub(super) fn failed(model: &mut Model, entry: usize, why: &Shown) -> Vec<Effect> {
    let is_it = |opening: &mut Opening| opening.entry == entry;
    let opening = model.opening.take_if(is_it);
    if opening.is_some() {
        model.ahead.clear();
    }
    if follow::failed(model, entry) || opening.is_some() {
        model.warn(why.as_str());
    }
    if opening.is_some_and(|opening| opening.at.is_some()) {
        jumps::not_opened(model, entry, why);
    }
    cannot_be_read(model, entry, why.clone());
    list_next(model)
}

/// The list says of a cable that it cannot be read.
fn cannot_be_read(model: &mut Model, entry: usize, why: Shown) {
    model
        .entries
        .change(entry, |entry| entry.failure = Some(why));
    model.outdate_releases(entry);
}

/// A delay is over.
pub(super) fn elapsed(model: &mut Model, wake: Wake) -> Vec<Effect> {
    match wake {
        Wake::WhichKey(serial) => {
            if serial == model.typed.serial && !model.typed.keys.is_empty() {
                model.typed.hint = true;
            }
            Vec::new()
        }
        Wake::Hover(serial) => {
            mouse::rested(model, serial);
            Vec::new()
        }
        Wake::Opening(entry) => {
            say_opening(model, entry);
            Vec::new()
        }
        Wake::Place => {
            model.done = Done::Moved;
            places::elapsed(model)
        }
        Wake::Panes => panes::elapsed(model),
        Wake::Jumps => history::elapsed(model),
        Wake::Recall => marks::recall(model).into_iter().collect(),
        Wake::Preview => preview::elapsed(model),
        Wake::Stirred => stirring::elapsed(model),
        Wake::Reaches => reads::recall(model).into_iter().collect(),
    }
}

/// Says that a cable is being read which is asked for and not there yet. What
/// was typed for it is not for what is in sight instead.
fn say_opening(model: &mut Model, entry: usize) {
    let opening = model.opening.as_mut();
    let known = model.entries.get(entry);
    if let Some((opening, known)) = opening.filter(|asked| asked.entry == entry).zip(known) {
        opening.is_told = true;
        model.ahead.clear();
        let words = format!("reading {}", known.name);
        model.say(&words);
    }
}

/// Asks for the next rows of the list that say nothing yet, those in sight
/// first. A few at a time, so that a cable that is asked for never waits
/// behind many, and a screenful is there in a few frames; more of those out of
/// sight, which are answered as far as they are read soon. These wait for a
/// search in the texts.
pub(super) fn list_next(model: &mut Model) -> Vec<Effect> {
    /// Rows in sight that are asked for at once, and others.
    const FEW: usize = 16;
    const MANY: usize = 256;
    if model.n_rows_asked > 0 {
        return Vec::new();
    }
    let is_unknown = |entry: &usize| model.entries.is_unknown(*entry);
    let mut next: Vec<usize> = match &model.screens.top {
        Screen::Catalog(catalog) => {
            let rows = (catalog.scroll.top..model.n_rows()).take(model.catalog_rows());
            let entries = rows.map(|row| model.entry_at(row));
            entries.filter(is_unknown).take(FEW).collect()
        }
        Screen::Reader(_) | Screen::Results(_) | Screen::Survey(_) => Vec::new(),
    };
    if next.is_empty() && !model.is_searching() {
        let entries = model.listed..model.entries.len();
        next = entries.filter(is_unknown).take(MANY).collect();
        model.listed = next.first().copied().unwrap_or(model.entries.len());
    }
    if next.is_empty() {
        return Vec::new();
    }
    model.n_rows_asked = next.len();
    vec![Effect::Load(Request::List(next))]
}

/// Whether keys are meant for a cable that is about to be in sight. Those that
/// come once it is said that it is being read are for what is.
fn waits(model: &Model) -> bool {
    let is_new = |opening: &Opening| !opening.is_told;
    model.overlay.is_none() && model.opening.as_ref().is_some_and(is_new)
}

/// Whether a key waits for nothing. What was typed ahead is given up for it.
fn is_urgent(model: &mut Model, key: Key) -> bool {
    let is_urgent = key.code() == KeyCode::Escape
        || key.ctrl() && matches!(key.code(), KeyCode::Char('c' | 'z'));
    if is_urgent {
        model.ahead.clear();
    }
    is_urgent
}

/// Takes the keys that were typed ahead, as soon as nothing is waited for.
fn go_ahead(model: &mut Model, effects: &mut Vec<Effect>) {
    while !waits(model)
        && let Some(key) = model.ahead.pop_front()
    {
        effects.extend(press(model, key));
        // Something was waited for: this key is not all that has been done.
        model.done = Done::Whatever;
    }
}

/// Takes a key: a digit of a count, part of a sequence, a command, or a
/// letter of the line being typed.
pub(super) fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    model.notice = None;
    copy::pressed(model);
    mouse::key_pressed(model);
    let context = model.context();
    if context != Context::Prompt
        && model.typed.keys.is_empty()
        && !key.ctrl()
        && !key.alt()
        && let KeyCode::Char(digit @ '0'..='9') = key.code()
        && let Some(digit) = digit.to_digit(10)
        && (digit > 0 || model.typed.count.is_some() || !is_bound(model, context, key))
    {
        let count = model
            .typed
            .count
            .unwrap_or(0)
            .saturating_mul(10)
            .saturating_add(digit);
        let is_begun = model.typed.count.is_some();
        model.typed.count = Some(count.min(9_999_999));
        if digit == 0 && !is_begun {
            say_zero(model, context, key);
        }
        return Vec::new();
    }
    if key.code() == KeyCode::Escape && !model.typed.is_empty() {
        model.typed.clear();
        return Vec::new();
    }
    model.typed.keys.push(key);
    if context != Context::Prompt
        && model.keymap.lookup(context, &model.typed.keys) == Lookup::Unbound
        && let Some(latin) = key.latin()
    {
        // No command has this letter: the key is meant, whatever it types.
        model.typed.keys.pop();
        model.typed.keys.push(latin);
    }
    let takes_letters = matches!(model.overlay, Some(Overlay::Hints(_)));
    let effects = match model.keymap.lookup(context, &model.typed.keys) {
        // It is no letter either, whatever it does while a line is typed.
        Lookup::Command(command) if takes_letters && !follow::may_be_meant(command) => {
            model.typed.clear();
            follow::take(model, key)
        }
        Lookup::Command(command) => {
            // What is done no time at all, and row 0, are not meant: 0% is.
            let is_meant = |count: &u32| *count > 0 || command == Command::Percent;
            let count = model.typed.count.filter(is_meant);
            model.typed.clear();
            let effects = execute::execute(model, command, count);
            model.cancelled = command == Command::Cancel;
            return effects;
        }
        Lookup::Letter(command, letter) => {
            model.typed.clear();
            execute::with_letter(model, command, letter)
        }
        Lookup::Unbound if takes_letters => {
            model.typed.clear();
            follow::take(model, key)
        }
        // Another reftel may have set marks meanwhile.
        Lookup::AwaitsLetter(..) => {
            let mut effects = hint(model);
            effects.extend(marks::recall(model));
            effects
        }
        Lookup::Pending(_) => hint(model),
        Lookup::Unbound if context == Context::Prompt => {
            model.typed.clear();
            let is_empty = prompt_mut(model).is_some_and(|prompt| prompt.text().is_empty());
            if is_empty && key.code() == KeyCode::Backspace {
                // As in less and vim: who takes back more than was typed
                // leaves.
                return execute::execute(model, Command::Clear, None);
            }
            let is_letter = matches!(key.code(), KeyCode::Char(letter) if letter != ' ')
                && !key.ctrl()
                && !key.alt();
            answer::touch(model, is_letter);
            if prompt_mut(model).is_some_and(|prompt| prompt.take(key)) {
                answer::typed(model);
            }
            Vec::new()
        }
        Lookup::Unbound => {
            if !overlay::scroll_which_key(model, key) {
                say_unbound(model, context);
                model.typed.clear();
            }
            Vec::new()
        }
    };
    model.cancelled = false;
    effects
}

/// Whether a key begins anything. A zero that does is none of a count.
fn is_bound(model: &Model, context: Context, key: Key) -> bool {
    model.keymap.lookup(context, &[key]) != Lookup::Unbound
}

/// What the pressed keys are kept free for.
fn reserved_by_key(model: &Model, context: Context) -> Option<&'static Reserved> {
    if model.overlay.is_some() || matches!(context, Context::Help | Context::Explain) {
        return None;
    }
    let sequence = |keys: &str| keys.parse().ok().map(|it: Sequence| it.keys().collect());
    let mut pressed = vec![model.typed.keys.clone()];
    // The preset of less has these families behind another key.
    if let Some((first, rest)) = model.typed.keys.split_first()
        && first.code() == KeyCode::Char('\\')
    {
        pressed.push(rest.to_vec());
        let go: Vec<Key> = sequence("g").unwrap_or_default();
        pressed.push([&go, rest].concat());
    }
    let is_it = |reserved: &&Reserved| {
        let keys = reserved.keys.iter().filter_map(|keys| sequence(keys));
        keys.into_iter().any(|keys| pressed.contains(&keys))
    };
    RESERVED.iter().find(is_it)
}

/// What will stand there, and what there is meanwhile.
pub(super) fn reserved_words(model: &Model, reserved: &Reserved, context: Context) -> String {
    let what = reserved.what;
    let instead = reserved.instead;
    let instead = instead.filter(|(command, _)| command.spec().applies_in(context));
    match instead {
        Some((command, words)) => {
            let keys = key_or_name(&model.keymap, command, context);
            format!("{what} is not in this version; {keys} {words}")
        }
        None => format!("{what} is not in this version"),
    }
}

/// Takes a key, and sees whether a word was spelled.
fn press_and_spell(model: &mut Model, key: Key) -> Vec<Effect> {
    let context = model.context();
    let effects = press(model, key);
    spell(model, key, context);
    effects
}

/// Whoever types a word to leave is told the key.
fn spell(model: &mut Model, key: Key, context: Context) {
    /// Letters of the words.
    const LONGEST: usize = 4;
    let letter = key.typed().filter(|_| context != Context::Prompt);
    let Some(letter) = letter else {
        model.spelled.clear();
        return;
    };
    if model.spelled.len() >= LONGEST {
        model.spelled.remove(0);
    }
    model.spelled.push(letter);
    let words = [['e', 'x', 'i', 't'], ['q', 'u', 'i', 't']];
    if words.iter().any(|word| model.spelled == word) {
        model.spelled.clear();
        model.typed.clear();
        let close = model.key_words(Command::Close);
        let quit = model.key_words(Command::Quit);
        model.say(&format!(
            "{quit} leaves reftel, {close} this view; each letter is a key of its own"
        ));
    }
}

/// Says of keys that mean nothing where to look, or, where fingers know them
/// from another program, what does the same.
fn say_unbound(model: &mut Model, context: Context) {
    let pressed = &model.typed.keys;
    let keys: String = pressed.iter().map(|key| key.pretty()).collect();
    let elsewhere = [Preset::Vim, Preset::Less, Preset::Emacs];
    let known = elsewhere.into_iter().find_map(|preset| {
        match Keymap::of(preset).lookup(context, pressed) {
            Lookup::Command(command) => Some((preset.name(), command)),
            _ => None,
        }
    });
    let known = known.map(|(preset, command)| {
        let here = key_or_name(&model.keymap, command, context);
        format!("{here} does what {keys} does in {preset}")
    });
    let own = familiar_words(model, context, Some(model.settings.preset));
    let words = if let Some(words) = own {
        // What another program does with them is not meant.
        format!("{keys}: {words}")
    } else if let Some(reserved) = reserved_by_key(model, context) {
        let words = known.map_or_else(
            || reserved_words(model, reserved, context),
            |known| format!("{} is not in this version; {known}", reserved.what),
        );
        format!("{keys}: {words}")
    } else if let Some(known) = known {
        format!("{keys} does nothing here; {known}")
    } else if let Some(words) = familiar_words(model, context, None) {
        format!("{keys}: {words}")
    } else {
        let help = model.key_words(Command::Help);
        format!("{keys} does nothing here; {help} lists the keys")
    };
    model.say(&words);
}

/// Says of a zero that begins a count, as of any key, what does here what it does
/// elsewhere.
fn say_zero(model: &mut Model, context: Context, key: Key) {
    let Lookup::Command(command) = Keymap::of(Preset::Vim).lookup(context, &[key]) else {
        return;
    };
    let here = key_or_name(&model.keymap, command, context);
    model.say(&format!("0 begins a count; {here} does what 0 does in vim"));
}

/// What is said in a cable of keys that do elsewhere what nothing does here.
/// Those that the fingers of one preset mean, or those of all.
fn familiar_words(model: &Model, context: Context, of: Option<Preset>) -> Option<String> {
    let is_pressed = |keys: &str| {
        let keys = keys.parse().ok().map(|it: Sequence| it.keys().collect());
        keys.is_some_and(|keys: Vec<Key>| keys == model.typed.keys)
    };
    let mut of_these = FAMILIAR
        .iter()
        .filter(|it| of.map_or(it.of.is_empty(), |of| it.of.contains(&of)));
    let familiar = of_these.find(|it| it.keys.iter().any(|keys| is_pressed(keys)));
    let familiar = familiar.filter(|_| context == Context::Reader)?;
    Some(familiar.said(|command| key_or_name(&model.keymap, command, context)))
}

/// Shows how a begun sequence can go on, at once or after the delay.
pub(super) fn hint(model: &mut Model) -> Vec<Effect> {
    match model.settings.which_key {
        Some(delay) if model.typed.hint || delay.is_zero() => {
            model.typed.hint = true;
            Vec::new()
        }
        Some(delay) => vec![Effect::After(delay, Wake::WhichKey(model.typed.serial))],
        None => Vec::new(),
    }
}

pub(super) fn prompt_mut(model: &mut Model) -> Option<&mut Prompt> {
    model.overlay.as_mut()?.prompt_mut()
}

/// Takes in what the terminal says of itself.
fn take_told(model: &mut Model, told: Told) {
    match told {
        Told::Background(background) => model.terminal.background = Some(background),
        Told::KeysApart => model.terminal.keys_apart = true,
    }
    follow_terminal(model);
}

/// Takes up what the terminal has said of itself, as far as the configuration
/// leaves that open.
fn follow_terminal(model: &mut Model) {
    if model.settings.follows && model.terminal.background.is_some() {
        let theme = model.settings.themes.auto(model.terminal.background);
        model.settings.theme = theme.with(model.settings.colors);
    }
    if model.terminal.keys_apart {
        model.keymap.tell_apart();
    }
}

/// Takes over a configuration that was read again. Panes stay as they are,
/// and so does what was set by hand since the start.
pub(super) fn configured(model: &mut Model, told: Configured) {
    let old = &model.settings;
    let mut arrangement = old.arrangement;
    if arrangement.usual != told.settings.arrangement.usual {
        arrangement.usual = told.settings.arrangement.usual;
        if !model.by_hand.measure {
            arrangement.measure = 0;
            model.panes.set_usual_measure();
        }
    }
    if arrangement.sentence_case == old.sentence_case {
        arrangement.sentence_case = told.settings.sentence_case;
    }
    let mut settings = Settings {
        arrangement,
        ..told.settings
    };
    if model.by_hand.theme {
        // It may be one of the user's own, and be written otherwise now.
        let theme = settings.themes.named(old.theme.name());
        settings.theme = theme.map_or_else(|| old.theme.clone(), |it| it.with(settings.colors));
        settings.follows = old.follows;
    }
    if model.by_hand.mouse {
        settings.mouse = old.mouse;
    }
    model.settings = settings;
    if model.settings.ambiguous != Ambiguous::held() {
        model.settings.ambiguous.hold();
        model.readers_mut().for_each(Reader::lay_again);
    }
    model.keymap = told.keymap;
    follow_terminal(model);
    // What was begun goes on, if it still can: nobody has to know that the
    // configuration came between two keys.
    let begun = model.keymap.lookup(model.context(), &model.typed.keys);
    let goes_on = matches!(begun, Lookup::Pending(_) | Lookup::AwaitsLetter(..));
    if !model.typed.keys.is_empty() && !goes_on {
        model.typed.clear();
    }
    model.arrange();
    ask::fit_overlay(model);
    match told.trouble {
        Some(trouble) => model.warn(trouble.as_str()),
        None => model.say("the configuration was read again"),
    }
}

/// Shows a cable that was asked for. One that nobody waits for any more only
/// tells the list what it is.
fn loaded(model: &mut Model, entry: usize, opened: Opened) {
    let opening = model.opening.filter(|opening| opening.entry == entry);
    let reader = model.reader_of(entry, opened);
    if follow::peeked(model, &reader) {
        return;
    }
    let Some(opening) = opening else { return };
    model.opening = None;
    if opening.is_told {
        model.notice = None;
    }
    let from = jumps::here(model);
    let row = model.row_of(entry);
    if opening.beside {
        beside::show(model, Box::new(reader));
    } else {
        let screen = Screen::Reader(Box::new(reader));
        let old = std::mem::replace(&mut model.screens.top, screen);
        if !opening.replaces {
            model.screens.below.push(old);
        } else if let (Some(Screen::Catalog(catalog)), Some(row)) =
            (model.screens.below.last_mut(), row)
        {
            // Who closes the cable finds it in the list.
            catalog.scroll.focus = row;
        }
    }
    model.arrange();
    if let Some(at) = opening.at {
        jumps::show_spot(model, at);
    } else {
        if let Some(arrival) = opening.arrival {
            results::arrive(model, arrival, opening.round);
        } else if opening.edge == Some(texts::Edge::Asked) {
            narrow::arrive(model);
        } else if let Some(edge) = opening.edge {
            texts::arrive(model, edge);
        } else if let Some(number) = opening.paragraph {
            go_to_number(model, number);
        } else if let Some(anchor) = opening.anchor {
            marks::arrive(model, anchor, jumps::bring);
        }
        jumps::opened(model, from);
    }
}

/// Goes to the paragraph of the cable in sight that bears `number`.
pub(super) fn go_to_number(model: &mut Model, number: u32) {
    let (size, arrangement) = model.room();
    if let Screen::Reader(reader) = &mut model.screens.top {
        let height = reader.text_height(&reader.layout(size, arrangement));
        motion::go_to_number(reader, number, height);
        reader.arrange(size, arrangement);
    }
}
