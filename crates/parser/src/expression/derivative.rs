//! Derivatives inside an expression: `dL/dw`, `∂L/∂w`, `d^2L/dw^2`.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::graph::{ExprId, Scope, SymbolId};

use super::quotient::{Placed, Quotient};
use super::reader::Reader;
use super::{function_name, near_miss, quotient};
use crate::wrong::Wrong;

/// A derivative, where one stands next; nothing where it is a division of quantities or none at all.
pub(super) fn read(reader: &mut Reader<'_>) -> Result<Option<(ExprId, Span)>, Wrong> {
    let Some(found) = quotient::read(&reader.tokens[reader.at..], reader.names, reader.text) else {
        if !reader.derivatives {
            return Ok(None);
        }
        let wrong = near_miss::look(&near_miss::Surroundings {
            text: reader.text,
            tokens: &reader.tokens[reader.at..],
            names: reader.names,
            is_quantity: &|name| reader.known_names.is_quantity(name),
            is_declared: &|name| reader.known_names.is_declared(name),
        });
        return wrong.map_or(Ok(None), |wrong| Err(Box::new(wrong)));
    };
    let known_names = reader.known_names;
    let unknown = found.names().find(|placed| !known_names.is_quantity(&placed.name));
    if let Some((above, below)) = &found.plain {
        // Where a name such as `dL` is itself defined, only `∂` means the derivative.
        let is_defined = [above, below]
            .into_iter()
            .any(|name| known_names.is_declared(name) || known_names.dependences.contains_key(name));
        if is_defined
            && (unknown.is_some() || (known_names.is_quantity(above) && known_names.is_quantity(below)))
        {
            return Ok(None);
        }
        if is_defined {
            let wrong = ambiguous(&found, above, below);
            return Ok(Some(skip(reader, &found, wrong)));
        }
        let in_equations = known_names.is_used(above) && known_names.is_used(below);
        if unknown.is_some() && (!reader.derivatives || in_equations) {
            return Ok(None);
        }
    }
    if unknown.is_some()
        && let Some(wrong) = delta_for_d(reader, &found)
    {
        return Ok(Some(skip(reader, &found, wrong)));
    }
    if let Some(Placed { name, span, .. }) = unknown {
        let is_derived = *span == found.of.span;
        let by = found.by.first().filter(|_| is_derived).map(|by| by.name.as_str());
        let wrong = unknown_name(reader, name, *span, by);
        return Ok(Some(skip(reader, &found, wrong)));
    }
    if !reader.derivatives {
        let wrong =
            Diagnostic::error(&code::BAD_QUERY, found.span, "a derivative can't stand in a definition")
                .help("ask for it with `derive`, or state it with `given` or `claim`");
        return Ok(Some(skip(reader, &found, wrong)));
    }
    let start = reader.at;
    let of = symbol(reader, &found.of, start)?;
    let mut id = reader.graph.symbol(of);
    // `d²L/dw1 dw2` derives by w2 first: the leftmost is the outermost.
    for placed in found.by.iter().rev() {
        let by = symbol(reader, placed, start)?;
        reader.graph.symbol(by);
        id = reader.graph.derivative(id, by, Scope::Total);
        reader.spans.set_first(id, found.span);
    }
    reader.at = start + found.length;
    Ok(Some((id, found.span)))
}

/// The symbol of a name in a derivative whose first token is given.
fn symbol(reader: &mut Reader<'_>, placed: &Placed, start: usize) -> Result<SymbolId, Wrong> {
    let Some(member) = placed.member else {
        let symbol = reader.graph.intern(&placed.name);
        reader.mentions.push((symbol, placed.span));
        return Ok(symbol);
    };
    let pattern = reader.names.find(&placed.name).expect("the family is known by this name");
    reader.at = start + member;
    reader.member_of(pattern).map(|(symbol, _)| symbol)
}

fn skip(reader: &mut Reader<'_>, found: &Quotient, wrong: Diagnostic) -> (ExprId, Span) {
    reader.at += found.length;
    (reader.refuse(wrong), found.span)
}

/// `δL/δw` and `ΔL/Δw`, where `L` and `w` are known.
fn delta_for_d(reader: &Reader<'_>, found: &Quotient) -> Option<Diagnostic> {
    let written = reader.text_of(found.span);
    let is_delta = |sign: char| matches!(sign, 'δ' | 'Δ');
    let (above, below) = written.split_once('/')?;
    let (of, by) = (above.trim().strip_prefix(is_delta)?, below.trim().strip_prefix(is_delta)?);
    let wrong = Diagnostic::error(
        &code::EXPECTED,
        found.span,
        "a derivative is written with `d` or `∂`, not with a delta",
    );
    Some(wrong.help(format!("write `∂{of}/∂{by}`")))
}

fn ambiguous(found: &Quotient, above: &str, below: &str) -> Diagnostic {
    let (of, by) = (&found.of.name, &found.by[0].name);
    Diagnostic::error(
        &code::AMBIGUOUS_DERIVATIVE,
        found.span,
        format!("`{above}/{below}` could be the derivative of `{of}` or a division of quantities"),
    )
    .help(format!("write `∂{of}/∂{by}` for the derivative"))
    .help(format!("write `({above})/({below})` for the division"))
}

fn unknown_name(reader: &Reader<'_>, name: &str, span: Span, by: Option<&str>) -> Diagnostic {
    if let Some(wrong) = function_name::no_quantity(reader.known_names, reader.text, name, span, by) {
        return wrong;
    }
    let message = format!("no equation of this worksheet has the name `{name}`");
    let diagnostic = Diagnostic::error(&code::UNKNOWN_NAME, span, message);
    if let Some(pattern) = reader.known_names.family_of(name) {
        return diagnostic
            .help(format!("`{name}` is a family: name a member, such as `{}`", pattern.replace('*', "1")));
    }
    if let Some(help) = reader.known_names.meant_as_member(name) {
        return diagnostic.help(help);
    }
    if let Some((whole, place, product)) = reader.known_names.run_together(name) {
        return diagnostic.also(place, format!("`{whole}` is one name")).help(format!(
            "write `{product}` for the {}",
            if product.contains('*') { "product" } else { "function" }
        ));
    }
    match reader.known_names.nearest(name) {
        Some(nearest) => diagnostic.help(format!("did you mean `{nearest}`?")),
        None => diagnostic,
    }
}
