//! Any bytes are a telegram: the laws of the parser hold, and its layout
//! holds nothing that harms a terminal.
#![no_main]

use reftel::parse::{laws, may_be_wrapped, parse};
use reftel::query::sieve_law;
use reftel::typeset::{Marks, Options, is_forbidden, raw, typeset};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Err(broken) = laws(bytes) {
        panic!("{broken}");
    }
    let cable = parse(bytes);
    if !may_be_wrapped(bytes)
        && let Err(missed) = sieve_law(&cable, bytes)
    {
        panic!("{missed}");
    }
    let options = Options { measure: 40, marks: Marks::Gutter, ..Options::default() };
    for page in [typeset(&cable, &options), raw(&cable, 40)] {
        assert!(!page.text().chars().any(|c| c != '\n' && is_forbidden(c)));
    }
});
