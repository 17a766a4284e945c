//! `f(x) = x^T*A*x`: a quantity written with what it is computed from, as papers do. `f(x)` is `f` then, wherever it stands.

use chainrule_diagnostic::{Diagnostic, code};
use chainrule_symbolic::function;
use rustc_hash::{FxHashMap, FxHashSet};

use super::declarations;
use super::vocabulary::word_called;
use crate::lexer::{Kind, Names, Relation, Token};

/// The statements with `f` for `f(x)`, where `x` is a quantity of its own and `f` is taken of nothing else.
pub(super) fn without_arguments(statements: Vec<Vec<Token>>, names: &Names) -> Vec<Vec<Token>> {
    let known = quantities(&statements, names);
    let mut defined: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
    for statement in &statements {
        let Some((name, arguments, end)) = applied(statement, names) else { continue };
        let is_definition =
            statement.get(end).is_some_and(|token| token.kind == Kind::Relation(Relation::Equal));
        let is_function = word_called(name).is_some() || function::find(name).is_some();
        if is_definition && !is_function && arguments.iter().all(|argument| known.contains(argument)) {
            defined.insert(name, arguments);
        }
    }
    if defined.is_empty() {
        return statements;
    }
    // What is taken of something else as well is a function.
    for tokens in statements.iter().flat_map(|statement| (0..statement.len()).map(|at| &statement[at..])) {
        let [Token { kind: Kind::Name(id), span }, Token { kind: Kind::Open(b'('), span: open }, ..] = tokens
        else {
            continue;
        };
        let name = names.text(*id);
        let is_same = applied(tokens, names).is_some_and(|(name, arguments, _)| {
            name_in(&defined, name).is_none_or(|(_, of)| *of == arguments)
        });
        if !is_same
            && span.end == open.start
            && let Some((name, _)) = name_in(&defined, name)
        {
            defined.remove(name);
        }
    }
    let rewritten = statements.iter().map(|statement| {
        let mut out = Vec::with_capacity(statement.len());
        let mut at = 0;
        while let Some(token) = statement.get(at) {
            out.push(*token);
            let length = applied(&statement[at..], names)
                .filter(|(name, ..)| name_in(&defined, name).is_some())
                .map_or(1, |(_, _, length)| length);
            at += length;
        }
        out
    });
    rewritten.collect()
}

/// What is said of `f(z) = …` where `z` is no quantity, or `f` is taken of others as well.
pub(super) fn own_function(tokens: &[Token], names: &Names) -> Option<Diagnostic> {
    let (name, arguments, end) = applied(tokens, names)?;
    let is_definition = tokens.get(end)?.kind == Kind::Relation(Relation::Equal);
    let span = tokens[0].span.to(tokens[end - 1].span);
    let message =
        format!("`{name}` would be a function of one's own, and those are not read beside declared shapes");
    is_definition.then(|| {
        Diagnostic::error(&code::NOT_WITH_SHAPES, span, message)
            .help(format!("write out what it is where it is taken of something, and leave `{name}` away"))
            .help(format!(
                "or declare `{}`, and `{name}({})` is a quantity that is computed from it",
                arguments[0],
                arguments.join(", ")
            ))
    })
}

/// The name with its arguments, of `f` or of `df`.
fn name_in<'d, 'n>(
    defined: &'d FxHashMap<&'n str, Vec<&'n str>>,
    name: &str,
) -> Option<(&'n str, &'d Vec<&'n str>)> {
    let (name, arguments) =
        defined.get_key_value(name).or_else(|| defined.get_key_value(name.strip_prefix('d')?))?;
    Some((*name, arguments))
}

/// `f(x, y)` at the start of the tokens: the name, those in the brackets, and how many tokens it takes.
fn applied<'n>(tokens: &[Token], names: &'n Names) -> Option<(&'n str, Vec<&'n str>, usize)> {
    let [Token { kind: Kind::Name(id), span }, Token { kind: Kind::Open(b'('), span: open }, ..] = tokens
    else {
        return None;
    };
    if span.end != open.start {
        return None;
    }
    let mut arguments = Vec::new();
    let mut at = 2;
    loop {
        let [Token { kind: Kind::Name(argument), .. }, Token { kind: next, .. }, ..] = tokens.get(at..)?
        else {
            return None;
        };
        arguments.push(names.text(*argument));
        at += 2;
        match next {
            Kind::Comma => {}
            Kind::Close(b')') => return Some((names.text(*id), arguments, at)),
            _ => return None,
        }
    }
}

/// The names that are declared or computed.
fn quantities<'n>(statements: &[Vec<Token>], names: &'n Names) -> FxHashSet<&'n str> {
    let mut known = FxHashSet::default();
    for statement in statements {
        if let Some((list, _)) = declarations::parts(statement) {
            let declared = list.iter().filter_map(|token| match token.kind {
                Kind::Name(id) => Some(names.text(id)),
                _ => None,
            });
            known.extend(declared);
        }
        if let [Token { kind: Kind::Name(id), .. }, Token { kind: Kind::Relation(Relation::Equal), .. }, ..] =
            statement.as_slice()
        {
            known.insert(names.text(*id));
        }
    }
    known
}
