//! `E after 100 steps`: which run it speaks of.

use chainrule_diagnostic::{Diagnostic, code};

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
                    afters.push(After { symbol: asked.symbol, of: asked.of, steps: asked.steps, update });
                }
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
}
