//! `derive`.

use rustc_hash::FxHashSet;

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::graph::{ExprId, Node, Scope, SymbolId};

use super::entries::many_numbers;
use super::families::instance::Instance;
use super::given_item::ReadGiven;
use super::updates::Target;
use super::{Resolver, expected};
use crate::expression::{Reader, Wrong, no_quantity};
use crate::lexer::{Keyword, Kind, Relation, Token};
use crate::worded_questions::Named;
use chainrule_worksheet::{Claim, Query, Rounding};

/// What the worksheet asks: derivatives, claims, and the expressions in claims that are rounded.
#[derive(Default)]
pub(super) struct Questions {
    pub(super) queries: Vec<Query>,
    /// By the place of a question for a gradient: the leaves that it leaves out, as read.
    pub(super) left_out: Vec<(usize, Vec<Target>)>,
    /// What was asked already.
    pub(super) seen: FxHashSet<(SymbolId, Vec<SymbolId>)>,
    pub(super) claims: Vec<Claim>,
    pub(super) roundings: Vec<Rounding>,
    /// The question with a word of its own that was read last, and by what it derives.
    pub(super) named: Option<(Named, SymbolId, Vec<SymbolId>)>,
    /// Members that questions and claims name.
    pub(super) members: Vec<(SymbolId, Span)>,
}

/// A question as read.
#[derive(Clone, Copy, Debug)]
pub(super) struct ReadQuery {
    derivative: ExprId,
    span: Span,
}

impl Instance for ReadQuery {
    const SAYS_WHERE: bool = false;

    fn read(reader: &mut Reader<'_>, _: &[Token], _: usize) -> Result<Self, Wrong> {
        let (derivative, span) = reader.expression()?;
        if reader.peek().is_some() {
            return Err(expected(reader, "`,` or the end of the statement"));
        }
        Ok(Self { derivative, span })
    }

    fn roots(&self) -> Vec<ExprId> {
        vec![self.derivative]
    }

    fn with(&self, roots: &[ExprId]) -> Self {
        Self { derivative: roots[0], span: self.span }
    }

    fn take(self, resolver: &mut Resolver<'_>, _at: &str) -> Result<(), Wrong> {
        resolver.take_query(self.derivative, self.span)
    }

    fn span(&self) -> Span {
        self.span
    }

    fn filler(&self) -> Option<ReadGiven> {
        None
    }
}

