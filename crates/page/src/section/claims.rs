//! What became of the claims: a tick, a cross, or a question mark.

use std::collections::BTreeSet;

use chainrule_array::WholeId;
use chainrule_render::array::ArraySetter;
use chainrule_render::{Block, Inline, Layout, Operator, Role};
use chainrule_symbolic::graph::Walk;
use chainrule_work::claim::{By, ClaimReport, Judgement};
use chainrule_worksheet::{Claim, Relation};

use super::super::Page;
use super::super::claim_reason::claim_reason_in;
use super::super::values::DIGITS;

/// Longer claims stand as they were typed in every format.
const LONGEST: usize = 60;

/// So do claims with a whole number of more digits: no line ends within a number that is drawn.
const LONGEST_NUMBER: usize = 12;

impl Page<'_> {
    pub(in super::super) fn claims(&mut self) {
        let report = self.report;
        if report.claims.is_empty() {
            return;
        }
        let mut lines = Vec::new();
        let mut start = 0;
        self.told_rounding = false;
        for members in report.claims.chunk_by(|one, next| one.span == next.span) {
            // Claims between arrays stand among the others, and have sides of their own.
            let first = start;
            start += if members[0].of_arrays.is_some() { 0 } else { members.len() };
            let typed = report.worksheet().claims.get(first..start).unwrap_or_default();
            match self.family_of_claims(members, typed) {
                Some(text) => lines.push(text),
                None => lines.extend(members.iter().enumerate().map(|(place, member)| {
                    let typed = typed.get(place);
                    let why = self.why_claimed(member);
                    self.claim(member, typed, why)
                })),
            }
        }
        self.blocks.push(Block::Marks(lines));
        self.blocks.extend(self.layout_of_claims());
    }

    /// The members of a family of claims in one line, where all of them hold for the same reason.
    fn family_of_claims(&mut self, members: &[ClaimReport], typed: &[Claim]) -> Option<Inline> {
        let [first, _, ..] = members else { return None };
        let all = members.iter().map(|member| self.why_claimed(member));
        let whys: Vec<Option<String>> = all.collect();
        let is_alike = members.iter().all(|member| matches!(member.judgement, Judgement::Proved(_)))
            && whys.iter().all(|why| *why == whys[0]);
        if !is_alike {
            return None;
        }
        let claimed: Vec<Member<'_>> = members.iter().map(|member| Member::of(&member.text)).collect();
        let claim = claimed[0].claim;
        if claimed.iter().any(|member| member.claim != claim) {
            return None;
        }
        let text = format!("{claim} for {}", ranges(&claimed)?);
        // As mathematics it is said of the first member and of the last.
        let ends = [typed.first()?, typed.last()?].map(|typed| self.as_mathematics(typed));
        let written = chainrule_diagnostic::escape(&text);
        let claim = match ends {
            [Some(first), Some(last)] if members.iter().all(|member| is_short(&member.text)) => {
                let between = u64::try_from(members.len() - 2).ok().filter(|&count| count > 0);
                let dots = between.map(|count| Layout::dots(Some(count)));
                let parts: Vec<Layout> = [Some(first), dots, Some(last)].into_iter().flatten().collect();
                Inline::new().typed(written, Layout::joined(&parts, Operator::Comma))
            }
            [_, _] => Inline::new().text(written),
        };
        Some(Self::marked(&first.judgement, claim, whys.into_iter().next().flatten()))
    }

    /// Why a claim was judged as it was, as far as a tick or a cross does not say it.
    fn why_claimed(&mut self, claim: &ClaimReport) -> Option<String> {
        if let Judgement::Proved(grounds) = &claim.judgement
            && !grounds.iter().any(|ground| ground.is_zero_as_printed)
        {
            let is_of_numbers = |by: &By| match by {
                By::Numbers { .. } | By::SameNumber(_) => true,
                By::SameFunction | By::Rules(_) | By::Arrays(_) => false,
            };
            let is_of_functions = |by: &By| match by {
                By::SameFunction | By::Rules(_) => true,
                By::Numbers { .. } | By::SameNumber(_) | By::Arrays(_) => false,
            };
            if grounds.iter().all(|ground| is_of_numbers(&ground.by)) {
                if claim.by_convention {
                    return Some("by convention: at this kink there is no derivative".to_owned());
                }
                // What is so of all roundings is said of the first.
                let format =
                    claim.rounds_once.filter(|_| !std::mem::replace(&mut self.told_rounding, true))?;
                return Some(format!("{format} rounds the exact value once, not each operation"));
            }
            if claim.rounds_once.is_none() && grounds.iter().all(|ground| is_of_functions(&ground.by)) {
                return Some("proved".to_owned());
            }
        }
        Some(claim_reason_in(self.report, claim, self.digits.unwrap_or(DIGITS)))
    }

    fn claim(&self, claim_report: &ClaimReport, typed: Option<&Claim>, why: Option<String>) -> Inline {
        let written = chainrule_diagnostic::escape(&claim_report.text);
        let math = match claim_report.of_arrays {
            Some((sides, relation)) => self.between_arrays(sides, relation),
            None => typed.filter(|_| is_short(&written)).and_then(|typed| self.as_mathematics(typed)),
        };
        let claim = match math {
            Some(math) => Inline::new().typed(written, math),
            None => Inline::new().text(written),
        };
        Self::marked(&claim_report.judgement, claim, why)
    }

    /// A claim behind its mark, with what is to be said of it.
    fn marked(judgement: &Judgement, claim: Inline, why: Option<String>) -> Inline {
        let (role, mark) = match judgement {
            Judgement::Proved(_) | Judgement::Consistent { .. } => (Role::Good, "✓"),
            Judgement::Vacuous { .. } | Judgement::Refuted(_) => (Role::Bad, "✗"),
            Judgement::Undecided(_) => (Role::Warning, "?"),
        };
        let text = Inline::new().role(role, mark).text(" ").then(claim);
        let text = match judgement {
            Judgement::Consistent { .. } => text.text("  consistent with rounded operands"),
            Judgement::Vacuous { .. } => text.text("  says nothing"),
            Judgement::Undecided(_) => text.text("  not decided"),
            Judgement::Refuted(_) => text.text("  fails"),
            Judgement::Proved(_) => text,
        };
        match why {
            Some(why) => text.role(Role::Dim, format!("  ({why})")),
            None => text,
        }
    }

    /// A claim between arrays as a formula, where that is short.
    fn between_arrays(&self, [left, right]: [WholeId; 2], relation: Relation) -> Option<Layout> {
        let arrays = self.report.arrays.as_ref()?;
        let setter = ArraySetter::new(&arrays.arrays, &arrays.immediate);
        let math = setter.whole(left).related(sign_of(relation), &setter.whole(right));
        is_short(&math.unicode()).then_some(math)
    }

    /// A claim as a formula; nothing where it speaks of what has no name.
    fn as_mathematics(&self, claim: &Claim) -> Option<Layout> {
        let worksheet = self.report.worksheet();
        if claim.rounded.is_some() {
            return None;
        }
        let is_placeholder = |symbol: &chainrule_symbolic::graph::SymbolId| {
            worksheet.roundings.iter().any(|rounding| rounding.symbol == *symbol)
                || worksheet.afters.iter().any(|after| after.symbol == *symbol)
        };
        for &side in &claim.sides {
            if Walk::symbols(self.graph, side, |_| {}).iter().any(is_placeholder) {
                return None;
            }
        }
        let (first, rest) = claim.sides.split_first()?;
        let mut math = self.setter.expression(*first);
        for (relation, &side) in claim.relations.iter().zip(rest) {
            math = math.related(sign_of(*relation), &self.setter.expression(side));
        }
        Some(math)
    }
}

