//! Which telegrams cite which: threads, and what of them is missing.
//!
//! Telegrams are named by their numbers as [`Facts`](super::Facts) spell
//! them. What is asked for is asked of a [`Citing`]: an index has it at hand,
//! and [`Collected`] gathers it from the telegrams themselves.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use super::{Facts, Field};

/// What knows who cites whom.
pub trait Citing {
    /// Why it cannot be told.
    type Error;

    /// The telegrams that a telegram cites: in its REF block and in its text.
    ///
    /// # Errors
    ///
    /// It cannot be told.
    fn cites(&self, id: &str) -> Result<Vec<String>, Self::Error>;

    /// The telegrams that cite it.
    ///
    /// # Errors
    ///
    /// It cannot be told.
    fn cited_by(&self, id: &str) -> Result<Vec<String>, Self::Error>;

    /// Whether the telegram itself is there.
    ///
    /// # Errors
    ///
    /// It cannot be told.
    fn is_held(&self, id: &str) -> Result<bool, Self::Error>;
}

/// Who cites whom among telegrams that were looked at one by one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Collected {
    cites: HashMap<String, Vec<String>>,
    cited_by: HashMap<String, Vec<String>>,
}

impl Collected {
    /// Notes what a telegram cites. One without a number is cited by nobody
    /// and stands in no thread.
    pub fn add(&mut self, facts: &Facts) {
        let Some(id) = facts.id() else {
            return;
        };
        let cites = self.cites.entry(id.to_owned()).or_default();
        // Several releases of a telegram cite the same.
        let mut known: HashSet<String> = cites.iter().cloned().collect();
        for other in facts.values(Field::Cites) {
            if known.insert(other.to_owned()) {
                cites.push(other.to_owned());
                let by = self.cited_by.entry(other.to_owned()).or_default();
                by.push(id.to_owned());
            }
        }
    }

    /// Every telegram that is there, by its number.
    #[must_use]
    pub fn held(&self) -> Vec<&str> {
        let mut held: Vec<&str> = self.cites.keys().map(String::as_str).collect();
        held.sort_unstable();
        held
    }

    /// Every telegram that is cited and not there, with those that cite it.
    #[must_use]
    pub fn missing(&self) -> BTreeMap<&str, &[String]> {
        let missing = self.cited_by.iter();
        missing
            .filter(|(id, _)| !self.cites.contains_key(*id))
            .map(|(id, by)| (id.as_str(), by.as_slice()))
            .collect()
    }
}

impl Citing for Collected {
    type Error = std::convert::Infallible;

    fn cites(&self, id: &str) -> Result<Vec<String>, Self::Error> {
        Ok(self.cites.get(id).cloned().unwrap_or_default())
    }

    fn cited_by(&self, id: &str) -> Result<Vec<String>, Self::Error> {
        Ok(self.cited_by.get(id).cloned().unwrap_or_default())
    }

    fn is_held(&self, id: &str) -> Result<bool, Self::Error> {
        Ok(self.cites.contains_key(id))
    }
}

/// In which direction a thread goes on from a telegram.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// To what it cites.
    Up,
    /// To what cites it.
    Down,
}

/// A telegram of a thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its number.
    pub id: String,
    /// How many references lie between it and the first: 1 for what that
    /// cites itself.
    pub depth: usize,
    /// Which telegram of the list it was met at: its parent in the tree;
    /// nothing for what hangs on the first.
    pub parent: Option<usize>,
    /// Whether the telegram itself is there.
    pub is_held: bool,
    /// Whether it was met before: what hangs on it stands there.
    pub is_repeated: bool,
}

/// The telegrams that hang on one in a direction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Thread {
    /// They, as a tree in the order in which it is written: each below its
    /// parent.
    pub links: Vec<Link>,
    /// Whether any was left out for being too many.
    pub is_cut: bool,
    /// Whether any was left out for being too many references away.
    pub is_deeper: bool,
}

/// The telegrams that hang on one in a direction: no more than `deepest`
/// references away, and `most` of them at most.
///
/// # Errors
///
/// It cannot be told who cites whom.
pub fn thread<C: Citing>(
    citing: &C,
    id: &str,
    direction: Direction,
    (deepest, most): (usize, usize),
) -> Result<Thread, C::Error> {
    // Found by distance, so that each stands where it is nearest.
    let mut links: Vec<Link> = Vec::new();
    let mut children: HashMap<Option<usize>, Vec<usize>> = HashMap::new();
    let mut known: HashSet<String> = HashSet::from([id.to_owned()]);
    let mut next = VecDeque::from([(id.to_owned(), None, 1)]);
    let (mut is_cut, mut is_deeper) = (false, false);
    'all: while let Some((id, parent, depth)) = next.pop_front() {
        let mut others = match direction {
            Direction::Up => citing.cites(&id)?,
            Direction::Down => citing.cited_by(&id)?,
        };
        if depth > deepest {
            // All that are near enough are known by now.
            is_deeper = others.iter().any(|other| !known.contains(other));
            if is_deeper {
                break;
            }
            continue;
        }
        others.sort();
        for other in others {
            if links.len() == most {
                is_cut = true;
                break 'all;
            }
            let is_repeated = !known.insert(other.clone());
            let idx = links.len();
            if !is_repeated {
                next.push_back((other.clone(), Some(idx), depth + 1));
            }
            children.entry(parent).or_default().push(idx);
            links.push(Link {
                is_held: citing.is_held(&other)?,
                id: other,
                depth,
                parent,
                is_repeated,
            });
        }
    }
    Ok(Thread {
        links: as_tree(links, &children),
        is_cut,
        is_deeper,
    })
}

