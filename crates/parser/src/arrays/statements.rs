//! The statements of a worksheet with declared shapes.

use std::borrow::Cow;

use chainrule_array::{Arrays, QuantityId, Role, Shape, Size};
use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_worksheet::{ArraySheet, DataFile, Relation, Show};
use rustc_hash::{FxHashMap, FxHashSet};

use super::ast::{Expr, GivenPart, Range};
use super::elaboration::{Chosen, Elaboration};
use super::families::{ByIndices, Families};
use super::parted::{family_of, with_whole_members};
use super::splitting::{items, span_of, split};
use super::{applied, declarations, values};
use crate::expression::Wrong;
use crate::lexer::{Keyword, Kind, Names, Token};
use crate::show;
use crate::worded_questions;

/// A definition as read.
pub(super) struct Definition {
    pub(super) name: String,
    pub(super) span: Span,
    pub(super) body: Expr,
    /// Of a definition by entries: the indices, in the order in which they stand behind the name.
    pub(super) by: Option<Vec<Range>>,
}

/// Collects what statements say.
pub(super) struct Sheet<'a> {
    pub(super) text: &'a str,
    pub(super) names: &'a Names,
    /// The files that were read for it.
    pub(super) files: &'a [DataFile],
    pub(super) arrays: Arrays,
    pub(super) quantities: FxHashMap<String, QuantityId>,
    pub(super) places: FxHashMap<String, Span>,
    pub(super) known_names: FxHashSet<String>,
    /// Names that are given a value, and those of sizes.
    pub(super) valued: FxHashSet<String>,
    /// Where quantities get their values.
    pub(super) given_at: FxHashMap<QuantityId, Span>,
    pub(super) definitions: Vec<Definition>,
    /// Definitions of families and by entries, before it is known which they are.
    pub(super) by_indices: Vec<ByIndices>,
    pub(super) families: Families,
    /// Rows that quantities choose.
    pub(super) chosen: Vec<Chosen>,
    /// How far indices go of which nothing says it, as it was read.
    pub(super) ranges_read: Vec<(String, Size)>,
    /// Names that nothing declares, with the places where formulas have them: they count as numbers.
    pub(super) numbers_by_default: FxHashMap<String, Vec<Span>>,
    /// Values for some of the entries of arrays.
    pub(super) parts_given: Vec<GivenPart>,
    /// Letters of sizes that stand for these numbers wherever they are written.
    pub(super) numbered: FxHashMap<String, u64>,
    /// Leaves that are stated to be symmetric, and where.
    pub(super) symmetric: Vec<(QuantityId, Span)>,
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
    /// What the page shows.
    pub(crate) show: Show,
}

/// Reads a worksheet with declared shapes; of one that has an error, what could be read.
pub(crate) fn read(
    text: &str,
    tokens: &[Token],
    names: &Names,
    files: &[DataFile],
    diagnostics: &mut Vec<Diagnostic>,
) -> Said {
    let (show_statements, statements): (Vec<Vec<Token>>, Vec<Vec<Token>>) =
        split(tokens).into_iter().partition(|statement| show::is_meant(text, statement));
    let in_words = |tokens| worded_questions::in_words(Cow::Owned(tokens), names, text).into_owned();
    let statements: Vec<Vec<Token>> = statements.into_iter().map(in_words).collect();
    let statements = applied::without_arguments(statements, names);
    let mut show = Show::default();
    for statement in &show_statements {
        show::read(text, statement, &mut show, diagnostics);
    }
    let sheet_with = |numbered| {
        let mut sheet = Sheet::new(text, names, files, numbered);
        sheet.all(&statements);
        sheet
    };
    let mut sheet = sheet_with(FxHashMap::default());
    // Shapes may fit by the numbers of their letters: `x in R^n` and `y in R^3` with `let n = 3`.
    let is_apart = |wrong: &Diagnostic| wrong.code == &code::SHAPES_APART;
    let all_wrongs = || sheet.wrongs.iter().chain(&sheet.out.misfits);
    if all_wrongs().any(is_apart) && !sheet.out.sizes.is_empty() {
        let letters = sheet.arrays.size_names();
        let numbers =
            sheet.out.sizes.iter().map(|(letter, count)| (letters[letter.0 as usize].clone(), *count));
        let by_number = sheet_with(numbers.collect());
        if by_number.wrongs.is_empty() && by_number.out.misfits.is_empty() {
            sheet = by_number;
        }
    }
    diagnostics.append(&mut sheet.wrongs);
    sheet.out.arrays = sheet.arrays;
    Said { sheet: sheet.out, places: sheet.places, about_entries: sheet.about_entries, show }
}

