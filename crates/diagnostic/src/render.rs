//! Diagnostics with their source lines. The only file that names the span renderer.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::{Diagnostic, Label, Severity, Source, escape};

/// How diagnostics are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without colour.
    Plain,
    /// With ANSI colours.
    Color,
}

/// So many diagnostics of a source are shown; the rest are counted.
pub const MOST_SHOWN: usize = 50;

/// Characters of a line shown on either side of what is marked.
const WINDOW: usize = 60;

/// The longest marked stretch shown whole.
const LONGEST_MARK: usize = 80;

/// Diagnostics of one source as text, each with the lines it speaks of.
pub fn render(source: &Source, diagnostics: &[Diagnostic], style: Style) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics.iter().take(MOST_SHOWN) {
        out.push_str(&one(source, diagnostic, style));
        out.push_str("\n\n");
    }
    if diagnostics.len() > MOST_SHOWN {
        out.push_str(&format!("… and {} more\n", diagnostics.len() - MOST_SHOWN));
    }
    out
}

fn one(source: &Source, diagnostic: &Diagnostic, style: Style) -> String {
    let message = escape(&diagnostic.message);
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let windows: Vec<Window> = labels(diagnostic).map(|(label, _)| Window::around(source, label)).collect();
    let name = escape(source.name());
    let mut group = Group::with_title(level.primary_title(&message).id(diagnostic.code.id));
    // Labels on the same line share a snippet, so that the line is shown once.
    let mut is_printed = vec![false; windows.len()];
    let mut places = Vec::new();
    let kinds: Vec<AnnotationKind> = labels(diagnostic).map(|(_, kind)| kind).collect();
    for first in 0..windows.len() {
        if is_printed[first] {
            continue;
        }
        let window = &windows[first];
        places.push((window.line, window.column));
        let mut snippet = Snippet::source(&window.text).line_start(window.line).path(&name).fold(false);
        for (at, other) in windows.iter().enumerate().skip(first) {
            if !is_printed[at] && other.line == window.line && other.text == window.text {
                is_printed[at] = true;
                let annotation = kinds[at].span(other.mark.clone()).label(&other.label);
                snippet = snippet.annotation(annotation);
            }
        }
        group = group.element(snippet);
    }
    let notes: Vec<String> = diagnostic.notes.iter().map(|note| escape(note)).collect();
    let help: Vec<String> = diagnostic.help.iter().map(|help| escape(help)).collect();
    for note in &notes {
        group = group.element(Level::NOTE.message(note));
    }
    for help in &help {
        group = group.element(Level::HELP.message(help));
    }
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Color => Renderer::styled(),
    };
    with_columns(&renderer.render(&[group]), &name, &places)
}

/// The drawing with the columns of the source: the renderer counts those of the window that it was shown.
fn with_columns(drawing: &str, name: &str, places: &[(usize, usize)]) -> String {
    let mut out = String::with_capacity(drawing.len());
    let title = drawing.find('\n').unwrap_or(drawing.len());
    let (head, mut rest) = drawing.split_at(title);
    out.push_str(head);
    for (line, column) in places {
        let place = format!("{name}:{line}:");
        let Some(at) = rest.find(&place).map(|at| at + place.len()) else { break };
        out.push_str(&rest[..at]);
        out.push_str(&column.to_string());
        rest = rest[at..].trim_start_matches(|c: char| c.is_ascii_digit());
    }
    out.push_str(rest);
    out
}

fn labels(diagnostic: &Diagnostic) -> impl Iterator<Item = (&Label, AnnotationKind)> {
    let primary = std::iter::once((&diagnostic.primary, AnnotationKind::Primary));
    primary.chain(diagnostic.secondary.iter().map(|label| (label, AnnotationKind::Context)))
}

/// The part of a source line around a label, in visible characters: a line may be ten megabytes long.
struct Window {
    line: usize,
    column: usize,
    text: String,
    mark: std::ops::Range<usize>,
    label: String,
}

