//! From a line to a query. No recursion: groups that are open stand on a
//! stack.

use std::ops::Range;

use super::field::{Level, PRECEDENCES, State, level_of};
use super::fold::{folded, squeezed};
use super::reads::States;
use super::{
    Asks, DEEPEST, Field, Kind, Leaf, Levels, Node, Of, Part, Phrase, Precedences, Query,
    QueryError, Scope, Thing, Why,
};
use crate::cable::{Classification, Date, Family, Mrn};
use crate::glossary;

/// The most terms of a query.
const MOST: usize = 200;

/// Reads a line.
pub(super) fn read(line: &str) -> Result<Query, QueryError> {
    let mut reading = Reading {
        leaves: Vec::new(),
        open: vec![Group::default()],
    };
    let mut at = 0;
    while let Some(token) = next(line, at, reading.open.len() > 1) {
        at = token.place.end;
        reading.token(&token)?;
    }
    while reading.open.len() > 1 {
        reading.close();
    }
    let root = reading.open.pop().map(Group::node).unwrap_or_default();
    let mut query = Query {
        line: line.to_owned(),
        leaves: reading.leaves,
        root,
    };
    query.root = narrowed(query.root, &mut query.leaves, &[]);
    Ok(query)
}

/// A piece of the line.
struct Token<'a> {
    place: Range<usize>,
    is: Is<'a>,
}

enum Is<'a> {
    Open,
    Close,
    Not,
    Or,
    And,
    /// Signs alone.
    Nothing,
    /// A word, or what stands between quotation marks.
    Words(&'a str),
    /// A field and its value.
    Field(Asked<'a>),
}

/// A field that is asked for a value.
struct Asked<'a> {
    name: &'a str,
    /// Nothing where an `=` is still to come.
    sign: Option<Sign>,
    value: &'a str,
    /// Where the value stands in the line.
    value_at: usize,
    is_quoted: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Is,
    AtMost,
    AtLeast,
}

/// The piece that begins at or behind a place.
fn next(line: &str, at: usize, in_group: bool) -> Option<Token<'_>> {
    let rest = line.get(at..)?;
    let start = at + (rest.len() - rest.trim_start().len());
    let rest = line.get(start..).filter(|rest| !rest.is_empty())?;
    let token = |length: usize, is| {
        Some(Token {
            place: start..start + length,
            is,
        })
    };
    if rest.starts_with('(') {
        return token(1, Is::Open);
    }
    if rest.starts_with(')') {
        return token(1, Is::Close);
    }
    if let Some(after) = rest.strip_prefix('-')
        && after.starts_with(|c: char| !c.is_whitespace() && c != '-')
    {
        return token(1, Is::Not);
    }
    if let Some(quoted) = rest.strip_prefix('"') {
        let (phrase, length) = quotation(quoted);
        return token(1 + length, Is::Words(phrase));
    }
    let mut end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    if let Some((name, sign, length)) = field(rest.get(..end)?) {
        let value = rest.get(length..)?;
        let quoted = value.strip_prefix('"').map(quotation);
        end = match quoted {
            Some((_, n_quoted)) => length + 1 + n_quoted,
            None => closing(rest, end, in_group).max(length),
        };
        let bare = rest.get(length..end).unwrap_or_default();
        let asked = Asked {
            name,
            sign,
            value: quoted.map_or(bare, |(phrase, _)| phrase),
            value_at: start + length + usize::from(quoted.is_some()),
            is_quoted: quoted.is_some(),
        };
        return token(end, Is::Field(asked));
    }
    end = closing(rest, end, in_group);
    let word = rest.get(..end)?;
    match word {
        "OR" | "|" => token(end, Is::Or),
        "AND" | "&" => token(end, Is::And),
        "NOT" => token(end, Is::Not),
        // A dash between words, or one that a word is still to follow.
        _ if !word.contains(|c: char| c.is_alphanumeric()) => token(end, Is::Nothing),
        _ => token(end, Is::Words(word)),
    }
}

/// What stands up to the next quotation mark, and how many bytes that takes.
fn quotation(quoted: &str) -> (&str, usize) {
    match quoted.split_once('"') {
        Some((phrase, _)) => (phrase, phrase.len() + 1),
        None => (quoted, quoted.len()),
    }
}

