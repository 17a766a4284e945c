//! Names, calls and derivatives inside an expression.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::function::rows::constant::PI;
use chainrule_symbolic::function::{self, Arity};
use chainrule_symbolic::graph::{ExprId, Scope};

use super::quotient;
use super::reader::{Reader, Wrong};
use crate::lexer::Kind;

/// A call whose arguments are being read.
pub(super) struct Call {
    name: String,
    name_span: Span,
    primes: u8,
    /// Whether the bracket follows the name at once.
    adjacent: bool,
    pub(super) arguments: Vec<ExprId>,
    pub(super) span: Span,
}

/// What a name turned out to begin.
pub(super) enum Head {
    /// An expression of its own.
    Expr(ExprId, Span),
    /// A call, with the place of its bracket.
    Call(Call, Span),
}

/// A statement of the language that this version does not carry out.
pub fn later(span: Span, what: &str) -> Diagnostic {
    Diagnostic::error(&code::LATER_FEATURE, span, format!("{what} are not carried out by this version yet"))
        .help("write the instances one by one: `a1 = …`, `a2 = …`")
}

/// `dL/dw`, where it is a derivative; nothing where it is a division of quantities or none at all.
pub(super) fn derivative(reader: &mut Reader<'_>) -> Result<Option<(ExprId, Span)>, Wrong> {
    let Some(found) = quotient::read(&reader.tokens[reader.at..], reader.names, reader.text) else {
        return Ok(None);
    };
    let unknown = std::iter::once(&found.of).chain(&found.by).find(|name| !reader.known.is_quantity(name));
    let plain_known = found.plain.as_ref().filter(|(above, below)| {
        reader.known.declared.contains_key(above) || reader.known.declared.contains_key(below)
    });
    match (unknown, plain_known, &found.plain) {
        (None, Some((above, below)), _) => {
            let (of, by) = (&found.of, &found.by[0]);
            return Err(Box::new(
                Diagnostic::error(
                    &code::AMBIGUOUS_DERIVATIVE,
                    found.span,
                    format!(
                        "`{above}/{below}` could be the derivative of `{of}` or a division of quantities"
                    ),
                )
                .help(format!("write `∂{of}/∂{by}` for the derivative"))
                .help(format!("write `({above})/({below})` for the division")),
            ));
        }
        (Some(_), Some(_), _) => return Ok(None),
        (Some(name), None, plain) => {
            let is_division = plain.as_ref().is_some_and(|(above, below)| {
                !reader.derivatives
                    || (reader.known.used.contains(above) && reader.known.used.contains(below))
            });
            if is_division {
                return Ok(None);
            }
            return Err(Box::new(unknown_name(reader, name, found.span)));
        }
        (None, None, _) => {}
    }
    if !reader.derivatives {
        return Err(Box::new(
            Diagnostic::error(&code::BAD_QUERY, found.span, "a derivative can't stand in a definition")
                .help("ask for it with `derive`, or state it with `given` or `claim`"),
        ));
    }
    reader.at += found.length;
    let of = reader.graph.intern(&found.of);
    let mut id = reader.graph.symbol(of);
    // `d²L/dw1 dw2` derives by w2 first: the leftmost is the outermost.
    for name in found.by.iter().rev() {
        let by = reader.graph.intern(name);
        id = reader.graph.derivative(id, by, Scope::Total);
        reader.spans.entry(id).or_insert(found.span);
    }
    Ok(Some((id, found.span)))
}

fn unknown_name(reader: &Reader<'_>, name: &str, span: Span) -> Diagnostic {
    let message = if reader.known.functions.contains_key(name) {
        format!("`{name}` is a function here, not a quantity")
    } else {
        format!("no equation of this worksheet has the name `{name}`")
    };
    let diagnostic = Diagnostic::error(&code::UNKNOWN_NAME, span, message);
    match reader.known.nearest(name) {
        _ if reader.known.functions.contains_key(name) => {
            diagnostic.help(format!("write `{name} = …` without arguments to define a quantity"))
        }
        Some(nearest) => diagnostic.help(format!("did you mean `{nearest}`?")),
        None => diagnostic,
    }
}

