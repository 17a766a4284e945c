//! A report as JSON: everything that was found, for other programs.
//!
//! - `schema`: the types, from which the JSON Schema is made; they are not the types that compute;
//! - `derivation`, `finished`, `bound`, `zero`, `numerics`, `pattern`, `top_paths`, `update`, `by_hand`, `claims`, `value` and `rules`: the
//!   report in those types;
//! - `arrays`, `array_formats` and `array_claims`: the same of worksheets with declared shapes;
//! - `instances`, `long_parts`: what is written once and referred to elsewhere; `lines`: how it is laid out.
//!
//! Absent on purpose: everything that is not in a report.

#![warn(clippy::wildcard_enum_match_arm)]

mod array_claims;
mod array_formats;
mod arrays;
mod bound;
mod by_hand;
mod claims;
mod derivation;
mod finished;
mod instances;
mod lines;
mod long_parts;
mod numerics;
mod pattern;
mod rules;
mod schema;
mod top_paths;
mod update;
mod value;
mod zero;

use std::cell::RefCell;
use std::io::{self, Write};

use chainrule_render::array::JacobianLayout;
use chainrule_render::{Layout, Numbers, Typesetter};
use chainrule_symbolic::graph::{ExprId, Graph, SymbolId};
use chainrule_symbolic::network::Definition;
use rustc_hash::FxHashMap;
use serde::ser::{Serialize, SerializeMap, Serializer};

use chainrule_work::report::{Report, Warning};
use chainrule_work::typed::{self, TypedDefinition, TypedRange};
use chainrule_work::{FamilyLine, Options};
use instances::Instances;
use lines::Lines;
use long_parts::LongParts;
use rules::RuleIds;

/// The number of the layout: it changes when a field changes its meaning or goes.
const SCHEMA: u32 = 2;

/// A report in the types of the schema.
struct Writer<'r> {
    report: &'r Report,
    /// Significant digits of values, where the reader asks for so many.
    digits: Option<usize>,
    with_latex: bool,
    /// The report's graph, with what its factors share written out once.
    graph: &'r Graph,
    instances: &'r Instances,
    setter: Typesetter<'r>,
    /// Long sums and products of definitions.
    parts: &'r LongParts,
    /// The same, referring to those.
    short: Typesetter<'r>,
    rules: RuleIds,
    /// How derivatives of vectors by vectors are printed.
    layout: JacobianLayout,
    /// Of how many parts definitions are.
    lengths: RefCell<FxHashMap<ExprId, usize>>,
}

/// The whole report as JSON, under the schema of [`json_schema`].
pub fn json(report: &Report, options: &Options) -> String {
    let mut text = Vec::new();
    write(report, options, &mut text).expect("memory takes what is written to it");
    String::from_utf8(text).expect("JSON is text")
}

/// The same, handed on piece by piece: no more of it is held than a few lines.
///
/// # Errors
/// Those of what it is written to.
pub fn write(report: &Report, options: &Options, out: &mut impl Write) -> io::Result<()> {
    // What is written out here is of no use to anybody else: it goes when this is written.
    let mut graph = Graph::over(report.graph());
    let instances = Instances::of(report, &mut graph);
    // Names are those of the worksheet, and so are those of derivatives.
    let notations = report.notations.clone().without_errors();
    let parts = LongParts::of(report);
    let setter = Typesetter::unabridged(&graph, &notations);
    let writer = Writer {
        report,
        digits: options.digits,
        with_latex: options.with_latex,
        layout: options.layout,
        graph: &graph,
        instances: &instances,
        short: setter.with_numbers(&parts.marks),
        setter,
        parts: &parts,
        rules: RuleIds::new(),
        lengths: RefCell::default(),
    };
    let mut lines = Lines::new(out);
    let mut serializer = serde_json::Serializer::with_formatter(io::sink(), lines.formatter());
    writer.serialize(&mut serializer)?;
    lines.finish()
}

