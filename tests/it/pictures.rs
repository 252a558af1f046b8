//! The pictures of the README, made from the real program's screens.

use std::fmt::Write as _;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

use crate::docs::whole;
use crate::session::Session;

const CELL: (usize, usize) = (9, 19);

#[test]
fn the_pictures_show_the_program_as_it_is() {
    let pictures = [
        ("reader", "07PORTLARKSPUR409", "120x36", "} } j j j"),
        ("filter", "08PORTLARKSPUR402", "80x24", "} } cc"),
        (
            "explain",
            "08PORTLARKSPUR402",
            "80x24",
            "} <a-2> G k k k k k x",
        ),
    ];
    let mut drawn = Vec::new();
    for (name, id, size, keys) in pictures {
        let session = Session::reading(id, size).keys(keys);
        let terminal = session.terminal();
        let svg = svg(terminal.backend().buffer(), name);
        drawn.push((format!("assets/screens/{name}.svg"), svg));
    }
    for (file, svg) in &drawn {
        keep(file, svg);
    }
    for (file, svg) in &drawn {
        whole(file, svg);
    }
}

/// Writes a stale picture without failing yet, so that one run renews all.
fn keep(file: &str, svg: &str) {
    let path = format!("{}/{file}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("CI").is_none()
        && std::fs::read_to_string(&path).is_ok_and(|old| old != svg)
    {
        std::fs::write(&path, svg).unwrap();
    }
}

/// A buffer as a drawing: one text a run, so that columns stay in line
/// whatever font there is.
fn svg(buffer: &Buffer, name: &str) -> String {
    let (width, height) = (
        usize::from(buffer.area.width) * CELL.0,
        usize::from(buffer.area.height) * CELL.1,
    );
    let mut svg = String::new();
    writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-12 -12 {} {}\" role=\"img\" aria-label=\"reftel: {name}\">",
        width + 24,
        height + 24
    )
    .unwrap();
    writeln!(
        svg,
        "<rect x=\"-12\" y=\"-12\" width=\"{}\" height=\"{}\" rx=\"8\" fill=\"#1b1d21\"/>",
        width + 24,
        height + 24
    )
    .unwrap();
    writeln!(svg, "<g font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"15\" xml:space=\"preserve\">").unwrap();
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let style = buffer[(x, y)].style();
            let from = x;
            let mut text = String::new();
            while x < buffer.area.width && buffer[(x, y)].style() == style {
                let symbol = buffer[(x, y)].symbol();
                text.push_str(symbol);
                x += u16::try_from(reftel::typeset::columns(symbol).max(1)).unwrap();
            }
            run(
                &mut svg,
                from,
                y,
                x.min(buffer.area.width) - from,
                &text,
                style,
            );
        }
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

fn run(svg: &mut String, x: u16, y: u16, columns: u16, text: &str, style: Style) {
    let (mut fg, mut bg) = (color(style.fg, "#d6d8dc"), color(style.bg, "none"));
    if style.add_modifier.contains(Modifier::REVERSED) {
        (fg, bg) = (
            if bg == "none" {
                String::from("#1b1d21")
            } else {
                bg
            },
            fg,
        );
    }
    let (left, top) = (usize::from(x) * CELL.0, usize::from(y) * CELL.1);
    let width = usize::from(columns) * CELL.0;
    if bg != "none" {
        writeln!(
            svg,
            "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{}\" fill=\"{bg}\"/>",
            CELL.1
        )
        .unwrap();
    }
    if text.trim().is_empty() {
        return;
    }
    let mut attributes = String::new();
    if style.add_modifier.contains(Modifier::BOLD) {
        attributes.push_str(" font-weight=\"bold\"");
    }
    if style.add_modifier.contains(Modifier::ITALIC) {
        attributes.push_str(" font-style=\"italic\"");
    }
    if style.add_modifier.contains(Modifier::DIM) {
        attributes.push_str(" opacity=\"0.6\"");
    }
    if style.add_modifier.contains(Modifier::UNDERLINED) {
        attributes.push_str(" text-decoration=\"underline\"");
    }
    let escaped = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    writeln!(svg, "<text x=\"{left}\" y=\"{}\" textLength=\"{width}\" fill=\"{fg}\"{attributes}>{escaped}</text>", top + 15).unwrap();
}

fn color(color: Option<Color>, default: &str) -> String {
    let hex = match color {
        None | Some(Color::Reset) => default,
        Some(Color::Black) => "#1b1d21",
        Some(Color::Red | Color::LightRed) => "#e5706c",
        Some(Color::Green | Color::LightGreen) => "#7fb77e",
        Some(Color::Yellow | Color::LightYellow) => "#d9b45f",
        Some(Color::Blue | Color::LightBlue) => "#6fa3dc",
        Some(Color::Magenta | Color::LightMagenta) => "#b98bd0",
        Some(Color::Cyan | Color::LightCyan) => "#64b5b8",
        Some(Color::Gray) => "#b5b9c0",
        Some(Color::DarkGray) => "#7b818b",
        Some(Color::White) => "#f2f3f5",
        Some(Color::Rgb(red, green, blue)) => return format!("#{red:02x}{green:02x}{blue:02x}"),
        Some(Color::Indexed(number)) => return indexed(number),
    };
    hex.to_owned()
}

/// A color of the 6x6x6 cube or of the grey ramp.
fn indexed(number: u8) -> String {
    let level = |step: u8| {
        if step == 0 {
            0
        } else {
            55 + 40 * u16::from(step)
        }
    };
    if number >= 232 {
        let grey = 8 + 10 * u16::from(number - 232);
        return format!("#{grey:02x}{grey:02x}{grey:02x}");
    }
    let number = number.saturating_sub(16);
    format!(
        "#{:02x}{:02x}{:02x}",
        level(number / 36),
        level(number / 6 % 6),
        level(number % 6)
    )
}
