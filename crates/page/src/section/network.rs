//! The network: its definitions, with their numbers where those are known, and what else is given.

use chainrule_number::{Rational, Value};
use chainrule_render::Numbers;
use chainrule_render::{Block, Forward, ForwardLine, Inline, Layout, Number, Operator, Relation};
use chainrule_symbolic::graph::{ExprId, Node, Scope, SymbolId, Walk};
use chainrule_symbolic::network::Definition;
use chainrule_worksheet::{GivenRange, Opened, Part};
use rustc_hash::FxHashSet;

use super::super::Page;

/// Up to so many quantities are shown with their numbers.
const MOST_WITH_NUMBERS: usize = 24;

/// So many definitions whose form is left open stand on one line.
const MOST_OPEN_ON_A_LINE: usize = 6;

/// Formulas of more parts are not written out with their numbers.
const MOST_PARTS: usize = 60;

impl Page<'_> {
    /// The definitions, where no numbers are shown with them.
    pub(in super::super) fn network(&mut self) {
        if self.report.worksheet().defined.is_empty() || self.has_forward_pass() {
            return;
        }
        if self.is_small() && !self.has_wide_families() {
            let lines = self.forward_lines(false);
            self.blocks.push(Block::Forward(Forward { label: Some("Network".to_owned()), lines }));
            return;
        }
        let (lines, _) = self.definitions();
        self.section("Network", Inline::new(), Inline::from("The network is given by"));
        self.equations(lines);
    }

    /// The definitions with their numbers.
    pub(in super::super) fn forward_pass(&mut self) {
        if !self.has_forward_pass() {
            return;
        }
        let lines = self.forward_lines(true);
        self.section(
            "Forward pass",
            "with the numbers given".into(),
            "With the numbers given, the forward pass is".into(),
        );
        self.blocks.push(Block::Forward(Forward { label: None, lines }));
    }

    /// What is given besides, and is not seen in the forward pass.
    pub(in super::super) fn given(&mut self) {
        let report = self.report;
        let seen = if self.has_forward_pass() { self.seen_in_forward_pass() } else { FxHashSet::default() };
        let mut in_order = Vec::new();
        for pin in &report.worksheet().pins {
            let stated = report.pins.iter().find(|stated| stated.derivative == pin.derivative);
            if let Some(stated) = stated {
                let name = self.setter.expression(pin.derivative);
                in_order.push((pin.span.start, name.related(Operator::Equal, &self.number(&stated.value))));
            }
        }
        // A size that is left open is given by nothing: the network stands here for one of its numbers.
        let open_sizes = &report.worksheet().open_sizes;
        let is_open = |symbol: SymbolId| open_sizes.iter().any(|size| size.symbol == symbol);
        let values: Vec<(u32, SymbolId, &Value)> = report
            .worksheet()
            .values
            .iter()
            .filter(|given| !seen.contains(&given.symbol) && !is_open(given.symbol))
            .filter_map(|given| Some((given.span.start, given.symbol, self.value_of(given.symbol)?)))
            .collect();
        // What one statement gives to many, as `w[*] = 1` does, is said once.
        for alike in values.chunk_by(|one, next| one.0 == next.0 && one.2 == next.2) {
            let names: Vec<Layout> = match alike {
                [first, _, .., last] => {
                    vec![self.setter.name(first.1), Layout::dots(None), self.setter.name(last.1)]
                }
                few => few.iter().map(|leaf| self.setter.name(leaf.1)).collect(),
            };
            let names = Layout::joined(&names, Operator::Comma);
            in_order.push((alike[0].0, names.related(Operator::Equal, &self.number(alike[0].2))));
        }
        let ranges = report.worksheet().ranges.iter();
        in_order.extend(ranges.map(|range| (range.span.start, self.range(range))));
        // As they were typed.
        in_order.sort_by_key(|(place, _)| *place);
        let givens: Vec<Layout> = in_order.into_iter().map(|(_, item)| item).collect();
        let (places, left_out) = self.elision.places(givens.len());
        let givens: Vec<Layout> = places
            .into_iter()
            .map(|place| match place {
                Some(place) => givens[place].clone(),
                None => Layout::dots(u64::try_from(left_out).ok()),
            })
            .collect();
        if !givens.is_empty() {
            self.blocks.push(Block::Items("Given".to_owned(), givens));
        }
        let sizes: Vec<Layout> = open_sizes
            .iter()
            .map(|size| {
                let number = self.number(&Value::Exact(Rational::from_integer(size.value)));
                self.setter.name(size.symbol).related(Operator::Equal, &number)
            })
            .collect();
        if !sizes.is_empty() {
            self.blocks.push(Block::Items("At size".to_owned(), sizes));
        }
    }

    /// The derivatives that a notation profile gives a name of their own, as far as they stand on the page.
    pub(in super::super) fn errors(&mut self) {
        let report = self.report;
        let mut exprs: Vec<ExprId> = self.prepared.iter().map(|prepared| prepared.title).collect();
        for derivation in &report.derivations {
            exprs.extend(derivation.derivation.adjoints().iter().map(|adjoint| adjoint.name));
        }
        exprs.extend(report.worksheet().claims.iter().flat_map(|claim| &claim.sides));
        let mut named: Vec<[SymbolId; 2]> = Vec::new();
        for id in Walk::below(self.graph, &exprs) {
            if let Node::Derivative { of, by, scope: Scope::Total } = self.graph.node(id)
                && let Node::Symbol(of) = self.graph.node(of)
            {
                named.push([of, by]);
            }
        }
        for gradient in &report.gradients {
            named.extend(gradient.gradient.quantities().iter().map(|&by| [gradient.target(), by]));
        }
        let mut met = FxHashSet::default();
        named.retain(|pair| self.setter.names_derivative(pair[0], pair[1]) && met.insert(*pair));
        let (places, left_out) = self.elision.places(named.len());
        let item = |place: usize| {
            let [of, by] = named[place].map(|symbol| self.setter.name(symbol));
            self.setter
                .name_of_derivative(named[place][0], named[place][1])
                .related(Operator::Equal, &Layout::derivative(&of, &by))
        };
        let notations: Vec<Layout> = places
            .into_iter()
            .map(|place| place.map_or_else(|| Layout::dots(u64::try_from(left_out).ok()), item))
            .collect();
        if !notations.is_empty() {
            self.blocks.push(Block::Items("Write".to_owned(), notations));
        }
    }

    /// What each quantity depends on.
    pub(in super::super) fn dependences(&mut self) {
        let (_, dependences) = self.definitions();
        if !dependences.is_empty() {
            self.section("What depends on what", Inline::new(), Inline::new());
            self.list(dependences);
        }
    }

    fn range(&self, range: &GivenRange) -> Layout {
        let mut math = self.setter.name(range.symbol);
        let sign = |open: bool| if open { Operator::Less } else { Operator::AtMost };
        let end = |value: &chainrule_number::Rational| Layout::number(Number::value(value, None).0);
        if let Some(lower) = &range.lower {
            math = end(&lower.value).related(sign(lower.open), &math);
        }
        if let Some(upper) = &range.upper {
            math = math.related(sign(upper.open), &end(&upper.value));
        }
        math
    }

    /// Whether the network is shown line by line.
    fn is_small(&self) -> bool {
        let defined = self.report.worksheet().defined.len();
        defined <= MOST_WITH_NUMBERS && self.report.family_lines.is_empty()
    }

    /// Whether quantities are shown with their numbers: where all of them have one.
    fn has_forward_pass(&self) -> bool {
        self.plan.shows(Part::Forward)
            && self.is_small()
            && !self.report.worksheet().defined.is_empty()
            && self.report.worksheet().defined.iter().all(|&symbol| self.value_of(symbol).is_some())
    }

    fn value_of(&self, symbol: SymbolId) -> Option<&Value> {
        self.report.forward.get(&self.report.graph().find_symbol_expr(symbol)?)
    }

    fn formula(&self, symbol: SymbolId) -> Option<ExprId> {
        match self.report.worksheet().network.definition(symbol) {
            Definition::Formula(expr) => Some(expr),
            Definition::Dependence | Definition::Input => None,
        }
    }

    /// Leaves whose numbers stand in the forward pass.
    fn seen_in_forward_pass(&self) -> FxHashSet<SymbolId> {
        let mut seen = FxHashSet::default();
        for &symbol in &self.report.worksheet().defined {
            if let Some(expr) = self.formula(symbol)
                && self.has_numbers(expr)
            {
                seen.extend(Walk::symbols(self.graph, expr, |_| {}));
            }
        }
        seen
    }

    /// Whether a formula is written with its numbers: not where that is a function of one quantity, whose number stands just
    /// above.
    fn has_numbers(&self, expr: ExprId) -> bool {
        let below = Walk::below(self.graph, &[expr]);
        let is_known = |id: &ExprId| match self.graph.node(*id) {
            Node::Symbol(_) => self.report.forward.contains_key(id),
            Node::Derivative { .. } => false,
            Node::Number(_) | Node::Apply { .. } => true,
        };
        let is_plain = match self.graph.node(expr) {
            Node::Number(_) => true,
            Node::Apply { arguments: &[only], .. } => {
                let network = &self.report.worksheet().network;
                matches!(self.graph.node(only), Node::Symbol(symbol) if !network.is_leaf(symbol))
            }
            Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => false,
        };
        !is_plain && below.len() <= MOST_PARTS && below.iter().all(is_known)
    }

    /// `a1 = f(z1)`, and that `f'(z1)` is the derivative.
    fn open_call(&self, opened: &Opened, name: Layout) -> ForwardLine {
        let formula = Some(self.setter.expression(opened.call));
        ForwardLine {
            left: name,
            formula,
            reason: Some(self.form_not_stated(opened)),
            ..ForwardLine::default()
        }
    }

    /// That nothing is said of a function, and what its slope is called.
    pub(in super::super) fn form_not_stated(&self, opened: &Opened) -> Inline {
        let reason = Inline::from("form not stated");
        match opened.slope {
            Some([derivative, slope]) => reason
                .text(": ")
                .math(self.setter.expression(derivative))
                .text(" is ")
                .math(self.setter.expression(slope)),
            None => reason,
        }
    }

    fn forward_lines(&self, with_numbers: bool) -> Vec<ForwardLine> {
        let report = self.report;
        let numbers: Numbers = report.forward.iter().map(|(&id, value)| (id, self.number(value))).collect();
        let put_in = self.setter.with_numbers(&numbers);
        let mut lines: Vec<ForwardLine> = Vec::new();
        let mut open_on_line = 0;
        for &symbol in &report.worksheet().defined {
            let name = self.setter.name(symbol);
            let Some(expr) = self.formula(symbol) else {
                if let Some(opened) = report.worksheet().opened.iter().find(|opened| opened.of == symbol) {
                    lines.push(self.open_call(opened, name));
                    open_on_line = MOST_OPEN_ON_A_LINE;
                    continue;
                }
                let inputs = self.names(report.worksheet().network.inputs(symbol));
                let call = inputs.called_by(&name);
                open_on_line = if open_on_line == MOST_OPEN_ON_A_LINE { 1 } else { open_on_line + 1 };
                match lines.last_mut() {
                    Some(last) if last.formula.is_none() && open_on_line > 1 => {
                        last.left = Layout::joined(&[last.left.clone(), call], Operator::Comma);
                    }
                    Some(_) | None => {
                        let reason = Some(Inline::from("form not stated"));
                        lines.push(ForwardLine { left: call, reason, ..ForwardLine::default() });
                    }
                }
                continue;
            };
            open_on_line = 0;
            let mut line = ForwardLine {
                left: name,
                formula: Some(self.formula_as_typed(symbol, expr)),
                ..ForwardLine::default()
            };
            if with_numbers {
                let value = self.value_of(symbol);
                line.value = value.map(|value| (self.relation_to(value), self.number(value)));
                if self.has_numbers(expr) {
                    let side = put_in.expression(expr);
                    let is_result = line.value.as_ref().is_some_and(|(_, value)| *value == side);
                    let exact = Walk::symbols(self.graph, expr, |_| {}).iter().all(|&input| {
                        self.value_of(input).is_none_or(|value| self.relation_to(value) == Relation::Equal)
                    });
                    let relation = if exact { Relation::Equal } else { Relation::About };
                    line.numbers = (!is_result).then_some((relation, side));
                }
            }
            lines.push(line);
        }
        lines
    }
}
