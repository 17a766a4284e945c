//! Derivations through families, recognised and written with ∏ and Σ.

mod spelling;

use chainrule_symbolic::derivation::pattern::{Letters, Pattern, Recogniser, Side, Written, general_pattern};
use chainrule_symbolic::derivation::{Calculus, Derivation};
use chainrule_symbolic::function::rows::arithmetic::{ADD, MULTIPLY};
use chainrule_symbolic::function::rows::hyperbolic::TANH;
use chainrule_symbolic::function::rows::logistic::SIGMOID;
use chainrule_symbolic::graph::{ExprId, Graph};
use chainrule_symbolic::network::NetworkBuilder;
use spelling::spell;

#[derive(Default)]
struct Sheet {
    graph: Graph,
    builder: NetworkBuilder,
}

impl Sheet {
    fn name(&mut self, name: &str) -> ExprId {
        let symbol = self.graph.intern(name);
        self.graph.symbol(symbol)
    }

    fn define(&mut self, name: &str, expr: ExprId) {
        let symbol = self.graph.intern(name);
        self.builder.define(symbol, expr);
    }

    fn depend(&mut self, name: &str, on: &[String]) {
        let symbol = self.graph.intern(name);
        let on = on.iter().map(|name| self.graph.intern(name)).collect();
        self.builder.depend(symbol, on);
    }

    fn product_plus(&mut self, factors: [&str; 2], more: &str) -> ExprId {
        let factors = factors.map(|name| self.name(name));
        let product = self.graph.call(&MULTIPLY, &factors);
        let more = self.name(more);
        self.graph.call(&ADD, &[product, more])
    }

    fn derived(self, of: &str, by: &str) -> (Graph, Calculus, Derivation) {
        let Self { mut graph, builder } = self;
        let network = builder.finish(&graph).expect("no cycle");
        let (of, by) = (graph.intern(of), graph.intern(by));
        let mut calculus = Calculus::new(&mut graph, network);
        let derivation = calculus.derive(&mut graph, of, by);
        (graph, calculus, derivation)
    }
}

/// `z[l] = w[l]*a[l-1] + b[l]`, `a[l] = sigmoid(z[l])`, a loss over the last.
fn chain(depth: usize, by: &str) -> (Graph, Calculus, Derivation) {
    let mut sheet = Sheet::default();
    for l in 1..=depth {
        let z = sheet.product_plus([&format!("w[{l}]"), &format!("a[{}]", l - 1)], &format!("b[{l}]"));
        sheet.define(&format!("z[{l}]"), z);
        let z = sheet.name(&format!("z[{l}]"));
        let a = sheet.graph.call(&SIGMOID, &[z]);
        sheet.define(&format!("a[{l}]"), a);
    }
    sheet.depend("L", &[format!("a[{depth}]")]);
    sheet.derived("L", by)
}

/// `h[t] = tanh(w*h[t-1] + x[t])`, with a loss over the last or over all.
fn recurrent_by(steps: usize, losses: bool, by: &str) -> (Graph, Calculus, Derivation) {
    let mut sheet = Sheet::default();
    for t in 1..=steps {
        let z = sheet.product_plus(["w", &format!("h[{}]", t - 1)], &format!("x[{t}]"));
        let h = sheet.graph.call(&TANH, &[z]);
        sheet.define(&format!("h[{t}]"), h);
        if losses {
            sheet.depend(&format!("e[{t}]"), &[format!("h[{t}]")]);
        }
    }
    let name = if losses { "e" } else { "h" };
    let on: Vec<String> = (if losses { 1 } else { steps }..=steps).map(|t| format!("{name}[{t}]")).collect();
    sheet.depend("L", &on);
    sheet.derived("L", by)
}

fn recurrent(steps: usize, losses: bool) -> (Graph, Calculus, Derivation) {
    recurrent_by(steps, losses, "w")
}

fn recogniser() -> Recogniser {
    Recogniser::new(Letters::new(None, |_| false))
}

fn pattern(case: &mut (Graph, Calculus, Derivation)) -> Option<Pattern> {
    let (graph, calculus, derivation) = case;
    recogniser().pattern(graph, calculus, derivation)
}

fn spell_all(graph: &Graph, parts: &[Written]) -> String {
    let parts: Vec<String> = parts
        .iter()
        .map(|part| match part {
            Written::Expression(expr) => spell(graph, *expr),
            Written::Over { kind, index, low, high, body } => format!(
                "{kind:?}[{}={}..{}]({})",
                graph.name(*index),
                spell(graph, *low),
                spell(graph, *high),
                spell_all(graph, body)
            ),
        })
        .collect();
    parts.join(" · ")
}