/// A name, and the bracket after it where it is a call.
pub(super) fn head(reader: &mut Reader<'_>) -> Result<Head, Wrong> {
    let token = reader.tokens[reader.at];
    let Kind::Name(id) = token.kind else {
        return Err(Box::new(
            Diagnostic::error(
                &code::EXPECTED,
                token.span,
                "`∂` begins a derivative such as `∂L/∂w`; this is none",
            )
            .help("write `∂L/∂w`"),
        ));
    };
    let name = reader.names.text(id).to_owned();
    reader.at += 1;
    let mut primes = 0u8;
    while reader.peek() == Some(Kind::Prime) {
        reader.at += 1;
        primes = primes.saturating_add(1);
    }
    let next = reader.tokens.get(reader.at).copied();
    if let Some(bracket) = next.filter(|next| next.kind == Kind::Open(b'(')) {
        let adjacent = reader.tokens[reader.at - 1].span.end == bracket.span.start;
        if adjacent || reader.known.is_callable(&name) {
            reader.at += 1;
            let call = Call {
                name,
                name_span: token.span,
                primes,
                adjacent,
                arguments: Vec::new(),
                span: token.span,
            };
            return Ok(Head::Call(call, bracket.span));
        }
    }
    if primes > 0 {
        let span = token.span.to(reader.tokens[reader.at - 1].span);
        let diagnostic =
            Diagnostic::error(&code::PRIME, span, format!("`{name}'` says not by what `{name}` is derived"));
        return Err(Box::new(if reader.known.is_callable(&name) {
            diagnostic.help(format!("write `{name}'(z)` with an argument"))
        } else {
            diagnostic.help(format!("write `d{name}/dw`, with the name it is derived by"))
        }));
    }
    plain(reader, &name, token.span).map(|id| Head::Expr(id, token.span))
}

/// A name that stands for a quantity or a constant.
fn plain(reader: &mut Reader<'_>, name: &str, span: Span) -> Result<ExprId, Wrong> {
    if let Some(&parameter) = reader.known.parameters.get(name) {
        return Ok(reader.graph.symbol(parameter));
    }
    if name == PI.name {
        return Ok(reader.graph.call(&PI, &[]));
    }
    let is_function = function::TABLE.iter().any(|row| row.name == name) || name == "log";
    if is_function || reader.known.functions.contains_key(name) {
        return Err(Box::new(
            Diagnostic::error(
                &code::EXPECTED,
                span,
                format!("`{name}` is a function and needs an argument in brackets"),
            )
            .help(format!("write `{name}(…)`")),
        ));
    }
    let declared = reader.known.declared.contains_key(name) || reader.known.dependences.contains_key(name);
    if !declared && name == "e" && matches!(reader.peek(), Some(Kind::Caret | Kind::Superscript(_))) {
        return Err(Box::new(
            Diagnostic::error(
                &code::CONSTANT_E,
                span,
                "`e` has no value here: it is a plain name, not Euler's number",
            )
            .help("write `exp(…)` for the exponential"),
        ));
    }
    let before = reader.at.checked_sub(2).and_then(|at| reader.tokens.get(at)).map(|token| token.kind);
    let beside_slash = reader.peek() == Some(Kind::Slash) || before == Some(Kind::Slash);
    if !declared
        && beside_slash
        && let Some(rest) = name.strip_prefix('d').filter(|rest| reader.known.is_quantity(rest))
    {
        return Err(Box::new(
            Diagnostic::error(
                &code::AMBIGUOUS_DERIVATIVE,
                span,
                format!("`{name}` could be a quantity or part of a derivative of or by `{rest}`"),
            )
            .help("put a derivative that is part of a larger fraction or power in brackets: `(dL/dw)^2`")
            .help(format!("give the quantity another name than `{name}`")),
        ));
    }
    let symbol = reader.graph.intern(name);
    reader.mentions.push((symbol, span));
    let id = reader.graph.symbol(symbol);
    reader.spans.entry(id).or_insert(span);
    Ok(id)
}

