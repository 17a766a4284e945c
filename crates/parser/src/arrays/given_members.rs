//! Values for the members of families: `W[*] = [1, 2; 3, 4]`, `W[l] = [l, 0; 0, l] for l in 1..6`.

use chainrule_diagnostic::{Diagnostic, code};
use chainrule_worksheet::Relation;

use super::ast::{Expr, Kind as Node, Place, Range};
use super::families::{at_numbers, member_name, placed};
use super::parted::family_of;
use super::statements::Sheet;
use crate::expression::Wrong;
use crate::lexer::{Kind, NameId, Token};

impl Sheet<'_> {
    /// A value for all members, or for those in a range; its index may stand in the value.
    pub(super) fn given_members(&mut self, id: NameId, tokens: &[Token]) -> Result<(), Wrong> {
        let base = family_of(self.names.text(id)).to_owned();
        let mut reader = self.reader(tokens);
        let head = reader.primary()?;
        if !reader.take(Kind::Relation(Relation::Equal)) {
            return Err(reader.expected("`=`"));
        }
        let value = reader.expression()?;
        let ranges = reader.ranges_at_the_end("the end of the value")?;
        let place = match &*head.kind {
            Node::Part(_, at) => match at.as_slice() {
                [only] => Some(only),
                [..] => None,
            },
            _ => None,
        };
        if let (Node::Part(_, at), [_, ..]) = (&*head.kind, ranges.as_slice())
            && self.has_indices(&base, at.len())
        {
            return self.given_entries(&base, (head.span, at), &ranges, &value);
        }
        if let (Node::Part(_, at), []) = (&*head.kind, ranges.as_slice())
            && let Some(part) = self.part_of_declared(&base, at.clone())
        {
            return self.give_part(part, head.span, &value);
        }
        match (place, ranges.as_slice()) {
            (Some(place), [range]) if mentions(place, range) => {
                self.given_over(&base, (&head, place), range, &value)
            }
            (Some(Place::All), []) if self.families.has(&base) => {
                let members: Vec<String> = self.families.all(&base).into_iter().map(str::to_owned).collect();
                for name in members {
                    self.value(&name, head.span, &value)?;
                }
                Ok(())
            }
            (place, _) => {
                let written = &self.text[head.span.range()];
                let letter = match place {
                    Some(Place::Letter(letter)) => letter,
                    _ => "l",
                };
                let message = format!("`{written}` names no members of a family");
                Err(Diagnostic::error(&code::NO_MEMBER, head.span, message)
                    .help(format!("write `{base}[1] = …` for one member, `{base}[*] = …` for all"))
                    .help(format!(
                        "write `{base}[{letter}] = … for {letter} in {}` for those of a range",
                        self.range_of_members(&base)
                    ))
                    .into())
            }
        }
    }

    /// A value for each member whose index a range gives.
    fn given_over(
        &mut self,
        base: &str,
        (head, place): (&Expr, &Place),
        range: &Range,
        value: &Expr,
    ) -> Result<(), Wrong> {
        let above = self.text[head.span.range()].starts_with(&format!("{base}^"));
        self.arrays.name_members(base, &range.name);
        for count in self.families.range(range)? {
            let numbers = [(range.name.clone(), count)];
            let value = at_numbers(value, &numbers)?;
            let index = match placed(place, &numbers)? {
                Place::At(index) => i64::try_from(index).ok(),
                Place::Shifted(terms, index) if terms.is_empty() => Some(index),
                Place::All | Place::Letter(_) | Place::Shifted(..) | Place::Slice(..) | Place::Chosen(_) => {
                    None
                }
            };
            let member = index.and_then(|index| self.families.member(base, index)).map(str::to_owned);
            let name = match (member, index) {
                (Some(name), _) => name,
                (None, Some(index)) if !self.families.declared.contains(base) => {
                    member_name(base, above, index)
                }
                (None, _) => return Err(self.no_such_member(base, range, index)),
            };
            self.value(&name, head.span, &value)?;
        }
        Ok(())
    }

    /// A range goes further than the family is declared.
    fn no_such_member(&self, base: &str, range: &Range, index: Option<i64>) -> Wrong {
        let declared = self.range_of_members(base);
        let member = index.map_or_else(|| base.to_owned(), |index| member_name(base, false, index));
        let message = format!("there is no `{member}`: `{base}` has the members {declared}");
        let mut wrong = Diagnostic::error(&code::NO_MEMBER, range.span, message);
        let first = self.families.all(base).first().and_then(|name| self.places.get(*name).copied());
        if let Some(first) = first {
            wrong = wrong.also(first, "declared here");
        }
        wrong.into()
    }

    /// The indices of a family as a range; one for an example where it has none.
    pub(super) fn range_of_members(&self, base: &str) -> String {
        match self.families.indices_of(base).as_slice() {
            [] => "1..3".to_owned(),
            [first, .., last] => format!("{first}..{last}"),
            [only] => format!("{only}..{only}"),
        }
    }
}

/// Whether the letter of a range stands in an index.
fn mentions(place: &Place, range: &Range) -> bool {
    match place {
        Place::Letter(letter) => *letter == range.name,
        Place::Shifted(terms, _) => terms.iter().any(|(_, letter)| *letter == range.name),
        Place::All | Place::At(_) | Place::Slice(..) | Place::Chosen(_) => false,
    }
}
