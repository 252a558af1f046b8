//! What a publisher put around and beside the text of a telegram.

use std::borrow::Cow;
use std::sync::Arc;

use super::Span;

/// A key and a value that the publisher gives beside the text: a message
/// attribute of the National Archives, a column of a CSV, a volume.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// As the publisher names it: `Film Number`.
    pub key: Cow<'static, str>,
    /// Its value on one line.
    pub value: Box<str>,
    /// Where both stand; empty when they stand outside the text.
    pub span: Span,
}

/// An editor's footnote. It is no part of the telegram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Index of the paragraph that it belongs to.
    pub paragraph: Option<u32>,
    /// The sign that calls it: `3`, `*`.
    pub label: Box<str>,
    /// Where its sign stood in the telegram: the offset behind the word.
    pub anchor: Option<u32>,
    /// Its words, outside every paragraph.
    pub text: Span,
}

/// What a list beside the text says of a name or an abbreviation in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Where it stands first.
    pub words: Span,
    /// What the list says; shared with the other cables of a volume.
    pub meaning: Arc<str>,
}

/// Where the text of a cable stands in the bytes it was read from.
///
/// A text is cut out of its container (a web page, a CSV, a volume) in
/// stretches. Inside one, text and source go on byte for byte. Offsets of the
/// source are those of its decoded text, which are bytes of the file where
/// that is UTF-8 without a byte order mark.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceMap {
    /// Where a stretch begins in the text, and where in the source; in
    /// order of the text. Before the first, the text is the source.
    stretches: Vec<(u32, u32)>,
}

impl SourceMap {
    /// Notes that the text goes on, from offset `text` of it, with what
    /// stands at `source`. Offsets of the text are given in rising order.
    #[inline]
    pub fn push(&mut self, text: u32, source: u32) {
        let goes_on = match self.stretches.last() {
            Some(&(at, there)) => source.checked_sub(there) == text.checked_sub(at),
            None => text == source,
        };
        if !goes_on {
            self.stretches.push((text, source));
        }
    }

    /// Where the text stands in what its own source was cut out of.
    #[must_use]
    pub(crate) fn within(self, outer: SourceMap) -> SourceMap {
        if self.is_source() {
            return outer;
        }
        if outer.is_source() {
            return self;
        }
        let mut map = SourceMap::default();
        let mut further = outer.stretches.iter().peekable();
        let mut each = self.stretches.iter().peekable();
        let mut stretch = Some(&(0, 0));
        while let Some(&(text, source)) = stretch {
            stretch = each.next();
            let n_bytes = stretch.map_or(u32::MAX, |(next, _)| next - text);
            if n_bytes == 0 {
                continue;
            }
            map.push(text, outer.source(source));
            while let Some(&&(at, there)) = further.peek()
                && at < source.saturating_add(n_bytes)
            {
                if at > source {
                    map.push(text + (at - source), there);
                }
                further.next();
            }
        }
        map
    }

    /// Makes room for as many further stretches.
    pub(crate) fn reserve(&mut self, n_stretches: usize) {
        self.stretches.reserve(n_stretches);
    }

    /// Where the byte at `offset` of the text stands in the source. Inside
    /// what the source writes otherwise (an entity, an escape) this is the
    /// place where that begins or goes on, not a byte of its own.
    #[must_use]
    pub fn source(&self, offset: u32) -> u32 {
        let at = self.stretches.partition_point(|&(text, _)| text <= offset);
        match at.checked_sub(1).and_then(|at| self.stretches.get(at)) {
            Some(&(text, source)) => source.saturating_add(offset - text),
            None => offset,
        }
    }

    /// Whether the text is the source.
    #[must_use]
    pub fn is_source(&self) -> bool {
        self.stretches.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::SourceMap;

    #[test]
    fn a_text_that_is_its_source_has_no_stretches() {
        let mut map = SourceMap::default();
        map.push(0, 0);
        map.push(5, 5);
        assert!(map.is_source());
        assert_eq!(map.source(7), 7);
    }

    #[test]
    fn what_was_cut_twice_is_found_where_it_was_first() {
        let of = |stretches: &[(u32, u32)]| {
            let mut map = SourceMap::default();
            for (text, source) in stretches {
                map.push(*text, *source);
            }
            map
        };
        let (inner, outer) = ([(0, 3), (4, 9), (6, 12)], [(0, 100), (5, 120), (13, 150)]);
        let both = of(&inner).within(of(&outer));
        let (inner, outer) = (of(&inner), of(&outer));
        for at in 0..20 {
            assert_eq!(both.source(at), outer.source(inner.source(at)), "{at}");
        }
        assert_eq!(inner.clone().within(SourceMap::default()), inner);
        assert_eq!(SourceMap::default().within(outer.clone()), outer);
    }

    #[test]
    fn a_text_is_found_again_behind_what_was_cut() {
        let mut map = SourceMap::default();
        map.push(0, 20);
        map.push(4, 24);
        map.push(5, 30);
        assert_eq!(map.stretches, [(0, 20), (5, 30)]);
        assert_eq!([0, 4, 5, 9].map(|at| map.source(at)), [20, 24, 30, 34]);
    }
}
