//! A query held against a telegram.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::cable::{Cable, Span};

use super::facts::Depth;
use super::text::{Sought, Text};
use super::unit::{Place, Unit, units};
use super::{Asks, Facts, Field, Kind, Of, Phrase, Query, State, Thing};

/// Which telegrams the telegrams of a query cite: their numbers, as
/// [`Facts`] spell them, by the number of the one that cites.
pub type Cited = HashMap<String, HashSet<String>>;

/// Holds a query against telegrams.
#[derive(Clone, Debug)]
pub struct Matcher<'q> {
    query: &'q Query,
    /// What each leaf seeks that asks for words.
    sought: Vec<Option<Sought<'q>>>,
    cited: Cited,
    depth: Depth,
    /// Whether parts of telegrams are asked for.
    asks_parts: bool,
    /// Whether anything is asked of a telegram as a whole.
    asks_all: bool,
}

/// A part of a telegram in which what is asked for stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Which part.
    pub place: Place,
    /// Where words that were asked for stand in the text, in order; a phrase
    /// from its first word to its last.
    pub spans: Vec<Span>,
    /// Which of the phrases stand in it, by their places among those that are
    /// [wanted](Query::wanted), and how often.
    pub phrases: Vec<(usize, usize)>,
}

impl<'q> Matcher<'q> {
    /// What holds `query` against telegrams. What [`Query::citing`] names must
    /// be in `cited`, or nothing is cited by it.
    #[must_use]
    pub fn new(query: &'q Query, cited: Cited) -> Matcher<'q> {
        let leaves = || query.leaves().iter().map(|leaf| &leaf.asks);
        let asks_for = |wanted: &[Thing]| {
            leaves().any(|asks| match asks {
                Asks::Is {
                    field: Field::Has,
                    value,
                    ..
                } => wanted.iter().any(|thing| thing.name() == value),
                _ => false,
            })
        };
        let sought = leaves().map(|asks| match asks {
            Asks::Phrase(phrase) => Some(Sought::new(phrase)),
            _ => None,
        });
        Matcher {
            sought: sought.collect(),
            depth: Depth {
                findings: asks_for(&[Thing::Finding, Thing::Error]),
                citations: leaves().any(|asks| {
                    matches!(
                        asks,
                        Asks::Is {
                            field: Field::Cites,
                            ..
                        }
                    )
                }),
            },
            asks_parts: leaves().any(is_of_parts),
            asks_all: !leaves().all(is_of_parts),
            query,
            cited,
        }
    }

    /// Where what is asked for stands in a telegram, part by part; nothing
    /// if it is not what is asked for. Of a telegram that is found by its
    /// fields alone no part is named.
    #[must_use]
    pub fn find(&self, cable: &Cable) -> Option<Vec<Hit>> {
        self.find_read(cable, State::New)
    }

    /// The same of a telegram that was read as far as `state` says, if it
    /// bears no number.
    #[must_use]
    pub fn find_read(&self, cable: &Cable, state: State) -> Option<Vec<Hit>> {
        let mut holds = self.holds_of_all(cable, state);
        let mut hits = Vec::new();
        if self.asks_parts {
            self.look_through(cable, &mut holds, &mut hits);
        }
        let mut holds = |leaf: usize| holds.get(leaf).copied().unwrap_or_default();
        self.query.holds(&mut holds).then_some(hits)
    }

    /// Where the words that are asked for stand in a telegram, part by part,
    /// whatever else is asked of it.
    #[must_use]
    pub fn hits(&self, cable: &Cable) -> Vec<Hit> {
        let mut holds = vec![false; self.query.leaves().len()];
        let mut hits = Vec::new();
        self.look_through(cable, &mut holds, &mut hits);
        hits
    }

    /// For each paragraph of a telegram, whether it is what is asked for: the
    /// words stand in it, `class:`, `para.class:` and `in:` are held against
    /// it, and `has` says what it holds, where that can be told of a
    /// paragraph. All else is asked of the telegram as a whole, which was read
    /// as far as `state` says, if it bears no number.
    #[must_use]
    pub fn paragraphs(
        &self,
        cable: &Cable,
        state: State,
        has: &dyn Fn(Thing, u32) -> Option<bool>,
    ) -> Vec<bool> {
        let leaves = self.query.leaves();
        let of_all = self.holds_of_all(cable, state);
        let thing = |name: &str| Thing::ALL.iter().find(|thing| thing.name() == name);
        let mut shows = vec![false; cable.paragraphs.len()];
        for unit in units(cable) {
            let Place::Paragraph(idx) = unit.place else {
                continue;
            };
            let Some(shows) = shows.get_mut(idx as usize) else {
                continue;
            };
            let texts = Texts::of(cable, &unit);
            *shows = self.query.holds(&mut |leaf| {
                let of_all = of_all.get(leaf).copied().unwrap_or_default();
                match leaves.get(leaf).map(|leaf| &leaf.asks) {
                    Some(Asks::Phrase(phrase)) if phrase.of == Of::Text => {
                        let sought = self.sought.get(leaf).and_then(Option::as_ref);
                        phrase.scope.iter().all(|scope| unit.meets(*scope))
                            && sought
                                .is_some_and(|it| texts.get().iter().any(|text| text.holds(it)))
                    }
                    Some(Asks::Class(levels)) => levels.holds(unit.level),
                    Some(Asks::There(scope)) => unit.meets(*scope),
                    Some(Asks::Is {
                        field: Field::Has,
                        value,
                        ..
                    }) => thing(value)
                        .and_then(|thing| has(*thing, idx))
                        .unwrap_or(of_all),
                    _ => of_all,
                }
            });
        }
        shows
    }

    fn look_through(&self, cable: &Cable, holds: &mut [bool], hits: &mut Vec<Hit>) {
        let wanted = self.query.wanted();
        for unit in units(cable) {
            self.look(cable, &unit, &wanted, holds, hits);
        }
    }

    /// For each leaf whether it holds, as far as it is asked of the telegram as
    /// a whole.
    fn holds_of_all(&self, cable: &Cable, state: State) -> Vec<bool> {
        let n_leaves = self.query.leaves().len();
        if !self.asks_all {
            return vec![false; n_leaves];
        }
        let facts = Facts::of(cable, self.depth);
        (0..n_leaves)
            .map(|leaf| self.holds_of(&facts, state, leaf))
            .collect()
    }

    /// Whether what is asked of the telegram as a whole holds.
    fn holds_of(&self, facts: &Facts, state: State, leaf: usize) -> bool {
        let Some(asks) = self.query.leaves().get(leaf).map(|leaf| &leaf.asks) else {
            return false;
        };
        match asks {
            Asks::Phrase(phrase) if phrase.of == Of::Text => false,
            Asks::Phrase(phrase) => {
                let of = facts.texts().iter().filter(|(of, _)| *of == phrase.of);
                let mut texts = of.map(|(_, text)| Text::new(text.as_str()));
                let sought = self.sought.get(leaf).and_then(Option::as_ref);
                sought.is_some_and(|it| texts.any(|text| text.holds(it)))
            }
            Asks::Is {
                field,
                value,
                is_prefix,
            } => facts
                .values(*field)
                .any(|known| known == value || *is_prefix && known.starts_with(value.as_str())),
            Asks::Class(levels) => levels.holds(facts.level),
            Asks::Date { from, to } => facts.date.is_some_and(|date| {
                from.is_none_or(|from| date >= from) && to.is_none_or(|to| date <= to)
            }),
            Asks::Prec(precedences) => facts.precedence.is_some_and(|it| precedences.holds(it)),
            Asks::CitedBy(id) => self
                .cited
                .get(id)
                .is_some_and(|cited| facts.id().is_some_and(|id| cited.contains(id))),
            Asks::Any(of) => facts.texts().iter().any(|(known, _)| known == of),
            Asks::State(states) => states.holds_of(facts.id(), state),
            Asks::There(_) => false,
        }
    }

    /// Looks for everything in one part.
    fn look(
        &self,
        cable: &Cable,
        unit: &Unit,
        wanted: &[&Phrase],
        holds: &mut [bool],
        hits: &mut Vec<Hit>,
    ) {
        let texts = Texts::of(cable, unit);
        let mut hit = Hit {
            place: unit.place,
            spans: Vec::new(),
            phrases: Vec::new(),
        };
        let leaves = self.query.leaves().iter().zip(&self.sought);
        for ((leaf, sought), holds) in leaves.zip(holds) {
            match &leaf.asks {
                Asks::There(scope) => {
                    let is_paragraph = matches!(unit.place, Place::Paragraph(_));
                    // That a part is not so is asked of what could be so.
                    let may_be = is_paragraph || !matches!(scope.is, Kind::Level(_));
                    *holds |= may_be && unit.meets(*scope);
                }
                Asks::Phrase(phrase) if phrase.of == Of::Text => {
                    if !phrase.scope.iter().all(|scope| unit.meets(*scope)) {
                        continue;
                    }
                    let Some(sought) = sought else {
                        continue;
                    };
                    let mut all = wanted.iter();
                    let nth = all.position(|wanted| std::ptr::eq(*wanted, phrase));
                    let mut is_here = false;
                    let mut n_times = 0;
                    for (text, span) in texts.get().iter().zip(&unit.spans) {
                        if nth.is_none() {
                            is_here |= text.holds(sought);
                            continue;
                        }
                        let places: Vec<Range<usize>> = text.places(sought).collect();
                        is_here |= !places.is_empty();
                        n_times += places.len();
                        hit.spans.extend(sources(cable, *span, text, &places));
                    }
                    *holds |= is_here;
                    let nth = nth.filter(|_| is_here);
                    hit.phrases.extend(nth.map(|nth| (nth, n_times)));
                }
                _ => {}
            }
        }
        if !hit.phrases.is_empty() {
            hit.spans.sort_unstable_by_key(|span| span.order());
            hit.spans.dedup();
            hits.push(hit);
        }
    }
}

/// Whether something is asked of parts of telegrams alone.
fn is_of_parts(asks: &Asks) -> bool {
    match asks {
        Asks::There(_) => true,
        Asks::Phrase(phrase) => phrase.of == Of::Text,
        _ => false,
    }
}

/// Where phrases stand in a text, in order; none of the places touches
/// another.
#[must_use]
pub fn places(text: &str, phrases: &[&Phrase]) -> Vec<Range<usize>> {
    if phrases.is_empty() {
        return Vec::new();
    }
    let text = Text::new(text);
    let sought: Vec<Sought> = phrases.iter().map(|phrase| Sought::new(phrase)).collect();
    let mut all: Vec<Range<usize>> = sought.iter().flat_map(|it| text.places(it)).collect();
    all.sort_unstable_by_key(|place| (place.start, place.end));
    let mut apart: Vec<Range<usize>> = Vec::with_capacity(all.len());
    for place in all {
        match apart.last_mut().filter(|last| place.start < last.end) {
            Some(last) => last.end = last.end.max(place.end),
            None => apart.push(place),
        }
    }
    apart
}

/// The texts of a part of a telegram, which are read once they are wanted.
struct Texts<'a> {
    cable: &'a Cable,
    unit: &'a Unit,
    read: OnceCell<Vec<Text<'a>>>,
}

