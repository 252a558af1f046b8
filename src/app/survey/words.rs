//! What is said of a survey: its title, its sum, and what stands for rows or
//! below them.

use crate::app::surveyed::{DEEPEST, Look, Standing, Topic, counted};
use crate::app::{Model, key_or_name};
use crate::command::{Command, Context};
use crate::query::Traffic;
use crate::typeset::Shown;

use super::Survey;

impl Survey {
    /// What the screen is called.
    #[must_use]
    pub fn title(&self) -> String {
        match &self.topic {
            Topic::Thread(number) => format!("Thread of {}", number.to_uppercase()),
            Topic::Missing => String::from("Cited and not held"),
            Topic::Traffic => String::from("Traffic by post and month"),
            Topic::Gaps => String::from("Numbers that are not held"),
            Topic::Posts => String::from("Posts"),
            Topic::People => String::from("Who signs and classifies"),
        }
    }

    /// The same in as few words as there can be.
    #[must_use]
    pub fn short_title(&self) -> String {
        match &self.topic {
            Topic::Thread(number) => number.to_uppercase(),
            Topic::Missing | Topic::Gaps => String::from("Not held"),
            Topic::Traffic => String::from("Traffic"),
            Topic::Posts => String::from("Posts"),
            Topic::People => String::from("People"),
        }
    }

    /// What it comes to, or that it is being made.
    #[must_use]
    pub fn sum(&self) -> String {
        let Some(made) = &self.made else {
            return String::new();
        };
        let cut = if made.is_cut { ", cut" } else { "" };
        let deeper = if made.is_deeper {
            format!(", deeper than {DEEPEST}")
        } else {
            String::new()
        };
        let unread = match made.n_failed {
            0 => String::new(),
            n => format!(", {n} unreadable"),
        };
        format!("{}{unread}{cut}{deeper}", made.sum)
    }

    /// What is said in place of rows.
    #[must_use]
    pub fn words(&self) -> Option<String> {
        if let Some(why) = &self.failure {
            return Some(why.to_string());
        }
        match (&self.made, self.percent) {
            (None, percent) => {
                let what = match &self.topic {
                    Topic::Thread(_) | Topic::Missing => "who cites whom",
                    Topic::Traffic | Topic::Gaps | Topic::Posts => "what is listed",
                    Topic::People => "the people that they name",
                };
                Some(match percent {
                    None => format!("asking for {what}"),
                    Some(percent) => format!("reading the cables for {what}, {percent} %"),
                })
            }
            (Some(made), _) if made.nodes.is_empty() => Some(String::from(match &self.topic {
                Topic::Missing => "every cable that is cited here is held",
                Topic::People => "no cable here names who signs or classifies it",
                _ => "no cable that is known has a number",
            })),
            _ => None,
        }
    }

    /// What the row at the cursor is, in words.
    #[must_use]
    pub fn foot(&self) -> Shown {
        let Some(node) = self.here() else {
            return Shown::default();
        };
        let words = match &node.look {
            Look::Title(_) if self.made.as_ref().is_some_and(|made| made.is_cut) => {
                String::from("the thread has more cables than are shown")
            }
            Look::Title(_) if self.made.as_ref().is_some_and(|made| made.is_deeper) => format!(
                "the thread goes deeper than {DEEPEST} references away, which are not shown"
            ),
            Look::Title(_) => String::from("held: in this collection; it says nothing of others"),
            Look::Cable(member) => match (member.standing, &member.listing) {
                (Standing::Circle, _) => {
                    String::from("a circle: this cable is one that it hangs on, so it ends here")
                }
                (Standing::Again, _) => String::from(
                    "it stands in this tree a second time; what hangs on it stands where it is nearest",
                ),
                (Standing::Once, None) => String::from("cited, and not in this collection"),
                (Standing::Once, Some(listing)) => listing.subject.to_string(),
            },
            Look::Missing(missing) => {
                let dated = match missing.dated() {
                    dated if dated.is_empty() => String::from("no date can be inferred"),
                    dated => format!("{dated} is inferred from its number and those that cite it"),
                };
                format!("by {}; {dated}", missing.by.join(" "))
            }
            Look::Post(_) if self.topic == Topic::Posts => String::from(
                "as the numbers of the cables name them; counted are those that are held here",
            ),
            Look::Post(post) => self.month_in_words(post),
            Look::Numbers(_) | Look::Gap(_) => {
                String::from("a gap is no hidden cable: administrative traffic shares the numbers")
            }
            Look::Person(_) | Look::As(_) => {
                String::from("as headings and signatures spell them; other spellings stand apart")
            }
        };
        Shown::new(&words)
    }

    /// What is counted at the cursor of a chart.
    fn month_in_words(&self, post: &Traffic) -> String {
        let Some((from, to)) = self.chosen() else {
            return String::from("no cable here has a date");
        };
        let n_months = to.0 - from.0 + 1;
        let months = if n_months == 1 {
            from.name()
        } else {
            format!("{}..{}", from.name(), to.name())
        };
        let n_cables = counted(post.within(from, n_months), "cable");
        let of = match post.station.as_str() {
            "" if post.is_all => String::new(),
            "" => String::from(" without a number"),
            station => format!(" of {station}"),
        };
        format!("{months}: {n_cables}{of}; held cables of the list alone")
    }
}

/// The keys that stop what is being made.
#[must_use]
pub fn stop_keys(model: &Model) -> String {
    key_or_name(&model.keymap, Command::Clear, Context::Survey)
}
