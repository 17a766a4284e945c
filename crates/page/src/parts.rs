//! The parts of a page: what writes each of them, in order, and which a page has where nothing is asked.

use chainrule_worksheet::Part;

use super::Page;
use super::preparation::Prepared;

/// What a part of a page belongs to.
#[derive(Clone, Copy)]
pub(super) enum Writer {
    /// The page as a whole, before the derivations.
    Before(fn(&mut Page<'_>)),
    /// Each derivation, by its place.
    Each(fn(&mut Page<'_>, usize, &Prepared)),
    /// The page as a whole, after the derivations.
    After(fn(&mut Page<'_>)),
}

/// The parts in the order of a page: their writers, and whether a page has them where nothing is asked.
#[expect(
    clippy::redundant_closure_for_method_calls,
    reason = "a method is for one lifetime, a writer for all"
)]
pub(super) const WRITERS: &[(Part, Writer, bool)] = &[
    (Part::Result, Writer::Before(|page| page.results()), true),
    (Part::Network, Writer::Before(|page| page.network()), true),
    (Part::Forward, Writer::Before(|page| page.forward_pass()), true),
    (Part::Given, Writer::Before(|page| page.given()), true),
    (Part::Network, Writer::Before(|page| page.errors()), true),
    (Part::Dependences, Writer::Before(|page| page.dependences()), false),
    (Part::Chain, Writer::Each(|page, place, prepared| page.chain_rule(place, prepared)), true),
    (Part::Factors, Writer::Each(|page, place, prepared| page.factors(place, prepared)), true),
    (Part::PutTogether, Writer::Each(|page, place, prepared| page.put_together(place, prepared)), true),
    (Part::Bound, Writer::Each(|page, place, prepared| page.bound_of_product(place, prepared)), true),
    (Part::Ledger, Writer::Each(|page, place, prepared| page.size_by_factor(place, prepared)), true),
    (Part::Formats, Writer::Each(|page, place, prepared| page.in_formats(place, prepared)), true),
    (Part::Plot, Writer::After(|page| page.plot()), false),
    (Part::Graph, Writer::After(|page| page.network_drawn()), false),
    (Part::Update, Writer::After(|page| page.updates()), true),
    (Part::Claims, Writer::After(|page| page.claims()), true),
    (Part::Verification, Writer::After(|page| page.checked()), true),
];

/// Whether a page has a part where nothing is asked.
pub(super) fn is_usual(part: Part) -> bool {
    WRITERS.iter().any(|(listed, _, usual)| *listed == part && *usual)
}
