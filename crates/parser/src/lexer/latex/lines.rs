//! Which lines are written in LaTeX, which parts of them, and what indices they name.

use std::ops::Range;

use chainrule_diagnostic::Span;

use crate::lexer::Keyword;

/// The signs between which a formula stands, longer ones first.
const DELIMITERS: [(&str, &str); 4] = [("$$", "$$"), ("$", "$"), ("\\(", "\\)"), ("\\[", "\\]")];

/// Environments whose lines are formulas, on lines of their own.
const ENVIRONMENTS: [&str; 8] =
    ["align", "align*", "aligned", "equation", "equation*", "gather", "gather*", "split"];

/// What a line that does nothing but open or close formulas on lines of their own makes of the next ones.
pub(crate) fn opens_or_closes(line: &str, in_display: bool) -> Option<bool> {
    let line = line.trim();
    let environment = |command: &str| {
        line.strip_prefix(command)
            .and_then(|rest| rest.strip_suffix('}'))
            .is_some_and(|name| ENVIRONMENTS.contains(&name))
    };
    match line {
        "$$" => Some(!in_display),
        "\\[" => Some(true),
        "\\]" => Some(false),
        _ if environment("\\begin{") => Some(true),
        _ if environment("\\end{") => Some(false),
        _ => None,
    }
}

/// Where the comment of a line begins.
pub(super) fn comment_start(line: &str) -> Option<usize> {
    line.match_indices('#').map(|(at, _)| at).find(|&at| !line[..at].ends_with('\\'))
}

/// Whether a line is written in LaTeX: a command stands in it, or a formula between dollars.
pub(crate) fn is_latex(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or("");
    if matches!(first, "notation" | "show") || line.contains('"') {
        return false;
    }
    let has_command = line.match_indices('\\').any(|(at, _)| {
        line[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '(' | '[' | ',' | ';'))
    });
    has_command || line.trim_end().ends_with("\\\\") || line.matches('$').count() >= 2
}

/// Whether what stands at a place is written in LaTeX.
pub(crate) fn is_latex_at(text: &str, span: Span) -> bool {
    const FAR: usize = 10_000;
    let at = span.start as usize;
    let start = text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let end = text[at..].find(['\n', '\r']).map_or(text.len(), |end| at + end);
    end - start <= FAR && is_latex(&text[start..end])
}

/// The keyword that a line begins with.
pub(super) fn keyword(line: &str) -> Option<Keyword> {
    let word = line.split(|c: char| !c.is_ascii_alphabetic()).find(|word| !word.is_empty());
    word.filter(|word| line.trim_start().starts_with(word))
        .and_then(Keyword::find)
        .filter(|keyword| keyword.begins_statement())
}

/// Where the words behind a formula begin that say what its indices run over: `for j in 1..2`.
fn clause_start(line: &str) -> Option<usize> {
    line.match_indices(" for ").map(|(at, _)| at).find(|&at| {
        let clause = &line[at..];
        let index = clause[" for ".len()..].trim_start().split_once(" in ").map(|(index, _)| index.trim());
        let is_index = index.is_some_and(|index| index.chars().all(|c| c.is_ascii_alphabetic()));
        is_index && clause.contains("..") && !clause.contains('\\')
    })
}

/// The letters that such words name.
pub(super) fn clause_indices(line: &str) -> Vec<Box<str>> {
    let Some(start) = clause_start(line) else { return Vec::new() };
    let parts = line[start + " for ".len()..].split(',');
    let named = parts.filter_map(|part| part.split_once(" in ").map(|(index, _)| index.trim()));
    named.filter(|index| index.len() == 1).map(Box::from).collect()
}

/// A part of a line.
pub(super) struct Piece {
    pub(super) place: Range<usize>,
    pub(super) is_latex: bool,
}

/// The parts of a line: what stands between delimiters is LaTeX; where there are none, all but the words of the language.
pub(super) fn pieces(line: &str, in_display: bool) -> Vec<Piece> {
    if in_display {
        return vec![Piece { place: 0..line.len(), is_latex: true }];
    }
    let mut found = Vec::new();
    let mut at = 0;
    let mut plain = 0;
    while at < line.len() {
        let rest = &line[at..];
        let open = DELIMITERS.iter().find(|(open, _)| rest.starts_with(open));
        let closed = open.and_then(|(open, close)| {
            let end = line[at + open.len()..].find(close)?;
            Some((at + open.len()..at + open.len() + end, close.len()))
        });
        let Some((inner, close)) = closed else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        push_words(&mut found, line, plain..at);
        at = inner.end + close;
        plain = at;
        found.push(Piece { place: inner, is_latex: true });
    }
    if found.iter().any(|piece| piece.is_latex) {
        push_words(&mut found, line, plain..line.len());
        return found;
    }
    let mut start = 0;
    let ends = line.match_indices(';').map(|(at, _)| at).filter(|&at| !line[..at].ends_with('\\'));
    for end in ends.chain([line.len()]) {
        let part = &line[start..end];
        let pieces = if is_latex(part) || keyword(part).is_none() {
            undelimited(part, keyword(part))
        } else {
            vec![Piece { place: 0..part.len(), is_latex: false }]
        };
        found.extend(pieces.into_iter().map(|piece| Piece {
            place: piece.place.start + start..piece.place.end + start,
            is_latex: piece.is_latex,
        }));
        if end < line.len() {
            found.push(Piece { place: end..end + 1, is_latex: false });
        }
        start = end + 1;
    }
    found
}

/// What stands outside of formulas, unless it is only the full stop of a sentence.
fn push_words(found: &mut Vec<Piece>, line: &str, place: Range<usize>) {
    if !line[place.clone()].trim_matches([' ', '\t', '.']).is_empty() {
        found.push(Piece { place, is_latex: false });
    }
}

/// A line without delimiters: words of the language stand before the formula, and between formulas.
fn undelimited(line: &str, keyword: Option<Keyword>) -> Vec<Piece> {
    let Some(keyword) = keyword else {
        let end = clause_start(line).unwrap_or(line.len());
        let mut found = vec![Piece { place: 0..end, is_latex: true }];
        push_words(&mut found, line, end..line.len());
        return found;
    };
    let mut found = Vec::new();
    let lead = line.len() - line.trim_start().len();
    let word = line[lead..].find(|c: char| !c.is_ascii_alphabetic()).map_or(line.len(), |end| lead + end);
    found.push(Piece { place: 0..word, is_latex: false });
    let mut at = word;
    // `update w by \alpha for 10 steps`: only the words with commands are formulas.
    if keyword == Keyword::Update {
        while at < line.len() {
            let start = at + (line[at..].len() - line[at..].trim_start().len());
            let end = line[start..].find(' ').map_or(line.len(), |end| start + end);
            found.push(Piece { place: start..end, is_latex: line[start..end].contains('\\') });
            at = end.max(at + 1);
        }
        return found;
    }
    if let Some(words) = line[at..].trim_start().strip_prefix("gradient of ") {
        let end = line.len() - words.len();
        found.push(Piece { place: at..end, is_latex: false });
        at = end;
    }
    found.push(Piece { place: at..line.len(), is_latex: true });
    found
}
