//! A report as JSON.

use chainrule_evaluator::judge::Verdict;
use chainrule_evaluator::number::{Rounded, Value};
use chainrule_render::Typesetter;
use chainrule_symbolic::derivation::{Form, Step};
use chainrule_symbolic::graph::ExprId;
use serde_json::{Value as Json, json};

use crate::claim::Judgement;
use crate::page::number;
use crate::report::{DerivationReport, Report};

/// The number of the layout: it changes when a field changes its meaning or goes.
const SCHEMA: u32 = 1;

pub(crate) fn write(report: &Report) -> String {
    let spell =
        |id: ExprId| Typesetter::new(&report.worksheet.graph, &report.notations).expression(id).ascii();
    let graph = &report.worksheet.graph;
    let updates: Vec<Json> = report
        .updates
        .iter()
        .map(|update| {
            let kept: Vec<Json> = update
                .kept
                .iter()
                .map(|kept| {
                    let show = |rounded: &Rounded| match rounded {
                        Rounded::Finite(value) => value.to_string(),
                        Rounded::Infinite { negative } => if *negative { "-inf" } else { "inf" }.to_owned(),
                    };
                    json!({"format": kept.format.name, "new": kept.new.as_ref().map(show), "lost": kept.lost})
                })
                .collect();
            json!({
                "weight": graph.name(update.weight).as_str(),
                "loss": graph.name(update.loss).as_str(),
                "old": value(&update.old), "rate": value(&update.rate), "gradient": value(&update.gradient),
                "step": value(&update.step), "new": value(&update.new), "formats": kept,
            })
        })
        .collect();
    let claims: Vec<Json> = report
        .claims
        .iter()
        .map(|claim| {
            let (judgement, why) = match &claim.judgement {
                Judgement::Proved { how } => ("proved", how),
                Judgement::Refuted { how } => ("refuted", how),
                Judgement::Undecided { why } => ("undecided", why),
            };
            json!({"claim": claim.text, "judgement": judgement, "why": why})
        })
        .collect();
    let derivations: Vec<Json> =
        report.derivations.iter().map(|own| derivation(report, own, &spell)).collect();
    let whole = json!({"schema": SCHEMA, "derivations": derivations, "updates": updates, "claims": claims});
    let mut text = serde_json::to_string_pretty(&whole).expect("a tree of plain values is JSON");
    text.push('\n');
    text
}

fn value(value: &Value) -> Json {
    match value {
        Value::Exact(exact) => json!({"exact": exact.to_string(), "decimal": number(value, None).ascii()}),
        Value::Enclosed(_) => json!({"decimal": number(value, None).ascii()}),
    }
}

fn verdict(verdict: &Verdict) -> Json {
    match verdict {
        Verdict::Exact => json!("exact"),
        Verdict::Enclosed { width } => json!({"enclosed": {"width": width}}),
        Verdict::Refuted { .. } => json!("refuted"),
        Verdict::Untested { why } => json!({"untested": why.to_string()}),
    }
}

fn derivation(report: &Report, own: &DerivationReport, spell: &impl Fn(ExprId) -> String) -> Json {
    let derivation = &own.derivation;
    if own.tally.refuted > 0 || !own.chain_holds {
        return json!({"of": spell(derivation.name), "refuted": true});
    }
    let factors: Vec<Json> = own
        .factors
        .iter()
        .map(|factor| {
            let worked = report.calculus.factor(factor.id);
            let steps: Vec<Json> = worked.working.iter().flat_map(|working| working.steps().zip(&factor.verdicts)).map(|(step, judged): (&Step, &Verdict)| {
                json!({"rule": step.rule().name, "before": spell(step.before()), "after": spell(step.after()), "verdict": verdict(judged)})
            }).collect();
            json!({"name": spell(worked.name), "result": spell(worked.result), "steps": steps, "value": factor.value.as_ref().map(value)})
        })
        .collect();
    let form = match &derivation.form {
        Form::Same => json!({"kind": "same"}),
        Form::Independent { .. } => json!({"kind": "independent"}),
        Form::Paths(paths) => {
            json!({"kind": "paths", "paths": paths.iter().map(|path| spell(path.chain)).collect::<Vec<_>>()})
        }
        Form::Backpropagation(adjoints) => {
            json!({"kind": "backpropagation", "adjoints": adjoints.iter().map(|adjoint| {
            json!({"name": spell(adjoint.name), "chain": spell(adjoint.chain)})
        }).collect::<Vec<_>>()})
        }
    };
    json!({
        "of": spell(derivation.name), "form": form, "factors": factors,
        "slopes": own.slopes.iter().map(|(slope, judged)| json!({"primed": spell(slope.primed), "formula": spell(slope.formula), "verdict": verdict(judged)})).collect::<Vec<_>>(),
        "result": spell(derivation.result), "value": own.value.as_ref().map(value),
        "verified": {"steps": own.tally.steps, "exact": own.tally.exact, "enclosed": own.tally.enclosed, "untested": own.tally.untested, "worst_width": own.tally.worst_width},
    })
}