/// The sign of a relation in a formula.
fn sign_of(relation: Relation) -> Operator {
    match relation {
        Relation::Equal => Operator::Equal,
        Relation::About => Operator::About,
        Relation::Less => Operator::Less,
        Relation::AtMost => Operator::AtMost,
        Relation::Greater => Operator::Greater,
        Relation::AtLeast => Operator::AtLeast,
    }
}

/// Whether a claim is short enough to stand as mathematics.
fn is_short(written: &str) -> bool {
    let numbers = written.split(|c: char| !c.is_ascii_digit() && c != '.');
    let longest_number = numbers.filter(|number| !number.contains('.')).map(str::len).max();
    written.chars().count() <= LONGEST && longest_number <= Some(LONGEST_NUMBER)
}

/// A claim of a family: what is claimed, and of which values of the indices.
struct Member<'t> {
    claim: &'t str,
    indices: Vec<(&'t str, i64)>,
}

impl<'t> Member<'t> {
    /// `a[l] > 0, l = 3`
    fn of(text: &'t str) -> Self {
        let mut member = Self { claim: text, indices: Vec::new() };
        while let Some((claim, last)) = member.claim.rsplit_once(", ")
            && let Some((name, value)) = last.split_once(" = ")
            && let Ok(value) = value.parse()
        {
            member.claim = claim;
            member.indices.insert(0, (name, value));
        }
        member
    }
}

/// `i in 1..3, j in 1..2`, where the members are all of these, each once.
fn ranges(members: &[Member<'_>]) -> Option<String> {
    let first = members.first()?;
    let mut parts = Vec::new();
    let mut count = 1usize;
    for (at, &(name, _)) in first.indices.iter().enumerate() {
        let mut values = BTreeSet::new();
        for member in members {
            let &(other, value) =
                member.indices.get(at).filter(|_| member.indices.len() == first.indices.len())?;
            if other != name {
                return None;
            }
            values.insert(value);
        }
        let (low, high) = (*values.first()?, *values.last()?);
        if usize::try_from(high.checked_sub(low)?).ok()?.checked_add(1)? != values.len() {
            return None;
        }
        count = count.checked_mul(values.len())?;
        parts.push(format!("{name} in {low}..{high}"));
    }
    let all: BTreeSet<Vec<i64>> =
        members.iter().map(|member| member.indices.iter().map(|&(_, value)| value).collect()).collect();
    (!parts.is_empty() && count == members.len() && all.len() == count).then(|| parts.join(", "))
}