/// Where a word ends, if groups are open that it may close.
fn closing(rest: &str, end: usize, in_group: bool) -> usize {
    let word = rest.get(..end).unwrap_or_default();
    let bare = word.trim_end_matches(')');
    let n_closing = word.len() - bare.len();
    let n_opened =
        bare.matches('(').count() - bare.matches(')').count().min(bare.matches('(').count());
    if in_group {
        end - n_closing.saturating_sub(n_opened)
    } else {
        end
    }
}

/// The name of a field, its sign, and how many bytes they take.
fn field(word: &str) -> Option<(&str, Option<Sign>, usize)> {
    let end = word.find(|c: char| !(c.is_ascii_alphabetic() || c == '-' || c == '.'))?;
    let (name, rest) = word.split_at_checked(end)?;
    let (sign, length) = match rest.as_bytes() {
        [b':', ..] => (Some(Sign::Is), 1),
        [b'<', b'=', ..] => (Some(Sign::AtMost), 2),
        [b'>', b'=', ..] => (Some(Sign::AtLeast), 2),
        [b'<' | b'>', ..] if Field::named(name).is_some_and(Field::is_ordered) => (None, 1),
        _ => return None,
    };
    (!name.is_empty()).then_some((name, sign, end + length))
}

/// What was said of the next term.
#[derive(Clone, Copy, Default)]
struct Said {
    /// It is denied.
    is_not: bool,
    /// It may stand for the term before it.
    is_or: bool,
}

/// A group that is being read.
#[derive(Default)]
struct Group {
    /// Terms that must all hold, each with what may stand for it.
    terms: Vec<Vec<Node>>,
    next: Said,
    /// What was said of the group itself.
    own: Said,
}

impl Group {
    fn push(&mut self, node: Node) {
        let said = std::mem::take(&mut self.next);
        let node = if said.is_not {
            Node::Not(Box::new(node))
        } else {
            node
        };
        match self.terms.last_mut() {
            Some(last) if said.is_or => last.push(node),
            _ => self.terms.push(vec![node]),
        }
    }

    fn node(self) -> Node {
        let term = |mut alternatives: Vec<Node>| {
            if alternatives.len() > 1 {
                return Node::Any(alternatives);
            }
            alternatives.pop().unwrap_or_default()
        };
        let mut terms: Vec<Node> = self.terms.into_iter().map(term).collect();
        if terms.len() > 1 {
            return Node::All(terms);
        }
        terms.pop().unwrap_or_default()
    }
}

struct Reading {
    leaves: Vec<Leaf>,
    /// The groups that are open, the whole line first.
    open: Vec<Group>,
}

impl Reading {
    fn token(&mut self, token: &Token<'_>) -> Result<(), QueryError> {
        let error = |why| refused(token.place.clone(), why);
        if self.leaves.len() >= MOST || self.open.len() > DEEPEST {
            return Err(error(Why::TooLong));
        }
        let is_outermost = self.open.len() == 1;
        let Some(group) = self.open.last_mut() else {
            return Ok(());
        };
        match token.is {
            Is::Open => {
                let own = std::mem::take(&mut group.next);
                self.open.push(Group {
                    own,
                    ..Group::default()
                });
            }
            Is::Close if is_outermost => return Err(error(Why::NotOpen)),
            Is::Close => self.close(),
            Is::Not => group.next.is_not = !group.next.is_not,
            Is::Or if group.terms.is_empty() => return Err(error(Why::NothingBefore)),
            Is::Or => group.next.is_or = true,
            Is::And => group.next.is_or = false,
            Is::Nothing => {}
            Is::Words(words) => {
                let asks = words_of(Of::Text, words).map_err(error)?;
                self.leaf(token, asks);
            }
            Is::Field(ref asked) => self.field(token, asked)?,
        }
        Ok(())
    }

    fn push(&mut self, node: Node) {
        if let Some(group) = self.open.last_mut() {
            group.push(node);
        }
    }

    fn leaf(&mut self, token: &Token<'_>, asks: Asks) {
        let node = self.new_leaf(token.place.clone(), asks);
        self.push(node);
    }

    fn new_leaf(&mut self, place: Range<usize>, asks: Asks) -> Node {
        self.leaves.push(Leaf { place, asks });
        Node::Leaf(self.leaves.len() - 1)
    }

