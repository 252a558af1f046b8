//! How a glyph is drawn, and what tells a terminal so.
//!
//! Apart from [`super::encode`] because none of it depends on where the cursor
//! is: it is worked out when a pen is met, not for every word of a frame.

use ratatui::style::{Color, Modifier};

/// A color as one number: 0 is the terminal's own, then the 256 of the
/// palette, then 24-bit ones.
pub(super) type Paint = u32;

const PALETTE: Paint = 1 << 24;
const DIRECT: Paint = 2 << 24;

/// How a glyph is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Pen {
    pub(super) fg: Paint,
    pub(super) bg: Paint,
    pub(super) modifier: Modifier,
}

impl Pen {
    /// The terminal's own colors, without attributes.
    pub(super) const PLAIN: Pen = Pen {
        fg: 0,
        bg: 0,
        modifier: Modifier::empty(),
    };

    /// Whether a blank drawn with it shows nothing but its background.
    pub(super) fn is_bare_on_blank(self) -> bool {
        const SEEN: Modifier = Modifier::REVERSED
            .union(Modifier::UNDERLINED)
            .union(Modifier::SLOW_BLINK)
            .union(Modifier::RAPID_BLINK)
            .union(Modifier::CROSSED_OUT);
        !self.modifier.intersects(SEEN)
    }

    /// The pen that draws a cell of such looks.
    pub(super) fn new(fg: Color, bg: Color, modifier: Modifier) -> Pen {
        Pen {
            fg: paint(fg),
            bg: paint(bg),
            modifier,
        }
    }

    /// Writes the parameters that lead here from `old`, each after a
    /// semicolon.
    pub(super) fn write_change(self, old: Pen, out: &mut Vec<u8>) {
        if old.modifier != self.modifier {
            write_modifiers(old.modifier, self.modifier, out);
        }
        if old.fg != self.fg {
            out.push(b';');
            write_paint(self.fg, 30, out);
        }
        if old.bg != self.bg {
            out.push(b';');
            write_paint(self.bg, 40, out);
        }
    }
}

fn write_modifiers(old: Modifier, new: Modifier, out: &mut Vec<u8>) {
    /// What turns an attribute on, and what turns it off.
    const CODES: [(Modifier, u8, u8); 9] = [
        (Modifier::BOLD, 1, 22),
        (Modifier::DIM, 2, 22),
        (Modifier::ITALIC, 3, 23),
        (Modifier::UNDERLINED, 4, 24),
        (Modifier::SLOW_BLINK, 5, 25),
        (Modifier::RAPID_BLINK, 6, 25),
        (Modifier::REVERSED, 7, 27),
        (Modifier::HIDDEN, 8, 28),
        (Modifier::CROSSED_OUT, 9, 29),
    ];
    let mut held = old;
    let mut written = 0;
    for (modifier, _, off) in CODES {
        if held.contains(modifier) && !new.contains(modifier) {
            if written != off {
                out.push(b';');
                write_number(off.into(), out);
                written = off;
            }
            // One code turns both of a pair off.
            for (other, _, other_off) in CODES {
                if other_off == off {
                    held.remove(other);
                }
            }
        }
    }
    for (modifier, on, _) in CODES {
        if new.contains(modifier) && !held.contains(modifier) {
            out.push(b';');
            write_number(on.into(), out);
        }
    }
}

fn paint(color: Color) -> Paint {
    match color {
        Color::Reset => 0,
        Color::Black => PALETTE,
        Color::Red => PALETTE + 1,
        Color::Green => PALETTE + 2,
        Color::Yellow => PALETTE + 3,
        Color::Blue => PALETTE + 4,
        Color::Magenta => PALETTE + 5,
        Color::Cyan => PALETTE + 6,
        Color::Gray => PALETTE + 7,
        Color::DarkGray => PALETTE + 8,
        Color::LightRed => PALETTE + 9,
        Color::LightGreen => PALETTE + 10,
        Color::LightYellow => PALETTE + 11,
        Color::LightBlue => PALETTE + 12,
        Color::LightMagenta => PALETTE + 13,
        Color::LightCyan => PALETTE + 14,
        Color::White => PALETTE + 15,
        Color::Indexed(index) => PALETTE + Paint::from(index),
        Color::Rgb(r, g, b) => DIRECT + u32::from_be_bytes([0, r, g, b]),
    }
}

/// Writes the parameter that selects `paint`; `base` is 30 for the
/// foreground, 40 for the background.
fn write_paint(paint: Paint, base: u32, out: &mut Vec<u8>) {
    let number = paint & 0xff;
    if paint == 0 {
        write_number(base + 9, out);
    } else if paint & DIRECT != 0 {
        write_number(base + 8, out);
        out.extend_from_slice(b";2");
        let [_, colors @ ..] = paint.to_be_bytes();
        for color in colors {
            out.push(b';');
            write_number(color.into(), out);
        }
    } else if number < 8 {
        write_number(base + number, out);
    } else if number < 16 {
        write_number(base + 60 + number - 8, out);
    } else {
        write_number(base + 8, out);
        out.extend_from_slice(b";5;");
        write_number(number, out);
    }
}

/// Writes the digits of `number`. A frame has hundreds of numbers, and with
/// `write!` they were a tenth of the time of a frame after a resize.
pub(super) fn write_number(number: u32, out: &mut Vec<u8>) {
    let mut digits = [b'0'; 10];
    let (mut rest, mut n_digits) = (number, 0);
    for digit in digits.iter_mut().rev() {
        *digit += u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        n_digits += 1;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(digits.get(digits.len() - n_digits..).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_whole() {
        for number in [0, 7, 10, 99, 255, 1_000, u32::MAX] {
            let mut out = Vec::new();
            write_number(number, &mut out);
            assert_eq!(out, number.to_string().as_bytes());
        }
    }

    #[test]
    fn only_what_differs_is_written() {
        let change = |old: Pen, new: Pen| {
            let mut out = Vec::new();
            new.write_change(old, &mut out);
            String::from_utf8(out).unwrap()
        };
        let bold = Pen::new(Color::Reset, Color::Reset, Modifier::BOLD);
        let red = Pen::new(Color::Red, Color::Reset, Modifier::BOLD | Modifier::ITALIC);
        let dim = Pen::new(Color::Red, Color::Indexed(236), Modifier::DIM);
        assert_eq!(change(Pen::PLAIN, red), ";1;3;31");
        assert_eq!(change(bold, red), ";3;31");
        // One code turns bold and dim off.
        assert_eq!(change(red, dim), ";22;23;2;48;5;236");
        assert_eq!(change(red, bold), ";23;39");
    }
}
