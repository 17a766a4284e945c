//! `given X = file "train.csv" columns 1..4`

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_worksheet::UsedFile;
use sha2::{Digest, Sha256};

use super::super::declarations;
use super::super::statements::Sheet;
use super::Numbers;
use crate::expression::Wrong;
use crate::lexer::{self, Kind, Token};

impl Sheet<'_> {
    /// Whether a value is told by a file: the word, and a quoted name.
    pub(in super::super) fn is_file(&self, value: &[Token]) -> bool {
        matches!(value, [Token { kind: Kind::Name(id), .. }, Token { kind: Kind::Text, .. }, ..]
            if self.names.text(*id) == "file")
    }

    /// The numbers of a file, for a leaf.
    pub(in super::super) fn value_of_file(
        &mut self,
        name: &str,
        span: Span,
        value: &[Token],
    ) -> Result<(), Wrong> {
        let place = value[1].span;
        let file = self.text[place.range()].trim_matches('"').to_owned();
        let columns = self.columns(&value[2..])?;
        let wrong = |message: String| Diagnostic::error(&code::DATA_FILE, place, message);
        let Some(found) = self.files.iter().find(|candidate| candidate.name == file) else {
            let message = format!("`{file}` is not read here: only the command line reads files");
            return Err(wrong(message).help("run the worksheet with `chainrule run`").into());
        };
        let bytes = found.contents.as_ref().map_err(|why| wrong(format!("`{file}` can't be read: {why}")))?;
        let sha256 = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let mut numbers =
            super::numbers(&file, bytes).map_err(|why| wrong(format!("`{file}` can't be read: {why}")))?;
        if let Some((from, to)) = columns {
            numbers = some_columns(&numbers, from, to).map_err(|why| wrong(format!("`{file}` {why}")))?;
        }
        self.numbers(name, (span, place), numbers.entries, numbers.sizes)?;
        let quantity = self.quantities[name];
        self.out.files.push(UsedFile { name: file, sha256, quantity });
        Ok(())
    }

    /// `columns 1..4`, `column 5`
    fn columns(&self, tokens: &[Token]) -> Result<Option<(u64, u64)>, Wrong> {
        let number =
            |token: &Token| self.text[token.span.range()].parse::<u64>().ok().filter(|number| *number > 0);
        let is_word = |token: &Token| matches!(token.kind, Kind::Name(id) if matches!(self.names.text(id), "column" | "columns"));
        let found = match tokens {
            [] => return Ok(None),
            [word, only] if is_word(word) => number(only).map(|only| (only, only)),
            [word, from, Token { kind: Kind::DotDot, .. }, to] if is_word(word) => {
                number(from).zip(number(to)).filter(|(from, to)| from <= to)
            }
            [..] => None,
        };
        if found.is_some() {
            return Ok(found);
        }
        let span = tokens[0].span.to(tokens[tokens.len() - 1].span);
        Err(Diagnostic::error(&code::EXPECTED, span, "expected which columns are taken")
            .help("write `columns 1..4`, or `column 5`, counted from 1")
            .into())
    }
}

/// Some of the columns; one alone is a vector.
fn some_columns(numbers: &Numbers, from: u64, to: u64) -> Result<Numbers, String> {
    let [rows, width] = numbers.sizes.as_slice() else {
        return Err("holds a list: it has no columns to choose from".to_owned());
    };
    if to > *width {
        return Err(format!("has {width} columns: there is no column {to}"));
    }
    let row_length = usize::try_from(*width).unwrap_or(usize::MAX).max(1);
    let (first, last) = (usize::try_from(from - 1).unwrap_or(0), usize::try_from(to).unwrap_or(0));
    let entries =
        numbers.entries.chunks(row_length).flat_map(|row| row[first..last].iter().cloned()).collect();
    let sizes = if from == to { vec![*rows] } else { vec![*rows, to - from + 1] };
    Ok(Numbers { sizes, entries })
}

/// The files of numbers that a worksheet names, each once.
pub fn files_named(text: &str) -> Vec<String> {
    if !declarations::declares_shapes(text) {
        return Vec::new();
    }
    let lexer::Tokens { tokens, names, .. } = lexer::scan_arrays(text);
    let mut found: Vec<String> = Vec::new();
    for pair in tokens.windows(2) {
        let is_word = matches!(pair[0].kind, Kind::Name(id) if names.text(id) == "file");
        if is_word && pair[1].kind == Kind::Text {
            let file = text[pair[1].span.range()].trim_matches('"').to_owned();
            if !found.contains(&file) {
                found.push(file);
            }
        }
    }
    found
}
