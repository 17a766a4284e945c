//! The statements of a worksheet with declared shapes.

use chainrule_array::{Arrays, QuantityId, Role, Shape};
use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_worksheet::{ArrayDefinition, ArraySheet, Relation};
use rustc_hash::{FxHashMap, FxHashSet};

use super::ast::{Expr, Kind as Node};
use super::elaborate::Elaboration;
use super::reader::Reader;
use super::{declarations, values};
use crate::expression::Wrong;
use crate::lexer::{Keyword, Kind, Names, Token};

/// A definition as read.
struct Definition {
    name: String,
    span: Span,
    body: Expr,
}

/// Collects what statements say.
pub(super) struct Sheet<'a> {
    pub(super) text: &'a str,
    pub(super) names: &'a Names,
    pub(super) arrays: Arrays,
    pub(super) quantities: FxHashMap<String, QuantityId>,
    pub(super) places: FxHashMap<String, Span>,
    pub(super) known: FxHashSet<String>,
    definitions: Vec<Definition>,
    pub(super) out: ArraySheet,
    /// Statements about single entries: updates, and claims about what comes of them.
    about_entries: Vec<Vec<Token>>,
    pub(super) wrongs: Vec<Diagnostic>,
}

/// What a worksheet with declared shapes says.
pub(crate) struct Said {
    /// Its arrays.
    pub(crate) sheet: ArraySheet,
    /// Where its quantities stand, by their names.
    pub(crate) places: FxHashMap<String, Span>,
    /// Statements that are read once the arrays are written out by entries.
    pub(crate) about_entries: Vec<Vec<Token>>,
}

/// Reads a worksheet with declared shapes; of one that has an error, what could be read.
pub(crate) fn read(text: &str, tokens: &[Token], names: &Names, diagnostics: &mut Vec<Diagnostic>) -> Said {
    let mut sheet = Sheet {
        text,
        names,
        arrays: Arrays::new(),
        quantities: FxHashMap::default(),
        places: FxHashMap::default(),
        known: FxHashSet::default(),
        definitions: Vec::new(),
        out: ArraySheet {
            arrays: Arrays::new(),
            leaves: Vec::new(),
            defined: Vec::new(),
            sizes: Vec::new(),
            values: Vec::new(),
            facts: Vec::new(),
            queries: Vec::new(),
            claims: Vec::new(),
            entries: Vec::new(),
        },
        about_entries: Vec::new(),
        wrongs: Vec::new(),
    };
    let statements = split(tokens);
    sheet.all(&statements);
    diagnostics.append(&mut sheet.wrongs);
    sheet.out.arrays = sheet.arrays;
    Said { sheet: sheet.out, places: sheet.places, about_entries: sheet.about_entries }
}

/// Statements end with their lines, or with `;` outside of brackets, where it parts rows.
fn split(tokens: &[Token]) -> Vec<Vec<Token>> {
    let mut statements = Vec::new();
    let mut current: Vec<Token> = Vec::new();
    let mut depth = 0usize;
    for token in tokens {
        match token.kind {
            Kind::Open(_) => depth += 1,
            Kind::Close(_) => depth = depth.saturating_sub(1),
            Kind::End { hard: true } if depth > 0 => {}
            Kind::End { hard } => {
                let goes_on = current.last().is_some_and(|last| last.kind.goes_on());
                if depth == 0 && (hard || !goes_on) {
                    statements.push(std::mem::take(&mut current));
                }
                continue;
            }
            _ => {}
        }
        current.push(*token);
    }
    statements.push(current);
    statements.retain(|statement| !statement.is_empty());
    statements
}

/// Items of a list, parted by commas outside of brackets.
pub(super) fn items(tokens: &[Token]) -> Vec<&[Token]> {
    let mut items = Vec::new();
    let (mut start, mut depth) = (0, 0usize);
    for (place, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Open(_) => depth += 1,
            Kind::Close(_) => depth = depth.saturating_sub(1),
            Kind::Comma if depth == 0 => {
                items.push(&tokens[start..place]);
                start = place + 1;
            }
            _ => {}
        }
    }
    items.push(&tokens[start..]);
    items
}

/// All of a statement.
pub(super) fn span_of(tokens: &[Token]) -> Span {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        (_, _) => Span::default(),
    }
}

