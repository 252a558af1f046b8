//! Numbers and texts behind each other, as bytes: what a library holds of its
//! entries, and what an index keeps beside it.

/// Adds a number: seven bits a byte, the lowest first; all but the last have the
/// highest bit set.
pub(crate) fn number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(0x80 | (number & 0x7F) as u8);
        number >>= 7;
    }
    bytes.push((number & 0x7F) as u8);
}

/// Adds a text behind its length.
pub(crate) fn text(bytes: &mut Vec<u8>, text: &[u8]) {
    number(bytes, text.len() as u64);
    bytes.extend_from_slice(text);
}

/// Takes so many bytes, if there are.
pub(crate) fn take<'a>(rest: &mut &'a [u8], n_bytes: usize) -> Option<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(n_bytes)?;
    *rest = left;
    Some(taken)
}

/// Takes a number, if there is one.
pub(crate) fn take_number(rest: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let [byte] = take(rest, 1)? else {
            return None;
        };
        let bits = u64::from(byte & 0x7F);
        // Of the tenth byte only one bit counts.
        if bits << shift >> shift != bits {
            return None;
        }
        number |= bits << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// Takes a text, if there is one.
pub(crate) fn take_text<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::try_from(take_number(rest)?).ok()?;
    take(rest, length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        for wanted in [0, 1, 0x7F, 0x80, 300, u64::MAX >> 1, u64::MAX] {
            let mut bytes = Vec::new();
            number(&mut bytes, wanted);
            assert_eq!(take_number(&mut bytes.as_slice()), Some(wanted));
        }
        for wrong in [&[][..], &[0x80], &[0xFF; 9], &[0xFF; 10]] {
            assert_eq!(take_number(&mut &*wrong), None, "{wrong:?}");
        }
    }
}
