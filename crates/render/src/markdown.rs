//! Documents as Markdown with LaTeX formulas, as GitHub, KaTeX and other readers of `$…$` take them.
//!
//! Some readers look for formulas before they look for Markdown, some after. So formulas are written in such a way that Markdown finds
//! nothing in them: no backslash before a sign (Markdown would eat it), no `*`, `|`, `<`, `[`, no `_` that could begin
//! emphasis, and no `$` within `$$`.

use crate::document::{Document, Row, Table};
use crate::equations::{self, EquationRow};
use crate::format::{Format, Page, Settings, nothing_around};
use crate::format_name::MARKDOWN;
use crate::inline::{Inline, Role, Span};
use crate::latex::relation_sign;
use crate::layout::Layout;
use crate::notation::tex;
use crate::simple::{Simple, simple};
use crate::spelling::{Drawing, Latex, drawn, words};

/// Markdown.
pub static FORMAT: Format = Format {
    name: MARKDOWN,
    title: "Markdown with LaTeX formulas, as GitHub and KaTeX read them",
    media_type: "text/markdown",
    extensions: &["md", "markdown"],
    heeds: &[],
    notation: tex,
    page,
    around: nothing_around,
};

const PEN: Latex = Latex { format: MARKDOWN, text: words_in_formula };

/// The width of a page, in em.
const WIDTH: f32 = 43.0;

fn page(page: Page<'_>, settings: &Settings) -> String {
    let name = if settings.named { format!("# {}\n\n", prose(page.name)) } else { String::new() };
    name + &render(page.document)
}

/// A document as Markdown. Its headings begin at the second level: the first is for the title of what it is put into.
pub fn render(document: &Document) -> String {
    let mut out = String::new();
    for block in simple(document) {
        match &block {
            Simple::Heading(level, text) => {
                let marks = "#".repeat(usize::from(*level) + 1);
                out.push_str(&format!("{marks} {}\n\n", inline(text)));
            }
            Simple::Paragraph(text) => out.push_str(&format!("{}\n\n", at_start(inline(text)).trim_end())),
            Simple::List(items) => {
                for item in items {
                    out.push_str(&format!("- {}\n", at_start(inline(item))));
                }
                out.push('\n');
            }
            Simple::Equations(lines) => {
                let rows: Vec<String> = equations::rows(lines, WIDTH, &PEN).iter().map(row).collect();
                let rows = rows.join(" \\cr\n");
                out.push_str(&format!("$$\n\\begin{{aligned}}\n{rows}\n\\end{{aligned}}\n$$\n\n"));
            }
            Simple::Table(grid) => out.push_str(&table(grid)),
            Simple::Picture(drawn) => out.push_str(&format!("{}\n\n", at_start(inline(&drawn.in_words())))),
        }
    }
    out
}

/// A row of an `aligned`. It does not begin as a list or a heading would.
fn row(row: &EquationRow) -> String {
    let beside = |reason: &Option<Inline>| {
        reason.as_ref().map_or(String::new(), |reason| format!(r" && \quad {}", in_formula(reason)))
    };
    let row = match row {
        EquationRow::Line { left, relation, right, reason } => {
            let sign = safe(relation_sign(*relation));
            format!("{} &{} {}{}", safe(left), sign.trim(), safe(right), beside(reason))
        }
        EquationRow::Continued { right, reason } => {
            format!("&\\quad {{}}{}{}", safe(right), beside(reason))
        }
        EquationRow::Reason(reason) => format!("&\\quad {}", in_formula(reason)),
    };
    let row = row.trim();
    if row.starts_with(['\\', '&', '{']) || row.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return row.to_owned();
    }
    format!("{{}}{row}")
}

/// A formula in running text.
fn formula(layout: &Layout) -> String {
    let text = safe(&drawn(layout, Drawing::Inline, &PEN).text());
    match text.trim() {
        "" => String::new(),
        text => format!("${text}$"),
    }
}

/// LaTeX of which Markdown takes nothing for its own.
fn safe(latex: &str) -> String {
    let mut out = String::with_capacity(latex.len() + 16);
    let mut rest = latex.chars().peekable();
    while let Some(character) = rest.next() {
        let command = match character {
            '\\' => match rest.next_if(|after| !after.is_ascii_alphabetic()) {
                None => {
                    out.push('\\');
                    continue;
                }
                Some('!') => r"\negthinspace",
                Some(';') => r"\thickspace",
                Some(' ') => r"\enspace",
                Some('_') => r"\underline{\enspace}",
                // The end of a row of a matrix.
                Some('\\') => r"\cr",
                // `\,`, and nothing else is written.
                Some(_) => r"\thinspace",
            },
            '[' => r"\lbrack",
            ']' => r"\rbrack",
            '|' => r"\vert",
            '<' => r"\lt",
            '>' => r"\gt",
            '*' => r"\ast",
            '_' if !out.ends_with(char::is_alphanumeric) => {
                // Markdown begins no emphasis before a space, and TeX takes none of it.
                out.push_str("_ ");
                continue;
            }
            other => {
                out.push(other);
                continue;
            }
        };
        out.push_str(command);
        if !command.ends_with('}') && !matches!(rest.peek(), Some(' ' | '\\') | None) {
            out.push(' ');
        }
    }
    out
}

