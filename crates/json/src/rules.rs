//! Ids of rules.

use std::cell::Cell;

use chainrule_symbolic::RULES;
use chainrule_symbolic::rule::Rule;

use super::schema;

/// The id of each rule, and which were cited.
pub(super) struct RuleIds {
    ids: Vec<(&'static Rule, String)>,
    cited: Vec<Cell<bool>>,
}

impl RuleIds {
    /// Ids are the names with hyphens; rules that share a name in school are numbered: `constant-factor-rule-2`.
    pub(super) fn new() -> Self {
        let mut ids: Vec<(&'static Rule, String)> = Vec::new();
        for &rule in RULES {
            let same = ids.iter().filter(|(other, _)| other.name == rule.name).count();
            let words: Vec<&str> = rule.name.split([' ', ',']).filter(|word| !word.is_empty()).collect();
            let slug = words.join("-");
            ids.push((rule, if same == 0 { slug } else { format!("{slug}-{}", same + 1) }));
        }
        let cited = vec![Cell::new(false); ids.len()];
        Self { ids, cited }
    }

    /// The id of a rule that a step cites.
    pub(super) fn cite(&self, rule: &'static Rule) -> String {
        match self.ids.iter().position(|(other, _)| *other == rule) {
            Some(at) => {
                self.cited[at].set(true);
                self.ids[at].1.clone()
            }
            None => rule.name.to_owned(),
        }
    }

    /// The rules that were cited.
    pub(super) fn used(&self) -> Vec<schema::Rule> {
        self.ids
            .iter()
            .zip(&self.cited)
            .filter(|(_, cited)| cited.get())
            .map(|((rule, id), _)| schema::Rule {
                id: id.clone(),
                name: rule.name.to_owned(),
                statement: rule.statement.to_owned(),
            })
            .collect()
    }
}
