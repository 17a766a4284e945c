//! A page read from its beginning to its end.

use std::ops::Range;

use chainrule::symbolic::graph::{ExprId, Node};
use chainrule_latex::lower::lower;
use chainrule_latex::page::Page;
use chainrule_latex::rows::{Claim, Relation};
use chainrule_latex::tree::OfArray;
use chainrule_latex::{Formula, Unread};

use crate::between::{Before, asks_to_solve};
use crate::desk::{Desk, Meaning};
use crate::earlier::by_earlier;
use crate::heads::{function_head, is_other_name, known_function};
use crate::holds_where::{is_condition_behind, is_condition_word};
use crate::lent::{Lent, lend};
use crate::line::{Finding, Line, Role, Verdict};
use crate::numeric::is_equality;
use crate::place::Place;
use crate::relation::judge;
use crate::side::Side;
use crate::survey::{Survey, alias_of};
use crate::words::log_base_behind;

/// So many relations of one page are judged.
const MOST_LINES: usize = 200_000;

/// Each relation of a page, in its order.
pub fn proofread(page: &Page) -> Vec<Line> {
    let survey = Survey::of(page, &[]);
    let desk = Desk::new(survey.names, survey.has_matrices, false);
    let mut reading =
        Reading { page, desk, lines: Vec::new(), last: None, is_given: false, is_conditioned: false };
    reading.define_functions(&survey.formulas);
    let mut before: Option<Before> = None;
    // What was said before a remark in brackets: behind it the text goes on from there.
    let mut before_remark: Option<Option<Last>> = None;
    for (fragment, formula) in page.fragments.iter().zip(&survey.formulas) {
        if let Some(before) = &before {
            if let Some(behind) =
                before_remark.as_ref().and(before.behind_remark(&page.text, &fragment.outer))
            {
                reading.last = before_remark.take().flatten().filter(|_| behind);
            } else if before.opens_remark(&page.text, &fragment.outer) {
                before_remark.get_or_insert_with(|| reading.last.take());
                reading.last = None;
            } else if !before.leads_to(&page.text, &fragment.outer) {
                reading.last = None;
            }
            reading.desk.sentence += usize::from(before.ends_sentence(&page.text, &fragment.outer));
            reading.desk.paragraph += usize::from(before.ends_paragraph(&page.text, &fragment.outer));
        }
        before = Some(Before::new(&page.text, &fragment.outer));
        reading.desk.is_to_be_solved = asks_to_solve(&page.text[..fragment.outer.start]);
        reading.is_conditioned = is_condition_behind(&page.text[fragment.outer.end..]);
        if reading.lines.len() >= MOST_LINES {
            reading.formula(fragment.outer.start, Err(&Unread::BehindTooMany));
            break;
        }
        let of_page = reading.desk.names.log_base;
        reading.desk.names.log_base = log_base_behind(&page.text[fragment.outer.end..]).or(of_page);
        reading.formula(fragment.outer.start, formula.as_ref());
        reading.desk.names.log_base = of_page;
    }
    reading.lines
}

/// Each relation of one formula, with other formulas for its context.
pub fn single(latex: &str, givens: &[String]) -> Vec<Line> {
    let latex = stripped(latex);
    let givens: Vec<String> = givens.iter().map(|given| stripped(given).to_owned()).collect();
    let page = Page::formula(latex);
    let mut survey = Survey::of(&page, &givens);
    survey.names.has_normal |= !survey.names.functions.contains("Phi");
    let mut desk = Desk::new(survey.names, survey.has_matrices, true);
    for given in &givens {
        let context = Page::formula(given);
        let survey = Survey::of(&context, &givens);
        let mut reading = Reading {
            page: &context,
            desk,
            lines: Vec::new(),
            last: None,
            is_given: true,
            is_conditioned: false,
        };
        reading.define_functions(&survey.formulas);
        for formula in &survey.formulas {
            reading.formula(0, formula.as_ref());
        }
        desk = reading.desk;
    }
    let mut reading =
        Reading { page: &page, desk, lines: Vec::new(), last: None, is_given: false, is_conditioned: false };
    reading.define_functions(&survey.formulas);
    for formula in &survey.formulas {
        reading.formula(0, formula.as_ref());
    }
    reading.lines
}

