//! `E after 100 steps`: which run it speaks of, and `m of w after 3 steps`: which state.

use chainrule_diagnostic::{Diagnostic, code};

use crate::expression::{AskedAfter, Wrong};
use crate::resolve::Resolver;
use chainrule_worksheet::{After, Update};

impl Resolver<'_> {
    /// Puts each `… after … steps` to the update that it speaks of.
    pub(in crate::resolve) fn afters(&mut self, updates: &[Update]) -> Vec<After> {
        let mut afters = Vec::new();
        for asked in std::mem::take(&mut self.steps.after) {
            let called: Vec<usize> = updates
                .iter()
                .enumerate()
                .filter(|(_, update)| asked.run.is_none() || update.name == asked.run)
                .map(|(place, _)| place)
                .collect();
            let wrong = |message: String| Diagnostic::error(&code::BAD_CLAIM, asked.span, message);
            match (called.as_slice(), &asked.run) {
                (&[update], _) => {
                    let steps = updates[update].steps.unwrap_or(1);
                    if asked.steps > steps {
                        let how_many =
                            if steps == 1 { "1 step".to_owned() } else { format!("{steps} steps") };
                        self.diagnostics.push(
                            wrong(format!("the update takes {how_many} only"))
                                .also(updates[update].span, "this update")
                                .help(format!("write `update … for {} steps`", asked.steps)),
                        );
                        continue;
                    }
                    match self.state_asked(&asked, &updates[update]) {
                        Ok(state) => {
                            let AskedAfter { symbol, of, steps, .. } = asked;
                            afters.push(After { symbol, of, state, steps, update });
                        }
                        Err(diagnostic) => self.diagnostics.push(*diagnostic),
                    }
                }
                ([], _) if self.steps.is_refused => {}
                ([], None) => self.diagnostics.push(
                    wrong("no update of this worksheet takes steps".to_owned())
                        .help("write `update all by 0.1 for 100 steps`"),
                ),
                ([], Some(name)) => self.diagnostics.push(
                    wrong(format!("no update is called `{name}`"))
                        .help(format!("write `update … as {name}`")),
                ),
                ([_, _, ..], _) => self.diagnostics.push(
                    wrong("it is not clear which update this speaks of".to_owned())
                        .help("name the updates, `update … as plain`, and write `after 100 steps of plain`"),
                ),
            }
        }
        afters
    }

    /// The weight and the state that a claim speaks of, by their places; nothing where it speaks of a quantity.
    fn state_asked(&self, asked: &AskedAfter, update: &Update) -> Result<Option<(usize, usize)>, Wrong> {
        let name = self.graph.name(asked.of).as_str();
        let states = &update.rule.states;
        let state = states.iter().position(|state| state.name == name);
        if asked.weight.is_none() && (self.known_names.is_quantity(name) || state.is_none()) {
            return Ok(None);
        }
        let wrong = |message: String| Diagnostic::error(&code::BAD_CLAIM, asked.span, message);
        let rule = &update.rule.name;
        let Some(state) = state else {
            let names: Vec<String> = states.iter().map(|state| format!("`{}`", state.name)).collect();
            let wrong = wrong(format!("the rule `{rule}` has no state `{name}`"));
            return Err(Box::new(if names.is_empty() {
                wrong.help(format!("write `{name} after {} steps` for a quantity", asked.steps))
            } else {
                wrong.help(format!("its states are {}", names.join(", ")))
            }));
        };
        let place = match (asked.weight, update.weights.as_slice()) {
            (Some(weight), weights) => {
                let place = weights.iter().position(|other| *other == weight);
                let unmoved = || wrong(format!("this update does not move `{}`", self.graph.name(weight)));
                place.ok_or_else(|| Box::new(unmoved().also(update.span, "this update")))?
            }
            (None, [_]) => 0,
            (None, weights) => {
                let first = weights.first().map_or("w", |&weight| self.graph.name(weight).as_str());
                let message = format!("each weight that this update moves has a state `{name}` of its own");
                let help = format!("write `{name} of {first} after {} steps`", asked.steps);
                return Err(Box::new(wrong(message).also(update.span, "this update").help(help)));
            }
        };
        Ok(Some((place, state)))
    }
}
