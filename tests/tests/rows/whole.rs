//! Every row is whole, every function of the language has one, and its derivative is that of its other forms.

use chainrule_program::Kernel;
use chainrule_proof::identity;
use chainrule_symbolic::function::{self, Arity, Definition, TABLE};
use chainrule_symbolic::graph::{Graph, Walk};
use rustc_hash::FxHashMap;

#[test]
fn rows_are_whole() {
    for (place, &row) in TABLE.iter().enumerate() {
        assert_eq!(function::id(row).index(), place, "{}", row.name);
        for spelling in row.spellings.iter().chain([&row.name]) {
            assert_eq!(function::find(spelling), Some(row), "{spelling} is the spelling of one row");
        }
        assert!(!row.title.is_empty() && !row.source.is_empty());
        let (count, is_arithmetic) = match row.arity {
            Arity::Exactly(count) => (count, matches!(row.definition, Definition::Arithmetic)),
            Arity::AtLeast(_) => (0, true),
        };
        assert_eq!(row.partials.len(), if is_arithmetic { 0 } else { count }, "{}", row.name);
        assert_eq!(row.derivative_kernel.is_some(), row.arity == Arity::Exactly(1), "{}", row.name);
        assert!(row.arity.admits(count.max(1)) || count == 0);
        assert!(!row.arity.admits(count + 1) || is_arithmetic);
        // A definition is written in other rows, never in itself.
        if let Definition::Formula(build) = row.definition {
            let mut graph = Graph::new();
            let z = graph.intern("z");
            let z = graph.symbol(z);
            let formula = build(&mut graph, &[z]);
            let below = Walk::below_until(&graph, &[formula], |_| false);
            let itself = graph.call(row, &[z]);
            assert!(!below.contains(&itself), "{}", row.name);
        }
    }
}

#[test]
fn every_function_of_the_language_is_there() {
    let listed = "exp ln log10 log2 sqrt abs sign min max sin cos tan asin acos atan arcsin arccos arctan \
        sinh cosh tanh asinh acosh atanh arsinh arcosh artanh arcsinh arccosh arctanh erf \
        sigmoid relu leaky_relu elu selu softplus softsign gelu gelu_tanh silu mish hardtanh hard_sigmoid step \
        σ sigma log pi π";
    for name in listed.split_whitespace() {
        assert!(function::find(name).is_some(), "{name}");
    }
    assert_eq!(function::find("log").map(|row| row.name), Some("ln"));
    for name in ["swish", "e", "sgn", "I"] {
        assert!(function::find(name).is_none(), "{name} is free for the reader's own");
    }
}

#[test]
fn wrong_numbers_of_arguments_are_refused() {
    for row in TABLE.iter().filter(|row| row.name.starts_with(|c: char| c.is_ascii_alphabetic())) {
        let Arity::Exactly(count) = row.arity else { panic!("{} is called with any number", row.name) };
        if count == 0 {
            continue;
        }
        let codes = |count: usize| -> Vec<&str> {
            let text = format!("y = {}({})\nderive dy/dx", row.name, vec!["x"; count].join(", "));
            let outcome = chainrule::run("arity", &text, &chainrule::Options::default());
            outcome.diagnostics.iter().filter(|d| d.is_error()).map(|d| d.code.id).collect()
        };
        assert!(codes(count).is_empty(), "{} with {count}", row.name);
        let arity = chainrule::diagnostic::code::ARITY.id;
        // Of many numbers there is a smallest and a largest too.
        let other = if count == 2 { 1 } else { count + 1 };
        assert_eq!(codes(other), [arity], "{} with {other}", row.name);
    }
}

#[test]
fn steady_slopes_are_the_derivatives() {
    let mut count = 0;
    for row in TABLE {
        let Some(steady) = row.steady_slope else { continue };
        let mut graph = Graph::new();
        let symbol = graph.intern("z");
        let z = graph.symbol(symbol);
        let (plain, steady) = (row.partials[0](&mut graph, &[z]), steady(&mut graph, &[z]));
        let [plain, steady] = [plain, steady].map(|slope| Kernel::new().of(&mut graph, slope));
        assert!(identity::holds(&mut graph, plain, steady, &FxHashMap::default()), "{}", row.name);
        count += 1;
    }
    assert_eq!(count, 2);
}