impl Window {
    fn around(source: &Source, label: &Label) -> Self {
        let text = source.text();
        let start = floor_boundary(text, label.span.start as usize);
        let (line, column) = source.line_column(start);
        let whole = source.line_range(line);
        let start = start.min(whole.end);
        let end = floor_boundary(text, label.span.end as usize).clamp(start, whole.end);
        let long = text[start..end].chars().nth(LONGEST_MARK).is_some();
        let end = if long { advance(text, start, LONGEST_MARK, end) } else { end };
        let from = retreat(text, start, WINDOW, whole.start);
        let to = advance(text, end, WINDOW, whole.end);
        let mut window = String::new();
        if from > whole.start {
            window.push('…');
        }
        push_visible(&mut window, &text[from..start]);
        let mark_start = window.len();
        push_visible(&mut window, &text[start..end]);
        let mark = mark_start..window.len();
        push_visible(&mut window, &text[end..to]);
        if to < whole.end {
            window.push('…');
        }
        // Something must stand under the mark, at the end of a line too.
        if mark.is_empty() && mark.end == window.len() {
            window.push(' ');
        }
        let mark = if mark.is_empty() { mark.start..next_boundary(&window, mark.start) } else { mark };
        Self { line, column, text: window, mark, label: escape(&label.text) }
    }
}

fn push_visible(out: &mut String, text: &str) {
    for character in text.chars() {
        crate::escape::push(out, character);
    }
}

fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

fn next_boundary(text: &str, offset: usize) -> usize {
    offset + text[offset..].chars().next().map_or(0, char::len_utf8)
}

fn advance(text: &str, from: usize, characters: usize, limit: usize) -> usize {
    text[from..limit].char_indices().nth(characters).map_or(limit, |(offset, _)| from + offset)
}

fn retreat(text: &str, from: usize, characters: usize, limit: usize) -> usize {
    text[limit..from].char_indices().rev().nth(characters).map_or(limit, |(offset, _)| limit + offset)
}

#[cfg(test)]
mod tests {
    use super::{Style, render};
    use crate::{Diagnostic, Source, Span, code};

    #[test]
    fn a_typo_is_marked() {
        let source = Source::new("a.chain", "Z = x*w\nderive dZ/dv\n");
        let diagnostic = Diagnostic::error(&code::UNKNOWN_NAME, Span::new(18, 19), "unknown name `v`")
            .label("not in this worksheet")
            .help("did you mean `w`?");
        let text = render(&source, &[diagnostic], Style::Plain);
        assert!(text.contains("a.chain:2:"), "{text}");
        assert!(text.contains("derive dZ/dv"), "{text}");
        assert!(text.contains("did you mean"), "{text}");
    }

    #[test]
    fn columns_are_those_of_the_source() {
        let source = Source::new("c.chain", format!("y = {} + \u{1b}z", "x + ".repeat(100)));
        let place = source.text().find('z').unwrap();
        let diagnostic = Diagnostic::error(&code::EXPECTED, Span::new(place, place + 1), "here");
        let text = render(&source, &[diagnostic], Style::Plain);
        assert!(text.contains(&format!("c.chain:1:{}", place + 1)), "{text}");
    }

    #[test]
    fn hostile_places_are_shown_safely() {
        let long = format!("Z = {}\u{1b}[31m", "x + ".repeat(1_000_000));
        let source = Source::new("b\u{202e}", long);
        for span in
            [Span::new(0, 3), Span::new(2_000_000, 2_000_001), Span::at(9_999_999), Span::new(4, 4_000_000)]
        {
            let diagnostic = Diagnostic::error(&code::EXPECTED, span, "x\u{1b}").label("\0");
            let text = render(&source, &[diagnostic], Style::Plain);
            assert!(text.len() < 2_000, "{}", text.len());
            assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'));
        }
        let empty = Source::new("e", "");
        assert!(
            !render(&empty, &[Diagnostic::error(&code::EMPTY, Span::at(0), "empty")], Style::Plain)
                .is_empty()
        );
    }
}