impl<'a> Sheet<'a> {
    fn new(text: &'a str, names: &'a Names, files: &'a [DataFile], numbered: FxHashMap<String, u64>) -> Self {
        let mut families = Families::default();
        families.counts.extend(
            numbered.iter().filter_map(|(letter, &count)| Some((letter.clone(), i64::try_from(count).ok()?))),
        );
        Self {
            text,
            names,
            files,
            arrays: Arrays::new(),
            quantities: FxHashMap::default(),
            places: FxHashMap::default(),
            known_names: FxHashSet::default(),
            valued: FxHashSet::default(),
            given_at: FxHashMap::default(),
            definitions: Vec::new(),
            by_indices: Vec::new(),
            families,
            chosen: Vec::new(),
            ranges_read: Vec::new(),
            numbers_by_default: FxHashMap::default(),
            parts_given: Vec::new(),
            numbered,
            symmetric: Vec::new(),
            out: ArraySheet {
                arrays: Arrays::new(),
                leaves: Vec::new(),
                defined: Vec::new(),
                sizes: Vec::new(),
                values: Vec::new(),
                facts: Vec::new(),
                queries: Vec::new(),
                claims: Vec::new(),
                misfits: Vec::new(),
                files: Vec::new(),
                ranges_read: Vec::new(),
                entries: Vec::new(),
                is_inferred: false,
            },
            about_entries: Vec::new(),
            wrongs: Vec::new(),
        }
    }
}

