//! Any needle in any page: matches are places in the text of the page, in
//! order, apart, and none is lost when the page is laid out again.
#![no_main]

use reftel::parse::parse;
use reftel::typeset::{Marks, Options, find, typeset};

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    // The needle stands before the first NUL.
    let at = input.iter().position(|&byte| byte == 0).unwrap_or(0);
    let (needle, bytes) = input.split_at(at);
    let needle = String::from_utf8_lossy(needle);
    let cable = parse(bytes);
    let options = Options { measure: 30, marks: Marks::Gutter, ..Options::default() };
    let page = typeset(&cable, &options);
    let mut end = 0;
    for found in find(&page, &needle) {
        assert!(found.start >= end && found.start < found.end, "{found:?} after {end}");
        let place = found.start as usize..found.end as usize;
        assert!(page.text().get(place).is_some(), "{found:?} is no place on the page");
        end = found.end;
    }
});