impl Sheet<'_> {
    fn all(&mut self, statements: &[Vec<Token>]) {
        let mut later = Vec::new();
        for tokens in statements {
            let Some(declared) = declarations::read(&mut self.arrays, tokens, self.names, self.text) else {
                later.push(tokens);
                continue;
            };
            let done = declared.and_then(|all| {
                all.into_iter().try_for_each(|own| self.declare(&own.name, own.shape, own.span))
            });
            self.keep(done);
        }
        // Names come before expressions: whether `dL/dW` is a derivative depends on them.
        self.known.extend(self.quantities.keys().cloned());
        for tokens in &later {
            if let [
                Token { kind: Kind::Name(id), .. },
                Token { kind: Kind::Relation(Relation::Equal), .. },
                ..,
            ] = tokens.as_slice()
            {
                self.known.insert(self.names.text(*id).to_owned());
            }
        }
        let mut asked = Vec::new();
        for &tokens in &later {
            let done = match tokens[0].kind {
                Kind::Keyword(Keyword::Update) => {
                    self.about_entries.push(tokens.clone());
                    Ok(())
                }
                Kind::Keyword(Keyword::Claim) if self.speaks_of_steps(tokens) => {
                    self.about_entries.push(tokens.clone());
                    Ok(())
                }
                Kind::Keyword(Keyword::Derive | Keyword::Claim) => {
                    asked.push(tokens);
                    Ok(())
                }
                Kind::Keyword(Keyword::Given | Keyword::Let) => self.given(&tokens[1..]),
                Kind::Keyword(_) => Err(self.not_with_shapes(tokens)),
                _ => self.definition(tokens),
            };
            self.keep(done);
        }
        self.elaborate();
        if self.wrongs.is_empty() {
            self.check_facts();
        }
        for tokens in asked {
            if !self.wrongs.is_empty() {
                break;
            }
            let done = match tokens[0].kind {
                Kind::Keyword(Keyword::Derive) => self.derive(tokens),
                _ => self.claim(tokens),
            };
            self.keep(done);
        }
    }

    /// Whether a claim is about what comes of an update: `L after 100 steps`.
    fn speaks_of_steps(&self, tokens: &[Token]) -> bool {
        let is_after = |token: &Token| matches!(token.kind, Kind::Name(id) if self.names.text(id) == "after");
        !self.known.contains("after") && tokens.iter().any(is_after)
    }

    fn keep(&mut self, done: Result<(), Wrong>) {
        if let Err(wrong) = done {
            self.wrongs.push(*wrong);
        }
    }

    fn not_with_shapes(&self, tokens: &[Token]) -> Wrong {
        let word = &self.text[tokens[0].span.range()];
        let message = format!("`{word}` is not read in a worksheet with declared shapes");
        Diagnostic::error(&code::NOT_WITH_SHAPES, span_of(tokens), message).into()
    }

    pub(super) fn declare(&mut self, name: &str, shape: Shape, span: Span) -> Result<(), Wrong> {
        if let Some(&first) = self.places.get(name) {
            let message = format!("`{name}` has a shape already");
            return Err(Diagnostic::error(&code::DUPLICATE, span, message).also(first, "first here").into());
        }
        let quantity = self.arrays.add_quantity(name, shape, Role::Leaf);
        self.quantities.insert(name.to_owned(), quantity);
        self.places.insert(name.to_owned(), span);
        self.out.leaves.push(quantity);
        Ok(())
    }

    pub(super) fn reader<'r>(&'r self, tokens: &'r [Token]) -> Reader<'r> {
        Reader { text: self.text, tokens, names: self.names, known: &self.known, at: 0, depth: 0 }
    }

    /// An expression to the end of the tokens.
    pub(super) fn whole_expression(&self, tokens: &[Token]) -> Result<Expr, Wrong> {
        let mut reader = self.reader(tokens);
        let expr = reader.expression()?;
        if reader.peek().is_some() { Err(reader.expected("the end of the statement")) } else { Ok(expr) }
    }

    fn definition(&mut self, tokens: &[Token]) -> Result<(), Wrong> {
        let [
            Token { kind: Kind::Name(id), span },
            Token { kind: Kind::Relation(Relation::Equal), .. },
            body @ ..,
        ] = tokens
        else {
            let message = "expected a definition: a name, `=` and an expression";
            let mut wrong = Diagnostic::error(&code::NOT_WITH_SHAPES, span_of(tokens), message);
            if tokens.iter().any(|token| matches!(token.kind, Kind::Keyword(Keyword::For))) {
                wrong =
                    wrong.help("beside declared shapes, write vectors and matrices as wholes: `z = W*x + b`");
            }
            return Err(wrong.into());
        };
        if let Some(token) = tokens.iter().find(|token| token.kind == Kind::Keyword(Keyword::For)) {
            let message = "families over indices are not read in a worksheet with declared shapes";
            return Err(Diagnostic::error(&code::NOT_WITH_SHAPES, token.span, message)
                .help("write vectors and matrices as wholes: `z = W*x + b`")
                .into());
        }
        let name = self.names.text(*id).to_owned();
        let body = self.whole_expression(body)?;
        // A name with nothing but numbers is a leaf with a value.
        if values::number(&body).is_ok() || matches!(*body.kind, Node::Literal(_)) {
            return self.value(&name, *span, &body);
        }
        let before = self.definitions.iter().find(|own| own.name == name).map(|own| own.span);
        if let Some(first) = before.or_else(|| self.places.get(&name).copied()) {
            let message = format!("`{name}` is defined twice");
            return Err(Diagnostic::error(&code::DUPLICATE, *span, message).also(first, "first here").into());
        }
        self.definitions.push(Definition { name, span: *span, body });
        Ok(())
    }

    pub(super) fn elaboration(&mut self, derivatives: bool) -> Elaboration<'_> {
        Elaboration {
            text: self.text,
            arrays: &mut self.arrays,
            quantities: &self.quantities,
            places: &self.places,
            derivatives,
        }
    }

    /// Gives definitions their shapes, each after those that it mentions; names that nothing declares are numbers.
    fn elaborate(&mut self) {
        let definitions = std::mem::take(&mut self.definitions);
        let places: FxHashMap<String, usize> =
            definitions.iter().enumerate().map(|(place, own)| (own.name.clone(), place)).collect();
        let mut waits: Vec<usize> = vec![0; definitions.len()];
        let mut waiting: Vec<Vec<usize>> = vec![Vec::new(); definitions.len()];
        for (place, definition) in definitions.iter().enumerate() {
            let mut met = FxHashSet::default();
            for (name, span) in definition.body.names() {
                if let Some(&input) = places.get(&name) {
                    if met.insert(input) {
                        waits[place] += 1;
                        waiting[input].push(place);
                    }
                } else if !self.quantities.contains_key(&name) && !self.is_fixed(&name) {
                    let declared = self.declare(&name, Shape::Number, span);
                    self.keep(declared);
                    self.known.insert(name);
                }
            }
        }
        let mut ready: Vec<usize> = (0..definitions.len()).rev().filter(|&place| waits[place] == 0).collect();
        let mut defined: Vec<Option<ArrayDefinition>> = vec![None; definitions.len()];
        let mut done = 0;
        while let Some(place) = ready.pop() {
            done += 1;
            let result = self.define(&definitions[place]);
            match result {
                Ok(definition) => defined[place] = Some(definition),
                Err(wrong) => self.wrongs.push(*wrong),
            }
            for &next in waiting[place].iter().rev() {
                waits[next] -= 1;
                // What needs a definition that is wrong is not blamed.
                if waits[next] == 0 && defined[place].is_some() {
                    ready.push(next);
                }
            }
        }
        if done < definitions.len() && self.wrongs.is_empty() {
            let first = definitions.iter().zip(&waits).find(|(_, waits)| **waits > 0);
            if let Some((definition, _)) = first {
                let message = format!("`{}` is computed from itself", definition.name);
                self.wrongs.push(Diagnostic::error(&code::CYCLE, definition.span, message));
            }
        }
        self.out.defined = defined.into_iter().flatten().collect();
    }

    /// Whether a name is a size or a constant.
    fn is_fixed(&self, name: &str) -> bool {
        self.arrays.size_names().iter().any(|own| own == name)
            || chainrule_symbolic::function::find(name).is_some()
    }

    fn define(&mut self, definition: &Definition) -> Result<ArrayDefinition, Wrong> {
        let written = self.elaboration(false).expression(&definition.body)?;
        if self.arrays.depth(written) > chainrule_array::MOST_DEPTH {
            let message = "this expression is nested too deep";
            return Err(Diagnostic::error(&code::TOO_DEEP, definition.body.span, message)
                .help("name the inner parts, and use the names")
                .into());
        }
        let shape = self.arrays.shape(written).clone();
        if let Shape::Row(_) = shape {
            let message = format!("`{}` would be a row: quantities are columns", definition.name);
            let body = &self.text[definition.body.span.range()];
            return Err(Diagnostic::error(&code::BAD_SHAPE, definition.body.span, message)
                .help(format!("write `({body})^T`"))
                .into());
        }
        let prepared = self.arrays.prepared(written).unwrap_or(written);
        let quantity = self.arrays.add_quantity(&definition.name, shape, Role::Defined(prepared));
        self.quantities.insert(definition.name.clone(), quantity);
        self.places.insert(definition.name.clone(), definition.span.to(definition.body.span));
        Ok(ArrayDefinition { quantity, written })
    }
}
