//! Format lines 1 to 4: what the communications centers wrote.
//!
//! Each rule reads the fixed part of its line. What follows is free text in
//! real telegrams (`ZUI ...`, `SVC 4078`, `(CCY ...)`) and is kept.

use nom::{
    Parser,
    bytes::complete::tag,
    character::complete::{char, one_of},
    combinator::{map_opt, opt, recognize},
    multi::{many0, many1},
    sequence::preceded,
};

use super::Draft;
use super::misread;
use super::token::{
    IResult, blanks, blanks1, byte, number, place, refuse, routing_indicator, run, trim,
};
use crate::cable::{Filed, FormatLine, LineKind, Precedence, RoutingIndicator, Span, Spanned};

/// Format line 1, start of message (ACP 127 para. 401).
///
/// ```abnf
/// start = ["V"] "ZCZC" 3ALPHA 3*4DIGIT
/// ```
///
/// Sample: `service/group-count-and-glued-start`
pub(super) fn start(input: &str) -> IResult<'_, (&str, &str)> {
    let (rest, _) = (opt(char('V')), tag("ZCZC")).parse(input)?;
    let channel = run(3, 3, u8::is_ascii_uppercase);
    let number = run(3, 4, u8::is_ascii_digit);
    (channel, number).parse(rest)
}

/// Format line 2, precedence and called stations.
///
/// ```abnf
/// called  = prosign prosign 1*(1*blank routing-indicator)
/// prosign = "Z" / "O" / "P" / "R" / "Y"      ; twice the same
/// ```
///
/// Sample: `service/wrapped-fl2-and-blank-before-fl3`
pub(super) fn called(input: &str) -> IResult<'_, (Precedence, Vec<&str>)> {
    // It is asked of many lines, and nearly none begins so.
    if byte(input, 0) != byte(input, 1) {
        return Err(refuse(input));
    }
    let doubled = map_opt((one_of("ZOPRY"), one_of("ZOPRY")), |(first, second)| {
        if first == second {
            Precedence::from_prosign(first)
        } else {
            None
        }
    });
    (doubled, routing_indicators).parse(input)
}

/// `routing-indicators = 1*(1*blank routing-indicator)`
fn routing_indicators(input: &str) -> IResult<'_, Vec<&str>> {
    many1(preceded(blanks1, routing_indicator)).parse(input)
}

/// A further line of format line 2: nothing but routing indicators.
pub(super) fn called_more(input: &str) -> IResult<'_, Vec<&str>> {
    let (rest, stations) = many1(preceded(blanks, routing_indicator)).parse(input)?;
    nom::combinator::eof(rest)?;
    Ok((rest, stations))
}

/// What format line 3 says.
pub(super) struct Calling<'a> {
    pub(super) station: &'a str,
    pub(super) serial: (u32, &'a str),
    pub(super) section: Option<u32>,
    filed: Option<(Filed, &'a str)>,
}

/// Format line 3, calling station, station serial and time of filing.
///
/// ```abnf
/// calling = "DE" 1*blank routing-indicator 1*blank ["\"] "#" 4DIGIT ["/" 2DIGIT]
///           1*blank filed
///         / "DE" 1*blank routing-indicator 1*blank 3*6DIGIT 1*blank filed
///                                                  ; of the 1960s (ACP 127)
/// ```
///
/// Letters that look like digits are read as digits.
///
/// Samples: `garbled/letters-for-digits-in-the-header`, `service/station-serial-without-its-sign`
pub(super) fn calling(input: &str) -> IResult<'_, Calling<'_>> {
    let (rest, _) = (tag("DE"), blanks1).parse(input)?;
    let (rest, station) = routing_indicator(rest)?;
    let (rest, (_, _, sign)) = (blanks1, opt(char('\\')), opt(char('#'))).parse(rest)?;
    let (after, printed) = recognize(number(3, 6)).parse(rest)?;
    let (_, serial) = number(3, 6).parse(rest)?;
    let (rest, section) = opt(preceded(char('/'), number(2, 2))).parse(after)?;
    let (rest, filed) = opt(preceded(blanks1, filed)).parse(rest)?;
    // Without its sign it is a number before the time of filing, and nothing else.
    if sign.is_none() && (filed.is_none() || !trim(rest).is_empty()) {
        return Err(nom::Err::Error(nom::error::Error::new(
            input,
            nom::error::ErrorKind::Char,
        )));
    }
    Ok((
        rest,
        Calling {
            station,
            serial: (serial, printed),
            section,
            filed,
        },
    ))
}

/// The Julian group.
///
/// ```abnf
/// filed = 3DIGIT [blank] 2DIGIT 2DIGIT   ; day of the year, hour, minute, UTC
/// ```
///
/// Sample: `service/julian-day-mismatch`
fn filed(input: &str) -> IResult<'_, (Filed, &str)> {
    let apart = recognize((
        run(3, 3, u8::is_ascii_digit),
        char(' '),
        run(4, 4, u8::is_ascii_digit),
    ));
    let (rest, printed) = run(7, 7, u8::is_ascii_digit).or(apart).parse(input)?;
    let (_, filed) = map_opt(
        (number(3, 3), blanks, number(2, 2), number(2, 2)),
        |(day, _, hour, minute)| {
            let possible = (1..=366).contains(&day) && hour < 24 && minute < 60;
            let filed = Filed {
                julian_day: u16::try_from(day).ok()?,
                hour: u8::try_from(hour).ok()?,
                minute: u8::try_from(minute).ok()?,
            };
            possible.then_some(filed)
        },
    )
    .parse(printed)?;
    Ok((rest, (filed, printed)))
}

