//! The parts of a worked argument, as an author lays them out: results, the forward pass, the chain, factors, products.
//!
//! They say what stands where; each format decides how: text stacks fractions, LaTeX puts numbers under braces, others write
//! equations.

use crate::inline::{Inline, Line, Relation, Role};
use crate::layout::{Layout, Operator};

/// A value behind the sign that leads to it.
pub type Valued = (Relation, Layout);

/// A derivative with its value, and what is to be said of it in a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The derivative.
    pub name: Layout,
    /// Its value, or what it is.
    pub value: Option<Valued>,
    /// The verdict.
    pub verdict: Option<(Role, String)>,
}

impl Outcome {
    /// The derivative with its value.
    pub fn math(&self) -> Layout {
        match &self.value {
            Some((relation, value)) => self.name.related(relation.operator(), value),
            None => self.name.clone(),
        }
    }
}

/// The beginning of a section.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// Its heading.
    pub title: Inline,
    /// What stands beside the heading.
    pub beside: Inline,
    /// The words that lead on to it where the page is running prose.
    pub prose: Inline,
    /// Whether prose goes on without it.
    pub is_silent: bool,
    /// Whether what stands beside the heading is a sentence, which prose keeps.
    pub is_sentence: bool,
}

/// Definitions, with their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forward {
    /// The word that the lines stand behind, where they need no section of their own.
    pub label: Option<String>,
    /// The definitions.
    pub lines: Vec<ForwardLine>,
}

/// One definition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ForwardLine {
    /// The quantity; or, where its form is left open, the quantity and what it depends on.
    pub left: Layout,
    /// What it is.
    pub formula: Option<Layout>,
    /// The same with numbers.
    pub numbers: Option<Valued>,
    /// Its value.
    pub value: Option<Valued>,
    /// A remark.
    pub reason: Option<Inline>,
    /// The shape of the quantity.
    pub shape: Option<Layout>,
    /// The same by entries, for where there is room beside it: the entry, and what it is.
    pub entry: Option<[Layout; 2]>,
}

impl ForwardLine {
    /// The definition as one equation.
    pub fn equation(&self) -> Line {
        let Some(formula) = &self.formula else {
            return Line {
                left: self.left.clone(),
                relation: Relation::None,
                right: Layout::new(),
                reason: self.reason.clone(),
            };
        };
        let mut right = formula.clone();
        for (relation, side) in self.numbers.iter().chain(&self.value) {
            right = right.related(relation.operator(), side);
        }
        Line { left: self.left.clone(), relation: Relation::Equal, right, reason: self.with_shape() }
    }

    /// The remark behind the shape.
    fn with_shape(&self) -> Option<Inline> {
        let Some(shape) = &self.shape else { return self.reason.clone() };
        let text = Inline::new().math(shape.clone());
        Some(match &self.reason {
            Some(reason) => text.text("; ").then(reason.clone()),
            None => text,
        })
    }
}

/// The chain rule over the quantities: a sum of products of derivatives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chain {
    /// The derivative.
    pub left: Layout,
    /// For each way, the derivatives along it.
    pub summands: Vec<Vec<Layout>>,
    /// The numbers of the same factors and the value, where they stand right below.
    pub product: Option<Product>,
    /// The label of the equation.
    pub label: String,
    /// Whether its fractions stand on a line where the page is text.
    pub on_a_line: bool,
}

impl Chain {
    /// The chain as equations.
    pub fn lines(&self) -> Vec<Line> {
        let mut lines = vec![self.equation()];
        if let Some(product) = &self.product {
            lines.extend(product.number_lines(&Layout::new()));
        }
        lines
    }

    /// The chain alone.
    pub fn equation(&self) -> Line {
        let products: Vec<Layout> =
            self.summands.iter().map(|summand| Layout::joined(summand, Operator::Chained)).collect();
        Line {
            left: self.left.clone(),
            relation: Relation::Equal,
            right: Layout::joined(&products, Operator::Plus),
            reason: None,
        }
    }
}

/// A factor that is worked out in one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactorLine {
    /// Its name.
    pub name: Layout,
    /// What it is, step by step.
    pub sides: Vec<Layout>,
    /// By which rule.
    pub rule: Option<Inline>,
    /// Its value.
    pub value: Option<Valued>,
}

impl FactorLine {
    /// The line as an equation.
    pub fn equation(&self) -> Line {
        let mut right = Layout::joined(&self.sides, Operator::Equal);
        if let Some((relation, value)) = &self.value {
            right = right.related(relation.operator(), value);
        }
        Line { left: self.name.clone(), relation: Relation::Equal, right, reason: self.rule.clone() }
    }
}

/// Equations with a label, by which prose can speak of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Working {
    /// The equations.
    pub lines: Vec<Line>,
    /// The label of the last.
    pub label: String,
}

/// A factor put in: as a formula, and as a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductFactor {
    /// What it is.
    pub symbol: Layout,
    /// Its number.
    pub number: Option<Layout>,
}

/// A sum of products: its symbols, its numbers, its value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Product {
    /// What it is the value of.
    pub left: Layout,
    /// The factors of each product.
    pub summands: Vec<Vec<ProductFactor>>,
    /// The form that a textbook prints, where it is another one.
    pub finished: Vec<Line>,
    /// The sign before the numbers.
    pub relation: Option<Relation>,
    /// The value.
    pub value: Option<Valued>,
    /// The words that lead on to it where the page is running prose.
    pub prose: Inline,
    /// Whether the symbols, and the numbers with them, stood in the chain already, where the format writes them there.
    pub is_in_chain: bool,
    /// Whether its numbers and its value stand on one line where the page is text.
    pub on_a_line: bool,
}

impl Product {
    /// Symbols, numbers, value.
    pub fn lines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut left = self.left.clone();
        if !self.is_in_chain && !self.summands.is_empty() {
            let symbols = self.summands.iter().map(|summand| {
                let factors: Vec<Layout> = summand.iter().map(|factor| factor.symbol.clone()).collect();
                Layout::joined(&factors, Operator::Chained)
            });
            let right = Layout::joined(&symbols.collect::<Vec<_>>(), Operator::Plus);
            lines.push(Line { left, relation: Relation::Equal, right, reason: None });
            left = Layout::new();
        }
        if !self.is_in_chain {
            lines.extend(self.number_lines(&left));
        }
        lines.extend(self.finished.iter().cloned());
        lines
    }

    /// Numbers and value, behind what they belong to.
    pub fn number_lines(&self, left: &Layout) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut left = left.clone();
        if let Some(relation) = self.relation
            && let Some(numbers) = self.numbers()
        {
            let right = Layout::joined(&numbers, Operator::Plus);
            if self.on_a_line
                && let Some((sign, value)) = &self.value
            {
                let right = right.related(sign.operator(), value);
                return vec![Line { left, relation, right, reason: None }];
            }
            lines.push(Line { left: std::mem::take(&mut left), relation, right, reason: None });
        }
        if let Some((relation, value)) = &self.value {
            lines.push(Line { left, relation: *relation, right: value.clone(), reason: None });
        }
        lines
    }

    fn numbers(&self) -> Option<Vec<Layout>> {
        let products = self.summands.iter().map(|summand| {
            let numbers: Option<Vec<Layout>> = summand.iter().map(|factor| factor.number.clone()).collect();
            numbers.map(|numbers| Layout::joined(&numbers, Operator::Times))
        });
        products.collect()
    }
}
