//! Lines written in LaTeX: read by the reader of formulas, and put among the tokens as a worksheet says them.
//!
//! - `lines`: which lines are LaTeX, and which parts of them;
//! - `names`: what the worksheet calls its quantities and functions, known before a formula is read;
//! - `formula`: one formula, cut into statements and sides;
//! - `bare_function`: functions without brackets that reach over one factor or over several;
//! - `free_index`: indices that nothing is said of;
//! - `refusal`: why a formula is not taken;
//! - `plain`: a side as a worksheet writes it, each sign with its place in the text; `plain_name` and `spelling`: its names.

mod bare_function;
mod formula;
mod free_index;
mod lines;
pub(super) mod names;
mod plain;
mod plain_name;
mod refusal;
mod spelling;

use super::scan::{Scanner, Tokens};
use lines::{clause_indices, comment_start, keyword, pieces};

pub(crate) use lines::{is_latex, is_latex_at, opens_or_closes};

impl Scanner<'_> {
    /// Reads the line that begins here, if it is written in LaTeX; answers whether it was.
    pub(super) fn latex_line(&mut self) -> bool {
        let rest = self.rest();
        let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let line = &rest[..end];
        let length = comment_start(line).unwrap_or(line.len());
        let line = &line[..length];
        self.plain_until = self.at + end.max(1);
        if let Some(in_display) = opens_or_closes(line, self.in_display) {
            self.in_display = in_display;
            self.at += length;
            return true;
        }
        if !self.in_display && !is_latex(line) {
            return false;
        }
        let (start, end) = (self.at, self.at + length);
        let is_question = keyword(line).is_some();
        let indices = clause_indices(line);
        for piece in pieces(line, self.in_display) {
            let place = start + piece.place.start..start + piece.place.end;
            if piece.is_latex {
                self.at = place.start;
                self.formula(place.clone(), is_question, &indices);
                self.at = place.end;
            } else {
                self.at = place.start;
                while self.at < place.end && self.step() {}
            }
        }
        self.at = end.max(self.at);
        true
    }

    /// Scans a text that stands for something of this worksheet, with the names of this one.
    fn inner(text: &str) -> Tokens {
        let mut scanner = Scanner::new(text);
        scanner.plain_until = usize::MAX;
        while scanner.at < text.len() && scanner.step() {}
        scanner.out
    }
}
