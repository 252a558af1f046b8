//! How the paths of a collection are spelled: as they were given, and as its
//! index spells them, which follows links.

use std::path::{Path, PathBuf};

use crate::library::Place;

/// The paths of a collection in each spelling.
pub(super) struct Paths(Vec<Spelled>);

/// A path.
struct Spelled {
    /// As it was given.
    given: PathBuf,
    /// The same from the root on, as a library has it.
    whole: PathBuf,
    /// The same without links, as an index has it.
    real: PathBuf,
    /// Whether there are some in it.
    is_linked: bool,
}

impl Paths {
    /// The paths that were given.
    pub(super) fn new(paths: &[PathBuf]) -> Paths {
        let spelled = |given: &PathBuf| {
            let whole = std::path::absolute(given).ok()?;
            let real = given.canonicalize().unwrap_or_else(|_| whole.clone());
            Some(Spelled {
                given: given.clone(),
                is_linked: whole != real,
                whole,
                real,
            })
        };
        Paths(paths.iter().filter_map(spelled).collect())
    }

    /// A path of a library as an index has it; nothing if that is the same.
    pub(super) fn in_index(&self, path: &Path) -> Option<PathBuf> {
        let mut linked = self.0.iter().filter(|it| it.is_linked);
        linked.find_map(|it| moved(path, &it.whole, &it.real))
    }

    /// The same of a place.
    pub(super) fn place_in_index(&self, place: Place) -> Place {
        respelled(place, &mut |path| self.in_index(path))
    }

    /// A place of an index as whoever asks would spell it, and below which of
    /// the paths it is: the first of them, behind the last if it is below
    /// none.
    pub(super) fn as_given(&self, place: Place) -> (usize, Place) {
        let mut first = self.0.len();
        let place = respelled(place, &mut |path| {
            let mut all = self.0.iter().enumerate();
            let (nth, path) =
                all.find_map(|(nth, it)| Some((nth, moved(path, &it.real, &it.given)?)))?;
            first = first.min(nth);
            Some(path)
        });
        (first, place)
    }
}

/// A path that is another or lies below it, below a third instead.
fn moved(path: &Path, from: &Path, to: &Path) -> Option<PathBuf> {
    if path == from {
        return Some(to.to_path_buf());
    }
    if let Ok(rest) = path.strip_prefix(from) {
        return Some(to.join(rest));
    }
    // A member is named behind its archive: `cables.zip!a.txt`.
    let rest = path.to_str()?.strip_prefix(from.to_str()?)?;
    let mut name = to.as_os_str().to_owned();
    name.push(rest);
    rest.starts_with('!').then_some(name.into())
}

/// A place whose paths are spelled otherwise, where there is another spelling.
fn respelled(mut place: Place, spell: &mut dyn FnMut(&Path) -> Option<PathBuf>) -> Place {
    match &mut place {
        Place::Plain { path, .. } => {
            if let Some(other) = spell(path) {
                *path = other;
            }
        }
        Place::Arguments(arguments) => {
            for argument in arguments {
                if let Some(other) = spell(Path::new(argument)) {
                    *argument = other.into();
                }
            }
        }
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_below_a_path_moves_with_it() {
        for (path, expected) in [
            ("/real/c", Some("given")),
            ("/real/c/a.txt", Some("given/a.txt")),
            ("/real/c!a.txt", Some("given!a.txt")),
            ("/real/cd/a.txt", None),
            ("/real/c.zip", None),
            ("/real", None),
        ] {
            let moved = moved(Path::new(path), Path::new("/real/c"), Path::new("given"));
            assert_eq!(moved.as_deref(), expected.map(Path::new), "{path}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_place_is_spelled_as_its_link_and_without() {
        let name = format!("reftel-paths-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(folder.join("real")).unwrap();
        let link = folder.join("link");
        std::os::unix::fs::symlink(folder.join("real"), &link).unwrap();
        let real = folder.join("real").canonicalize().unwrap();
        let paths = Paths::new(&[PathBuf::from("elsewhere"), link.clone()]);
        let at = |path: PathBuf| Place::Arguments(vec![path.into()]);
        assert_eq!(
            paths.place_in_index(at(link.join("a.zip!b"))),
            at(real.join("a.zip!b"))
        );
        assert_eq!(
            paths.as_given(at(real.join("a.zip!b"))),
            (1, at(link.join("a.zip!b")))
        );
        assert_eq!(
            paths.as_given(at("/other".into())),
            (2, at("/other".into()))
        );
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