/// Running text in a formula: words in `\text`, signs and formulas between them.
fn in_formula(inline: &Inline) -> String {
    let mut out = String::new();
    for piece in &inline.pieces {
        match piece {
            Span::Math(layout) | Span::Typed(_, layout) => {
                out.push_str(&safe(&drawn(layout, Drawing::Inline, &PEN).text()));
            }
            Span::Text(text) | Span::Role(_, text) => out.push_str(&words_in_formula(text)),
            Span::Reference(_) => {}
        }
    }
    out.trim_end().to_owned()
}

/// Words in a formula.
fn words_in_formula(text: &str) -> String {
    let mut out = String::new();
    let mut open = false;
    for character in text.chars() {
        let plain = plain_in_text(character);
        if plain != open {
            out.push_str(if plain { r"\text{" } else { "}" });
            open = plain;
        }
        if plain {
            out.push(character);
        } else {
            out.push_str(&sign_in_formula(character));
            out.push(' ');
        }
    }
    if open {
        out.push('}');
    }
    out
}

/// Whether `\text` takes a character as it is, and Markdown too.
fn plain_in_text(character: char) -> bool {
    character.is_ascii_alphanumeric() || " .,;:!?()/'+-=".contains(character)
}

/// What a formula has for a character that `\text` does not take.
fn sign_in_formula(character: char) -> String {
    match character {
        '_' => r"\underline{\enspace}".to_owned(),
        '{' => r"\lbrace".to_owned(),
        '}' => r"\rbrace".to_owned(),
        '[' => r"\lbrack".to_owned(),
        ']' => r"\rbrack".to_owned(),
        '|' => r"\vert".to_owned(),
        '*' => r"\ast".to_owned(),
        '^' => r"\wedge".to_owned(),
        '~' => r"\sim".to_owned(),
        '%' => r"\text{ percent}".to_owned(),
        '"' | '`' => r"\text{'}".to_owned(),
        '…' => r"\ldots".to_owned(),
        other => {
            match words(&other.to_string()).strip_prefix('$').and_then(|formula| formula.strip_suffix('$')) {
                Some(sign) => safe(sign),
                None => r"\text{?}".to_owned(),
            }
        }
    }
}

/// Text with formulas in it.
fn inline(inline: &Inline) -> String {
    let mut out = String::new();
    for piece in &inline.pieces {
        match piece {
            Span::Text(text) | Span::Role(Role::Dim, text) => out.push_str(&prose(text)),
            Span::Role(Role::Good | Role::Warning | Role::Bad | Role::Strong, text) => {
                out.push_str(&format!("**{}**", prose(text)));
            }
            Span::Reference(_) => {}
            Span::Math(layout) | Span::Typed(_, layout) => out.push_str(&formula(layout)),
        }
    }
    out
}

/// Words of which Markdown takes nothing for its own.
fn prose(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '$' => out.push_str("&#36;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' => {
                out.push('\\');
                out.push(character);
            }
            other => out.push(other),
        }
    }
    out
}

/// Words that do not begin as a list does.
fn at_start(text: String) -> String {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if text.starts_with(['-', '+', '=']) || (digits > 0 && text[digits..].starts_with(['.', ')'])) {
        let (before, after) = text.split_at(digits);
        return format!("{before}\\{after}");
    }
    text
}

fn table(table: &Table) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut out = line(table.titles.iter().map(inline).collect());
    let columns = (0..table.titles.len()).map(|at| if at == 0 { ":---" } else { "---:" });
    out.push_str(&line(columns.map(str::to_owned).collect()));
    for row in &table.rows {
        out.push_str(&line(match row {
            Row::Cells(cells) => cells.iter().map(formula).collect(),
            Row::LeftOut(count) => {
                let mut cells = vec![String::new(); table.titles.len()];
                if let Some(first) = cells.first_mut() {
                    *first = format!("… {count} more …");
                }
                cells
            }
        }));
    }
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::{at_start, in_formula, prose, safe};
    use crate::inline::Inline;

    #[test]
    fn markdown_takes_nothing_of_a_formula_for_its_own() {
        assert_eq!(safe(r"7\,507"), r"7\thinspace 507");
        assert_eq!(
            safe(r"\begin{pmatrix}1 & 2 \\ 3 & 4\end{pmatrix}"),
            r"\begin{pmatrix}1 & 2 \cr 3 & 4\end{pmatrix}"
        );
        assert_eq!(safe(r"w_{1\_11}"), r"w_{1\underline{\enspace}11}");
        assert_eq!(safe(r"\mathrm{net}_{h1}"), r"\mathrm{net}_ {h1}");
        assert_eq!(safe(r"f\!\left(x\right)"), r"f\negthinspace\left(x\right)");
        assert_eq!(safe(r"\left|x\right|"), r"\left\vert x\right\vert");
        assert_eq!(safe("x < y"), r"x \lt y");
        assert_eq!(safe("[0, 1]"), r"\lbrack 0, 1\rbrack");
    }

    #[test]
    fn words_stay_words() {
        assert_eq!(
            prose("a*b_c `d` <script> $1 |x| [y](z)"),
            r"a\*b\_c \`d\` &lt;script&gt; &#36;1 \|x\| \[y\](z)"
        );
        assert_eq!(at_start("1. a".to_owned()), r"1\. a");
        assert_eq!(at_start("- a".to_owned()), r"\- a");
        assert_eq!(at_start("10 a".to_owned()), "10 a");
        let text = in_formula(&Inline::from("a_b ≤ c$"));
        assert_eq!(text, r"\text{a}\underline{\enspace} \text{b }\le \text{ c}\text{?}");
    }
}