/// A formula without the signs that set it off from a text.
pub(crate) fn stripped(latex: &str) -> &str {
    let text = latex.trim();
    for (open, close) in [("$$", "$$"), ("\\[", "\\]"), ("\\(", "\\)"), ("$", "$")] {
        if let Some(inner) = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)) {
            return inner;
        }
    }
    text
}

/// The last side that was read, and the first one of its chain.
struct Last {
    side: Result<Side, Unread>,
    head: Option<Head>,
    /// The sign before it.
    relation: Relation,
}

/// The side at the start of a chain.
#[derive(Clone)]
pub(crate) struct Head {
    pub(crate) expr: ExprId,
    pub(crate) is_named: bool,
}

pub(crate) struct Reading<'a> {
    page: &'a Page,
    pub(crate) desk: Desk,
    pub(crate) lines: Vec<Line>,
    last: Option<Last>,
    /// Whether what is read is said to be so: nothing is judged.
    is_given: bool,
    /// Whether words behind the formula say where it holds.
    is_conditioned: bool,
}

impl Reading<'_> {
    /// The first formula of each function, so that calls further up are read.
    fn define_functions(&mut self, formulas: &[Result<Formula, Unread>]) {
        // What a function is about is its formula only where the page gives it no other.
        let is_about =
            |claim: &&Claim| claim.signs.first().is_some_and(|sign| sign.relation == Relation::About);
        for pass_is_about in [false, true] {
            self.define_by(formulas, |claim| is_about(&claim) == pass_is_about);
        }
    }

    fn define_by(&mut self, formulas: &[Result<Formula, Unread>], is_wanted: impl Fn(&Claim) -> bool) {
        for formula in formulas.iter().flatten() {
            for claim in formula.rows.iter().flat_map(|row| &row.claims).filter(|claim| is_wanted(claim)) {
                let (Some(left), Some(right)) = (claim.sides.first(), claim.sides.get(1)) else { continue };
                let Some((name, parameters)) = function_head(&formula.tokens[left.clone()]) else { continue };
                if known_function(&name).is_some()
                    || self.desk.names.dependencies.contains_key(name.as_str())
                    || OfArray::named(&name).is_some()
                    || is_other_name(&formula.tokens[right.clone()], &parameters)
                    || self.desk.names.aliases.contains_key(name.as_str())
                    || self.desk.functions.contains_key(name.as_str())
                {
                    continue;
                }
                let Ok(tree) = formula.side(right, &self.desk.names) else { continue };
                let body = lower(&tree, &mut self.desk.graph, &self.desk.functions);
                if !body.is_opaque && !self.is_recursive(&name, body.expr) {
                    self.desk.define_function(&name, &parameters, body.expr);
                    // `L(w) = …` is the quantity L too.
                    let symbol = self.desk.graph.intern(&name);
                    let expr = self.desk.graph.symbol(symbol);
                    if !self.desk.formulas.contains_key(&expr) {
                        self.desk.keep_formula(
                            expr,
                            Meaning { symbol, expr: body.expr, is_opaque: false, line: 0 },
                        );
                    }
                }
            }
        }
    }

    pub(crate) fn is_recursive(&self, name: &str, body: ExprId) -> bool {
        self.desk.names_in(body).into_iter().any(|id| match self.desk.graph.node(id) {
            Node::Symbol(symbol) => self.desk.graph.name(symbol).as_str() == name,
            _ => false,
        })
    }

    fn formula(&mut self, start: usize, formula: Result<&Formula, &Unread>) {
        let formula = match formula {
            Ok(formula) => formula,
            Err(why) => {
                let (line, column) = self.page.line_column(start);
                self.lines.push(Line {
                    line,
                    column,
                    place: start..start,
                    latex: String::new(),
                    role: Role::None,
                    relation: "",
                    verdict: Verdict::NotRead,
                    value: None,
                    slip: None,
                    because: Some(why.to_string()),
                    built_on: None,
                    is_slip_sought: true,
                });
                self.last = None;
                return;
            }
        };
        if formula.rows.is_empty() {
            // What comes next says nothing about a side further up.
            self.last = None;
            return;
        }
        let mut lent: Option<Lent> = None;
        // The chains side by side, by their places: a row goes on from those above, each from its own.
        let mut chains: Vec<Option<Last>> = vec![self.last.take()];
        let mut latest = None;
        for (row_place, row) in formula.rows.iter().enumerate() {
            for (claim_place, claim) in row.claims.iter().enumerate() {
                let may_continue = claim_place == 0 || row_place > 0;
                let next = row.claims.get(claim_place + 1);
                let is_last = next.is_none() && row_place + 1 == formula.rows.len();
                let is_conditioned = (is_last && self.is_conditioned)
                    || next.is_some_and(|next| next.word.as_deref().is_some_and(is_condition_word));
                if chains.len() <= claim_place {
                    chains.resize_with(claim_place + 1, || None);
                }
                self.last = chains[claim_place].take();
                self.claim(formula, claim, may_continue, is_conditioned);
                chains[claim_place] = self.last.take();
                // What stands behind words is a remark.
                if claim.word.is_none() || latest.is_none() {
                    latest = Some(claim_place);
                }
                if lent.is_none() {
                    lent = lend(&mut self.desk, formula, claim);
                }
            }
        }
        self.last = latest.and_then(|place| chains.swap_remove(place));
        if let Some(lent) = lent {
            lent.give_back(&mut self.desk);
        }
    }

    fn read_side(&mut self, formula: &Formula, side: &Range<usize>) -> Result<Side, Unread> {
        let tree = formula.side(side, &self.desk.names).map_err(|(why, _)| why)?;
        Ok(self.desk.side(tree))
    }

    fn claim(&mut self, formula: &Formula, claim: &Claim, may_continue: bool, is_conditioned: bool) {
        let continues = claim.sides.first().is_some_and(Range::is_empty) && may_continue;
        let before = if continues { self.last.take() } else { None };
        let mut sides: Vec<Result<Side, Unread>> = Vec::with_capacity(claim.sides.len());
        for (place, side) in claim.sides.iter().enumerate() {
            sides.push(match (&before, place) {
                (Some(last), 0) => last.side.clone(),
                _ => self.read_side(formula, side),
            });
        }
        let head_tokens = claim.sides.first().map(|side| &formula.tokens[side.clone()]).unwrap_or_default();
        let function = if continues { None } else { function_head(head_tokens) };
        let function = function.filter(|(name, _)| !self.desk.names.dependencies.contains_key(name.as_str()));
        let head = match &before {
            Some(last) => last.head.clone(),
            None => sides[0]
                .as_ref()
                .ok()
                .map(|side| Head { expr: side.expr, is_named: self.is_named(side) && function.is_none() }),
        };
        let first_line = self.lines.len();
        let mut findings: Vec<Finding> = Vec::new();
        for (place, sign) in claim.signs.iter().enumerate() {
            let standing = Place {
                relation: sign.relation,
                is_first: place == 0 && before.is_none(),
                function: function.as_ref().filter(|_| place == 0),
                word: claim.word.as_deref(),
                is_list: claim.is_list,
                is_equivalent: claim.is_equivalent,
                is_bracketed: [place, place + 1].iter().all(|&side| {
                    let tokens = &formula.tokens[claim.sides[side].clone()];
                    tokens.first().is_some_and(|token| token.is_char('('))
                        && tokens.last().is_some_and(|token| token.is_char(')'))
                }),
            };
            let finding = if self.is_given {
                Finding::new(Role::Given, Verdict::None)
            } else if self.names_a_function(formula, claim, place) {
                Finding::new(Role::Definition, Verdict::None)
            } else {
                judge(&mut self.desk, sides[place].as_ref(), sides[place + 1].as_ref(), &standing)
            };
            let finding = self.by_head(&sides, place, &findings, finding, &standing);
            let sign_before = match (place, &before) {
                (0, before) => before.as_ref().map(|last| last.relation),
                (1.., _) => Some(claim.signs[place - 1].relation),
            };
            let finding = if sign_before == Some(Relation::About) {
                self.by_rounding(&sides[place], &sides[place + 1], finding)
            } else {
                finding
            };
            let finding = match (&sides[place], &sides[place + 1]) {
                (Ok(left), Ok(right)) => by_earlier(&mut self.desk, left, right, &standing, finding),
                _ => finding,
            };
            let is_ambiguous =
                sides[place..=place + 1].iter().flatten().any(|side| self.desk.is_ambiguous(side));
            let finding = if is_ambiguous && finding.verdict == Verdict::Wrong {
                Finding::new(Role::Claim, Verdict::NotDecided)
                    .because("the page gives a function in it several meanings, and it does not hold by the nearest one")
            } else {
                finding
            };
            let is_numeric =
                sides[place..=place + 1].iter().all(|side| side.as_ref().is_ok_and(|side| side.is_numeric));
            let finding = if is_conditioned && !is_numeric && finding.verdict == Verdict::Wrong {
                Finding::new(Role::Claim, Verdict::NotDecided)
                    .because("it does not hold for all values; where it holds is said behind it")
            } else {
                finding
            };
            let latex_place = Self::place_of(formula, claim, place);
            self.push(latex_place, sign.relation, &finding);
            findings.push(finding);
        }
        if !claim.is_list && !claim.is_equivalent {
            self.record(
                &sides,
                claim,
                &findings,
                head.as_ref(),
                function.as_ref(),
                before.is_some(),
                first_line,
            );
        }
        let side = sides.pop().unwrap_or(Err(Unread::Nothing));
        self.last = claim.signs.last().map(|sign| Last { side, head, relation: sign.relation });
    }

    /// Whether a relation says which function of the table a letter stands for: `\phi = \tanh`.
    fn names_a_function(&self, formula: &Formula, claim: &Claim, place: usize) -> bool {
        let side = |place: usize| &formula.tokens[claim.sides[place].clone()];
        is_equality(claim.signs[place].relation)
            && alias_of(side(place), side(place + 1))
                .is_some_and(|(name, _)| self.desk.names.aliases.contains_key(&*name))
    }

    /// Where a relation stands, with its sides.
    fn place_of(formula: &Formula, claim: &Claim, place: usize) -> Range<usize> {
        let left = &claim.sides[place];
        let right = &claim.sides[place + 1];
        let sign = formula.place(&claim.signs[place].place);
        let start = if left.is_empty() { sign.start } else { formula.place(left).start.min(sign.start) };
        let end = if right.is_empty() { sign.end } else { formula.place(right).end.max(sign.end) };
        start..end.max(start)
    }

    fn push(&mut self, place: Range<usize>, relation: Relation, finding: &Finding) {
        const LONGEST: usize = 400;
        let (line, column) = self.page.line_column(place.start);
        let text = self.page.text.get(place.clone()).unwrap_or("");
        let latex: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let latex = if latex.chars().count() > LONGEST {
            latex.chars().take(LONGEST).chain(['…']).collect()
        } else {
            latex
        };
        self.lines.push(Line {
            line,
            column,
            place,
            latex,
            role: finding.role,
            relation: relation.sign(),
            verdict: finding.verdict,
            value: finding.value.clone(),
            slip: finding.slip.clone(),
            because: finding.because.clone(),
            built_on: finding.built_on,
            is_slip_sought: finding.slip.is_some() || !self.desk.is_past_slips(),
        });
    }

    /// Whether a side is a name, or a derivative of one.
    fn is_named(&self, side: &Side) -> bool {
        match self.desk.graph.node(side.expr) {
            Node::Symbol(_) => true,
            Node::Derivative { of, .. } => matches!(self.desk.graph.node(of), Node::Symbol(_)),
            Node::Number(_) | Node::Apply { .. } => false,
        }
    }
}
