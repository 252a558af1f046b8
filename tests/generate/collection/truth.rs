//! What is true of a collection, as JSON lines.

use serde_json::{Value, json};

use super::Form;
use super::cable::{Cable, Cited};
use super::telegram::Said;
use super::timeline::Number;
use super::world::POSTS;

impl Cable {
    /// Where it lies in a folder: by year and month.
    pub(super) fn folder(&self) -> String {
        let date = self.number.when.date;
        format!("{}/{:02}", date.year(), date.month())
    }

    /// The name of its file, without the ending.
    pub(super) fn file_name(&self) -> String {
        // A cable has one further release at most.
        let release = if self.release_of.is_some() { "-2" } else { "" };
        self.number.id() + release
    }

    /// The name of its file, of so many.
    pub(super) fn names(&self, n_files: usize) -> impl Iterator<Item = String> {
        let (name, extension) = (self.file_name(), self.form.extension());
        (1..=n_files).map(move |nth| match n_files {
            1 => format!("{name}.{extension}"),
            _ => format!("{name}-{nth}of{n_files}.{extension}"),
        })
    }

    fn precedence_slug(&self) -> &'static str {
        match self.precedence {
            'Z' => "flash",
            'O' => "immediate",
            'P' => "priority",
            _ => "routine",
        }
    }

    /// The signature, as it is printed.
    fn signed(&self) -> String {
        match self.form {
            Form::Frus => self.signer.to_owned(),
            _ => self.signer.to_uppercase(),
        }
    }

    /// What the text of the cable says. What it does not say is null or empty.
    pub(crate) fn truth(&self, said: &Said) -> Value {
        let is_telegram = self.form != Form::Plain;
        let has_heading = !matches!(self.form, Form::Plain | Form::Frus);
        let date = self.number.when.date.to_string();
        let class = (is_telegram && self.form != Form::Card).then(|| self.class.slug());
        let references: Vec<Value> = match self.form {
            Form::Plain | Form::Card => Vec::new(),
            Form::Frus => self
                .references
                .iter()
                .filter_map(|it| match &it.cited {
                    Cited::Cable(number, held) if number.year() == self.number.year() => {
                        Some(cited(number, *held, None))
                    }
                    _ => None,
                })
                .collect(),
            _ => self
                .references
                .iter()
                .map(|it| match &it.cited {
                    Cited::Cable(number, held) => cited(number, *held, it.letter),
                    Cited::EMail(words) => json!({
                        "letter": it.letter, "kind": "e-mail", "id": null, "words": words,
                        "n": null, "held": false,
                    }),
                })
                .collect(),
        };
        let in_text = if matches!(self.form, Form::Card | Form::Frus | Form::Plain) {
            &[][..]
        } else {
            &self.in_text
        };
        let in_text = in_text
            .iter()
            .map(|(number, held)| cited(number, *held, None));
        let listed = if self.has_header { &self.to[..] } else { &[] };
        let listed = listed.iter().map(|&post| POSTS[post].address());
        let (to, info): (Vec<_>, Vec<_>) = listed.enumerate().partition(|(nth, _)| *nth == 0);
        let addresses = |list: Vec<(usize, String)>| -> Vec<String> {
            list.into_iter().map(|(_, address)| address).collect()
        };
        let (to, info) = (addresses(to), addresses(info));
        let is_signed = is_telegram && self.form != Form::Card;
        let files: Vec<String> = self.names(1).collect();
        json!({
            "n": self.n,
            "id": is_telegram.then(|| self.number.id()),
            "date": is_telegram.then_some(date),
            "post": is_telegram.then(|| POSTS[self.number.post].name),
            "class": class,
            "caption": self.caption.filter(|_| has_heading && class.is_some()),
            "tags": if has_heading { &self.tags[..] } else { &[] },
            "subject": has_heading.then_some(&self.subject),
            "family": self.form.family(),
            "references": references,
            "in_text": in_text.collect::<Vec<Value>>(),
            "precedence": self.has_header.then(|| self.precedence_slug()),
            "to": to,
            "info": info,
            "signer": is_signed.then(|| self.signed()),
            "words": said.n_words,
            "paragraphs": said.n_paragraphs,
            "summary": said.has_summary,
            "comment": said.has_comment,
            "excisions": said.n_excisions,
            "release_of": self.release_of,
            "story": format!("{:08x}", self.story.key >> 32),
            "place_in_story": self.story.nth + 1,
            "needles": self.needles,
            "name": files.first(),
        })
    }
}

fn cited(number: &Number, held: Option<u64>, letter: Option<char>) -> Value {
    json!({
        "letter": letter, "kind": "cable", "id": number.id(), "n": held, "held": held.is_some(),
    })
}