impl<'a> Texts<'a> {
    fn of(cable: &'a Cable, unit: &'a Unit) -> Texts<'a> {
        Texts {
            cable,
            unit,
            read: OnceCell::new(),
        }
    }

    fn get(&self) -> &[Text<'a>] {
        self.read.get_or_init(|| {
            let spans = self.unit.spans.iter();
            spans.map(|span| Text::read(self.cable, *span)).collect()
        })
    }
}

/// Where parts of the text that is read at a span stand in the text of the
/// cable.
fn sources(cable: &Cable, span: Span, text: &Text<'_>, places: &[Range<usize>]) -> Vec<Span> {
    if text.is_source() {
        let start = span.start as usize;
        let there = places.iter().map(|it| start + it.start..start + it.end);
        return there.map(|it| Span::new(it.start, it.end)).collect();
    }
    let mut found = Vec::with_capacity(places.len());
    if places.is_empty() {
        return found;
    }
    // Where each piece begins in what is read.
    let mut read = 0;
    let mut pieces = Vec::new();
    for piece in cable.reading(span) {
        pieces.push((read, piece));
        read += piece.text.len();
    }
    for place in places {
        let (Some(start), Some(end)) = (
            source(&pieces, place.start, false),
            source(&pieces, place.end, true),
        ) else {
            continue;
        };
        found.push(Span {
            start,
            end: end.max(start),
        });
    }
    found
}

