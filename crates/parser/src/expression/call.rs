//! Calls of functions and dependences inside an expression.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY};
use chainrule_symbolic::function::rows::exponential::LN;
use chainrule_symbolic::function::{self, Arity};
use chainrule_symbolic::graph::{ExprId, Node, Scope};

use chainrule_worksheet::{Rounding, Rounds, number_formats};

use super::reader::Reader;
use super::softmax;
use super::stacks::Call;
use crate::elsewhere;
use crate::in_pairs::in_pairs;
use crate::wrong::Wrong;

/// The expression of a call whose arguments are read.
pub(super) fn apply(reader: &mut Reader<'_>, call: &Call, span: Span) -> Result<ExprId, Wrong> {
    let names = reader.names;
    let name = names.text(call.name);
    if let Some(&(defined, count)) = reader.known_names.functions.get(name) {
        if call.arguments.len() != count {
            return Err(Box::new(
                wrong_count(reader, call, span, &count_words(count, count)).also(defined, "defined here"),
            ));
        }
        if call.primes > 0 && count != 1 {
            return Err(Box::new(prime_of_many(reader, call)));
        }
        let Some(&id) = reader.known_names.function_ids.get(name) else {
            // The function's own body was refused; that is reported there.
            let nothing = reader.graph.intern("'refused");
            return Ok(reader.graph.symbol(nothing));
        };
        return Ok(reader.graph.apply_primed(id, call.primes, &call.arguments));
    }
    if let Some(inputs) = reader.known_names.dependences.get(name) {
        let symbol = reader.graph.intern(name);
        let same = call.arguments.len() == inputs.len()
            && call.arguments.iter().zip(inputs).all(|(&argument, input)| {
                let input = reader.graph.intern(input);
                argument == reader.graph.symbol(input)
            });
        if call.primes > 0 {
            let input = inputs.first().map_or("x", String::as_str);
            return Err(Box::new(
                Diagnostic::error(
                    &code::PRIME,
                    call.name_span,
                    format!("`{name}` is a quantity: a prime does not say by what it is derived"),
                )
                .help(format!("write `d{name}/d{input}`")),
            ));
        }
        if !same {
            let first_inputs: Vec<&str> = inputs.iter().take(8).map(String::as_str).collect();
            let more = if inputs.len() > first_inputs.len() { ", …" } else { "" };
            let written = format!("{name}({}{more})", first_inputs.join(", "));
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
    if let Some(slope) = slope_of_member(reader, name, call) {
        return Ok(slope);
    }
    if let Some(format) = number_formats().find(|format| *format == name)
        && !reader.known_names.is_declared(name)
    {
        return rounded(reader, call, span, format);
    }
    if softmax::is_softmax(name) && call.primes == 0 && !reader.known_names.is_declared(name) {
        return softmax::component(reader, call, span);
    }
    if let Some(id) = by_formula(reader, name, call) {
        return Ok(id);
    }
    let Some(row) =
        function::find(name).filter(|row| row.name.starts_with(|c: char| c.is_ascii_alphabetic()))
    else {
        return Err(Box::new(not_callable(reader, call, span)));
    };
    let nested = matches!(row.name, "max" | "min") && call.arguments.len() > 2;
    if !row.arity.admits(call.arguments.len()) && !nested {
        let (least, most) = match row.arity {
            Arity::Exactly(least) if matches!(row.name, "max" | "min") => (least, usize::MAX),
            Arity::Exactly(count) => (count, count),
            Arity::AtLeast(least) => (least, usize::MAX),
        };
        return Err(Box::new(wrong_count(reader, call, span, &count_words(least, most))));
    }
    if call.primes > 0 {
        if row.arity != Arity::Exactly(1) {
            return Err(Box::new(prime_of_many(reader, call)));
        }
        return Ok(reader.graph.apply_primed(function::id(row), call.primes, &call.arguments));
    }
    if nested {
        return Ok(in_pairs(reader.graph, row, &call.arguments));
    }
    Ok(reader.graph.call(row, &call.arguments))
}

/// `f'(z[3])` where `a[3]` is `f(z[3])` with a form that is left open.
fn slope_of_member(reader: &mut Reader<'_>, name: &str, call: &Call) -> Option<ExprId> {
    let &[argument] = call.arguments.as_slice() else { return None };
    let Node::Symbol(input) = reader.graph.node(argument) else { return None };
    if call.primes != 1 || reader.known_names.applied.is_empty() {
        return None;
    }
    let &of = reader.known_names.applied.get(&(name.to_owned(), input))?;
    let of = reader.graph.symbol(of);
    Some(reader.graph.derivative(of, input, Scope::Total))
}

/// Calls that stand for a formula: `xlogy(x, y)`, `mean(a, b, c)`.
fn by_formula(reader: &mut Reader<'_>, name: &str, call: &Call) -> Option<ExprId> {
    if call.primes > 0 || reader.known_names.is_declared(name) {
        return None;
    }
    match (name, call.arguments.as_slice()) {
        // x·ln(y), 0 at x = 0, as statistics libraries have it.
        ("xlogy", &[factor, argument]) => {
            let logarithm = reader.graph.call(&LN, &[argument]);
            let product = reader.graph.call(&MULTIPLY, &[factor, logarithm]);
            // By its place it is known for what it is.
            reader.spans.set_first(product, call.name_span);
            Some(product)
        }
        // Of one number alone nothing says how many it stands for.
        ("mean" | "avg" | "average", arguments @ [_, _, ..]) => {
            let sum = reader.graph.call(&ADD, arguments);
            let count = reader.graph.integer(i64::try_from(arguments.len()).unwrap_or(i64::MAX));
            Some(reader.graph.call(&DIVIDE, &[sum, count]))
        }
        (_, _) => None,
    }
}

/// `f16(x)`, what a number format holds of `x`: a number of a claim, which nothing can be derived through.
fn rounded(reader: &mut Reader<'_>, call: &Call, span: Span, format: &'static str) -> Result<ExprId, Wrong> {
    let Some(roundings) = &mut reader.roundings else {
        return Err(Box::new(
            Diagnostic::error(
                &code::UNKNOWN_FUNCTION,
                call.name_span,
                format!(
                    "`{format}` rounds to a number format and has no derivative: it may stand in claims only"
                ),
            )
            .help(format!("claim what the format holds: `claim {format}(0.1) ~= 0.1`"))
            .help(format!("run with `--formats {format}` to see what the format makes of a derivative")),
        ));
    };
    if call.primes > 0 {
        let wrong = format!("`{format}` rounds to a number format and has no derivative");
        return Err(Box::new(Diagnostic::error(&code::PRIME, call.name_span, wrong)));
    }
    let &[of] = call.arguments.as_slice() else {
        return Err(Box::new(wrong_count(reader, call, span, &count_words(1, 1))));
    };
    let symbol = reader.graph.intern(&format!("'{format} of {}", of.index()));
    if roundings.iter().all(|rounding| rounding.symbol != symbol) {
        roundings.push(Rounding { symbol, format, of, rounds: Rounds::Value });
    }
    Ok(reader.graph.symbol(symbol))
}

fn not_callable(reader: &Reader<'_>, call: &Call, span: Span) -> Diagnostic {
    let name = reader.names.text(call.name);
    let is_quantity =
        reader.known_names.is_declared(name) || reader.known_names.parameters.contains_key(name);
    let nearest = reader.known_names.nearest_function(name);
    let is_known = elsewhere::formula(name, &[]).is_some()
        || elsewhere::advice(name).is_some()
        || elsewhere::like_a_function(name).is_some();
    if !is_known
        && (is_quantity || (reader.known_names.is_quantity(name) && nearest.is_none()) || name.len() == 1)
    {
        let inner = reader.short(Span::new(call.name_span.end as usize, span.end as usize));
        let product = format!("write `{name}*{inner}` for a product");
        let wrong = |message| Diagnostic::error(&code::NOT_A_FUNCTION, call.name_span, message);
        if is_quantity {
            return wrong(format!("`{name}` is a quantity, not a function")).help(product);
        }
        let argument = inner.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or("2*x");
        let is_formula =
            argument.chars().any(|character| !(character.is_alphanumeric() || "_,[] ".contains(character)));
        let open = if is_formula && matches!(name, "f" | "g" | "F" | "G" | "phi" | "psi") {
            format!("define it, `{name}(z) = …`, or leave its form open: `u = {argument}`, and `{name}(u)`")
        } else {
            format!("define it, `{name}(z) = …`, or leave the form open: `a(z)` says that a depends on z")
        };
        let wrong = wrong(format!("nothing says what function `{name}` is")).help(open);
        return if inner.starts_with('\'') { wrong } else { wrong.help(product) };
    }
    let diagnostic =
        Diagnostic::error(&code::UNKNOWN_FUNCTION, call.name_span, format!("there is no function `{name}`"));
    let arguments =
        elsewhere::arguments(reader.text_of(Span::new(call.name_span.end as usize, span.end as usize)));
    if let Some(formula) = elsewhere::formula(name, &arguments) {
        let line = reader.line_with(with_library(reader.text, span), &formula);
        return diagnostic.help(match line {
            Some(line) => format!("write `{line}`"),
            None => format!("write `{formula}`"),
        });
    }
    if let Some(formula) = elsewhere::formula(name, &[]) {
        let count = elsewhere::takes(name);
        let letters = if count == 1 { "" } else { "s" };
        return diagnostic.help(format!("its formula has {count} argument{letters}: `{formula}`"));
    }
    if let Some(help) = elsewhere::advice(name) {
        return diagnostic.help(help);
    }
    let same = elsewhere::like_a_function(name).map(|row| row.name);
    match same.or(nearest) {
        Some(nearest) => {
            let called = Span::new(call.name_span.start as usize, call.name_span.end as usize);
            match reader.line_with(called, nearest) {
                Some(line) => diagnostic.help(format!("did you mean `{nearest}`? write `{line}`")),
                None => diagnostic.help(format!("did you mean `{nearest}`?")),
            }
        }
        None => diagnostic
            .help(format!(
                "define it, `{name}(z) = …`, or leave the form open: `a(z)` says that a depends on z"
            ))
            .help(format!("write `{name}*(…)` for a product; `chainrule functions` lists the functions")),
    }
}

/// The place of a call with the library before it: `torch.nn.functional.mse_loss(…)`.
fn with_library(text: &str, span: Span) -> Span {
    let before = &text[..span.start as usize];
    let path = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.');
    if before.ends_with('.') { Span::new(path.len(), span.end as usize) } else { span }
}

fn prime_of_many(reader: &Reader<'_>, call: &Call) -> Diagnostic {
    let name = reader.names.text(call.name);
    Diagnostic::error(
        &code::PRIME,
        call.name_span,
        format!("`{name}` has several arguments: a prime does not say by which it is derived"),
    )
    .help("name the call, `y = f(a, b)`, and write `dy/da`")
}

fn wrong_count(reader: &Reader<'_>, call: &Call, span: Span, wanted: &str) -> Diagnostic {
    let name = reader.names.text(call.name);
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
