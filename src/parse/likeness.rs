//! Words that optical character recognition misread, compared with what
//! may have been printed.
//!
//! Letters that it confuses count as one, and one letter in four may differ.
//! Every line of a scanned paper is asked, so most words are told apart by
//! their length and by which letters they hold, before any is compared.

/// The most letters of a word that are compared: no word of a stamp has as
/// many.
pub(super) const COMPARED: usize = 32;

/// A word as it is compared: its letters and digits, those made one that
/// recognition may confuse, `0` and `O`, `1` and `l`.
#[derive(Clone, Copy)]
pub(super) struct Letters {
    signs: [u8; COMPARED],
    pub(super) shape: Shape,
}

/// How many letters and digits a word has, and which. Most words differ in
/// that already.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    pub(super) n_signs: usize,
    /// A bit for each sign that occurs.
    set: u64,
}

impl Shape {
    const NONE: Shape = Shape { n_signs: 0, set: 0 };

    /// That of a printed word: the one of [`Letters::of`], without keeping
    /// them.
    pub(super) fn of(word: &str) -> Shape {
        let mut shape = Shape::NONE;
        for byte in word.bytes() {
            let Some(&bit) = BITS.get(usize::from(byte)) else {
                return Letters::of(word).shape;
            };
            shape.n_signs += usize::from(bit != 0);
            shape.set |= bit;
        }
        shape
    }

    /// Whether neither of two words is longer than the other, or has other
    /// letters, by more than one in four of those wanted.
    #[inline]
    pub(super) fn may_be_like(self, wanted: Shape) -> bool {
        self.n_signs.abs_diff(wanted.n_signs) <= wanted.n_signs / 4 && self.may_spell_like(wanted)
    }

    /// The same of two words that differ little enough in length.
    #[inline]
    pub(super) fn may_spell_like(self, wanted: Shape) -> bool {
        let allowed = wanted.n_signs / 4;
        lacks_at_most(wanted.set & !self.set, allowed)
            && lacks_at_most(self.set & !wanted.set, allowed)
    }
}

impl Letters {
    const NONE: Letters = Letters {
        signs: [0; COMPARED],
        shape: Shape::NONE,
    };

    /// Those of a printed word.
    pub(super) fn of(word: &str) -> Letters {
        let mut letters = Letters::NONE;
        if word.is_ascii() {
            for &byte in word.as_bytes() {
                letters.push(FOLDED.get(usize::from(byte)).copied().flatten());
            }
            return letters;
        }
        for c in word.chars() {
            match u8::try_from(c).ok().filter(u8::is_ascii) {
                Some(byte) => letters.push(FOLDED.get(usize::from(byte)).copied().flatten()),
                None if c == '\u{20ac}' => letters.push(Some(b'E')),
                None if c.is_alphanumeric() => letters.push(Some(b'?')),
                None => {}
            }
        }
        letters
    }

    /// Those of a word in ASCII.
    pub(super) const fn ascii(word: &str) -> Letters {
        let mut letters = Letters::NONE;
        let mut rest = word.as_bytes();
        while let [byte, after @ ..] = rest {
            letters.push(folded(*byte));
            rest = after;
        }
        letters
    }

    #[expect(clippy::indexing_slicing, reason = "compared with the length above")]
    #[expect(
        clippy::inline_always,
        reason = "a few instructions, asked of every letter; measured"
    )]
    #[inline(always)]
    const fn push(&mut self, sign: Option<u8>) {
        if let Some(sign) = sign {
            if self.shape.n_signs < COMPARED {
                self.signs[self.shape.n_signs] = sign;
            }
            self.shape.n_signs += 1;
            self.shape.set |= bit(sign);
        }
    }

    /// Whether this is `wanted` with one letter in four misread.
    #[inline]
    pub(super) fn are_like(&self, wanted: &Letters) -> bool {
        self.shape.may_be_like(wanted.shape) && self.are_near(wanted)
    }

    pub(super) fn are_near(&self, wanted: &Letters) -> bool {
        let allowed = wanted.shape.n_signs / 4;
        self.shape.n_signs <= COMPARED
            && (self.signs() == wanted.signs() || is_within(self.signs(), wanted.signs(), allowed))
    }

    fn signs(&self) -> &[u8] {
        self.signs.get(..self.shape.n_signs).unwrap_or(&self.signs)
    }
}

