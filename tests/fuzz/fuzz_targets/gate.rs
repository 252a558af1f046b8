//! Any text may be shown: what the gate lets through holds nothing that
//! acts on a terminal, passes again unchanged, and is as wide as its cells.
#![no_main]

use reftel::typeset::{Shown, columns, fit, is_forbidden};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let shown = Shown::new(&text);
    assert!(!shown.as_str().chars().any(is_forbidden), "{:?}", shown.as_str());
    assert_eq!(Shown::new(shown.as_str()), shown, "the gate changes what passed it");
    // The first byte is also a width.
    let limit = usize::from(bytes.first().copied().unwrap_or(0));
    assert!(columns(fit(shown.as_str(), limit)) <= limit);
    assert!(shown.cut(limit).columns() <= limit);
});
