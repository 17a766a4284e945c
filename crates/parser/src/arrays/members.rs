//! Families written out: a definition for each member, and the names of members in the places of families with indices.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_number::Rational;

use super::ast::{Expr, Kind, Place, Range};
use super::declarations;
use super::families::{ByIndices, at_numbers, member_name, placed};
use super::parted::family_of;
use super::reader::Reader;
use super::statements::{Definition, Sheet};
use crate::expression::Wrong;
use crate::lexer;

impl Sheet<'_> {
    /// `W[l] in R^(n×n), b[l] in R^n for l in 1..L`
    pub(super) fn declarations(
        &mut self,
        list: &[lexer::Token],
        ranges: &[lexer::Token],
    ) -> Result<(), Wrong> {
        let mut further = &ranges[ranges.len()..];
        let ranges = if ranges.is_empty() {
            Vec::new()
        } else {
            let mut reader = self.reader(ranges);
            let member_ranges = reader.ranges()?;
            further = &ranges[reader.at..];
            member_ranges
        };
        let all = declarations::read_list((&mut self.arrays, &self.numbered), list, self.names, self.text)?;
        for declared in all {
            let Some(indices) = declared.indices else {
                self.families.note(&declared.name);
                self.declare(&declared.name, declared.shape, declared.span)?;
                continue;
            };
            let (at, _) = self.reader(indices).indices()?;
            let range = match at.as_slice() {
                [Place::Letter(letter)] => ranges.iter().find(|range| range.name == *letter),
                [..] => None,
            };
            let Some(range) = range else {
                let message = "a family is declared with one letter, and the range of that letter";
                return Err(Diagnostic::error(&code::NOT_WITH_SHAPES, declared.span, message)
                    .help("write `W[l] in R^(n×n) for l in 1..3`; what has one shape is one array, `W in R^(3×n×n)`")
                    .into());
            };
            let (base, above) = (family_of(&declared.name), declared.name.contains('^'));
            self.arrays.name_members(base, &range.name);
            self.families.declared.insert(base.to_owned());
            for index in self.families.range(range)? {
                let name = member_name(base, above, index);
                self.families.add(base, index, name.clone());
                self.declare(&name, declared.shape.clone(), declared.span)?;
            }
        }
        match further {
            [] => Ok(()),
            [first, rest @ ..] => {
                let Some((list, ranges)) =
                    declarations::parts(rest).filter(|_| first.kind == lexer::Kind::Comma)
                else {
                    let message = "expected the end of the statement, or `,` and another declaration";
                    return Err(Diagnostic::error(&code::EXPECTED, first.span, message).into());
                };
                self.declarations(list, ranges)
            }
        }
    }

    /// Reads tokens.
    pub(super) fn reader<'r>(&'r self, tokens: &'r [lexer::Token]) -> Reader<'r> {
        Reader {
            text: self.text,
            tokens,
            names: self.names,
            known_names: &self.known_names,
            t_is_array: self
                .quantities
                .get("T")
                .is_some_and(|quantity| !self.arrays.quantity(*quantity).shape.is_number()),
            valued: &self.valued,
            at: 0,
            depth: 0,
        }
    }

    /// Whether the letter of a range counts members in an expression.
    pub(super) fn counts_members(&self, range: &Range, expr: &Expr) -> bool {
        self.families.counts_members(&range.name, expr, None)
    }

    /// Numbers of letters, and which letters stand at the ends of ranges: before anything else is read.
    pub(super) fn counts(&mut self, statements: &[Vec<lexer::Token>]) {
        use crate::lexer::{Keyword, Kind as Token};
        for tokens in statements {
            for (place, token) in tokens.iter().enumerate() {
                if token.kind == Token::DotDot {
                    let until = tokens[place + 1..].iter().take_while(|token| {
                        matches!(token.kind, Token::Name(_) | Token::Number | Token::Plus | Token::Minus)
                    });
                    for token in until {
                        if let Token::Name(id) = token.kind {
                            self.families.bounds.insert(self.names.text(id).to_owned());
                        }
                    }
                }
            }
        }
        for tokens in statements {
            let items = match tokens.first().map(|token| token.kind) {
                Some(Token::Keyword(Keyword::Given | Keyword::Let)) => super::splitting::items(&tokens[1..]),
                _ => vec![tokens.as_slice()],
            };
            for item in items {
                if let [name, equal, number] = item
                    && let (Token::Name(id), Token::Number) = (name.kind, number.kind)
                    && equal.kind == Token::Relation(chainrule_worksheet::Relation::Equal)
                    && let Ok(value) = self.text[number.span.range()].parse()
                    && self.families.bounds.contains(self.names.text(id))
                {
                    self.families.counts.insert(self.names.text(id).to_owned(), value);
                }
            }
        }
    }

    /// Whether a name only counts members of families.
    pub(super) fn is_count(&self, name: &str) -> bool {
        self.families.counts.contains_key(name)
            && !self.arrays.size_names().iter().any(|size_name| size_name == name)
    }

    /// Definitions by indices: those of families are written out, the others define an array by its entries.
    pub(super) fn sort_out(&mut self) {
        let all = std::mem::take(&mut self.by_indices);
        for definition in &self.definitions {
            self.families.note(&definition.name);
        }
        let mut is_family = vec![false; all.len()];
        loop {
            let mut changed = false;
            for (mark, definition) in is_family.iter_mut().zip(&all) {
                if *mark {
                    continue;
                }
                let Some(Place::Letter(letter)) = definition.at.first() else { continue };
                let families = &self.families;
                let found = families.has(&definition.base)
                    || families.counts_members(letter, &definition.body, Some(&definition.base));
                if found {
                    *mark = true;
                    changed = true;
                    let done = self.announce(definition, letter);
                    self.keep(done);
                }
            }
            if !changed {
                break;
            }
        }
        for (definition, is_family) in all.into_iter().zip(is_family) {
            let done =
                if is_family { self.write_out(&definition) } else { self.array_by_entries(definition) };
            self.keep(done);
        }
        // In the order in which they stand in the worksheet.
        let mut definitions = std::mem::take(&mut self.definitions);
        definitions.sort_by_key(|definition| definition.span.start);
        for mut definition in definitions {
            let body = self.with_members(&definition.body);
            match body {
                Ok(body) => {
                    definition.body = body;
                    self.definitions.push(definition);
                }
                Err(wrong) => self.wrongs.push(*wrong),
            }
        }
    }

    /// Makes the names of members known.
    fn announce(&mut self, definition: &ByIndices, letter: &str) -> Result<(), Wrong> {
        let Some(range) = definition.ranges.iter().find(|range| range.name == *letter) else {
            let message = format!("nothing says over what `{letter}` runs");
            return Err(Diagnostic::error(&code::UNKNOWN_NAME, definition.span, message)
                .help(format!("write `for {letter} in 1..3` behind it"))
                .into());
        };
        for index in self.families.range(range)? {
            let name = member_name(&definition.base, definition.above, index);
            if !self.families.members.contains_key(&(definition.base.clone(), index)) {
                self.families.add(&definition.base, index, name.clone());
            }
            self.known_names.insert(name);
        }
        Ok(())
    }

    /// A definition for each member.
    fn write_out(&mut self, definition: &ByIndices) -> Result<(), Wrong> {
        let ByIndices { base, above, at, span, body, ranges } = definition;
        let Some(Place::Letter(letter)) = at.first() else { return Ok(()) };
        let Some(range) = ranges.iter().find(|range| range.name == *letter) else { return Ok(()) };
        self.arrays.name_members(base, letter);
        for index in self.families.range(range)? {
            let numbers = [(letter.clone(), index)];
            let body = at_numbers(body, &numbers)?;
            let name = member_name(base, *above, index);
            let others: Vec<Range> = ranges.iter().filter(|range| range.name != *letter).cloned().collect();
            if at.len() > 1 || !others.is_empty() {
                let by_indices = ByIndices {
                    base: name,
                    above: false,
                    at: at[1..].to_vec(),
                    span: *span,
                    body,
                    ranges: others,
                };
                self.array_by_entries(by_indices)?;
                continue;
            }
            self.add_definition(Definition { name, span: *span, body, by: None })?;
        }
        Ok(())
    }

    /// Names of members in the places of families with their indices; sums over members written out.
    pub(super) fn with_members(&self, expr: &Expr) -> Result<Expr, Wrong> {
        let families = &self.families;
        expr.rebuilt(&mut |expr| {
            Ok(match &*expr.kind {
                Kind::Name(name) if families.counts.contains_key(name) && self.is_count(name) => {
                    let value = Rational::from_integer(families.counts[name]);
                    Some(Expr::new(Kind::Number(value), expr.span))
                }
                Kind::SumFor(body, ranges) => {
                    let over_members =
                        ranges.iter().position(|range| families.counts_members(&range.name, body, None));
                    let Some(place) = over_members else { return Ok(None) };
                    let mut others = ranges.clone();
                    let range = others.remove(place);
                    let mut terms = Vec::new();
                    for index in families.range(&range)? {
                        let numbers = [(range.name.clone(), index)];
                        let body = at_numbers(body, &numbers)?;
                        let term = if others.is_empty() {
                            body
                        } else {
                            Expr::new(Kind::SumFor(body, others.clone()), expr.span)
                        };
                        terms.push((false, self.with_members(&term)?));
                    }
                    Some(if let [(_, only)] = terms.as_slice() {
                        only.clone()
                    } else {
                        Expr::new(Kind::Sum(terms), expr.span)
                    })
                }
                Kind::Part(base, at) if families.has(base) => {
                    let (name, rest) = self.member_of(base, at, expr.span)?;
                    let kind = if rest.is_empty() { Kind::Name(name) } else { Kind::Part(name, rest) };
                    Some(Expr::new(kind, expr.span))
                }
                Kind::Derivative { of, of_at, by, then, at } => {
                    let (of, of_at) = self.member_or_self(of, of_at, expr.span)?;
                    let (by, at) = self.member_or_self(by, at, expr.span)?;
                    let then = then.as_ref().map(|name| families.known_as(name).unwrap_or(name).to_owned());
                    Some(Expr::new(Kind::Derivative { of, of_at, by, then, at }, expr.span))
                }
                _ => None,
            })
        })
    }

    fn member_or_self(&self, base: &str, at: &[Place], span: Span) -> Result<(String, Vec<Place>), Wrong> {
        if self.families.has(base) && !self.quantities.contains_key(base) {
            return self.member_of(base, at, span);
        }
        Ok((base.to_owned(), at.to_vec()))
    }

    /// The member that stands with these indices, and the indices of an entry of it.
    fn member_of(&self, base: &str, at: &[Place], span: Span) -> Result<(String, Vec<Place>), Wrong> {
        let text = &self.text[span.range()];
        let counts: Vec<(String, i64)> =
            self.families.counts.iter().map(|(name, count)| (name.clone(), *count)).collect();
        let first = at.first().map(|place| placed(place, &counts)).transpose()?;
        let index = match &first {
            Some(Place::At(index)) => i64::try_from(*index).ok(),
            Some(Place::Shifted(terms, index)) if terms.is_empty() => Some(*index),
            Some(Place::Letter(letter)) => {
                let message = format!("nothing says over what `{letter}` runs in `{text}`");
                return Err(Diagnostic::error(&code::UNKNOWN_NAME, span, message)
                    .help(format!("write `for {letter} in 1..3` behind the statement, or a number for it"))
                    .into());
            }
            _ => None,
        };
        let Some(index) = index else {
            let message = format!("`{base}` is a family: `{text}` names no member of it");
            return Err(Diagnostic::error(&code::NO_MEMBER, span, message)
                .help(format!("name one by its index: `{base}[1]`"))
                .into());
        };
        if let Some(name) = self.families.member(base, index) {
            return Ok((name.to_owned(), at[1..].to_vec()));
        }
        let indices = self.families.indices_of(base);
        let (first, last) = (indices.first().copied().unwrap_or(0), indices.last().copied().unwrap_or(0));
        let member = format!("{base}[{index}]");
        let message = if text.replace(' ', "") == member {
            format!("there is no `{member}`: the members of `{base}` go from {first} to {last}")
        } else {
            format!(
                "`{member}` is needed for `{text}`, and the members of `{base}` go from {first} to {last}"
            )
        };
        let mut wrong = Diagnostic::error(&code::NO_MEMBER, span, message);
        if index == first - 1 {
            wrong = wrong.help(format!("say what comes first: `{base}[{index}] in R^n`"));
        }
        Err(wrong.into())
    }
}