/// Whether no more than `allowed` bits are set. Few are allowed, so taking
/// one after the other away is less work than counting all.
fn lacks_at_most(mut set: u64, allowed: usize) -> bool {
    for _ in 0..allowed {
        set &= set.wrapping_sub(1);
    }
    set == 0
}

/// A sign of ASCII as it counts where it is compared, if it does.
const fn folded(sign: u8) -> Option<u8> {
    Some(match sign.to_ascii_uppercase() {
        b'0' | b'Q' => b'O',
        b'1' | b'L' | b'|' | b'!' => b'I',
        b'5' | b'$' => b'S',
        b'8' => b'B',
        b'6' => b'G',
        sign if sign.is_ascii_alphanumeric() => sign,
        _ => return None,
    })
}

/// [`folded`] for all of ASCII: every line of a paper is asked.
#[expect(
    clippy::indexing_slicing,
    reason = "compiled: past the end would not build"
)]
static FOLDED: [Option<u8>; 128] = {
    let mut all = [None; 128];
    let mut sign = 0_u8;
    while sign < 128 {
        all[sign as usize] = folded(sign);
        sign += 1;
    }
    all
};

/// The bit of a sign in the set of those that occur.
const fn bit(sign: u8) -> u64 {
    1 << (sign % 64)
}

/// [`bit`] of what each sign of ASCII counts as; none for one that does not.
#[expect(
    clippy::indexing_slicing,
    reason = "compiled: past the end would not build"
)]
static BITS: [u64; 128] = {
    let mut all = [0; 128];
    let mut sign = 0_u8;
    while sign < 128 {
        if let Some(folded) = folded(sign) {
            all[sign as usize] = bit(folded);
        }
        sign += 1;
    }
    all
};

/// Words of a stamp that follow one another.
#[expect(
    clippy::indexing_slicing,
    reason = "compiled: past the end would not build"
)]
pub(super) const fn signs_of<const N: usize>(words: [&str; N]) -> [Letters; N] {
    let mut letters = [Letters::NONE; N];
    let mut nth = 0;
    while nth < N {
        letters[nth] = Letters::ascii(words[nth]);
        nth += 1;
    }
    letters
}

/// Whether no more than `allowed` letters are to be changed, added and taken
/// away to make one word of another.
fn is_within(one: &[u8], two: &[u8], allowed: usize) -> bool {
    // Most words that are asked about are short.
    if allowed < 2 {
        return one == two || allowed == 1 && is_one_change(one, two);
    }
    // Most lack more letters of one another than that, in whatever order.
    let mut n_of = [0_u8; 64];
    for sign in one {
        if let Some(n) = n_of.get_mut(usize::from(sign % 64)) {
            *n += 1;
        }
    }
    let mut n_common = 0;
    for sign in two {
        if let Some(n) = n_of.get_mut(usize::from(sign % 64))
            && *n > 0
        {
            *n -= 1;
            n_common += 1;
        }
    }
    if one.len().max(two.len()) - n_common > allowed {
        return false;
    }
    let mut row = [0; COMPARED + 1];
    for (nth, cost) in row.iter_mut().enumerate() {
        *cost = nth;
    }
    for (nth, a) in one.iter().enumerate() {
        let mut diagonal = nth;
        let mut left = nth + 1;
        let mut least = left;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (b, cost) in two.iter().zip(row.iter_mut().skip(1)) {
            let above = *cost;
            let change = diagonal + usize::from(a != b);
            left = change.min(above + 1).min(left + 1);
            least = least.min(left);
            *cost = left;
            diagonal = above;
        }
        if least > allowed {
            return false;
        }
    }
    row.get(two.len()).is_some_and(|&cost| cost <= allowed)
}

/// Whether one letter changed, added or taken away makes one word of another.
fn is_one_change(one: &[u8], two: &[u8]) -> bool {
    let same = one.iter().zip(two).take_while(|(one, two)| one == two);
    let n_same = same.count();
    let one = one.get(n_same..).unwrap_or_default();
    let two = two.get(n_same..).unwrap_or_default();
    let (one_less, two_less) = (one.get(1..), two.get(1..));
    one_less.is_some() && one_less == two_less || one_less == Some(two) || two_less == Some(one)
}