impl Resolver<'_> {
    /// One item of a `derive`: `dL/dw`, `gradient of L`.
    pub(super) fn query(&mut self, tokens: &[Token], start: usize) -> Result<(), Wrong> {
        if let [Token { kind: Kind::Name(word), .. }, Token { kind: Kind::Keyword(Keyword::Of), .. }, ..] =
            &tokens[start..]
            && let Some(named) = Named::find(self.known_names.names.text(*word))
        {
            return self.named_question(named, tokens, start);
        }
        if let Some(done) = self.named_goes_on(tokens, start) {
            return done;
        }
        // `except x, y[*]`: the names behind the first are left out too.
        if tokens[..start].iter().any(|token| self.is_word(Some(token), "except"))
            && !tokens[start..].iter().any(|token| token.kind == Kind::Slash)
            && let Some((_, left_out)) = self.questions.left_out.last()
            && !left_out.is_empty()
        {
            let (listed, at) = self.target_list(tokens, start, true)?;
            if let Some(token) = tokens.get(at) {
                let message = "expected `,` or the end of the statement";
                return Err(Box::new(Diagnostic::error(&code::EXPECTED, token.span, message)));
            }
            if let Some((_, left_out)) = self.questions.left_out.last_mut() {
                left_out.extend(listed);
            }
            return Ok(());
        }
        // `at x = 3, w = 2`: the numbers behind the first belong to the point too.
        if let [Token { kind: Kind::Name(_), .. }, Token { kind: Kind::Relation(Relation::Equal), .. }, ..] =
            &tokens[start..]
            && tokens[..start].iter().any(|token| self.is_at(token))
        {
            return self.given(tokens, start);
        }
        if let [
            Token { kind: Kind::Name(_), .. },
            Token { kind: Kind::Keyword(Keyword::By), .. },
            Token { kind: Kind::Name(_), .. },
            rest @ ..,
        ] = &tokens[start..]
        {
            let (of, by) =
                (self.quantity(tokens.get(start), tokens)?, self.quantity(tokens.get(start + 2), tokens)?);
            self.point(tokens, start + 3, rest)?;
            return self.ask(of, &[by], tokens[start].span.to(tokens[start + 2].span));
        }
        let point = tokens[start..].iter().position(|token| self.is_at(token)).map(|at| start + at);
        let question_tokens = &tokens[..point.unwrap_or(tokens.len())];
        let mut reader = self.reader(question_tokens, start, true);
        let query = ReadQuery::read(&mut reader, question_tokens, start)?;
        let mentions = std::mem::take(&mut reader.mentions);
        for (symbol, span) in mentions {
            self.adopt(symbol);
            if self.builder.families().of(symbol).is_some() {
                self.questions.members.push((symbol, span));
            }
        }
        if let Some(at) = point {
            self.point(tokens, at, &tokens[at..])?;
        }
        query.take(self, "")
    }

    /// Asks for the derivative of a quantity by some names, one after the other.
    pub(super) fn ask(&mut self, of: SymbolId, by: &[SymbolId], span: Span) -> Result<(), Wrong> {
        let mut derivative = self.graph.symbol(of);
        for &by in by {
            derivative = self.graph.derivative(derivative, by, Scope::Total);
        }
        self.take_query(derivative, span)
    }

    /// The word `at` of `derive dy/dx at x = 3`, where nothing is called so.
    pub(super) fn is_at(&self, token: &Token) -> bool {
        matches!(token.kind, Kind::Name(id) if self.known_names.names.text(id) == "at")
            && !self.known_names.is_declared("at")
    }

    /// `at x = 3` behind a question: the same as `given x = 3`.
    pub(super) fn point(&mut self, tokens: &[Token], at: usize, rest: &[Token]) -> Result<(), Wrong> {
        match rest {
            [] => Ok(()),
            [word, _, ..] if self.is_at(word) => self.given(tokens, at + 1),
            [other, ..] => Err(Box::new(
                Diagnostic::error(&code::EXPECTED, other.span, "expected `,` or the end of the statement")
                    .help("write `derive dy/dx at x = 3` for the derivative at a point"),
            )),
        }
    }

    fn take_query(&mut self, id: ExprId, span: Span) -> Result<(), Wrong> {
        let mut by = Vec::new();
        let mut of = id;
        while let Node::Derivative { of: inner, by: symbol, .. } = self.graph.node(of) {
            by.push(symbol);
            of = inner;
        }
        by.reverse();
        // `derive y`: by all leaves of y.
        if let (Node::Symbol(of), true) = (self.graph.node(of), by.is_empty())
            && self.defined.heads.contains(of)
        {
            if self.questions.seen.insert((of, Vec::new())) {
                self.questions.queries.push(Query { of, by, except: Vec::new(), span });
            }
            return Ok(());
        }
        let (Node::Symbol(of), false) = (self.graph.node(of), by.is_empty()) else {
            return Err(Box::new(self.not_a_query(id, span)));
        };
        for symbol in &by {
            let Some(place) =
                self.givens.value_of.get(symbol).filter(|&place| self.givens.values[place].constant)
            else {
                continue;
            };
            let name = self.graph.name(*symbol);
            return Err(Box::new(
                Diagnostic::error(
                    &code::BAD_QUERY,
                    span,
                    format!("`{name}` is a constant: nothing is derived by it"),
                )
                .also(self.givens.values[place].span, "made a constant here")
                .help(format!("write `given {name} = …` instead of `let` to make it a leaf")),
            ));
        }
        // The same question twice has one answer.
        if self.questions.seen.insert((of, by.clone())) {
            self.questions.queries.push(Query { of, by, except: Vec::new(), span });
        }
        Ok(())
    }

    /// The quantity that a token names.
    pub(super) fn quantity(&mut self, token: Option<&Token>, statement: &[Token]) -> Result<SymbolId, Wrong> {
        let end = statement[statement.len() - 1].span;
        let Some(Token { kind: Kind::Name(id), span }) = token else {
            let span = token.map_or(Span::at(end.end as usize), |token| token.span);
            return Err(Box::new(Diagnostic::error(
                &code::EXPECTED,
                span,
                "expected the name of a quantity",
            )));
        };
        if let Some((name, span)) = self.array_named(token) {
            return Err(Box::new(many_numbers(&name, span)));
        }
        let name = self.known_names.names.text(*id);
        if !self.known_names.is_quantity(name) {
            if let Some(wrong) = no_quantity(&self.known_names, self.text, name, *span, None) {
                return Err(Box::new(wrong));
            }
            let wrong = Diagnostic::error(
                &code::UNKNOWN_NAME,
                *span,
                format!("no equation of this worksheet has the name `{name}`"),
            );
            if let Some(pattern) = self.known_names.family_of(name) {
                return Err(Box::new(
                    wrong.help(format!("`{name}` is a family: write `{pattern}` for all its members")),
                ));
            }
            if let Some(help) = self.known_names.meant_as_member(name) {
                return Err(Box::new(wrong.help(help)));
            }
            return Err(Box::new(match self.known_names.nearest(name) {
                Some(nearest) => wrong.help(format!("did you mean `{nearest}`?")),
                None => wrong,
            }));
        }
        let symbol = self.builder.families_mut().intern_name(&mut self.graph, name);
        if self.builder.families().of(symbol).is_some() {
            self.questions.members.push((symbol, *span));
        }
        Ok(symbol)
    }

    /// What to say about a question that is no derivative.
    fn not_a_query(&self, id: ExprId, span: Span) -> Diagnostic {
        let wrong = Diagnostic::error(&code::BAD_QUERY, span, "expected a derivative such as `dL/dw`");
        let written = &self.text[span.range()];
        if written.contains('Δ') && written.contains('/') {
            return wrong.help(format!("write `derive {}` for the derivative", written.replace('Δ', "d")));
        }
        let parts = [" with respect to ", " wrt "].iter().find_map(|words| written.split_once(words));
        if let Some((of, by)) = parts
            && [of, by].iter().all(|name| self.known_names.is_quantity(name.trim()))
        {
            return wrong.help(format!("write `derive d{}/d{}`", of.trim(), by.trim()));
        }
        match self.graph.node(id) {
            Node::Symbol(symbol) if self.known_names.is_quantity(self.graph.name(symbol).as_str()) => {
                let name = self.graph.name(symbol);
                if let Some(&last) = self.defined.in_order.last() {
                    let of = self.graph.name(last);
                    return wrong
                        .note(format!(
                            "`{name}` is computed from nothing: it can be derived by, and not derived"
                        ))
                        .help(format!("write `derive d{of}/d{name}`"));
                }
                wrong
                    .help(format!("write `derive d{name}/dw`, with the name to derive by"))
                    .help(format!("write `derive gradient of {name}` for all leaves"))
            }
            Node::Symbol(symbol) if self.after_d(symbol).is_some() => {
                let name = self.graph.name(symbol);
                wrong.help(format!("write `derive {name}/dw`, with the name to derive by"))
            }
            Node::Apply { arguments: &[above, below], .. } if self.is_d(above) && self.is_d(below) => {
                let written = self.text[span.range()].to_owned();
                wrong
                    .note(format!("a name in `{written}` is defined here, so this is a division"))
                    .help(format!("write `{}` for the derivative", written.replace('d', "∂")))
            }
            Node::Symbol(_) | Node::Number(_) | Node::Apply { .. } | Node::Derivative { .. } => {
                wrong.help("name the expression, `y = …`, and write `derive dy/dw`")
            }
        }
    }

    /// Whether it is a name such as `dL`, with `L` known.
    fn is_d(&self, id: ExprId) -> bool {
        matches!(self.graph.node(id), Node::Symbol(symbol) if self.after_d(symbol).is_some())
    }

    /// `L` of `dL`, where it is known.
    fn after_d(&self, symbol: SymbolId) -> Option<&str> {
        self.graph.name(symbol).as_str().strip_prefix('d').filter(|rest| self.known_names.is_quantity(rest))
    }
}