/// A telegram that is cited and not there, on a line that can be sent: its
/// number, and those that cite it.
#[must_use]
pub fn missing_line(id: &str, by: &[String]) -> String {
    format!("{:<20}  {}", id.to_uppercase(), by.join(" "))
}

/// Puts each link below its parent.
fn as_tree(links: Vec<Link>, children: &HashMap<Option<usize>, Vec<usize>>) -> Vec<Link> {
    let below = |parent| children.get(&parent).into_iter().flatten().rev().copied();
    let mut open: Vec<usize> = below(None).collect();
    let mut order = Vec::with_capacity(links.len());
    while let Some(idx) = open.pop() {
        order.push(idx);
        open.extend(below(Some(idx)));
    }
    let places: HashMap<usize, usize> = order.iter().copied().zip(0..).collect();
    let mut links: Vec<Option<Link>> = links.into_iter().map(Some).collect();
    let taken = order
        .into_iter()
        .filter_map(|idx| links.get_mut(idx)?.take());
    taken
        .map(|link| Link {
            parent: link.parent.and_then(|parent| places.get(&parent).copied()),
            ..link
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;
    use crate::query::Depth;

    fn collected(cables: &[(u32, &[u32])]) -> Collected {
        let mut collected = Collected::default();
        for (serial, cites) in cables {
            let refs: Vec<String> = cites
                .iter()
                .zip('A'..)
                .map(|(serial, letter)| format!("{letter}. 08 NORTHHAVEN {serial}"))
                .collect();
            let text = format!(
                "P 151412Z MAR 08\nFM AMEMBASSY NORTHHAVEN\nTO SECSTATE WASHDC\n\n\
                 UNCLAS NORTHHAVEN {serial:06}\n\nSUBJECT: DUES\n\nREF: {}\n\n1. (U) Text.\n",
                refs.join(" ")
            );
            let facts = Facts::of(&parse(text.as_bytes()), Depth::ALL);
            assert!(facts.id().is_some(), "{text}");
            collected.add(&facts);
        }
        collected
    }

    fn tree(
        collected: &Collected,
        serial: u32,
        direction: Direction,
        limits: (usize, usize),
    ) -> String {
        let id = format!("08northhaven{serial}");
        let Ok(found) = thread(collected, &id, direction, limits);
        let mut text = String::new();
        for link in &found.links {
            let sign = match (link.is_repeated, link.is_held) {
                (true, _) => "^",
                (false, true) => "",
                (false, false) => "?",
            };
            let serial = link.id.trim_start_matches("08northhaven");
            text.extend([&*".".repeat(link.depth), serial, sign, " "]);
        }
        if found.is_cut {
            text.push_str("...");
        }
        if found.is_deeper {
            text.push_str("deeper");
        }
        text.trim_end().to_owned()
    }

    #[test]
    fn a_thread_goes_up_and_down() {
        let collected = collected(&[
            (1, &[]),
            (2, &[1]),
            (3, &[2, 1, 9]),
            (4, &[3]),
            (5, &[3, 2]),
        ]);
        let all = (usize::MAX, usize::MAX);
        assert_eq!(
            tree(&collected, 4, Direction::Up, all),
            ".3 ..1 ..2 ...1^ ..9?"
        );
        assert_eq!(
            tree(&collected, 1, Direction::Down, all),
            ".2 ..3^ ..5 .3 ..4 ..5^"
        );
        assert_eq!(tree(&collected, 4, Direction::Up, (1, 9)), ".3 deeper");
        assert_eq!(
            tree(&collected, 4, Direction::Up, (2, 9)),
            ".3 ..1 ..2 ..9?"
        );
        assert_eq!(tree(&collected, 5, Direction::Up, (1, 9)), ".2 .3 deeper");
        assert_eq!(tree(&collected, 2, Direction::Up, (1, 9)), ".1");
        assert_eq!(tree(&collected, 4, Direction::Up, (9, 2)), ".3 ..1 ...");
        assert_eq!(tree(&collected, 7, Direction::Up, all), "");
        assert_eq!(collected.held().len(), 5);
        let missing = collected.missing();
        assert_eq!(
            missing.keys().copied().collect::<Vec<_>>(),
            ["08northhaven9"]
        );
    }

    #[test]
    fn circles_end() {
        let collected = collected(&[(1, &[2]), (2, &[1, 2])]);
        let all = (usize::MAX, usize::MAX);
        assert_eq!(tree(&collected, 1, Direction::Up, all), ".2 ..1^ ..2^");
    }
}