/// The report, piece by piece: of what there is one for each quantity or factor, only one is held at a time.
///
/// The fields are those of [`schema::Report`], which the JSON Schema is made of.
impl Serialize for Writer<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { report, instances, .. } = *self;
        let said = report.zeros.iter().zip(&report.one_sided);
        let beside = report.bounds.iter().zip(&report.numerics).zip(said);
        let derivations = report.derivations.iter().zip(beside);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("schema", &SCHEMA)?;
        let quantities = report.worksheet().defined.iter().map(|&symbol| self.quantity(symbol));
        map.serialize_entry("quantities", &schema::List::of(quantities))?;
        map.serialize_entry(
            "family_lines",
            &schema::List::of(report.family_lines.iter().map(|family_line| self.family_line(family_line))),
        )?;
        let typed = typed::sums(&self.setter, &report.worksheet().typed);
        let definitions =
            report.worksheet().typed.definitions.iter().filter(|definition| !definition.has_named_parts);
        let definitions = definitions.map(|definition| self.typed_definition(definition, &typed));
        map.serialize_entry("typed", &schema::List::of(definitions))?;
        let derivations = derivations.map(|(derivation, ((bounds, numerics), (zero, sides)))| {
            self.derivation(derivation, bounds, numerics, (zero.as_ref(), sides.as_ref()))
        });
        map.serialize_entry("derivations", &schema::List::of(derivations))?;
        map.serialize_entry(
            "gradients",
            &schema::List::of(report.gradients.iter().map(|gradient| self.gradient(gradient))),
        )?;
        map.serialize_entry(
            "factors",
            &schema::List::of(instances.factors.iter().map(|factor| self.factor(factor))),
        )?;
        let workings = instances.workings.iter().map(|(id, of, working)| self.working(*id, of, working));
        map.serialize_entry("workings", &schema::List::of(workings))?;
        let slopes = instances.slopes.iter().filter_map(|slope| self.slope(slope));
        map.serialize_entry("slopes", &schema::List::of(slopes))?;
        let adjoints = instances.adjoints.iter().map(|adjoint| self.adjoint(adjoint));
        map.serialize_entry("adjoints", &schema::List::of(adjoints))?;
        if let Some(parts) = self.long_parts() {
            map.serialize_entry("long_parts", &parts)?;
        }
        map.serialize_entry(
            "groups",
            &schema::List::of(report.groups.iter().map(|group| self.group(group))),
        )?;
        let at_every_size = report.at_every_size.iter().map(|derivation| self.at_every_size(derivation));
        map.serialize_entry("at_every_size", &schema::List::of(at_every_size))?;
        map.serialize_entry("updates", &self.updates())?;
        map.serialize_entry("training", &self.trainings())?;
        if let Some(by_hand) = &report.by_hand {
            map.serialize_entry("by_hand", &self.by_hand(by_hand))?;
        }
        if let Some(arrays) = &report.arrays {
            map.serialize_entry("arrays", &self.arrays(arrays))?;
        }
        map.serialize_entry("claims", &self.claims())?;
        // Last of all but the warnings: which rules are cited is known by now.
        map.serialize_entry("rules", &self.rules.used())?;
        let warnings = report.warnings.iter().map(warning);
        map.serialize_entry("warnings", &schema::List::of(warnings))?;
        map.end()
    }
}

/// The JSON Schema that every report keeps to.
pub fn json_schema() -> String {
    let schema = schemars::schema_for!(schema::Report);
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is JSON");
    text.push('\n');
    text
}

impl<'r> Writer<'r> {
    fn expression(&self, id: ExprId) -> schema::Expression {
        if self.with_latex {
            return self.setter.with_expression(id, |layout| self.spelled(layout));
        }
        schema::Expression { text: self.setter.ascii(id), latex: None }
    }

    fn spelled(&self, layout: &Layout) -> schema::Expression {
        schema::Expression { text: layout.ascii(), latex: self.with_latex.then(|| layout.latex()) }
    }

    fn name(&self, symbol: SymbolId) -> &'r str {
        self.report.graph().name(symbol).as_str()
    }

    fn quantity(&self, symbol: SymbolId) -> schema::Quantity<'r> {
        let network = &self.report.worksheet().network;
        let formula = match network.definition(symbol) {
            Definition::Formula(expr) => Some(self.expression(expr)),
            Definition::Dependence | Definition::Input => None,
        };
        let known =
            self.report.graph().find_symbol_expr(symbol).and_then(|name| self.report.forward.get(&name));
        schema::Quantity {
            value: known.map(|value| value::value(value, self.digits)),
            name: self.name(symbol),
            latex: self.setter.latex_name(symbol),
            formula,
            inputs: network.inputs(symbol).iter().map(|&input| self.name(input)).collect(),
        }
    }

    fn typed_definition(&self, definition: &TypedDefinition, sums: &Numbers) -> schema::TypedDefinition {
        let setter = self.setter.with_numbers(sums);
        let range = |range: &TypedRange| schema::TypedRange {
            index: self.name(range.index).to_owned(),
            low: self.expression(range.low),
            high: self.expression(range.high),
        };
        schema::TypedDefinition {
            name: self.expression(definition.name),
            formula: self.spelled(&setter.expression(definition.formula)),
            ranges: definition.ranges.iter().map(range).collect(),
            terms: definition.terms,
            first: definition.places.start,
            count: definition.places.len(),
        }
    }

    fn family_line(&self, family_line: &FamilyLine) -> schema::FamilyLine {
        schema::FamilyLine {
            name: self.expression(family_line.name),
            formula: family_line.formula.map(|formula| self.expression(formula)),
            inputs: family_line.inputs.iter().map(|&input| self.expression(input)).collect(),
            index: self.name(family_line.index).to_owned(),
            low: family_line.low,
            high: family_line.high,
            first: family_line.places.start,
        }
    }
}

fn warning(warning: &Warning) -> schema::Warning {
    schema::Warning {
        code: warning.diagnostic.code.id.to_owned(),
        message: warning.diagnostic.message.clone(),
        line: warning.start.0,
        column: warning.start.1,
        end_line: warning.end.0,
        end_column: warning.end.1,
        notes: warning.diagnostic.notes.clone(),
        help: warning.diagnostic.help.clone(),
    }
}
