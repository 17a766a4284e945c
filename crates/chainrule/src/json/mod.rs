//! A report as JSON: everything that was found, for other programs.
//!
//! - [`schema`]: the types, from which the JSON Schema is made; they are not the types that compute;
//! - [`derivation`], [`numerics`], [`pattern`], [`top_paths`], [`update`], [`value`] and [`rules`]: the report in those
//!   types.

mod bound;
mod by_hand;
mod derivation;
mod instances;
mod numerics;
mod pattern;
mod rules;
mod schema;
mod top_paths;
mod update;
mod value;

use chainrule_diagnostic::{Diagnostic, Severity, Source};
use chainrule_render::Typesetter;
use chainrule_symbolic::graph::{ExprId, Graph, SymbolId};
use chainrule_symbolic::network::Definition;

use crate::claim::Judgement;
use crate::report::Report;
use crate::{FamilyLine, Options};
use instances::Instances;
use rules::RuleIds;

pub(crate) use schema::Warning;

/// The number of the layout: it changes when a field changes its meaning or goes.
const SCHEMA: u32 = 1;

/// A report in the types of the schema.
struct Writer<'r> {
    report: &'r Report,
    /// Significant digits of values, where the reader asks for so many.
    digits: Option<usize>,
    /// The report's graph, with what its factors share written out for each.
    graph: &'r Graph,
    instances: &'r Instances,
    setter: Typesetter<'r>,
    rules: RuleIds,
}

/// The whole report as JSON, under the schema of [`json_schema`].
pub fn json(report: &Report, options: &Options) -> String {
    // What is written out here is of no use to anybody else: it goes when this is written.
    let mut graph = Graph::over(report.graph());
    let instances = Instances::of(report, &mut graph);
    let setter = Typesetter::unabridged(&graph, &report.notations);
    let mut writer = Writer {
        report,
        digits: options.digits,
        graph: &graph,
        instances: &instances,
        setter,
        rules: RuleIds::new(),
    };
    let derivations = report
        .derivations
        .iter()
        .zip(report.bounds.iter().zip(&report.numerics))
        .map(|(own, (bounds, numerics))| writer.derivation(own, bounds, numerics))
        .collect();
    let gradients =
        report.gradients.iter().enumerate().map(|(index, own)| writer.gradient(index, own)).collect();
    let whole = schema::Report {
        schema: SCHEMA,
        quantities: report.worksheet.defined.iter().map(|&symbol| writer.quantity(symbol)).collect(),
        family_lines: report.family_lines.iter().map(|own| writer.family_line(own)).collect(),
        derivations,
        gradients,
        updates: writer.updates(),
        training: writer.trainings(),
        groups: report.groups.iter().map(|group| writer.group(group)).collect(),
        at_every_size: report.at_every_size.iter().map(|own| writer.at_every_size(own)).collect(),
        by_hand: report.by_hand.as_ref().map(|by_hand| writer.by_hand(by_hand)),
        claims: writer.claims(),
        rules: writer.rules.used(),
        warnings: report.warnings.clone(),
    };
    let mut text = serde_json::to_string_pretty(&whole).expect("a tree of plain values is JSON");
    text.push('\n');
    text
}

/// The JSON Schema that every report keeps to.
pub fn json_schema() -> String {
    let schema = schemars::schema_for!(schema::Report);
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is JSON");
    text.push('\n');
    text
}

/// The warnings among what there is to say about a worksheet.
pub(crate) fn warnings(source: &Source, diagnostics: &[Diagnostic]) -> Vec<Warning> {
    diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Warning)
        .map(|diagnostic| {
            let span = diagnostic.primary.span;
            let (line, column) = source.line_column(span.start as usize);
            let (end_line, end_column) = source.line_column(span.end as usize);
            Warning {
                code: diagnostic.code.id.to_owned(),
                message: diagnostic.message.clone(),
                line,
                column,
                end_line,
                end_column,
                notes: diagnostic.notes.clone(),
                help: diagnostic.help.clone(),
            }
        })
        .collect()
}

impl Writer<'_> {
    fn expression(&self, id: ExprId) -> schema::Expression {
        let layout = self.setter.expression(id);
        schema::Expression { text: layout.ascii(), latex: layout.latex() }
    }

    fn name(&self, symbol: SymbolId) -> String {
        self.report.graph.name(symbol).to_string()
    }

    fn quantity(&self, symbol: SymbolId) -> schema::Quantity {
        let network = &self.report.worksheet.network;
        let formula = match network.definition(symbol) {
            Definition::Formula(expr) => Some(self.expression(expr)),
            Definition::Dependence | Definition::Input => None,
        };
        schema::Quantity {
            name: self.name(symbol),
            latex: self.setter.name(symbol).latex(),
            formula,
            inputs: network.inputs(symbol).iter().map(|&input| self.name(input)).collect(),
        }
    }

    fn family_line(&self, own: &FamilyLine) -> schema::FamilyLine {
        schema::FamilyLine {
            name: self.expression(own.name),
            formula: own.formula.map(|formula| self.expression(formula)),
            inputs: own.inputs.iter().map(|&input| self.expression(input)).collect(),
            index: self.name(own.index),
            low: own.low,
            high: own.high,
            first: own.places.start,
        }
    }

    fn claims(&self) -> Vec<schema::Claim> {
        self.report
            .claims
            .iter()
            .map(|claim| {
                let (judgement, why) = match &claim.judgement {
                    Judgement::Proved { how } => (schema::Judgement::Proved, how),
                    Judgement::Consistent { how } => (schema::Judgement::Consistent, how),
                    Judgement::Refuted { how } => (schema::Judgement::Refuted, how),
                    Judgement::Undecided { why } => (schema::Judgement::Undecided, why),
                };
                schema::Claim { text: claim.text.clone(), judgement, why: why.clone() }
            })
            .collect()
    }
}