    fn close(&mut self) {
        let Some(inner) = self.open.pop() else {
            return;
        };
        // An empty group asks nothing.
        if inner.terms.is_empty() {
            return;
        }
        if let Some(group) = self.open.last_mut() {
            group.next = inner.own;
            group.push(inner.node());
        }
    }

    fn field(&mut self, token: &Token<'_>, asked: &Asked<'_>) -> Result<(), QueryError> {
        let start = token.place.start;
        let Some(field) = Field::named(asked.name) else {
            let why = Why::NoField {
                found: asked.name.to_owned(),
                near: near(asked.name),
            };
            return Err(refused(start..start + asked.name.len(), why));
        };
        let Some(sign) = asked.sign else {
            return Err(refused(start..asked.value_at, Why::NoEqual(field)));
        };
        if sign != Sign::Is && !field.is_ordered() {
            return Err(refused(start..asked.value_at, Why::NoOrder(field)));
        }
        // Values behind each other: one of them.
        let is_one = asked.is_quoted || matches!(field, Field::Subject | Field::Ref | Field::In);
        let ends = if is_one { &[][..] } else { &[','] };
        let mut nodes = Vec::new();
        let mut levels = Levels::default();
        let mut precedences = Precedences::default();
        let mut at = asked.value_at;
        for value in asked.value.split(ends) {
            let place = at..at + value.len();
            at = place.end + 1;
            if value.trim().is_empty() {
                continue;
            }
            match asks(field, sign, value) {
                Ok(One::Asks(asks)) => nodes.push(self.new_leaf(token.place.clone(), asks)),
                Ok(One::Levels(more)) => levels.0 |= more.0,
                Ok(One::Precedences(more)) => precedences.0 |= more.0,
                Err(why) => return Err(refused(place, why)),
            }
        }
        if levels != Levels::default() {
            let asks = match field {
                Field::Class => Asks::Class(levels),
                _ => Asks::There(Scope::of(Kind::Level(levels))),
            };
            nodes.push(self.new_leaf(token.place.clone(), asks));
        }
        if precedences != Precedences::default() {
            nodes.push(self.new_leaf(token.place.clone(), Asks::Prec(precedences)));
        }
        match nodes.len() {
            0 => {
                let found = String::new();
                let place = asked.value_at..asked.value_at;
                return Err(refused(place, Why::Value { field, found }));
            }
            1 => nodes.into_iter().for_each(|node| self.push(node)),
            _ => self.push(Node::Any(nodes)),
        }
        Ok(())
    }
}

fn refused(place: Range<usize>, why: Why) -> QueryError {
    QueryError { place, why }
}

/// Words that are sought somewhere; a star at their end says that the last
/// may go on.
fn words_of(of: Of, text: &str) -> Result<Asks, Why> {
    let text = text.trim();
    let begun = text.strip_suffix('*').unwrap_or(text);
    let words = folded(begun);
    if words.is_empty() {
        return Err(Why::NoWord);
    }
    Ok(Asks::Phrase(Phrase {
        of,
        words,
        // A star behind a blank says nothing.
        is_prefix: begun.len() < text.len() && begun.ends_with(char::is_alphanumeric),
        scope: Vec::new(),
    }))
}

/// What one value of a field asks.
enum One {
    Asks(Asks),
    Levels(Levels),
    Precedences(Precedences),
}