/// Format line 4, security and transmission.
///
/// ```abnf
/// security = ("ZNR" / "ZNY") 1*blank 5ALPHA ["/" 5ALPHA] *(*blank signal)
/// signal   = "Z" 2ALPHA [DIGIT]
/// ```
///
/// Sample: `service/tails-after-fl4-and-fl5`
pub(super) fn security(input: &str) -> IResult<'_, (&str, Vec<&str>)> {
    let (rest, _) = (tag("ZN"), one_of("RY"), blanks1).parse(input)?;
    let five = || run(5, 5, u8::is_ascii_uppercase);
    let (rest, letters) = recognize((five(), opt((char('/'), five())))).parse(rest)?;
    let (rest, signals) = many0(preceded(blanks1, signal)).parse(rest)?;
    Ok((rest, (letters, signals)))
}

/// An operating signal such as `ZZH`, `ZDK` or `ZFF4`.
pub(super) fn signal(input: &str) -> IResult<'_, &str> {
    let (rest, word) = recognize((
        char('Z'),
        run(2, 2, u8::is_ascii_uppercase),
        run(0, 1, u8::is_ascii_digit),
    ))
    .parse(input)?;
    if rest.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return Err(refuse(input));
    }
    Ok((rest, word))
}

impl<'a> Draft<'a> {
    /// Reads a line that begins like one of format lines 1 to 4.
    pub(super) fn transmission(&mut self, idx: usize) -> Option<FormatLine> {
        let line = self.content(idx);
        let read = match byte(line, 0) {
            b'V' | b'Z' if line.starts_with("VZCZC") || line.starts_with("ZCZC") => {
                if !self.for_list {
                    self.start(line);
                }
                FormatLine::Start
            }
            b'Z' if line.starts_with("ZNR ") || line.starts_with("ZNY ") => {
                if !self.for_list {
                    self.security(line);
                }
                FormatLine::Security
            }
            b'D' if line.starts_with("DE R") && (line.contains('#') || calling(line).is_ok()) => {
                self.calling_later(line);
                FormatLine::Calling
            }
            b'Z' | b'O' | b'P' | b'R' | b'Y' if byte(line, 1) == byte(line, 0) => {
                let (rest, (precedence, stations)) = called(line).ok()?;
                if !trim(rest).is_empty() {
                    return None;
                }
                self.heading
                    .transmission
                    .precedence
                    .get_or_insert(precedence);
                self.call(&stations);
                FormatLine::Called
            }
            _ => return None,
        };
        self.set(idx, LineKind::FormatLine(read));
        Some(read)
    }

    /// Reads a line of operating signals: `ZFF3`, `ZDK ZDS`.
    ///
    /// ```abnf
    /// signals = signal *(1*blank signal)
    /// ```
    ///
    /// Sample: `service/signals-on-lines-of-their-own`
    pub(super) fn signals(&mut self, line: &str) -> bool {
        let Ok((rest, signals)) = many1(preceded(blanks, signal)).parse(line) else {
            return false;
        };
        if !rest.is_empty() {
            return false;
        }
        for signal in signals {
            let span = self.place(signal);
            self.heading.transmission.operating_signals.push(span);
        }
        true
    }

    fn start(&mut self, line: &str) {
        let Ok((rest, (channel, number))) = start(line) else {
            self.garble(line, "start of message");
            return;
        };
        let transmission = &mut self.heading.transmission;
        if transmission.channel.is_none() {
            transmission.channel = Some(place(self.text, channel));
            transmission.channel_number = Some(place(self.text, number));
        }
        // Some releases glue format line 2 to the first.
        if let Ok((_, (precedence, stations))) = called(trim(rest)) {
            self.heading
                .transmission
                .precedence
                .get_or_insert(precedence);
            self.call(&stations);
        }
    }

    /// Adds called stations.
    pub(super) fn call(&mut self, stations: &[&str]) {
        if self.for_list {
            return;
        }
        for station in stations {
            let called = RoutingIndicator(self.place(station));
            self.heading.transmission.called.push(called);
        }
    }

