//! `claim`.

mod carried;

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_number::Rational;
use chainrule_symbolic::graph::{ExprId, SymbolId};

use self::carried::{format_behind, is_by_hand, name_behind, no_format, sides_by_hand, sides_in};
use super::families::instance::Instance;
use super::given_item::ReadGiven;
use super::interval::interval;
use super::{Resolver, expected};
use crate::expression::{AskedAfter, Reader, Wrong};
use crate::lexer::{Keyword, Kind, Relation, Token};
use crate::literal;
use chainrule_worksheet::{Claim, PrintedOperands, Rounding};

/// A claim as read.
#[derive(Clone, Debug)]
pub(super) struct ReadClaim {
    sides: Vec<(ExprId, Span)>,
    relations: Vec<Relation>,
    unit: Option<Rational>,
    /// With `as rounded`: the same with names in the place of its decimals.
    rounded: Option<PrintedOperands>,
    mentions: Vec<(SymbolId, Span)>,
    afters: Vec<AskedAfter>,
    roundings: Vec<Rounding>,
    span: Span,
}

impl Instance for ReadClaim {
    const SAYS_WHERE: bool = true;

    fn read(reader: &mut Reader<'_>, tokens: &[Token], start: usize) -> Result<Self, Wrong> {
        let span = tokens[start].span.to(tokens[tokens.len() - 1].span);
        let begin = reader.at;
        let mut sides = vec![reader.expression()?];
        let mut relations = Vec::new();
        let mut marked = None;
        loop {
            match reader.peek() {
                None => break,
                Some(Kind::Relation(relation)) => {
                    reader.at += 1;
                    sides.push(reader.expression()?);
                    relations.push(relation);
                }
                Some(Kind::Keyword(Keyword::In)) if relations.is_empty() => {
                    reader.at += 1;
                    let range = interval(reader)?;
                    let sign = |open| if open { Relation::Less } else { Relation::AtMost };
                    if let Some(low) = range.lower {
                        sides.insert(0, (low.id, low.span));
                        relations.push(sign(low.open));
                    }
                    if let Some(high) = range.upper {
                        sides.push((high.id, high.span));
                        relations.push(sign(high.open));
                    }
                    if let Some(format) = format_behind(reader) {
                        sides_in(reader, &mut sides, format)?;
                    }
                    if reader.peek().is_some() {
                        return Err(expected(reader, "the end of the claim"));
                    }
                    break;
                }
                Some(Kind::Keyword(Keyword::In)) if let Some(format) = format_behind(reader) => {
                    sides_in(reader, &mut sides, format)?;
                    if reader.peek().is_some() {
                        return Err(expected(reader, "the end of the claim"));
                    }
                    break;
                }
                Some(Kind::Keyword(Keyword::In)) if let Some(name) = name_behind(reader) => {
                    return Err(no_format(reader, name));
                }
                Some(Kind::Keyword(Keyword::By)) if !relations.is_empty() && is_by_hand(reader) => {
                    sides_by_hand(reader, &mut sides)?;
                    break;
                }
                Some(Kind::Keyword(Keyword::As)) if !relations.is_empty() => {
                    let words = reader.here();
                    reader.at += 1;
                    if !matches!(reader.peek(), Some(Kind::Name(_)))
                        || reader.text_of(reader.here()) != "rounded"
                    {
                        return Err(expected(reader, "`rounded`"));
                    }
                    marked = Some(words.to(reader.here()));
                    reader.at += 1;
                    if reader.peek().is_some() {
                        return Err(expected(reader, "the end of the claim"));
                    }
                    break;
                }
                Some(_) => return Err(expected(reader, "a comparison such as `=`, `~=`, `<=` or `in`")),
            }
        }
        if relations.is_empty() {
            return Err(Box::new(
                Diagnostic::error(&code::BAD_CLAIM, span, "a claim compares two sides")
                    .help("write `claim … = …`, `claim … <= …` or `claim … in [lo, hi]`"),
            ));
        }
        let unit = unit_of(reader, &sides, &relations, span)?;
        let mentions = std::mem::take(&mut reader.mentions);
        let rounded = match marked {
            None => None,
            Some(words) => {
                if relations != [Relation::About] || reader.draft.is_some() {
                    return Err(not_rounded(words));
                }
                let operands = printed_operands(reader, begin)?;
                // They were noted when the sides were read.
                reader.mentions.clear();
                Some(operands)
            }
        };
        let afters = std::mem::take(&mut reader.afters);
        if let (Some(_), [first, ..]) = (&reader.draft, afters.as_slice()) {
            return Err(Box::new(
                Diagnostic::error(
                    &code::BAD_CLAIM,
                    first.span,
                    "a quantity after some steps has no index here",
                )
                .help("write the claims one by one: `claim w[1] after 10 steps ~= …`"),
            ));
        }
        let roundings = reader.roundings.take().unwrap_or_default();
        Ok(Self { sides, relations, unit, rounded, mentions, afters, roundings, span })
    }

    fn roots(&self) -> Vec<ExprId> {
        self.sides.iter().map(|(id, _)| *id).collect()
    }

    fn with(&self, roots: &[ExprId]) -> Self {
        let sides = self.sides.iter().zip(roots).map(|((_, span), id)| (*id, *span)).collect();
        // The names are those of a draft.
        Self { sides, mentions: Vec::new(), ..self.clone() }
    }