fn asks(field: Field, sign: Sign, value: &str) -> Result<One, Why> {
    let other = || Why::Value {
        field,
        found: value.to_owned(),
    };
    if let Some(asks) = any(field, value).filter(|_| sign == Sign::Is) {
        return Ok(One::Asks(asks));
    }
    Ok(One::Asks(match field {
        Field::From => words_of(Of::From, value)?,
        Field::To => words_of(Of::To, value)?,
        Field::Info => words_of(Of::Info, value)?,
        Field::Ref => words_of(Of::Ref, value)?,
        Field::Sign => words_of(Of::Sign, value)?,
        Field::Subject => {
            let subject = Scope::of(Kind::Part(Part::Subject));
            with_scope(words_of(Of::Text, value)?, subject)
        }
        Field::Class | Field::ParaClass => {
            let level = level_of(value).ok_or_else(other)?;
            return levels(level, sign).map(One::Levels).ok_or_else(other);
        }
        Field::Prec => {
            let rank = precedence(value).ok_or_else(other)?;
            return Ok(One::Precedences(Precedences(match sign {
                Sign::Is => 1 << rank,
                Sign::AtMost => (2 << rank) - 1,
                Sign::AtLeast => !((1 << rank) - 1),
            })));
        }
        Field::Date => {
            let (from, to) = dates(value, sign).ok_or_else(other)?;
            Asks::Date { from, to }
        }
        Field::In => {
            let part = Part::named(value).ok_or_else(other)?;
            Asks::There(Scope::of(Kind::Part(part)))
        }
        Field::State => Asks::State(States::of(State::meant(value).ok_or_else(other)?)),
        Field::CitedBy => Asks::CitedBy(number(value).ok_or_else(other)?),
        Field::Post
        | Field::Tag
        | Field::Caption
        | Field::Family
        | Field::Has
        | Field::Cites
        | Field::Id => is(field, value).ok_or_else(other)?,
    }))
}

/// What a star alone asks: whether a field has a value at all. Nothing where
/// it is none, or every telegram has one.
fn any(field: Field, value: &str) -> Option<Asks> {
    if value.trim() != "*" {
        return None;
    }
    Some(match field {
        Field::From => Asks::Any(Of::From),
        Field::To => Asks::Any(Of::To),
        Field::Info => Asks::Any(Of::Info),
        Field::Ref => Asks::Any(Of::Ref),
        Field::Sign => Asks::Any(Of::Sign),
        Field::Subject => Asks::There(Scope::of(Kind::Part(Part::Subject))),
        Field::Date => Asks::Date {
            from: None,
            to: None,
        },
        Field::Post | Field::Tag | Field::Caption | Field::Cites | Field::Id => Asks::Is {
            field,
            value: String::new(),
            is_prefix: true,
        },
        _ => return None,
    })
}

fn with_scope(mut asks: Asks, scope: Scope) -> Asks {
    if let Asks::Phrase(phrase) = &mut asks {
        phrase.scope.push(scope);
    }
    asks
}

/// A level, or those up to it or from it on. There is none below or above a
/// missing one.
fn levels(level: Level, sign: Sign) -> Option<Levels> {
    let mut levels = Levels::default();
    let Some(bound) = level else {
        levels.insert(None);
        return (sign == Sign::Is).then_some(levels);
    };
    for level in Classification::ALL {
        let fits = match sign {
            Sign::Is => level == bound,
            Sign::AtMost => level <= bound,
            Sign::AtLeast => level >= bound,
        };
        if fits {
            levels.insert(Some(level));
        }
    }
    Some(levels)
}

/// The rank of a precedence: by its name or the beginning of it, or by its
/// prosign.
fn precedence(name: &str) -> Option<u8> {
    let name = name.to_ascii_lowercase();
    let mut known = PRECEDENCES.iter();
    let by_prosign = |prosign: &char| name.len() == 1 && name.starts_with(*prosign);
    let rank = known.position(|(known, prosign)| {
        by_prosign(prosign) || name.len() > 1 && known.starts_with(&name)
    })?;
    u8::try_from(rank).ok()
}

/// A value of a field that has values, as facts spell it.
fn is(field: Field, value: &str) -> Option<Asks> {
    let (text, is_prefix) = match value.strip_suffix('*') {
        Some(text) => (text, true),
        None => (value, false),
    };
    let value = match field {
        Field::Has => Thing::named(text)?.name().to_owned(),
        Field::Family => {
            let name = text.to_ascii_lowercase();
            let mut known = Family::ALL.iter();
            let exact = Family::from_slug(&name);
            let near = || {
                known
                    .find(|family| !name.is_empty() && family.slug().starts_with(&name))
                    .copied()
            };
            exact.or_else(near)?.slug().to_owned()
        }
        Field::Post if !is_prefix => station(text),
        Field::Cites | Field::Id if !is_prefix => number(text)?,
        _ => squeezed(text),
    };
    let is_prefix = is_prefix && !matches!(field, Field::Has | Field::Family);
    (!value.is_empty()).then_some(Asks::Is {
        field,
        value,
        is_prefix,
    })
}