    /// Reads format line 3; for a list only when its serial is asked for.
    fn calling_later(&mut self, line: &'a str) {
        if self.for_list && self.calling_line.is_none() {
            self.calling_line = Some(line);
            return;
        }
        self.calling_at_last();
        self.calling(line);
    }

    /// Reads the format line 3 that was left.
    pub(super) fn calling_at_last(&mut self) {
        if let Some(line) = self.calling_line.take() {
            self.calling(line);
        }
    }

    fn calling(&mut self, line: &'a str) {
        let read = calling(line).ok().map(|(_, calling)| calling);
        let whole = read.as_ref().is_some_and(|read| read.filed.is_some());
        // A line that holds letters for digits, as long as it was.
        let mended = if whole { None } else { misread::line(line) };
        let mended = mended.as_deref().and_then(|line| {
            let read = calling(line).ok()?.1;
            read.filed.is_some().then_some((line, read))
        });
        let at = self.place(line).start as usize;
        let (source, calling) = match (mended, read) {
            (Some(mended), _) => mended,
            (None, Some(calling)) => (line, calling),
            (None, None) => {
                self.garble(line, "calling station and station serial");
                return;
            }
        };
        let place = |part: &str| {
            let span = place(source, part);
            Span::new(at + span.start as usize, at + span.end as usize)
        };
        if self.heading.transmission.calling.is_some() {
            return;
        }
        if calling.filed.is_none() {
            self.garble(line, "day of the year and time of filing");
        }
        let serial = Spanned {
            value: calling.serial.0,
            span: place(calling.serial.1),
        };
        let filed = calling.filed;
        let filed = filed.map(|(value, at)| Spanned {
            value,
            span: place(at),
        });
        let station = RoutingIndicator(place(calling.station));
        let end = serial.span.end as usize;
        let section = calling.section.map_or(0, |_| 2);
        let section = Span::new(end + 1, end + 1 + section);
        for span in [serial.span, section]
            .into_iter()
            .chain(filed.map(|filed| filed.span))
        {
            self.misread_number(span);
        }
        let transmission = &mut self.heading.transmission;
        transmission.calling = Some(station);
        transmission.station_serial = Some(serial);
        transmission.section = calling
            .section
            .and_then(|section| u16::try_from(section).ok());
        transmission.filed = filed;
    }

    fn security(&mut self, line: &str) {
        let Ok((_, (letters, signals))) = security(line) else {
            self.garble(line, "security prosign");
            return;
        };
        if self.heading.transmission.security.is_none() {
            self.heading.transmission.security = Some(self.place(letters));
            for signal in signals {
                let span = self.place(signal);
                self.heading.transmission.operating_signals.push(span);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{called, calling, security, start};
    use crate::cable::Precedence;

    #[test]
    fn reads_the_four_lines() {
        assert_eq!(start("VZCZCXYZ0042").unwrap().1, ("XYZ", "0042"));
        assert_eq!(
            called("PP RUEHAB RUEHCD").unwrap().1,
            (Precedence::Priority, vec!["RUEHAB", "RUEHCD"])
        );
        let calling = calling("DE RUEHPL #0311/02 2041510").unwrap().1;
        assert_eq!((calling.serial.0, calling.section), (311, Some(2)));
        assert_eq!(calling.filed.map(|(filed, _)| filed.julian_day), Some(204));
        let apart = super::calling("DE RUEHPL #0311/02 204 1510").unwrap().1;
        assert_eq!(apart.filed, calling.filed.map(|(at, _)| (at, "204 1510")));
        let other = super::calling("DE RUEHPL #0311/02 204 151").unwrap().1;
        assert_eq!(other.filed, None);
        assert_eq!(
            security("ZNY SSSSS/BBBBB ZZH ZDK").unwrap().1,
            ("SSSSS/BBBBB", vec!["ZZH", "ZDK"])
        );
    }

    #[test]
    fn keeps_free_text_after_the_signals() {
        assert_eq!(
            security("ZNY CCCCC ZZH(CCY AD0A)").unwrap(),
            ("(CCY AD0A)", ("CCCCC", vec!["ZZH"]))
        );
        assert_eq!(security("ZNY CCCCC ZZH SVC 4078").unwrap().0, " SVC 4078");
    }

    #[test]
    fn refuses_prosigns_that_differ() {
        assert!(called("OP RUEHAB").is_err());
        assert!(calling("DE RUEHPL 0311").is_err());
        assert!(calling("DE RUEHPL 0311 2041510 BOATS").is_err());
        assert!(calling("DE RUEHPL 0311 2041510").is_ok());
    }

    #[test]
    fn knows_no_day_367() {
        assert!(
            calling("DE RUEHPL #0311/01 3671510")
                .unwrap()
                .1
                .filed
                .is_none()
        );
    }
}
