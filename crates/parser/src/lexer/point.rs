//! Points that belong to no number: methods and libraries of programs.

use chainrule_diagnostic::{Diagnostic, Span, code};

use super::Kind;
use super::scan::Scanner;

impl Scanner<'_> {
    /// `np.sum(x)`, `x.T`, `x.mean()`: what stands in its place; whether the point is one of those.
    pub(super) fn point_of_a_program(&mut self) -> bool {
        let Some(after) = self.rest().strip_prefix('.') else { return false };
        let before = &self.text[..self.at];
        let start = before
            .rfind(|c: char| !c.is_alphanumeric() && !"_.[]".contains(c))
            .map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
        let length = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(after.len());
        let word = &after[..length];
        if start == self.at || !before[start..].starts_with(char::is_alphabetic) {
            return false;
        }
        let Some(help) = in_its_place(word) else { return false };
        let span = Span::new(start, self.at + 1 + length);
        let message = format!(
            "`{}` is written in programs, not in worksheets",
            &self.text[start..self.at + 1 + length]
        );
        self.wrong(Diagnostic::error(&code::UNKNOWN_CHARACTER, span, message).help(help));
        self.push(Kind::UnknownCharacter, 1 + length);
        true
    }
}

/// What is written for a function or a method of arrays.
fn in_its_place(word: &str) -> Option<&'static str> {
    Some(match word {
        "T" | "t" | "transpose" | "mT" => {
            "quantities are single numbers: write the product out, `sum(w[i]*x[i] for i in 1..3)`"
        }
        "dot" | "matmul" | "inner" | "mm" | "bmm" | "einsum" | "vdot" | "outer" => {
            "write the product out: `sum(w[i]*x[i] for i in 1..3)`"
        }
        "sum" | "nansum" => "write `sum(x[i] for i in 1..3)` for the sum of a family",
        "prod" => "write `prod(x[i] for i in 1..3)` for the product of a family",
        "mean" | "average" | "nanmean" => {
            "a name without an index is one number, which is its own mean: write `mean(x[i] for i in 1..3)` for that of a family"
        }
        "softmax" => "write each component out: `exp(z1)/(exp(z1) + exp(z2))`",
        "norm" => "write `sqrt(x1^2 + x2^2)`",
        "pow" | "power" => "write `a^b` for a power",
        "square" => "write `x^2`",
        "MSELoss" | "mse_loss" => "write `(y - a)^2`",
        "L1Loss" | "l1_loss" => "write `abs(y - a)`",
        "BCELoss" | "binary_cross_entropy" => "write `-(y*ln(a) + (1 - y)*ln(1 - a))`",
        "CrossEntropyLoss" | "cross_entropy" => {
            "it takes scores and applies softmax: write `-ln(exp(z1)/(exp(z1) + exp(z2)))`"
        }
        "where" => "write `step(x)*a + (1 - step(x))*b`: `step` is 1 above 0 and 0 elsewhere",
        "item" | "numpy" | "detach" | "data" | "value" | "copy" | "squeeze" | "ravel" | "flatten" => {
            "write the name alone: quantities are single numbers"
        }
        "grad" | "backward" => "write `derive dL/dw`",
        _ => return None,
    })
}