/// A station by any of its names, as facts spell it.
pub(super) fn station(name: &str) -> String {
    let printed = name.to_ascii_uppercase();
    squeezed(glossary::station_name(&printed).unwrap_or(&printed))
}

/// The number of a telegram, as facts spell it.
pub(super) fn number(text: &str) -> Option<String> {
    let mrn: Mrn = text.parse().ok()?;
    Some(spelled(&mrn))
}

/// The number of a telegram with its station by its first name.
pub(super) fn spelled(mrn: &Mrn) -> String {
    let station = station(&mrn.station);
    format!("{:02}{station}{}", mrn.year % 100, mrn.serial)
}

/// The days that are meant: `2008`, `2008-09`, `2008-09-12`, `2003..2008`,
/// `..2005`, `2005-06..`.
fn dates(value: &str, sign: Sign) -> Option<(Option<Date>, Option<Date>)> {
    let (from, to) = match value.split_once("..") {
        Some((from, to)) if sign == Sign::Is => (from, to),
        Some(_) => return None,
        None => match sign {
            Sign::Is => (value, value),
            Sign::AtMost => ("", value),
            Sign::AtLeast => (value, ""),
        },
    };
    let end = |text: &str, is_last: bool| {
        if text.is_empty() {
            Some(None)
        } else {
            day(text, is_last).map(Some)
        }
    };
    let (from, to) = (end(from, false)?, end(to, true)?);
    let is_range = match (from, to) {
        (Some(from), Some(to)) => from <= to,
        (from, to) => from.is_some() || to.is_some(),
    };
    is_range.then_some((from, to))
}

/// The first or the last day of a year, a month or a day.
fn day(text: &str, is_last: bool) -> Option<Date> {
    let mut parts = text.split('-');
    let digits = |text: &str, most: usize| {
        let fits = !text.is_empty()
            && text.len() <= most
            && text.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| text.parse::<i16>().ok()).flatten()
    };
    let year = parts.next().filter(|year| year.len() == 4)?;
    let year = digits(year, 4)?;
    let month = parts.next().map(|month| digits(month, 2));
    let day = parts.next().map(|day| digits(day, 2));
    if parts.next().is_some() {
        return None;
    }
    let small = |number: Option<Option<i16>>| match number {
        None => Some(None),
        Some(number) => Some(Some(i8::try_from(number?).ok()?)),
    };
    let (month, day) = (small(month)?, small(day)?);
    match (month, day) {
        (None, _) => Date::new(
            year,
            if is_last { 12 } else { 1 },
            if is_last { 31 } else { 1 },
        )
        .ok(),
        (Some(month), Some(day)) => Date::new(year, month, day).ok(),
        (Some(month), None) => {
            let first = Date::new(year, month, 1).ok()?;
            Some(if is_last {
                first.last_of_month()
            } else {
                first
            })
        }
    }
}

/// The field whose name is near to what was typed: with one letter more,
/// fewer or other.
fn near(name: &str) -> Option<Field> {
    let name = name.to_ascii_lowercase();
    let is_begun = |field: &Field| name.len() > 1 && field.name().starts_with(&name);
    let mut known = Field::ALL.iter().copied();
    known
        .clone()
        .find(is_begun)
        .or_else(|| known.find(|field| is_near(field.name().as_bytes(), name.as_bytes())))
}

/// Whether two words differ in one letter.
fn is_near(one: &[u8], other: &[u8]) -> bool {
    let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (rest, other) = (
        one.get(same..).unwrap_or_default(),
        other.get(same..).unwrap_or_default(),
    );
    let behind = |rest: &[u8]| rest.get(1..).unwrap_or_default().to_vec();
    behind(rest) == behind(other) || behind(rest) == other || rest == behind(other)
}

