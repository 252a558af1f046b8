//! Any bytes are a telegram: the laws of the parser hold, and its layout
//! holds nothing that harms a terminal.
#![no_main]

use reftel::parse::{laws, parse, parse_where};
use reftel::query::sieve_law;
use reftel::typeset::{Marks, Options, is_forbidden, raw, typeset};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Err(broken) = laws(bytes) {
        panic!("{broken}");
    }
    let cable = parse(bytes);
    let mut read = None;
    let again = parse_where(bytes, None, |bytes| {
        read = Some(bytes.to_vec());
        true
    });
    assert_eq!(again.as_ref(), Some(&cable));
    if let Some(read) = read
        && let Err(missed) = sieve_law(&cable, &read)
    {
        panic!("{missed}");
    }
    let options = Options { measure: 40, marks: Marks::Gutter, ..Options::default() };
    for page in [typeset(&cable, &options), raw(&cable, 40)] {
        assert!(!page.text().chars().any(|c| c != '\n' && is_forbidden(c)));
    }
});
