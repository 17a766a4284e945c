//! Factors that take one step each: what they are, by which rule, and their values, in columns.

use std::borrow::Cow;

use pretty::{Arena, DocAllocator};
use unicode_width::UnicodeWidthStr;

use super::outcome::reach;
use super::{Doc, Style, equations, flow, table};
use crate::argument::FactorLine;
use crate::inline::{Relation, Role};
use crate::layout::{Layout, Operator};
use crate::spelling;

const INDENT: usize = 2;

/// The gap before the name of a rule and before a value.
const GAP: usize = 3;

pub(super) fn block<'a>(arena: &'a Arena<'a, Role>, lines: &[FactorLine], style: &Style) -> Doc<'a> {
    let names: Vec<String> =
        lines.iter().map(|line| spelling::text(&line.name, style.ascii).text()).collect();
    let sides: Vec<String> = lines
        .iter()
        .map(|line| spelling::text(&Layout::joined(&line.sides, Operator::Equal), style.ascii).text())
        .collect();
    let rules: Vec<String> = lines
        .iter()
        .map(|line| line.rule.as_ref().map_or(String::new(), |rule| flow::plain(rule, style)))
        .collect();
    let values: Vec<String> = lines
        .iter()
        .map(|line| {
            line.value.as_ref().map_or(String::new(), |(_, value)| spelling::text(value, style.ascii).text())
        })
        .collect();
    let widest = |all: &[String]| all.iter().map(|text| text.width()).max().unwrap_or(0);
    let before_point = |text: &String| table::before_point(text).width();
    let point = values.iter().map(before_point).max().unwrap_or(0);
    let placed: Vec<String> = values
        .iter()
        .map(|value| {
            if value.is_empty() {
                String::new()
            } else {
                format!("{}{value}", " ".repeat(point - before_point(value)))
            }
        })
        .collect();
    let (name, side, rule, value) = (widest(&names), widest(&sides), widest(&rules), widest(&placed));
    let rules_at = INDENT + name + 3 + side + GAP;
    let end = rules_at + rule + if value > 0 { GAP + value } else { 0 };
    if end > style.width {
        drop((sides, rules, values, placed));
        let signs = equations::relation(Relation::Equal, style.ascii).width();
        return equations::one_by_one(arena, names, signs, |at| Cow::Owned(lines[at].equation()), style);
    }
    // The table reaches over the readable part of the page: values stand at its right end.
    let spare = reach(style).saturating_sub(end);
    let (rules_at, values_at) = (rules_at + spare / 2, rules_at + spare + rule + GAP);
    let mut out = arena.nil();
    for (at, label) in names.iter().enumerate() {
        let start =
            format!("{}{label}{} = {}", " ".repeat(INDENT), " ".repeat(name - label.width()), sides[at]);
        let mut width = start.width();
        out = out.append(arena.text(start));
        if !rules[at].is_empty() {
            out = out.append(arena.text(" ".repeat(rules_at - width)));
            out = out.append(arena.text(rules[at].clone()).annotate(Role::Dim));
            width = rules_at + rules[at].width();
        }
        if !placed[at].is_empty() {
            out =
                out.append(arena.text(" ".repeat(values_at - width))).append(arena.text(placed[at].clone()));
        }
        out = out.append(arena.hardline());
    }
    out
}