#[test]
fn a_deep_chain_is_one_product() {
    let mut case = chain(50, "w[1]");
    let pattern = pattern(&mut case).expect("a product");
    let names = pattern.written(&mut case.0, Side::Names);
    assert_eq!(
        spell_all(&case.0, &names),
        "dL/da[50] · Product[l=2..50](*(da[l]/dz[l], dz[l]/da[l-1])) · *(da[1]/dz[1], dz[1]/dw[1])"
    );
    let results = pattern.written(&mut case.0, Side::Results);
    assert_eq!(
        spell_all(&case.0, &results),
        "dL/da[50] · Product[l=2..50](*(sigmoid'(z[l]), w[l])) · *(sigmoid'(z[1]), a[0])"
    );
}

#[test]
fn short_chains_are_left_as_they_are() {
    assert_eq!(pattern(&mut chain(3, "w[1]")), None);
    assert!(pattern(&mut chain(4, "w[1]")).is_some());
}

#[test]
fn a_recurrence_is_a_sum_of_products() {
    for steps in [4, 8, 20] {
        let mut case = recurrent(steps, false);
        let pattern = pattern(&mut case).expect("a sum");
        let names = pattern.written(&mut case.0, Side::Names);
        assert_eq!(
            spell_all(&case.0, &names),
            format!(
                "dL/dh[{steps}] · Sum[t=1..{steps}](Product[k=+(t, 1)..{steps}](dh[k]/dh[k-1]) · d+h[t]/dw)"
            )
        );
    }
}

#[test]
fn a_loss_at_every_step_is_a_double_sum() {
    for steps in [3, 5, 30] {
        let mut case = recurrent(steps, true);
        let pattern = pattern(&mut case).expect("a double sum");
        let names = pattern.written(&mut case.0, Side::Names);
        assert_eq!(
            spell_all(&case.0, &names),
            format!(
                "Sum[s=1..{steps}](*(dL/de[s], de[s]/dh[s]) · \
                 Sum[t=1..s](Product[k=+(t, 1)..s](dh[k]/dh[k-1]) · d+h[t]/dw))"
            )
        );
    }
}

#[test]
fn the_state_before_a_recurrence_is_reached_from_every_step() {
    let mut case = recurrent_by(6, true, "h[0]");
    let sum_pattern = pattern(&mut case).expect("a sum");
    let names = sum_pattern.written(&mut case.0, Side::Names);
    assert_eq!(
        spell_all(&case.0, &names),
        "Sum[t=1..6](*(dL/de[t], de[t]/dh[t]) · Product[k=2..t](dh[k]/dh[k-1])) · dh[1]/dh[0]"
    );
    let mut case = recurrent_by(8, true, "h[2]");
    let sum_pattern = pattern(&mut case).expect("a sum");
    let names = sum_pattern.written(&mut case.0, Side::Names);
    assert_eq!(
        spell_all(&case.0, &names),
        "Sum[t=2..8](*(dL/de[t], de[t]/dh[t]) · Product[k=3..t](dh[k]/dh[k-1]))"
    );
}

#[test]
fn depths_and_members_become_indices() {
    let depths: Vec<(i64, Pattern)> = [4usize, 5, 6, 7, 9, 13, 20]
        .into_iter()
        .map(|depth| {
            (i64::try_from(depth).expect("small"), pattern(&mut chain(depth, "w[1]")).expect("a product"))
        })
        .collect();
    let depths: Vec<(i64, &Pattern)> = depths.iter().map(|(depth, pattern)| (*depth, pattern)).collect();
    let found = general_pattern("N", &depths).expect("one rule");
    assert_eq!(found.holds_at, [4, 5, 6, 7, 9, 13, 20]);
    let mut graph = Graph::new();
    let written = found.pattern.written(&mut graph, Side::Results);
    assert_eq!(
        spell_all(&graph, &written),
        "dL/da[N] · Product[l=2..N](*(sigmoid'(z[l]), w[l])) · *(sigmoid'(z[1]), a[0])"
    );
    let members: Vec<(i64, Pattern)> = (1..=12)
        .map(|member| {
            let (mut graph, calculus, derivation) = chain(12, &format!("w[{member}]"));
            let mut recogniser = recogniser();
            let pattern = recogniser.pattern(&mut graph, &calculus, &derivation);
            let pattern = pattern.or_else(|| recogniser.unrolled(&mut graph, &calculus, &derivation));
            (member, pattern.expect("one path"))
        })
        .collect();
    let members: Vec<(i64, &Pattern)> = members.iter().map(|(member, pattern)| (*member, pattern)).collect();
    let found = general_pattern("m", &members).expect("one rule");
    assert_eq!(found.holds_at, (1..=12).collect::<Vec<i64>>());
    let written = found.pattern.written(&mut graph, Side::Results);
    assert_eq!(
        spell_all(&graph, &written),
        "dL/da[12] · Product[l=+(m, 1)..12](*(sigmoid'(z[l]), w[l])) · *(sigmoid'(z[m]), a[m-1])"
    );
}