/// The place in the text of a place in what is read: the end of something if
/// `is_end`.
fn source(pieces: &[(usize, crate::cable::Piece<'_>)], at: usize, is_end: bool) -> Option<u32> {
    let next = pieces.partition_point(|(start, _)| if is_end { *start < at } else { *start <= at });
    let (start, piece) = pieces.get(next.checked_sub(1)?)?;
    if piece.kind != crate::cable::PieceKind::Source {
        return Some(if is_end {
            piece.source.end
        } else {
            piece.source.start
        });
    }
    let offset = u32::try_from(at - start).ok()?;
    Some((piece.source.start + offset).min(piece.source.end))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::parse;

    const TEXT: &str = "P 221504Z JUL 08\n\
        FM AMEMBASSY NORTHHAVEN\n\
        TO RUEHC/SECSTATE WASHDC PRIORITY 4412\n\
        INFO RUEHXX/AMCONSUL PORT LARKSPUR\n\n\
        C O N F I D E N T I A L NORTHHAVEN 000311\n\n\
        NOFORN\nSIPDIS\n\n\
        E.O. 12958: DECL: 07/22/2018\nTAGS: PREL, EFIS, QQ\n\
        SUBJECT: HARBOR DUES AND THE CAF\u{c9}\n\n\
        REF: A. NORTHHAVEN 88\n     B. 07 STATE 12345\n\n\
        1. (C) SUMMARY: The harbor\ndues rose in the negoti-\nations. END SUMMARY.\n\n\
        2. (U) The Minister,s visa was lost (ref A).\n\n\
        3. (S/NF) No quota; XXXXXXXXXXXX said so.\n\n\
        4. (C) COMMENT: Dues will rise again. END COMMENT.\nQUILL\n";

    #[test]
    fn a_star_alone_asks_whether_there_is_any() {
        let bare = "SUBJECT: DUES\n\n1. (U) They rose.\n";
        let holds = |line: &str, text: &str| {
            let query = Query::parse(line).unwrap();
            let matcher = Matcher::new(&query, Cited::new());
            matcher.find(&parse(text.as_bytes())).is_some()
        };
        for field in [
            "from", "to", "info", "ref", "sign", "subject", "date", "post", "tag", "caption",
            "cites", "id",
        ] {
            let line = format!("{field}:*");
            assert!(holds(&line, TEXT), "{line}");
            assert_eq!(holds(&line, bare), field == "subject", "{line}");
            assert!(!holds(&format!("-{line}"), TEXT), "{line}");
        }
        // Words beside a star stand for themselves.
        assert!(holds("info:larkspur", TEXT) && holds("info:lark*", TEXT));
        assert!(holds("info:\"port larkspur\"", TEXT) && holds("info:zenda,port", TEXT));
        assert!(!holds("info:zenda", TEXT));
    }

    #[test]
    fn how_far_it_was_read_is_told_by_who_asks() {
        use std::sync::Arc;

        use super::super::Reads;

        let holds = |line: &str, text: &str, reads: &Reads, state| {
            let query = Query::parse(line).unwrap();
            let query = query.knowing(&Arc::new(reads.clone()));
            let cable = parse(text.as_bytes());
            let matcher = Matcher::new(&query, Cited::new());
            matcher.find_read(&cable, state).is_some()
        };
        let unnumbered = "SUBJECT: DUES\n\n1. (U) They rose.\n";
        let mut reads = Reads::default();
        // The number decides, where there is one.
        assert!(holds("state:new dues", TEXT, &reads, State::Done));
        reads.numbers.insert("08northhaven311".into(), State::Begun);
        assert!(holds("state:begun", TEXT, &reads, State::New));
        assert!(holds(
            "state:begun,done -state:new",
            TEXT,
            &reads,
            State::New
        ));
        assert!(!holds("state:new OR state:done", TEXT, &reads, State::New));
        assert!(holds("state:new", unnumbered, &reads, State::New));
        assert!(holds("state:done", unnumbered, &reads, State::Done));
        assert!(!holds(
            "state:done zeppelin",
            unnumbered,
            &reads,
            State::Done
        ));
    }

    fn found(line: &str) -> String {
        let cable = parse(TEXT.as_bytes());
        let query = Query::parse(line).unwrap();
        let cited = Cited::from([(
            String::from("08northhaven400"),
            HashSet::from([String::from("08northhaven311")]),
        )]);
        let Some(hits) = Matcher::new(&query, cited).find(&cable) else {
            return String::from("-");
        };
        let places = hits.iter().map(|hit| {
            let words: Vec<String> = hit.spans.iter().map(|span| cable.read(*span)).collect();
            let place = match hit.place {
                Place::Paragraph(idx) => format!("{}", idx + 1),
                place => format!("{place:?}"),
            };
            format!("{place}[{}]", words.join("|"))
        });
        places.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_are_found_part_by_part() {
        for (line, expected) in [
            ("", ""),
            ("dues", "Subject[DUES] 1[dues] 4[Dues]"),
            ("\"harbor dues\"", "Subject[HARBOR DUES] 1[harbor dues]"),
            ("cafe", "Subject[CAF\u{c9}]"),
            ("negotiations", "1[negotiations]"),
            ("minister's", "2[Minister's]"),
            ("neg* vis*", "1[negotiations] 2[visa]"),
            ("dues visa", "Subject[DUES] 1[dues] 2[visa] 4[Dues]"),
            ("dues visa -quota", "-"),
            ("dues -tunnel", "Subject[DUES] 1[dues] 4[Dues]"),
            ("tunnel OR visa", "2[visa]"),
            ("\"dues and the\"", "Subject[DUES AND THE]"),
            ("\"cafe ref\"", "-"),
            ("harb", "-"),
            ("larkspur", "Header[LARKSPUR]"),
            ("quill", "Ending[QUILL]"),
        ] {
            assert_eq!(found(line), expected, "{line}");
        }
    }

    #[test]
    fn parts_and_their_markings() {
        for (line, expected) in [
            ("in:summary dues", "1[dues]"),
            ("in:comment harbor", "-"),
            ("in:subject", ""),
            ("in:action", "-"),
            ("dues -in:subject", "1[dues] 4[Dues]"),
            ("para.class:c dues", "1[dues] 4[Dues]"),
            ("para.class>=s", ""),
            ("para.class:none", "-"),
            ("para.class:u quota", "-"),
            ("subject:cafe", "Subject[CAF\u{c9}]"),
            ("subject:visa", "-"),
            (
                "in:header northhaven",
                "Header[NORTHHAVEN|NORTHHAVEN|NORTHHAVEN]",
            ),
        ] {
            assert_eq!(found(line), expected, "{line}");
        }
    }

    #[test]
    fn fields_find_whole_telegrams() {
        for line in [
            "post:northhaven",
            "post:north*",
            "from:northhaven",
            "to:state",
            "to:washdc",
            "info:\"port larkspur\"",
            "tag:prel tag:efis",
            "class:c",
            "class>=sbu",
            "-class:none",
            "date:2008",
            "date:2008-07-22",
            "date:2008-07-22..",
            "date:..2008-07-22",
            "cites:07STATE12345",
            "cites:\"08 NORTHHAVEN 00088\"",
            "cited-by:08NORTHHAVEN400",
            "sign:quill",
            "caption:sipdis caption:noforn",
            "prec:p",
            "family:cablegate-acp126",
            "has:summary has:comment has:excision has:repair has:reference has:text has:signature",
            "has:finding",
            "ref:\"state 12345\"",
            "id:08NORTHHAVEN311",
            "id:08*",
        ] {
            assert_eq!(found(line), "", "{line}");
        }
        for line in [
            "post:oslo",
            "from:state",
            "to:larkspur",
            "info:state",
            "tag:pre",
            "class:u",
            "class<=sbu",
            "date:2007",
            "date:..2008-07-21",
            "date:2008-07-23..",
            "cites:07STATE1",
            "cited-by:08NORTHHAVEN1",
            "sign:harbor",
            "caption:nodis",
            "prec>=o",
            "family:nara",
            "has:note",
            "id:08NORTHHAVEN31",
        ] {
            assert_eq!(found(line), "-", "{line}");
        }
    }

    proptest! {
        #[test]
        fn what_is_looked_at_where_it_stands_is_found_there(
            text in "([ab,8&\u{e9}]|A B| \r?\n|-\n){0,20}",
            words in "[abA]{1,2}( [ab]{1,2})?",
        ) {
            let text = format!("SUBJECT: X\n\n1. (C) a{text}\n\n2. (U) b a\n b,s a8 b.\n");
            let cable = parse(text.as_bytes());
            let query = Query::parse(&format!("\"{words}\"")).unwrap();
            let matcher = Matcher::new(&query, Cited::new());
            let sought = matcher.sought[0].as_ref().unwrap();
            for span in cable.paragraphs.iter().map(|it| it.text) {
                let found = |text: &Text<'_>| {
                    let places: Vec<Range<usize>> = text.places(sought).collect();
                    sources(&cable, span, text, &places)
                };
                let read = found(&Text::new(cable.read(span)));
                prop_assert_eq!(found(&Text::read(&cable, span)), read);
            }
        }
    }
}