impl Sheet<'_> {
    fn all(&mut self, statements: &[Vec<Token>]) {
        self.counts(statements);
        let mut later = Vec::new();
        for tokens in statements {
            let Some((list, ranges)) = declarations::parts(tokens) else {
                later.push(tokens);
                continue;
            };
            let done = self.declarations(list, ranges);
            self.keep(done);
        }
        // Names come before expressions: whether `dL/dW` is a derivative depends on them.
        let quantities: Vec<String> = self.quantities.keys().cloned().collect();
        self.known_names.extend(quantities.iter().map(|name| family_of(name).to_owned()));
        self.known_names.extend(quantities);
        for tokens in &later {
            match tokens.as_slice() {
                [
                    Token { kind: Kind::Name(id), .. },
                    Token { kind: Kind::Relation(Relation::Equal), .. },
                    ..,
                ] => {
                    let name = self.names.text(*id);
                    self.known_names.insert(family_of(name).to_owned());
                    self.known_names.insert(name.to_owned());
                }
                [Token { kind: Kind::Member(id), .. }, ..] => {
                    self.known_names.insert(family_of(self.names.text(*id)).to_owned());
                }
                [Token { kind: Kind::Keyword(Keyword::Given | Keyword::Let), .. }, given @ ..] => {
                    for item in items(given) {
                        if let Some(Token { kind: Kind::Name(id), .. }) = item.first() {
                            self.valued.insert(self.names.text(*id).to_owned());
                        }
                    }
                }
                [..] => {}
            }
        }
        self.valued.extend(self.arrays.size_names().iter().cloned());
        let mut questions = Vec::new();
        // What is wrong with these was said when their signs were read.
        let has_hole = |tokens: &[Token]| tokens.iter().any(|token| token.kind == Kind::UnknownCharacter);
        let is_whole = !statements.iter().any(|statement| has_hole(statement));
        for &tokens in later.iter().filter(|tokens| !has_hole(tokens)) {
            let done = match tokens[0].kind {
                Kind::Keyword(Keyword::Update) => {
                    self.about_entries.push(with_whole_members(tokens));
                    Ok(())
                }
                Kind::Keyword(Keyword::Claim) if self.speaks_of_steps(tokens) => {
                    self.about_entries.push(tokens.clone());
                    Ok(())
                }
                Kind::Keyword(Keyword::Derive) => {
                    let (question, point) = self.with_point(tokens);
                    questions.push(question);
                    point.map_or(Ok(()), |point| self.given(point))
                }
                Kind::Keyword(Keyword::Claim) => {
                    questions.push(tokens.as_slice());
                    Ok(())
                }
                Kind::Keyword(Keyword::Given | Keyword::Let) => self.given(&tokens[1..]),
                Kind::Keyword(_) => Err(self.not_with_shapes(tokens)),
                Kind::Member(_) => self.definition_by_entries(tokens),
                _ => self.definition(tokens),
            };
            self.keep(done);
        }
        self.put_parts_together();
        self.check_clashes();
        // A definition that was not read would count as a number.
        if self.wrongs.is_empty() && is_whole {
            self.elaborate();
        }
        if self.wrongs.is_empty() {
            self.check_facts();
        }
        self.give_chosen();
        for tokens in questions {
            if !(self.wrongs.is_empty() && is_whole) {
                break;
            }
            let done = match tokens[0].kind {
                Kind::Keyword(Keyword::Derive) => self.derive(tokens),
                _ => self.claim_that_fits(tokens),
            };
            self.keep(done);
        }
        self.give_chosen();
    }

    pub(super) fn keep(&mut self, done: Result<(), Wrong>) {
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
            let mut wrong = Diagnostic::error(&code::EXPECTED, span_of(tokens), message);
            if let Some(line) = self.with_keyword(tokens) {
                return Err(wrong.help(format!("write `{line}`")).into());
            }
            if let Some(wrong) = applied::own_function(tokens, self.names) {
                return Err(wrong.into());
            }
            if tokens.iter().any(|token| matches!(token.kind, Kind::Keyword(Keyword::For))) {
                wrong =
                    wrong.help("beside declared shapes, write vectors and matrices as wholes: `z = W*x + b`");
            }
            if let Some(line) = self.fact_in_words(tokens) {
                wrong = wrong.help(format!("write `{line}` for a fact about an array"));
            }
            return Err(wrong.into());
        };
        let name = self.names.text(*id).to_owned();
        if let Some(line) = self.with_entries(tokens) {
            let message = format!("`{name}` is one quantity here, the same at every index");
            return Err(Diagnostic::error(&code::TWO_ARRAY_READINGS, *span, message)
                .help(format!("write `{line}` for entries"))
                .into());
        }
        if let Some(wrong) = self.shape_behind_equals(&name, tokens) {
            return Err(wrong.into());
        }
        let body = self.whole_expression(body)?;
        // A name with nothing but numbers is a leaf with a value.
        if values::number(&body).is_ok() || values::is_of_numbers(&body) {
            return self.value(&name, *span, &body);
        }
        if let Some((array, _)) = self.as_part_of_declared(&name) {
            let message = format!(
                "the shape of `{array}` is declared: it is a leaf, and none of its entries is computed"
            );
            return Err(Diagnostic::error(&code::NOT_WITH_SHAPES, *span, message)
                .help(format!(
                    "write all entries, `{array} = [2*a, b]`, without the declaration of `{array}`"
                ))
                .into());
        }
        self.add_definition(Definition { name, span: *span, body, by: None })
    }

    /// Adds a definition; a name has one.
    pub(super) fn add_definition(&mut self, definition: Definition) -> Result<(), Wrong> {
        let Definition { name, span, .. } = &definition;
        let before = self
            .definitions
            .iter()
            .find(|definition| definition.name == *name)
            .map(|definition| definition.span);
        if let Some(first) = before.or_else(|| self.places.get(name).copied()) {
            let said = if before.is_some() { "is defined twice" } else { "has a shape already" };
            let message = format!("`{name}` {said}");
            return Err(Diagnostic::error(&code::DUPLICATE, *span, message).also(first, "first here").into());
        }
        if self.families.counts.contains_key(name) {
            let message = format!("`{name}` is a number of members already, and can't be computed as well");
            let wrong = Diagnostic::error(&code::DUPLICATE, *span, message);
            return Err(wrong.help("give one of them another name").into());
        }
        self.definitions.push(definition);
        Ok(())
    }

    pub(super) fn elaboration(&mut self, derivatives: bool) -> Elaboration<'_> {
        Elaboration {
            text: self.text,
            arrays: &mut self.arrays,
            quantities: &self.quantities,
            places: &self.places,
            counts: &self.families.counts,
            sizes: &self.out.sizes,
            chosen: &mut self.chosen,
            ranges_read: &mut self.ranges_read,
            numbers_by_default: &self.numbers_by_default,
            valued: &self.valued,
            derivatives,
        }
    }
}
