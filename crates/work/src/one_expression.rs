//! One expression, derived by one name: a worksheet of two statements of which the reader sees one.

use chainrule_diagnostic::{Diagnostic, Source, Span, code};
use chainrule_parser::lexer::{Kind, Relation, Tokens, scan};
use chainrule_symbolic::function;

use crate::report::Report;
use crate::{Options, Outcome, run};

/// What came of it.
#[derive(Debug)]
pub struct Derived {
    /// What there is to say, each about a text that the reader typed.
    pub said: Vec<(Source, Diagnostic)>,
    /// The report, unless there is an error.
    pub report: Option<Report>,
}

/// Derives an expression by one of its names: `sigmoid(w*x + b)` by `w`. What there is to say is about the expression or
/// the name as they were typed.
pub fn derive(expression: &str, by: &str, options: &Options) -> Derived {
    let typed = Source::new("<expression>", expression);
    let name = Source::new("--by", by);
    let refuse =
        |source: &Source, diagnostic| Derived { said: vec![(source.clone(), diagnostic)], report: None };
    if expression.trim().is_empty() {
        let wrong = Diagnostic::error(&code::EMPTY, Span::at(0), "there is no expression to derive");
        return refuse(&typed, wrong.help("write `chainrule derive 'sigmoid(w*x + b)' --by w`"));
    }
    let Some(parameter) = only_name(by) else {
        let wrong = Diagnostic::error(&code::BAD_QUERY, Span::new(0, by.len()), "`--by` takes one name");
        return refuse(&name, wrong.help("write `--by w`"));
    };
    let scanned = scan(expression);
    if let Some(end) = scanned.tokens.iter().find(|token| matches!(token.kind, Kind::End { .. })) {
        let wrong =
            Diagnostic::error(&code::EXPECTED, end.span, "`derive` takes one expression, on one line");
        return refuse(&typed, wrong.help("work out a worksheet with `chainrule run -e '…; derive dL/dw'`"));
    }
    let names = names(&scanned);
    if !names.contains(&parameter.as_str()) && scanned.diagnostics.is_empty() {
        let wrong = Diagnostic::error(
            &code::UNKNOWN_NAME,
            Span::new(0, by.len()),
            format!("the expression has no name `{parameter}`"),
        );
        return refuse(
            &name,
            match quantities(&names).as_slice() {
                [] => wrong.help("it is a number: there is nothing to derive by"),
                [only] => wrong.help(format!("its only name is {only}")),
                names => wrong.help(format!("its names are {}", names.join(", "))),
            },
        );
    }
    // `y = x^2` is taken as it stands; else the value gets a name that the expression does not use.
    let asked = match scanned.tokens.as_slice() {
        [first, second, ..] if second.kind == Kind::Relation(Relation::Equal) => {
            if let Kind::Name(id) = first.kind { Some(scanned.names.text(id).to_owned()) } else { None }
        }
        [..] => None,
    };
    let (value, prefix) = if let Some(value) = asked {
        (value, String::new())
    } else {
        let free = (0..).map(|number| if number == 0 { "y".to_owned() } else { format!("y{number}") });
        let value = free.into_iter().find(|name| !names.contains(&name.as_str())).unwrap_or_default();
        let prefix = format!("{value} = ");
        (value, prefix)
    };
    let text = format!("{prefix}{expression}\nderive ∂{value}/∂{parameter}\n");
    let Outcome { diagnostics, report, .. } = run("<expression>", &text, options);
    let shift = Shift { before: prefix.len(), length: expression.len() };
    let said = diagnostics.into_iter().map(|diagnostic| (typed.clone(), shift.apply(diagnostic))).collect();
    Derived { said, report }
}

/// The canonical form of a text that is one name.
fn only_name(text: &str) -> Option<String> {
    let scanned = scan(text);
    match scanned.tokens.as_slice() {
        [only] if scanned.diagnostics.is_empty() => {
            if let Kind::Name(id) = only.kind {
                Some(scanned.names.text(id).to_owned())
            } else {
                None
            }
        }
        [..] => None,
    }
}

/// The names of an expression, functions among them, each once.
fn names(scanned: &Tokens) -> Vec<&str> {
    let mut names = Vec::new();
    for token in &scanned.tokens {
        if let Kind::Name(id) = token.kind
            && !names.contains(&scanned.names.text(id))
            && names.len() < 1_000
        {
            names.push(scanned.names.text(id));
        }
    }
    names
}

/// The first few names that are no functions.
fn quantities(names: &[&str]) -> Vec<String> {
    let quantities = names.iter().filter(|name| function::find(name).is_none());
    quantities.take(8).map(|name| format!("`{name}`")).collect()
}

/// From the two statements to what the reader typed.
struct Shift {
    before: usize,
    length: usize,
}

impl Shift {
    fn apply(&self, mut diagnostic: Diagnostic) -> Diagnostic {
        diagnostic.primary.span = self.span(diagnostic.primary.span);
        diagnostic.secondary.retain(|label| {
            let start = label.span.start as usize;
            (self.before..=self.before + self.length).contains(&start)
        });
        for label in &mut diagnostic.secondary {
            label.span = self.span(label.span);
        }
        diagnostic
    }

    /// What lies outside is about the expression as a whole.
    fn span(&self, span: Span) -> Span {
        let (start, end) = (span.start as usize, span.end as usize);
        if start < self.before || start > self.before + self.length {
            return Span::new(0, self.length);
        }
        Span::new(start - self.before, end.min(self.before + self.length) - self.before)
    }
}
