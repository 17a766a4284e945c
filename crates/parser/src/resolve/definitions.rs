//! Definitions and dependences.

use rustc_hash::FxHashMap;

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::graph::{ExprId, Node, SymbolId};
use chainrule_symbolic::network::split_member;

use super::families::recurrence::Whole;
use super::{Resolver, expected};
use crate::expression::{Wrong, is_built_in};
use crate::foreign::{self, derivative};
use crate::id_tables::IdSet;
use crate::lexer::{Kind, NameId, Relation, Token};

/// The quantities that are defined.
#[derive(Default)]
pub(super) struct Defined {
    /// In the order of the worksheet.
    pub(super) in_order: Vec<SymbolId>,
    /// The same, to look them up.
    pub(super) heads: IdSet<SymbolId>,
    /// Those that are defined one by one, not as members of a family.
    pub(super) one_by_one: Vec<SymbolId>,
    /// Their formulas, until the wide parts of these have names.
    pub(super) formulas: Vec<(SymbolId, ExprId)>,
    /// Those in whose formulas such names stand.
    pub(super) rewritten: IdSet<SymbolId>,
    /// Those that one equation defines: `p1, p2 = softmax(z1, z2)`.
    pub(super) at_once: Vec<Vec<NameId>>,
}

/// What a definition's left side says.
pub(super) enum Head {
    /// `Z = …`
    Quantity { name: NameId, span: Span, body: usize },
    /// `f(z) = …`
    Function { name: NameId, span: Span, parameters: Vec<NameId>, body: usize },
    /// `L(O31)`
    Dependence { name: NameId, span: Span, inputs: Vec<(NameId, Span)> },
}