/// Gives what is said of a part, in a group, to the phrases of the group:
/// `in:summary quota` asks for the word there. Where none is asked for, or all
/// are denied, it asks whether there is such a part.
fn narrowed(node: Node, leaves: &mut [Leaf], outer: &[Scope]) -> Node {
    match node {
        Node::Leaf(leaf) => {
            if let Some(Asks::Phrase(phrase)) = leaves.get_mut(leaf).map(|leaf| &mut leaf.asks)
                && phrase.of == Of::Text
            {
                phrase.scope.extend_from_slice(outer);
            }
            Node::Leaf(leaf)
        }
        Node::Not(node) => Node::Not(Box::new(narrowed(*node, leaves, outer))),
        Node::Any(nodes) => Node::Any(
            nodes
                .into_iter()
                .map(|node| narrowed(node, leaves, outer))
                .collect(),
        ),
        Node::All(nodes) => {
            let mut scopes = outer.to_vec();
            let own: Vec<Option<Scope>> = nodes.iter().map(|node| scope(node, leaves)).collect();
            scopes.extend(own.iter().flatten());
            let is_used = nodes
                .iter()
                .zip(&own)
                .any(|(node, own)| own.is_none() && wants_phrase(node, leaves));
            let kept = nodes.into_iter().zip(own);
            let kept = kept.filter(|(_, own)| !is_used || own.is_none());
            let mut kept: Vec<Node> = kept
                .map(|(node, _)| narrowed(node, leaves, &scopes))
                .collect();
            if kept.len() == 1 {
                return kept.pop().unwrap_or_default();
            }
            Node::All(kept)
        }
    }
}

/// What a term says of a part, if that is all it says.
fn scope(node: &Node, leaves: &[Leaf]) -> Option<Scope> {
    let (leaf, is_not) = match node {
        Node::Leaf(leaf) => (*leaf, false),
        Node::Not(node) => match **node {
            Node::Leaf(leaf) => (leaf, true),
            _ => return None,
        },
        _ => return None,
    };
    match leaves.get(leaf)?.asks {
        Asks::There(scope) => Some(Scope {
            is_not: scope.is_not != is_not,
            ..scope
        }),
        _ => None,
    }
}

