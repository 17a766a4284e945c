//! How text is to look.

use crate::document::Role;

/// How text is to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextStyle {
    /// Columns to fill.
    pub width: usize,
    /// ASCII only: `sigmoid'(Z)`, `*`, `<=`.
    pub ascii: bool,
    /// Colours, as ANSI escapes.
    pub color: bool,
}

impl Default for TextStyle {
    fn default() -> Self {
        Self { width: 100, ascii: false, color: false }
    }
}

impl TextStyle {
    /// The text in bold, where colours are wanted.
    pub(super) fn strong(&self, text: &str) -> String {
        self.escaped("1", text)
    }

    /// The text in the colour of a role, where colours are wanted.
    pub(super) fn role(&self, role: Role, text: &str) -> String {
        match role {
            Role::Plain => text.to_owned(),
            Role::Good => self.escaped("32", text),
            Role::Warning => self.escaped("33", text),
            Role::Bad => self.escaped("31", text),
        }
    }

    /// Dimmed text, where colours are wanted.
    pub(super) fn dim(&self, text: &str) -> String {
        self.escaped("2", text)
    }

    fn escaped(&self, code: &str, text: &str) -> String {
        if self.color && !text.is_empty() { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// The text in ASCII, where that is wanted.
    pub(super) fn plain(&self, text: &str) -> String {
        if !self.ascii {
            return text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        }
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            match ascii(c) {
                Some(spelled) => out.push_str(spelled),
                None if c.is_control() => out.push(' '),
                None if c.is_ascii() => out.push(c),
                None => out.push('?'),
            }
        }
        out
    }
}

/// ASCII for a symbol.
fn ascii(c: char) -> Option<&'static str> {
    Some(match c {
        '·' | '⋅' | '×' => "*",
        '−' | '–' => "-",
        '—' => "--",
        '≤' => "<=",
        '≥' => ">=",
        '≠' => "!=",
        '≈' => "~=",
        '∈' => "in",
        '∂' => "d",
        '∞' => "inf",
        '→' => "->",
        '…' => "...",
        '√' => "sqrt",
        '²' => "^2",
        '³' => "^3",
        '‘' | '’' | '′' => "'",
        '“' | '”' => "\"",
        '\u{202F}' | '\u{00A0}' => " ",
        '±' => "+-",
        'α' => "alpha",
        'β' => "beta",
        'η' => "eta",
        'σ' => "sigma",
        'π' => "pi",
        'λ' => "lambda",
        'ω' => "omega",
        'Σ' | '∑' => "sum",
        'Π' | '∏' => "prod",
        '✓' => "ok",
        '✗' => "x",
        'ü' => "ue",
        'ö' => "oe",
        'ä' => "ae",
        'é' | 'è' => "e",
        _ => return None,
    })
}