/// The expression of a call whose arguments are read.
pub(super) fn apply(reader: &mut Reader<'_>, call: &Call, span: Span) -> Result<ExprId, Wrong> {
    let name = call.name.as_str();
    if let Some(&(defined, count)) = reader.known.functions.get(name) {
        if call.arguments.len() != count {
            return Err(Box::new(
                wrong_count(call, span, &count_words(count, count)).also(defined, "defined here"),
            ));
        }
        if call.primes > 0 && count != 1 {
            return Err(Box::new(prime_of_many(call)));
        }
        let Some(&id) = reader.known.function_ids.get(name) else {
            // The function's own body was refused; that is reported there.
            return Err(Box::new(
                Diagnostic::error(&code::CYCLE, call.name_span, format!("`{name}` has no usable definition"))
                    .also(defined, "defined here"),
            ));
        };
        return Ok(reader.graph.apply_primed(id, call.primes, &call.arguments));
    }
    if let Some(inputs) = reader.known.dependences.get(name) {
        let symbol = reader.graph.intern(name);
        let same = call.arguments.len() == inputs.len()
            && call.arguments.iter().zip(inputs).all(|(&argument, input)| {
                let input = reader.graph.intern(input);
                argument == reader.graph.symbol(input)
            });
        if !same || call.primes > 0 {
            let written = format!("{name}({})", inputs.join(", "));
            return Err(Box::new(
                Diagnostic::error(
                    &code::NOT_A_FUNCTION,
                    span,
                    format!("`{name}` is an open dependence, not a function to put to other arguments"),
                )
                .help(format!("write `{written}` or just `{name}`")),
            ));
        }
        reader.mentions.push((symbol, call.name_span));
        return Ok(reader.graph.symbol(symbol));
    }
    let Some(row) =
        function::find(name).filter(|row| row.name.starts_with(|c: char| c.is_ascii_alphabetic()))
    else {
        return Err(Box::new(not_callable(reader, call, span)));
    };
    let nested = matches!(row.name, "max" | "min") && call.arguments.len() > 2;
    if !row.arity.admits(call.arguments.len()) && !nested {
        let (least, most) = match row.arity {
            Arity::Exactly(count) => (count, count),
            Arity::AtLeast(least) => (least, usize::MAX),
        };
        return Err(Box::new(wrong_count(call, span, &count_words(least, most))));
    }
    if call.primes > 0 {
        if row.arity != Arity::Exactly(1) {
            return Err(Box::new(prime_of_many(call)));
        }
        return Ok(reader.graph.apply_primed(function::id(row), call.primes, &call.arguments));
    }
    if nested {
        // The largest of three is the larger of the first two's larger and the third.
        let mut id = call.arguments[0];
        for &argument in &call.arguments[1..] {
            id = reader.graph.call(row, &[id, argument]);
        }
        return Ok(id);
    }
    Ok(reader.graph.call(row, &call.arguments))
}

fn not_callable(reader: &Reader<'_>, call: &Call, span: Span) -> Diagnostic {
    let name = call.name.as_str();
    if matches!(name, "sum" | "prod") {
        return later(span, "sums and products over a family");
    }
    let is_quantity = reader.known.declared.contains_key(name) || reader.known.parameters.contains_key(name);
    let nearest = reader.known.nearest_function(name);
    if is_quantity
        || (reader.known.is_quantity(name) && nearest.is_none())
        || (name.len() == 1 && call.adjacent)
    {
        let inner = reader.text[call.name_span.end as usize..span.end as usize].to_owned();
        return Diagnostic::error(
            &code::NOT_A_FUNCTION,
            call.name_span,
            format!("`{name}` is a quantity, not a function"),
        )
        .help(format!("write `{name}*{inner}` for a product"));
    }
    let diagnostic =
        Diagnostic::error(&code::UNKNOWN_FUNCTION, call.name_span, format!("there is no function `{name}`"));
    match nearest {
        Some(nearest) => diagnostic.help(format!("did you mean `{nearest}`?")),
        None => diagnostic
            .help(format!("write `{name}*(…)` for a product"))
            .help("`chainrule functions` lists the functions; define your own by `f(z) = …`"),
    }
}

fn prime_of_many(call: &Call) -> Diagnostic {
    let name = &call.name;
    Diagnostic::error(
        &code::PRIME,
        call.name_span,
        format!("`{name}` has several arguments: a prime does not say by which it is derived"),
    )
    .help("name the call, `y = f(a, b)`, and write `dy/da`")
}

fn wrong_count(call: &Call, span: Span, wanted: &str) -> Diagnostic {
    let name = &call.name;
    let given = call.arguments.len();
    Diagnostic::error(&code::ARITY, span, format!("`{name}` takes {wanted}, not {given}"))
}

fn count_words(least: usize, most: usize) -> String {
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    if least == most {
        format!("{least} argument{}", plural(least))
    } else {
        format!("{least} or more arguments")
    }
}