/// Whether a phrase is asked for in the text, and not denied.
fn wants_phrase(node: &Node, leaves: &[Leaf]) -> bool {
    let mut is_wanted = false;
    node.wanted(false, &mut |leaf| {
        let asks = leaves.get(leaf).map(|leaf| &leaf.asks);
        is_wanted |= matches!(asks, Some(Asks::Phrase(phrase)) if phrase.of == Of::Text);
    });
    is_wanted
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;

    fn check(line: &str) -> String {
        match Query::parse(line) {
            Ok(query) => shown(query.root(), query.leaves()),
            Err(error) => format!("{:?} {error}", line.get(error.place.clone())),
        }
    }

    fn shown(node: &Node, leaves: &[Leaf]) -> String {
        let list = |nodes: &[Node]| {
            let all: Vec<String> = nodes.iter().map(|node| shown(node, leaves)).collect();
            all.join(" ")
        };
        match node {
            Node::All(nodes) => format!("({})", list(nodes)),
            Node::Any(nodes) => format!("any({})", list(nodes)),
            Node::Not(node) => format!("-{}", shown(node, leaves)),
            Node::Leaf(leaf) => asked(&leaves[*leaf].asks),
        }
    }

    fn asked(asks: &Asks) -> String {
        match asks {
            Asks::Phrase(phrase) => {
                let mut text = phrase.words.join("+");
                if phrase.is_prefix {
                    text.push('*');
                }
                if phrase.of != Of::Text {
                    let _ = write!(text, "@{:?}", phrase.of);
                }
                for scope in &phrase.scope {
                    let _ = write!(text, "{}", scoped(*scope));
                }
                text
            }
            Asks::Is {
                field,
                value,
                is_prefix,
            } => {
                format!(
                    "{}={value}{}",
                    field.name(),
                    if *is_prefix { "*" } else { "" }
                )
            }
            Asks::Class(levels) => format!("class={}", level_names(*levels)),
            Asks::Date { from, to } => {
                let day = |day: &Option<Date>| day.map_or(String::new(), |day| day.to_string());
                format!("{}..{}", day(from), day(to))
            }
            Asks::Prec(precedences) => format!("prec={:06b}", precedences.0 & 0b11_1111),
            Asks::CitedBy(id) => format!("cited-by={id}"),
            Asks::Any(of) => format!("any@{of:?}"),
            Asks::State(states) => {
                let all = State::ALL.iter().filter(|state| states.holds(**state));
                let names: Vec<&str> = all.map(|state| state.name()).collect();
                format!("state={}", names.join(","))
            }
            Asks::There(scope) => format!("there{}", scoped(*scope)),
        }
    }

    fn scoped(scope: Scope) -> String {
        let not = if scope.is_not { "!" } else { "" };
        match scope.is {
            Kind::Part(part) => format!("[{not}{}]", part.name()),
            Kind::Level(levels) => format!("[{not}{}]", level_names(levels)),
        }
    }

    fn level_names(levels: Levels) -> String {
        let names = levels
            .iter()
            .map(|level| level.map_or("none", Classification::mark));
        names.collect::<Vec<_>>().join(",")
    }

    #[test]
    fn words_phrases_and_groups() {
        for (line, read) in [
            ("", "()"),
            ("Harbor", "harbor"),
            ("harbor DUES", "(harbor dues)"),
            ("\"harbor dues\" -visa", "(harbor+dues -visa)"),
            ("minister's", "minister+s"),
            ("harb* \"the har*\" \"the *\"", "(harb* the+har* the)"),
            (
                "oslo tunnel OR bridge OR quay",
                "(oslo any(tunnel bridge quay))",
            ),
            ("a AND b | c", "(a any(b c))"),
            ("a OR -b", "any(a -b)"),
            ("(a b) OR (c -(d e))", "any((a b) (c -(d e)))"),
            ("NOT a -- b ... - c-", "(-a b c)"),
            ("- a", "a"),
            ("a OR", "a"),
            ("a OR - b", "any(a b)"),
            ("(a (b", "(a b)"),
            ("()", "()"),
            ("1.4(d) (1.4(d))", "(1+4+d 1+4+d)"),
            ("\"open", "open"),
            ("10:30 B/C", "(10+30 b+c)"),
        ] {
            assert_eq!(check(line), read, "{line}");
        }
    }

    #[test]
    fn fields_and_their_values() {
        for (line, read) in [
            ("post:\"Port Larkspur\"", "post=portlarkspur"),
            ("post:oslo,north*", "any(post=oslo post=north*)"),
            ("tag:PREL tags:\"SMITH, JOHN\"", "(tag=prel tag=smithjohn)"),
            (
                "from:oslo to:\"secstate washdc\"",
                "(oslo@From secstate+washdc@To)",
            ),
            ("class:c,S -class:none", "(class=C,S -class=none)"),
            ("class<=sbu class>=secret", "(class=U,LOU,SBU class=S,TS)"),
            ("date:2008", "2008-01-01..2008-12-31"),
            ("date:2008-02", "2008-02-01..2008-02-29"),
            ("date:2003..2008-06", "2003-01-01..2008-06-30"),
            (
                "date:..1975 date:1974-05-03..",
                "(..1975-12-31 1974-05-03..)",
            ),
            ("date>=2008-09 date<=2009", "(2008-09-01.. ..2009-12-31)"),
            (
                "prec:o prec>=imm prec:p,r",
                "(prec=000100 prec=111100 prec=000011)",
            ),
            ("prec<=priority", "prec=000011"),
            (
                "cites:\"08 NORTHHAVEN 0311\" id:08north*",
                "(cites=08northhaven311 id=08north*)",
            ),
            ("cited-by:08NORTHHAVEN311", "cited-by=08northhaven311"),
            ("has:exc has:comment", "(has=excision has=comment)"),
            ("family:nara family:cable", "(family=nara family=cablegate)"),
            (
                "caption:nodis sign:quill ref:SEPTEL",
                "(caption=nodis quill@Sign septel@Ref)",
            ),
            ("subject:\"harbor dues\"", "harbor+dues[subject]"),
            ("SUBJECT:harbor,dues", "harbor+dues[subject]"),
        ] {
            assert_eq!(check(line), read, "{line}");
        }
    }

    #[test]
    fn parts_narrow_the_words_beside_them() {
        for (line, read) in [
            ("in:summary", "there[summary]"),
            ("in:summary quota -dues", "(quota[summary] -dues[summary])"),
            ("in:summary -dues", "(there[summary] -dues[summary])"),
            ("in:summary -(-dues)", "--dues[summary]"),
            ("quota -in:comment", "quota[!comment]"),
            ("para.class:s,none a", "a[S,none]"),
            ("info:*", "any@Info"),
            ("-to:* sign:*,vale", "(-any@To any(any@Sign vale@Sign))"),
            ("tag:* -post:*", "(tag=* -post=*)"),
            ("date:*", ".."),
            ("subject:* a", "a[subject]"),
            ("state:new", "state=new"),
            ("-is:Read", "-state=done"),
            ("state:b,unread a", "(any(state=begun state=new) a)"),
            (
                "para.class<=c -in:summary",
                "(there[U,LOU,SBU,C] -there[summary])",
            ),
            ("a (b in:summary)", "(a b[summary])"),
            (
                "in:summary (a OR b) post:oslo",
                "(any(a[summary] b[summary]) post=oslo)",
            ),
            ("in:summary from:oslo", "(there[summary] oslo@From)"),
            ("in:summary OR a", "any(there[summary] a)"),
        ] {
            assert_eq!(check(line), read, "{line}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_at_its_place() {
        for (line, read) in [
            (
                "a class:x",
                "Some(\"x\") class: takes u, lou, sbu, c, s, ts, none, not x",
            ),
            (
                "class:u,x,c",
                "Some(\"x\") class: takes u, lou, sbu, c, s, ts, none, not x",
            ),
            (
                "class<=none",
                "Some(\"none\") class: takes u, lou, sbu, c, s, ts, none, not none",
            ),
            (
                "date:",
                "Some(\"\") date: takes 2008, 2008-09, 2008-09-12 or a range",
            ),
            (
                "date:2008-13",
                "Some(\"2008-13\") date: takes 2008, 2008-09, 2008-09-12 or a range, not 2008-13",
            ),
            (
                "date:08 a",
                "Some(\"08\") date: takes 2008, 2008-09, 2008-09-12 or a range, not 08",
            ),
            (
                "date:..",
                "Some(\"..\") date: takes 2008, 2008-09, 2008-09-12 or a range, not ..",
            ),
            (
                "date:2003..2001",
                "Some(\"2003..2001\") date: takes 2008, 2008-09, 2008-09-12 or a range, not 2003..2001",
            ),
            (
                "cites:OSLO",
                "Some(\"OSLO\") cites: takes a number, 08NORTHHAVEN311, not OSLO",
            ),
            (
                "postt:oslo",
                "Some(\"postt\") no field is called postt; post: is near",
            ),
            (
                "sub:harbor",
                "Some(\"sub\") no field is called sub; subject: is near",
            ),
            (
                "foo:bar",
                "Some(\"foo\") no field is called foo; in quotation marks it is words",
            ),
            (
                "post>=oslo",
                "Some(\"post>=\") post has no order; write post:",
            ),
            ("a class<", "Some(\"class<\") class: write <= or >="),
            ("date>2008 a", "Some(\"date>\") date: write <= or >="),
            ("a )", "Some(\")\") no group is open here"),
            (
                "OR a",
                "Some(\"OR\") OR joins what stands before and behind it",
            ),
            ("subject:\"..\"", "Some(\"..\") there is no word in it"),
        ] {
            assert_eq!(check(line), read, "{line}");
        }
        let long = "a ".repeat(MOST + 1);
        assert_eq!(check(&long), "Some(\"a\") it asks too much at once");
        let deep = "(".repeat(10_000);
        assert_eq!(check(&deep), "Some(\"(\") it asks too much at once");
    }

    proptest! {
        #[test]
        fn any_line_is_read_or_refused_at_a_place(line in "[abOR \"():*.,<=>\u{e9}-]{0,40}") {
            match Query::parse(&line) {
                Ok(query) => {
                    for leaf in query.leaves() {
                        prop_assert!(line.get(leaf.place.clone()).is_some());
                    }
                }
                Err(error) => prop_assert!(line.get(error.place).is_some()),
            }
        }

        #[test]
        fn fields_of_any_value_are_read_or_refused_at_a_place(
            field in 0..Field::ALL.len(),
            sign in "(:|<=|>=)",
            value in "[a-z0-9\",.*-]{0,12}",
        ) {
            let line = format!("{}{sign}{value} x", Field::ALL[field].name());
            if let Err(error) = Query::parse(&line) {
                prop_assert!(line.get(error.place).is_some());
            }
        }
    }
}
