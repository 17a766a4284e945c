//! Names of formulas among the text that a worksheet writes, each sign with its place.

use std::ops::Range;

use chainrule_latex::tree::Name;

use super::plain::Plain;
use super::spelling::{indices_of, is_word, plain_stem, scripts, spelled};

impl Plain {
    /// A name as a worksheet spells it: a member of a family, `h[3]`, where a formula makes `h_t` one.
    pub(super) fn spelling(&self, name: &Name, running: &[Box<str>]) -> String {
        let is_number = name.index.starts_with(|c: char| c.is_ascii_digit());
        let indices = indices_of(&name.index);
        let is_member = is_number
            && name.label.is_empty()
            && self.families.get(plain_stem(name).as_str()) == Some(&indices.len())
            && indices.iter().all(|index| index.chars().all(|c| c.is_ascii_digit()));
        if is_member {
            format!("{}[{}]", plain_stem(name), indices.join(","))
        } else {
            spelled(name, running)
        }
    }

    /// A name: its scripts as they stand there, where a worksheet writes them so.
    pub(super) fn name(&mut self, name: &Name, place: Range<usize>, text: &str, running: &[Box<str>]) {
        let spelled = self.spelling(name, running);
        let source = text.get(place.clone()).unwrap_or_default();
        let is_word_label = is_word(&name.label) || spelled.contains('[');
        if let Some((stem, scripts)) = scripts(source).filter(|_| running.is_empty() && !is_word_label) {
            let plain_name = plain_stem(name);
            if spelled.starts_with(&plain_name) && !(plain_name.contains('_') && scripts.starts_with('_')) {
                self.sign(&plain_name, place.start..place.start + stem);
                self.verbatim(scripts, place.start + stem..place.end);
                return;
            }
        }
        let Some((stem, indices)) = spelled.split_once('[') else { return self.sign(&spelled, place) };
        // Each index stands where the formula has it: the number that it is, is read there.
        let mut at = source.find('_').map_or(place.start, |below| place.start + below);
        self.sign(stem, place.start..at.max(place.start));
        self.sign("[", at..at);
        for sign in indices.chars() {
            let found = text.get(at..place.end).and_then(|rest| rest.find(sign)).map(|found| at + found);
            match found.filter(|_| sign.is_alphanumeric()) {
                Some(found) => {
                    at = found + sign.len_utf8();
                    self.verbatim(&sign.to_string(), found..at);
                }
                None => self.sign(&sign.to_string(), at..at),
            }
        }
    }
}