    fn take(self, resolver: &mut Resolver<'_>, at: &str) -> Result<(), Wrong> {
        let written = with_its_braces(resolver.text, self.span);
        let mut text = written.split_whitespace().collect::<Vec<_>>().join(" ");
        if !at.is_empty() {
            text.push_str(&format!(", {at}"));
        }
        let sides = self.roots();
        let Self { relations, unit, rounded, afters, roundings, span, .. } = self;
        resolver.steps.after.extend(afters);
        resolver.questions.roundings.extend(roundings);
        resolver.questions.claims.push(Claim { sides, relations, unit, rounded, text, span });
        Ok(())
    }

    fn span(&self) -> Span {
        self.span
    }

    fn filler(&self) -> Option<ReadGiven> {
        None
    }
}

impl Resolver<'_> {
    /// One item of a `claim`: `dL/dw = 3`, `claim 0 < a <= 1/4`, `claim a in [0, 1]`, `claim L = inf in f16`
    pub(super) fn claim(&mut self, tokens: &[Token], start: usize) -> Result<(), Wrong> {
        let mut reader = self.reader(tokens, start, true);
        reader.roundings = Some(Vec::new());
        let mut claim = ReadClaim::read(&mut reader, tokens, start)?;
        for (symbol, place) in std::mem::take(&mut claim.mentions) {
            self.adopt(symbol);
            if self.builder.families().of(symbol).is_some() {
                self.questions.members.push((symbol, place));
            } else if !self.places.contains(symbol) {
                self.places.set(symbol, place);
                self.warn_of_typo(symbol, place);
            }
        }
        claim.take(self, "")
    }

    /// A name that only claims use is a free leaf; one that is almost another name is perhaps a typing error.
    fn warn_of_typo(&mut self, symbol: SymbolId, place: Span) {
        let name = self.graph.name(symbol).to_string();
        if self.known_names.is_quantity(&name) {
            return;
        }
        let nearest = if name.len() < 3 { None } else { self.known_names.nearest(&name).map(str::to_owned) };
        if let Some(nearest) = nearest.or_else(|| self.same_letter(&name)) {
            self.diagnostics.push(
                Diagnostic::warning(
                    &code::UNKNOWN_NAME,
                    place,
                    format!("no equation has the name `{name}`: it may be any number here"),
                )
                .help(format!("did you mean `{nearest}`?")),
            );
        }
    }

    /// The quantity with the same letter, `x` for `X` or for `x1`, where no other has that letter.
    fn same_letter(&self, name: &str) -> Option<String> {
        let stem = name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('_');
        let mut letters = stem.chars();
        let (Some(letter), None) = (letters.next(), letters.next()) else { return None };
        let (low, high) = (letter.to_lowercase().to_string(), letter.to_uppercase().to_string());
        [stem.to_owned(), low, high]
            .into_iter()
            .find(|other| other != name && self.known_names.is_quantity(other))
    }
}

/// The unit of the last printed digit, where a side of `~=` is printed.
fn unit_of(
    reader: &Reader<'_>,
    sides: &[(ExprId, Span)],
    relations: &[Relation],
    span: Span,
) -> Result<Option<Rational>, Wrong> {
    let Some(at) = relations.iter().position(|relation| *relation == Relation::About) else {
        return Ok(None);
    };
    let unit = [at + 1, at].into_iter().find_map(|side| literal::last_digit(reader.text_of(sides[side].1)));
    if unit.is_none() || relations.len() > 1 {
        return Err(Box::new(
            Diagnostic::error(
                &code::BAD_CLAIM,
                span,
                "with `~=` one side is a decimal number, whose printed digits say how close is close enough",
            )
            .help("write `claim dL/dw ~= 0.0821`"),
        ));
    }
    Ok(unit)
}

fn not_rounded(words: Span) -> Wrong {
    Box::new(
        Diagnostic::error(
            &code::BAD_CLAIM,
            words,
            "`as rounded` is for numbers that were printed rounded: `~=` stands between them",
        )
        .help("write `claim 0.7414*0.1868 ~= 0.1385 as rounded`"),
    )
}

/// The two sides of a claim, from `begin` on, once more, with a name in the place of every number that is written with a
/// point.
fn printed_operands(reader: &mut Reader<'_>, begin: usize) -> Result<PrintedOperands, Wrong> {
    let end = std::mem::replace(&mut reader.at, begin);
    reader.printed = Some(Vec::new());
    let (left, _) = reader.expression()?;
    reader.at += 1;
    let (right, _) = reader.expression()?;
    reader.at = end;
    let decimals = reader.printed.take().unwrap_or_default();
    Ok(PrintedOperands { sides: vec![left, right], decimals })
}

/// What is written at a place, with the braces that close behind it: in LaTeX they end no sign of the worksheet.
fn with_its_braces(text: &str, span: Span) -> &str {
    let written = &text[span.range()];
    let open = written.matches('{').count().saturating_sub(written.matches('}').count());
    let closing = text[span.range().end..].bytes().take(open).take_while(|&byte| byte == b'}').count();
    &text[span.range().start..span.range().end + closing]
}