impl Resolver<'_> {
    /// Notes what a definition makes known; answers whether it defines a function.
    pub(super) fn note_definition(&mut self, tokens: &[Token]) -> bool {
        match self.head(tokens) {
            Ok(Head::Quantity { name, span, .. }) => {
                self.known_names.declared.note(name, span);
                false
            }
            Ok(Head::Function { name, span, parameters, .. }) => {
                let name = self.known_names.names.text(name).to_owned();
                self.known_names.functions.entry(name).or_insert((span, parameters.len()));
                true
            }
            Ok(Head::Dependence { name, inputs, .. }) => {
                let text = |id| self.known_names.names.text(id).to_owned();
                let inputs = inputs.into_iter().map(|(input, _)| text(input)).collect();
                self.known_names.dependences.entry(text(name)).or_insert(inputs);
                false
            }
            Err(_) => false,
        }
    }

    /// Notes that a family has the members that definitions compute; a number on the right only gives a value.
    pub(super) fn note_computed(&mut self, tokens: &[Token]) {
        let [
            Token { kind: Kind::Name(id), .. },
            Token { kind: Kind::Relation(Relation::Equal), .. },
            body @ ..,
        ] = tokens
        else {
            return;
        };
        let is_number = body.iter().all(|token| {
            matches!(token.kind, Kind::Number | Kind::Minus | Kind::Slash | Kind::Open(_) | Kind::Close(_))
        });
        let name = self.known_names.names.text(*id);
        if !is_number && split_member(name, &mut self.families.pattern, &mut self.families.indices) {
            let family = self.builder.families_mut().family(&self.families.pattern);
            self.set_defined(family);
        }
    }

    pub(super) fn head(&self, tokens: &[Token]) -> Result<Head, Wrong> {
        let first = tokens[0];
        let Kind::Name(id) = first.kind else {
            let wrong =
                Diagnostic::error(&code::EXPECTED, first.span, "a statement begins with a name or a keyword");
            return Err(Box::new(match first.kind {
                Kind::Close(_) => {
                    Diagnostic::error(&code::UNEXPECTED_BRACKET, first.span, "this bracket closes nothing")
                        .help("remove it, or open one before")
                }
                Kind::Plus | Kind::Minus | Kind::Times | Kind::Slash | Kind::Caret => {
                    wrong.help("a line goes on where the line before ends in the operator: put it there")
                }
                Kind::Partial => wrong.help("write `derive ∂L/∂w` or `claim ∂L/∂w = …`"),
                Kind::Number => wrong.help("put the name on the left: `y = 2*x`"),
                _ => wrong.help("write `Z = …`, `derive dL/dw`, `given w = 1`, …"),
            }));
        };
        let name = self.known_names.names.text(id);
        match tokens.get(1).map(|token| token.kind) {
            Some(Kind::Relation(Relation::Equal)) => {
                Ok(Head::Quantity { name: id, span: first.span, body: 2 })
            }
            Some(Kind::Open(b'(')) => self.head_with_arguments(tokens, id, first.span),
            found => {
                if let Some(wrong) = self.several_names(tokens) {
                    return Err(wrong);
                }
                let span = tokens.get(1).map_or(Span::at(first.span.end as usize), |token| token.span);
                Err(Box::new(self.no_head(tokens, name, found, span)))
            }
        }
    }

    fn head_with_arguments(&self, tokens: &[Token], id: NameId, span: Span) -> Result<Head, Wrong> {
        let name = self.known_names.names.text(id);
        let mut inputs: Vec<(NameId, Span)> = Vec::new();
        let mut seen: FxHashMap<NameId, Span> = FxHashMap::default();
        let mut at = 2;
        loop {
            let Some(token) = tokens.get(at) else {
                return Err(Box::new(Diagnostic::error(
                    &code::UNCLOSED_BRACKET,
                    tokens[1].span,
                    "this bracket is never closed",
                )));
            };
            let Kind::Name(input) = token.kind else {
                if let Some(help) = self.label_help(&tokens[at..]) {
                    let message = "a power can't stand between these brackets";
                    return Err(Box::new(Diagnostic::error(&code::EXPECTED, token.span, message).help(help)));
                }
                return Err(Box::new(
                    Diagnostic::error(&code::EXPECTED, token.span, format!("expected a name between the brackets of `{name}(…)`"))
                        .help(format!("`{name}(a, b)` says that `{name}` depends on a and b; `{name}(z) = …` defines a function")),
                ));
            };
            if let Some(&first) = seen.get(&input) {
                let input = self.known_names.names.text(input);
                return Err(Box::new(
                    Diagnostic::error(&code::DUPLICATE, token.span, format!("`{input}` stands here twice"))
                        .also(first, "first here")
                        .help("remove one of the two"),
                ));
            }
            seen.insert(input, token.span);
            inputs.push((input, token.span));
            match tokens.get(at + 1).map(|token| token.kind) {
                Some(Kind::Comma) => at += 2,
                Some(Kind::Close(b')')) => {
                    at += 2;
                    break;
                }
                Some(_) | None => {
                    let span = tokens.get(at + 1).map_or(token.span, |token| token.span);
                    if let Some(help) = self.label_help(&tokens[at..]) {
                        let message = "a power can't stand between these brackets";
                        return Err(Box::new(Diagnostic::error(&code::EXPECTED, span, message).help(help)));
                    }
                    let wrong = Diagnostic::error(
                        &code::EXPECTED,
                        span,
                        format!(
                            "expected `,` or `)` after the name: only names stand between the brackets of `{name}(…)`"
                        ),
                    );
                    return Err(Box::new(wrong.help(format!(
                        "write `{name} = …` to define a quantity, `claim …` for what must hold"
                    ))));
                }
            }
        }
        match tokens.get(at).map(|token| token.kind) {
            None => Ok(Head::Dependence { name: id, span, inputs }),
            Some(Kind::Relation(Relation::Equal)) => {
                let parameters = inputs.into_iter().map(|(input, _)| input).collect();
                Ok(Head::Function { name: id, span, parameters, body: at + 1 })
            }
            Some(_) => Err(Box::new(
                Diagnostic::error(
                    &code::EXPECTED,
                    tokens[at].span,
                    "expected `=` or the end of the statement",
                )
                .help(format!("`{name}(…)` alone is a dependence, `{name}(…) = …` a function")),
            )),
        }
    }

    /// Makes the symbol of a name that is defined here.
    pub(super) fn take_name(&mut self, name: NameId, span: Span) -> Result<SymbolId, Wrong> {
        let symbol = self.symbol_of(name);
        self.check_new_name(symbol, span)?;
        Ok(symbol)
    }

    /// The symbol of a name, known to its family where it is that of a member.
    fn symbol_of(&mut self, name: NameId) -> SymbolId {
        let text = self.known_names.names.text(name);
        let symbol = self.symbols.symbol(name, || self.graph.intern(text));
        if self.known_names.has_families {
            self.adopt(symbol);
        }
        symbol
    }

    pub(super) fn check_new_name(&mut self, symbol: SymbolId, span: Span) -> Result<(), Wrong> {
        let name = self.graph.name(symbol).as_str();
        if is_built_in(name) || name == "log" {
            return Err(Box::new(
                Diagnostic::error(
                    &code::RESERVED,
                    span,
                    format!("`{name}` is the name of a built-in function or constant"),
                )
                .help(format!(
                    "leave this line out if it says what `{name}` is anyway, or choose another name"
                )),
            ));
        }
        if let Some(other) = self.head_of(symbol) {
            return Err(Box::new(self.defined_twice(symbol, span, other)));
        }
        self.defined.heads.insert(symbol);
        self.places.set(symbol, span);
        Ok(())
    }

    /// What to say of a name that two places define. Families are written out before other definitions are looked at.
    fn defined_twice(&self, symbol: SymbolId, one: Span, other: Span) -> Diagnostic {
        let name = self.graph.name(symbol).as_str();
        let (first, again) = if one.start < other.start { (one, other) } else { (other, one) };
        let mut wrong = Diagnostic::error(&code::DUPLICATE, again, format!("`{name}` is defined twice"))
            .label("defined again here")
            .also(first, "first defined here");
        let [first, again] = [first, again].map(|span| &self.text[span.range()]);
        if self.builder.families().of(symbol).is_some() && first != again {
            let family = if first == name { again } else { first };
            return wrong
                .note(format!("`{family}` is `{name}` too, for one of its indices"))
                .help("let the indices of the two definitions run over different values");
        }
        if first != again {
            wrong = wrong.note(format!("`{first}` and `{again}` are one name"));
        }
        wrong.help("statements have no order: give the second quantity a name of its own")
    }

    /// Reads one definition of a quantity or one dependence.
    pub(super) fn define(&mut self, tokens: &[Token]) -> Result<(), Wrong> {
        match self.head(tokens)? {
            Head::Function { .. } => Ok(()),
            Head::Dependence { name, span, inputs } => {
                let text = self.known_names.names.text(name);
                if derivative::is_word(text) && derivative::is_alone(self.text, text) {
                    let wrong =
                        Diagnostic::error(&code::EXPECTED, span, "a derivative is asked for with `derive`");
                    return Err(Box::new(wrong.help("write `derive dy/dx`").help(format!(
                        "name what is computed from `{text}` if it is a quantity of its own"
                    ))));
                }
                if let Some(message) = foreign::task(if text == "show" { "print" } else { text })
                    .filter(|_| derivative::is_alone(self.text, text))
                {
                    let wrong = Diagnostic::error(&code::EXPECTED, span, message);
                    return Err(Box::new(wrong.help("leave this line out").help(format!(
                        "name what is computed from `{text}` if it is a quantity of its own"
                    ))));
                }
                self.depend(name, span, &inputs)
            }
            Head::Quantity { name, span, body } => {
                let mut reader = self.reader(tokens, body, false);
                let (id, body_span) = reader.expression()?;
                if reader.peek().is_some() {
                    let wrong = expected(&reader, "an operator or the end of the statement");
                    return Err(self.given_left_out(tokens, body).unwrap_or(wrong));
                }
                let mentions = std::mem::take(&mut reader.mentions);
                let symbol = self.symbol_of(name);
                let whole = Whole::of(self.builder.families(), symbol);
                let defined_at =
                    mentions.iter().find(|(mentioned, _)| *mentioned == symbol).map(|(_, place)| *place);
                for &(mentioned, place) in &mentions {
                    self.places.set_first(mentioned, place);
                    if self.known_names.has_families {
                        self.adopt(mentioned);
                        self.note_undefined(mentioned, place, whole);
                    }
                }
                self.scratch.mentions = mentions;
                self.scratch.mentions.clear();
                self.check_new_name(symbol, span)?;
                if let Some(place) = defined_at {
                    let name = self.graph.name(symbol);
                    return Err(Box::new(
                        Diagnostic::error(&code::CYCLE, span, format!("`{name}` is computed from itself"))
                            .label("computed here")
                            .also(place, "from itself")
                            .help(format!("statements are equations, not assignments: call the new quantity `{name}_new`, or write a recurrent network step by step, `h1` from `h0`")),
                    ));
                }
                if let Node::Number(_) = self.graph.node(id) {
                    // Nothing but a number on the right: the name stays a leaf that can be derived by.
                    self.builder.input(symbol);
                    return self.value(symbol, id, false, span.to(body_span));
                }
                self.builder.define(symbol, id);
                self.defined.formulas.push((symbol, id));
                self.defined.one_by_one.push(symbol);
                self.defined.in_order.push(symbol);
                Ok(())
            }
        }
    }

    /// A quantity that depends on others in a way that is left open.
    pub(super) fn depend(
        &mut self,
        name: NameId,
        span: Span,
        inputs: &[(NameId, Span)],
    ) -> Result<(), Wrong> {
        let symbol = self.take_name(name, span)?;
        let inputs: Vec<_> = inputs
            .iter()
            .map(|(input, place)| {
                let families = self.builder.families_mut();
                let input = self.known_names.names.text(*input);
                (families.intern_name(&mut self.graph, input), *place)
            })
            .collect();
        let whole = Whole::of(self.builder.families(), symbol);
        for &(input, place) in &inputs {
            self.places.set_first(input, place);
            self.note_undefined(input, place, whole);
        }
        self.defined.one_by_one.push(symbol);
        let inputs = inputs.into_iter().map(|(input, _)| input).collect();
        self.builder.depend(symbol, inputs);
        self.defined.in_order.push(symbol);
        Ok(())
    }
}
