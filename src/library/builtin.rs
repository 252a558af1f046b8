//! The invented cables that the program carries.
//!
//! One country that does not exist, its posts and its people. They lie in
//! `assets/cables` in the order in which they are to be read.

/// Lists files of `assets/cables` by name.
macro_rules! cables {
    ($($number:literal $name:literal;)+) => {
        /// Every cable of the collection: its name and its bytes.
        pub(super) const CABLES: &[(&str, &[u8])] = &[$((
            $name,
            include_bytes!(concat!("../../assets/cables/", $number, "-", $name, ".txt")),
        ),)+];

        #[cfg(test)]
        const FILES: &[&str] = &[$(concat!($number, "-", $name, ".txt"),)+];
    };
}

cables! {
    "01" "08PORTLARKSPUR311";
    "02" "05NORTHHAVEN17";
    "03" "05KESTRELBAY12";
    "04" "06SANTABRISA63";
    "05" "07PORTLARKSPUR112";
    "06" "07STATE58204";
    "07" "07NORTHHAVEN88";
    "08" "07PORTLARKSPUR409";
    "09" "08PORTLARKSPUR402";
    "10" "08KESTRELBAY61";
    "11" "09PORTLARKSPUR97";
    "12" "09NORTHHAVEN72";
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn every_file_of_the_folder_is_listed_in_order() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/cables");
        let name = |entry: std::io::Result<std::fs::DirEntry>| {
            entry.unwrap().file_name().into_string().unwrap()
        };
        let mut files: Vec<String> = std::fs::read_dir(folder).unwrap().map(name).collect();
        files.retain(|file| {
            Path::new(file)
                .extension()
                .is_some_and(|ending| ending == "txt")
        });
        files.sort();
        assert_eq!(files, FILES);
    }

    #[test]
    fn there_are_at_least_eight_and_none_is_empty() {
        assert!(CABLES.len() >= 8);
        assert!(CABLES.iter().all(|(_, bytes)| bytes.len() > 100));
    }
}
